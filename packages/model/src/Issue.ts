/**
 * What is wrong with one record, said so that a person can act on it.
 */

/** One reason why a record can't go on. Never holds a value of the record: only its key may be shown (invariant 7). */
export interface Issue {
  /** Stable: `WB-…`. Every code is listed by `waybill errors`. */
  readonly code: string
  /** What is wrong, as a sentence without the value. */
  readonly message: string
  /** What to do next. */
  readonly hint?: string
  /** The column or field of the source record. */
  readonly column?: string
  /** The field of the model or of the target's record, with a dot between levels. */
  readonly field?: string
}

/** An error code, its meaning and its fix, as `waybill errors` and the docs list it. */
export interface ErrorCode {
  readonly code: string
  readonly meaning: string
  readonly fix: string
}
