/**
 * What is wrong with one record, said so that a person can act on it; and the codes by which it is known.
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

/** The codes of one package, as it writes them down. */
export type Catalogue<Code extends string = string> = Readonly<Record<Code, readonly [meaning: string, fix: string]>>

/** A catalogue as `waybill errors` lists it. */
export const toErrorCodes = (catalogue: Catalogue): ReadonlyArray<ErrorCode> =>
  Object.entries(catalogue).map(([code, [meaning, fix]]) => ({ code, meaning, fix }))

/** Makes what says an issue by a code of the catalogue; the hint is the code's fix. */
export const issueFrom =
  <Code extends string>(catalogue: Catalogue<Code>) =>
  (code: Code, message: string, at: Pick<Issue, "column" | "field"> = {}): Issue => ({
    code,
    message,
    hint: catalogue[code][1],
    ...at,
  })
