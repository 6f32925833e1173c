/**
 * A flow's mapping, compiled: source record → core model → overrides of the target's record.
 */
import { type Issue, Money, moneyField, moneyOf, type Model, schemas } from "@waybill/model"
import { Result } from "effect"

import type { Diagnostic } from "../Diagnostic.ts"
import { condition } from "./convert.ts"
import { makeSurroundings, type Scope, type Surroundings } from "./environment.ts"
import { type Compiled, compileExpression } from "./expression.ts"
import { absent, required, toFailure } from "./failure.ts"
import type { Write } from "./leaf.ts"
import type { Names } from "./literals.ts"
import type { Issues, Mapped, Mapping, MappingInput } from "./Mapping.ts"
import { References } from "./References.ts"
import { compileStruct } from "./structure.ts"
import { type Fields, fieldsOf } from "./types.ts"
import { toIssue, validator } from "./validate.ts"

const owners = { customer: "a customer", invoice: "an invoice", payment: "a payment" } as const

/** The model's fields, with those that the target needs no longer optional. */
const neededFields = (fields: Fields, requires: ReadonlyArray<string>): Fields =>
  new Map(
    [...fields].map(([key, field]) =>
      field.optional && requires.includes(key)
        ? [key, { ...field, optional: false, neededBy: "the target" }]
        : [key, field],
    ),
  )

const isSome = (issues: ReadonlyArray<Issue>): issues is Issues => issues.length > 0

/** An absent or empty condition is neither true nor false. */
const isTrue = (value: unknown): boolean => {
  if (value === undefined) throw absent
  return condition.convert(value) === true
}

interface Parts {
  readonly surroundings: Surroundings
  readonly where: Compiled | undefined
  readonly write: Write
  /** Writes the record's own money, where the file maps it. */
  readonly money: Write | undefined
}

/** Says how a record of this flow becomes the model. */
const mapper = ({ entity, toModel, requires }: MappingInput, { surroundings, where, write, money }: Parts) => {
  const faults = validator(schemas[entity])
  const validate = (model: unknown) => faults(model).map((fault) => toIssue(fault, undefined, undefined))

  /** What can be told of a record that is not mapped. */
  const known = (model: any): { readonly key?: string; readonly money?: Money } => {
    const total = moneyOf(model)
    return {
      ...(typeof model.number === "string" ? { key: model.number } : {}),
      ...(total instanceof Money ? { money: total } : {}),
    }
  }

  /** Whether the condition holds, or why that can't be told. */
  const passes = (scope: Scope): boolean | Issue => {
    if (where === undefined) return true
    try {
      return isTrue(where.evaluate(scope))
    } catch (thrown) {
      const failure = toFailure(thrown)
      return failure.toIssue("where", where.columnOf(failure))
    }
  }

  const skipped = (scope: Scope, base: Model | undefined): Mapped => {
    const total = money === undefined ? base && moneyOf(base) : money(scope, [], undefined)
    return { _tag: "Skipped", ...(total instanceof Money ? { money: total } : {}) }
  }

  const invalid = (issues: Issues, model: any): Mapped => ({
    _tag: "Invalid",
    issues,
    ...known(model),
  })

  const needed = (model: Readonly<Record<string, unknown>>): ReadonlyArray<Issue> =>
    requires.filter((key) => model[key] === undefined).map((key) => required.toIssue(key, undefined))

  const finish = (scope: Scope, base: Model | undefined): Mapped => {
    const issues: Array<Issue> = []
    const model = write(scope, issues, base)
    if (isSome(issues)) return invalid(issues, model)
    // Fields that came from expressions have been held to the model one by one.
    const found = base === undefined ? [] : [...validate(model), ...needed(model)]
    if (isSome(found)) return invalid(found, model)
    const total = moneyOf(model)
    return total === undefined ? { _tag: "Mapped", model } : { _tag: "Mapped", model, money: total }
  }

  return (record: any): Mapped => {
    const made = toModel?.(record)
    if (toModel !== undefined && made === undefined) return { _tag: "Skipped" }
    const base = made !== undefined && Result.isSuccess(made) ? made.success : undefined
    const scope = surroundings.scope({ record, model: base })
    const passed = passes(scope)
    if (passed === false) return skipped(scope, base)
    if (made !== undefined && Result.isFailure(made)) return invalid(made.failure, write(scope, [], base))
    return passed === true ? finish(scope, base) : invalid([passed], write(scope, [], base))
  }
}

