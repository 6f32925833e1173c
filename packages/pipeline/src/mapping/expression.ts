/**
 * One expression: parsed, checked and compiled.
 */
import type { Environment, ParseResult } from "@marcbachmann/cel-js"
import { Result } from "effect"

import type { Diagnostic } from "../Diagnostic.ts"
import type { Expression } from "../file/Pipeline.ts"
import { callOf, descendants, type Node, selectionsIn, sourceOf } from "./ast.ts"
import { auditTree, auditTyped } from "./audit.ts"
import type { Conversion } from "./convert.ts"
import { type Report, reporter } from "./diagnose.ts"
import { direct, type Evaluate } from "./direct.ts"
import type { Surroundings } from "./environment.ts"
import { absent, empty, type Failure } from "./failure.ts"
import { nameOfType } from "./offered.ts"
import { explainError } from "./typeErrors.ts"

export interface Compiled {
  readonly evaluate: Evaluate
  /** The one field of the source's record that a failure speaks of, where that can be told. */
  readonly columnOf: (failure: Failure) => string | undefined
  /** Whether a failure means that there was nothing to read, of an expression that is nothing but a reading. */
  readonly isNothing: (failure: Failure) => boolean
  readonly root: Node
  readonly report: Report
  readonly warnings: ReadonlyArray<Diagnostic>
}

const readings = new Set(["date", "money", "decimal"])

/** `date(…)`, `money(…)` or `decimal(…)` and nothing else: an empty or absent value makes it empty, not wrong. */
const nothingOf = (root: Node): Compiled["isNothing"] => {
  const call = callOf(root)
  const [value, ...rest] = call?.args ?? []
  if (call === undefined || value === undefined || !readings.has(call.name)) return () => false
  if (descendants(value).some((node) => readings.has(callOf(node)?.name ?? ""))) return () => false
  // Where the currency is a field too, it may be that one which is absent.
  const fixed = rest.every((node) => selectionsIn(node).length === 0)
  return (failure) => failure === empty || (fixed && failure === absent)
}

const columnOf = (root: Node): string | undefined => {
  const columns = new Set(
    selectionsIn(root).flatMap(({ root: variable, path }) =>
      variable === "record" && path.length > 0 ? [path.join(".")] : [],
    ),
  )
  const [column] = columns
  return columns.size === 1 ? column : undefined
}

/** Where a value and its currency are columns of their own, a failure speaks of one of the two. */
const columnsOf = (root: Node): Compiled["columnOf"] => {
  const only = columnOf(root)
  const [value, currency] = callOf(root)?.name === "money" ? (callOf(root)?.args ?? []) : []
  if (only !== undefined || value === undefined || currency === undefined) return () => only
  const [ofValue, ofCurrency] = [columnOf(value), columnOf(currency)]
  // An absent field or key may be either.
  return (failure) => {
    if (failure === absent || failure.code === "WB-MAP-LOOKUP" || failure.code === "WB-MAP-REF") return undefined
    return failure.code === "WB-MAP-CURRENCY-CODE" ? ofCurrency : ofValue
  }
}

const evaluator = (parsed: ParseResult, root: Node, surroundings: Surroundings): Evaluate => {
  const closure = direct(root, surroundings)
  if (closure !== undefined) return closure
  for (const { root: variable, path } of selectionsIn(root)) surroundings.use(variable, path[0])
  return (scope) => parsed(scope.context)
}

const wrongResult = (root: Node, wanted: Conversion, field: string, report: Report): Diagnostic => {
  const source = sourceOf(root)
  const hint = source.length > 60 ? undefined : `write ${wanted.example(source)}`
  const is = nameOfType(root.checkedType!)
  return report(root.start, "WB-MAP-RESULT", `${field} holds ${wanted.holds}, and this is ${is}`, hint)
}

/** The tree with what the library's types leave out. */
const nodeOf = ({ ast }: { readonly ast: any }): Node => ast

const parse = (environment: Environment, text: string): Result.Result<ParseResult, unknown> =>
  Result.try({ try: () => environment.parse(text), catch: (thrown) => thrown })

/** Compiles an expression whose value is to become a `field`. */
export const compileExpression = (
  expression: Expression,
  surroundings: Surroundings,
  wanted: Conversion,
  field: string,
): Result.Result<Compiled, ReadonlyArray<Diagnostic>> => {
  const report = reporter(expression)
  const parsed = parse(surroundings.environment, expression.text)
  if (Result.isFailure(parsed)) return Result.fail([explainError(parsed.failure, surroundings, report)])
  const root: Node = nodeOf(parsed.success)
  const untyped = auditTree(root, surroundings.names, report)
  if (untyped.length > 0) return Result.fail(untyped)
  const checked = parsed.success.check()
  if (!checked.valid) return Result.fail([explainError(checked.error, surroundings, report)])
  const findings = auditTyped(root, surroundings.structs, report)
  if (findings.some(({ severity }) => severity === "error")) return Result.fail(findings)
  if (!wanted.from.includes(root.checkedType!.name)) return Result.fail([wrongResult(root, wanted, field, report)])
  return Result.succeed({
    evaluate: evaluator(parsed.success, root, surroundings),
    columnOf: columnsOf(root),
    isNothing: nothingOf(root),
    root,
    report,
    warnings: findings,
  })
}
