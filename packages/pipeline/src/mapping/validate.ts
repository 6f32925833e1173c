/**
 * The model's own checks as issues that a person can act on. Nothing of a value gets into them (invariant 7).
 */
import { AmountSchema, Currency, Identifier, type Issue, Text } from "@waybill/model"
import { Result, type Schema, type SchemaAST, type SchemaIssue } from "effect"

import { copyOf } from "../copies.ts"
import { Failure, required } from "./failure.ts"

const lastCheck = (schema: { readonly ast: SchemaAST.AST }) => schema.ast.checks?.at(-1)

const notEmpty = lastCheck(Text)

/** The model's checks, by identity. */
const byCheck = new Map<unknown, Failure>([
  [notEmpty, required],
  [
    lastCheck(Identifier),
    new Failure("WB-MODEL-SPACE", "has white space around it", "write trim(…), or take it away at the source"),
  ],
  [
    lastCheck(Currency),
    new Failure(
      "WB-MODEL-CURRENCY",
      "is no ISO 4217 code in capitals",
      "write upper(trim(…)), or look it up in a table",
    ),
  ],
  [
    lastCheck(AmountSchema),
    new Failure(
      "WB-MODEL-FINER",
      "is finer than the smallest coin of its currency",
      "nothing is rounded: mend it at the source, or say where the fraction goes",
    ),
  ],
])

const wrongType = new Failure("WB-MODEL-TYPE", "is of another type than the field", "see the field in the docs")
const invalid = new Failure("WB-MODEL-INVALID", "does not fit the field's rules", "see the field in the docs")

const choice = (ast: SchemaAST.AST): Failure => {
  const literals = ast._tag === "Union" ? ast.types : [ast]
  const known = literals.flatMap((type) => (type._tag === "Literal" ? [String(type.literal)] : []))
  return new Failure(
    "WB-MODEL-CHOICE",
    "is none of the values that the field takes",
    `known are ${known.join(", ")}; a table translates: lookup("table", …)`,
  )
}

export interface Fault {
  readonly path: ReadonlyArray<PropertyKey>
  readonly failure: Failure
}

const faultsOf = (issue: SchemaIssue.Issue, path: ReadonlyArray<PropertyKey>): ReadonlyArray<Fault> => {
  switch (issue._tag) {
    case "Pointer":
      return faultsOf(issue.issue, [...path, ...issue.path])
    case "Composite":
      return issue.issues.flatMap((inner) => faultsOf(inner, path))
    case "Filter":
      return [{ path, failure: byCheck.get(issue.filter) ?? invalid }]
    case "MissingKey":
      return [{ path, failure: required }]
    case "AnyOf":
      return [{ path, failure: choice(issue.ast) }]
    case "InvalidType":
      return [{ path, failure: issue.ast._tag === "Literal" ? choice(issue.ast) : wrongType }]
    default:
      return [{ path, failure: invalid }]
  }
}

/** Checks a value; gives what is wrong with it, in order, or nothing. */
export type Validator = (value: unknown) => ReadonlyArray<Fault>

const none: ReadonlyArray<Fault> = []

/** Compiles the check of a schema's type side, once. A value that fits costs no more than looking at it. */
export const validator = (schema: Schema.Codec<any, any>): Validator => {
  const copy = copyOf(schema).Schema
  const typeSide = copy.toType(schema)
  const fits = copy.is(typeSide)
  const decode = copy.decodeUnknownResult(typeSide, { errors: "all" })
  return (value) => {
    if (fits(value)) return none
    const decoded = decode(value)
    return Result.isFailure(decoded) ? faultsOf(decoded.failure.issue, []) : none
  }
}

const options = {}

const filtersIn = (checks: ReadonlyArray<SchemaAST.Check<any>>): ReadonlyArray<SchemaAST.Filter<any>> =>
  checks.flatMap((check) => (check._tag === "FilterGroup" ? filtersIn(check.checks) : [check]))

/** Says whether a value of the right type passes the checks of a type; `undefined` where there are none. */
export const passing = (
  ast: SchemaAST.AST,
  checks: ReadonlyArray<SchemaAST.Check<any>> = ast.checks ?? [],
): ((value: unknown) => boolean) | undefined => {
  const filters = filtersIn(checks)
  if (filters.length === 0) return undefined
  return (value) => {
    for (const filter of filters) if (filter.run(value, ast, options) !== undefined) return false
    return true
  }
}

/**
 * The checks of one field alone, for a value whose type is right already: a fraction of the cost of a whole parser, and
 * most fields have none.
 */
export const checker = (ast: SchemaAST.AST, choices: ReadonlyArray<string> | undefined): Validator => {
  if (choices !== undefined) {
    const faults = [{ path: [], failure: choice(ast) }]
    return (value) => (choices.some((one) => one === value) ? none : faults)
  }
  // A value that is empty never comes here: it is absent.
  const own = (ast.checks ?? []).filter((check) => check !== notEmpty)
  const fits = passing(ast, own)
  if (fits === undefined) return () => none
  const checks = own.map((check) => ({ check, holds: passing(ast, [check]) }))
  return (value) => {
    if (fits(value)) return none
    const failed = checks.filter(({ holds }) => holds?.(value) === false)
    return failed.map(({ check }) => ({ path: [], failure: byCheck.get(check) ?? invalid }))
  }
}

/** A fault as an issue of the field that it is in. */
export const toIssue = ({ path, failure }: Fault, field: string | undefined, column: string | undefined): Issue => {
  const at = [...(field === undefined ? [] : [field]), ...path.map(String)].join(".")
  return failure.toIssue(at === "" ? undefined : at, column)
}