/** A mistake in a connector or here must not stop the run: it is the record's issue. */
const guarded =
  <Args extends ReadonlyArray<unknown>, A>(
    run: (...args: Args) => A,
    otherwise: (issues: Issues) => A,
  ): ((...args: Args) => A) =>
  (...args) => {
    try {
      return run(...args)
    } catch (thrown) {
      return otherwise([toFailure(thrown).toIssue(undefined, undefined)])
    }
  }

const compileSet = (
  { set, target }: MappingInput,
  variables: ReadonlyMap<string, Fields>,
  names: Names,
  diagnostics: Array<Diagnostic>,
): Mapping["applySet"] => {
  if (set.fields.size === 0) return (_record, _model, target) => Result.succeed(target)
  const surroundings = makeSurroundings(variables, names)
  const compilation = { surroundings, diagnostics, owner: "the target's record", hasBase: true }
  const { write } = compileStruct(set, fieldsOf(target), "", compilation, false)
  const applySet: Mapping["applySet"] = (record, model, target) => {
    const issues: Array<Issue> = []
    const written = write(surroundings.scope({ record, model }), issues, target)
    return isSome(issues) ? Result.fail(issues) : Result.succeed(written)
  }
  return guarded(applySet, (issues) => Result.fail(issues))
}

/**
 * Compiles a flow's `where`, `map` and `set`. Fails with every diagnostic, not only the first.
 *
 * An expression that comes out empty leaves its field out: of the model, and of what the source's own model or the
 * target's record had there.
 */
export const compileMapping = (input: MappingInput): Result.Result<Mapping, ReadonlyArray<Diagnostic>> => {
  const { entity, source, toModel, tables, references = new References() } = input
  const names = { tables, references }
  const diagnostics: Array<Diagnostic> = []
  const fields = fieldsOf(schemas[entity])
  const record: readonly [string, Fields] = ["record", fieldsOf(source)]
  const model: readonly [string, Fields] = ["model", fields]
  const surroundings = makeSurroundings(new Map(toModel === undefined ? [record] : [record, model]), names)
  const condemn = <A>(result: Result.Result<A, ReadonlyArray<Diagnostic>>): A | undefined => {
    if (Result.isSuccess(result)) return result.success
    diagnostics.push(...result.failure)
    return undefined
  }
  const where =
    input.where === undefined ? undefined : condemn(compileExpression(input.where, surroundings, condition, "'where'"))
  const compilation = { surroundings, diagnostics, owner: owners[entity], hasBase: toModel !== undefined }
  const { write, writers } = compileStruct(input.map, neededFields(fields, input.requires), "", compilation, false)
  const applySet = compileSet(input, new Map([record, model]), names, diagnostics)
  if (diagnostics.some(({ severity }) => severity === "error")) return Result.fail(diagnostics)
  const money = writers.get(moneyField[entity] ?? "")?.write
  const map = mapper(input, { surroundings, where, write, money })
  const number = toModel === undefined ? writers.get("number")?.write : undefined
  const keyOf = (record: unknown): string | undefined => {
    const key: unknown = number?.(surroundings.scope({ record }), [], undefined)
    return typeof key === "string" ? key : undefined
  }
  return Result.succeed({
    warnings: [...(where?.warnings ?? []), ...diagnostics],
    toModel: guarded(map, (issues) => ({ _tag: "Invalid", issues })),
    ...(number === undefined ? {} : { keyOf: guarded(keyOf, () => undefined) }),
    applySet,
  })
}
