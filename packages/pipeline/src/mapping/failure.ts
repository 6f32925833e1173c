/**
 * Why one record's expression has no value: a fixed sentence with a code, never with the value.
 */
import type { Issue } from "@waybill/model"

/** Codes that mean "there is nothing": what `default()` is for. */
const nothing = new Set(["WB-MAP-EMPTY", "WB-MAP-ABSENT", "WB-MAP-LOOKUP", "WB-MAP-REF", "WB-MAP-REQUIRED"])

/** Thrown inside expressions, caught by the mapping. */
export class Failure extends Error {
  readonly code: string
  readonly hint: string | undefined
  constructor(code: string, message: string, hint?: string) {
    super(message)
    this.code = code
    this.hint = hint
  }
  /** There is no value, and nothing else is wrong. */
  get isNothing(): boolean {
    return nothing.has(this.code)
  }
  toIssue(field: string | undefined, column: string | undefined): Issue {
    return {
      code: this.code,
      message: this.message,
      ...(this.hint === undefined ? {} : { hint: this.hint }),
      ...(column === undefined ? {} : { column }),
      ...(field === undefined ? {} : { field }),
    }
  }
}

const defaultHint = "if that may be, write default(…, otherwise)"

// Made once: a failure that many records share costs no stack each.
export const empty = new Failure("WB-MAP-EMPTY", "is empty, and a value is needed here", defaultHint)
export const absent = new Failure("WB-MAP-ABSENT", "is absent in the source's record, and is needed here", defaultHint)
export const required = new Failure("WB-MAP-REQUIRED", "is needed, and is empty", "fill it in at the source")
export const blank = new Failure("WB-MAP-REQUIRED", "is needed, and holds only white space", "fill it in at the source")
const range = new Failure(
  "WB-MAP-RANGE",
  "is shorter than the expression takes for granted",
  "look at size(…) first, or split(…) at a sign that is always there",
)
const overflow = new Failure("WB-MAP-OVERFLOW", "a whole number grows beyond 64 bits", "write it as a decimal: 1.0")
const zero = new Failure(
  "WB-MAP-ZERO",
  "a whole number is taken modulo zero",
  "make sure that the number behind % is not 0",
)
export const failed = new Failure(
  "WB-MAP-FAILED",
  "could not be worked out",
  "the source gave something else than it said, or this is a fault of Waybill: please report it with the expression",
)

const byCode: Readonly<Record<string, Failure>> = {
  no_such_key: absent,
  index_out_of_bounds: range,
  index_out_of_range: range,
  numeric_overflow: overflow,
  modulo_by_zero: zero,
}

/** Any thrown value as a failure. The library's own words may hold values, so only its codes are kept (invariant 7). */
export const toFailure = (thrown: unknown): Failure => {
  if (thrown instanceof Failure) return thrown
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined
  return (typeof code === "string" && Object.hasOwn(byCode, code) ? byCode[code] : undefined) ?? failed
}
