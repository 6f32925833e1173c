/**
 * The rules of a flow's `match:`, compiled.
 */
import type { Destination } from "@waybill/connector"
import type { Entity } from "@waybill/model"
import { Result } from "effect"

import type { Diagnostic } from "../Diagnostic.ts"
import type { Expression, FlowSpec } from "../file/Pipeline.ts"
import { compileKey } from "../mapping/compileKey.ts"
import { errorAt } from "../mapping/diagnose.ts"
import type { Tables } from "../mapping/literals.ts"
import { type MatchRule, parseRule } from "./MatchRule.ts"

type Compiled = Result.Result<ReadonlyArray<MatchRule>, ReadonlyArray<Diagnostic>>

const ruleOf = (
  rule: Expression,
  entity: Entity,
  tables: Tables,
): Result.Result<MatchRule, ReadonlyArray<Diagnostic>> => {
  const named = parseRule(rule.text)
  if (named === undefined) {
    return Result.map(compileKey(rule, entity, tables), (key) => ({ name: rule.text, key }))
  }
  if (named === "number" || entity === "customer") return Result.succeed(named)
  return Result.fail([
    errorAt(
      rule.placeAt(0),
      "WB-FLOW-MATCH",
      `the rule '${named}' is for customers, and these are ${entity}s`,
      "write `number`, or an expression over `model`",
    ),
  ])
}

/** Fails with every diagnostic: a rule that means nothing here, a target that can't be asked. */
export const compileMatch = (
  { match = [] }: FlowSpec,
  entity: Entity,
  { list, find }: Pick<Destination<unknown>, "list" | "find">,
  tables: Tables,
): Compiled => {
  const compiled = match.map((rule) => ruleOf(rule, entity, tables))
  const faults = compiled.flatMap((one) => (Result.isFailure(one) ? one.failure : []))
  if (faults.length > 0) return Result.fail(faults)
  const rules = compiled.flatMap((one) => (Result.isSuccess(one) ? [one.success] : []))
  const blind = list === undefined && !(find !== undefined && rules.every((rule) => rule === "number"))
  if (match.length === 0 || !blind) return Result.succeed(rules)
  const [place, hint] = [
    match[0]!.placeAt(0),
    "leave `match:` out; `waybill crosswalk import` takes over what an earlier tool knows",
  ]
  return Result.fail([errorAt(place, "WB-FLOW-MATCH", "the target can't be asked what it holds", hint)])
}
