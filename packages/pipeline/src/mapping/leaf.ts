/**
 * One expression and the field that it fills.
 */
import type { Issue } from "@waybill/model"
import { Result } from "effect"

import type { Diagnostic } from "../Diagnostic.ts"
import { didYouMean } from "../didYouMean.ts"
import type { Expression } from "../file/Pipeline.ts"
import { resultsOf, selectionsIn, textOf } from "./ast.ts"
import type { Conversion } from "./convert.ts"
import type { Scope, Surroundings } from "./environment.ts"
import { type Compiled, compileExpression } from "./expression.ts"
import { absent, blank, type Failure, required, toFailure } from "./failure.ts"
import { isBlank } from "./functions.ts"
import type { Field } from "./types.ts"
import { checker, toIssue, type Validator } from "./validate.ts"

/**
 * Works out a value. `undefined` where it is empty, or wrong: then the reasons are added to `issues`.
 *
 * `base` is what the source or the target already has there.
 */
export type Write = (scope: Scope, issues: Array<Issue>, base: any) => any

export interface Writer {
  readonly write: Write
  /** It reads nothing of the record: it alone does not make an address. */
  readonly isConstant: boolean
  /** It looks at what is there already. */
  readonly readsBase: boolean
}

export interface Leaf extends Writer {
  readonly warnings: ReadonlyArray<Diagnostic>
}

const checksOf = ({ ast, type }: Field): Validator => checker(ast, type._tag === "Text" ? type.choices : undefined)

/** Texts written in the expression that may become the value: each must be one that the field takes. */
const checkLiterals = ({ root, report }: Compiled, { type }: Field, check: Validator): ReadonlyArray<Diagnostic> =>
  resultsOf(root).flatMap((node) => {
    const text = textOf(node)
    if (text === undefined || isBlank(text)) return []
    return check(text).map(({ failure }) => {
      const choices = type._tag === "Text" ? type.choices : undefined
      const nearest = choices === undefined ? undefined : didYouMean(text, choices)
      const hint = nearest === undefined ? failure.hint : `did you mean "${nearest}"?`
      return report(node.start, failure.code, `"${text}" ${failure.message}`, hint)
    })
  })

const writeLeaf = (
  { evaluate, columnOf, isNothing }: Compiled,
  { convert }: Conversion,
  check: Validator,
  { field, whenEmpty }: { readonly field: string; readonly whenEmpty: { readonly value: unknown } | undefined },
): Write => {
  const orIssue = (failure: Failure, issues: Array<Issue>): unknown => {
    if (whenEmpty !== undefined) return whenEmpty.value
    issues.push(failure.toIssue(field, columnOf(failure)))
    return undefined
  }
  return (scope, issues) => {
    try {
      const found = evaluate(scope)
      if (found === undefined) return orIssue(absent, issues)
      const value = convert(found)
      if (value === undefined) return orIssue(found === "" ? required : blank, issues)
      const faults = check(value)
      if (faults.length === 0) return value
      issues.push(...faults.map((fault) => toIssue(fault, field, columnOf(fault.failure))))
    } catch (thrown) {
      const failure = toFailure(thrown)
      if (isNothing(failure)) return orIssue(failure, issues)
      issues.push(failure.toIssue(field, columnOf(failure)))
    }
    return undefined
  }
}

/** What an empty value becomes: absent, an empty text where the field takes one, or an issue. */
const emptyOf = (
  { optional, type }: Field,
  check: Validator,
  ast: Field["ast"],
): { readonly value: unknown } | undefined => {
  if (optional) return { value: undefined }
  return type._tag === "Text" && ast.checks === undefined && check("").length === 0 ? { value: "" } : undefined
}

/** Compiles the expression of one field. */
export const compileLeaf = (
  expression: Expression,
  field: Field,
  path: string,
  conversion: Conversion,
  surroundings: Surroundings,
): Result.Result<Leaf, ReadonlyArray<Diagnostic>> => {
  const compiled = compileExpression(expression, surroundings, conversion, `'${path}'`)
  if (Result.isFailure(compiled)) return Result.fail(compiled.failure)
  const check = checksOf(field)
  const faults = checkLiterals(compiled.success, field, check)
  if (faults.length > 0) return Result.fail(faults)
  return Result.succeed({
    write: writeLeaf(compiled.success, conversion, check, { field: path, whenEmpty: emptyOf(field, check, field.ast) }),
    isConstant: selectionsIn(compiled.success.root).length === 0,
    readsBase: false,
    warnings: compiled.success.warnings,
  })
}
