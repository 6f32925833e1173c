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

/**
 * Where an error is mended first. `source data`: a cell or a file as it came. `source system`, `target system`: a record or a
 * setting over there. `connection`: network, credentials, limits. `machine`: disk, rights, the ledger.
 */
export const owners = [
  "pipeline file",
  "command line",
  "source data",
  "source system",
  "target system",
  "connection",
  "machine",
  "Waybill",
] as const
export type Owner = (typeof owners)[number]

/**
 * What an error leaves behind. Of a record: `invalid`, `refused`, `held`, `undecided` (held for a person), `unknown`, `pending`,
 * `draft`. Of a run: `not begun`, `flow stopped`, `run stopped`, `cut short` (the ledger failed under it). Of a command:
 * `not done`. Of nothing, since it is only said: `warning`, and `finding` of `ledger check`.
 */
export const aftermaths = [
  "not begun",
  "not done",
  "warning",
  "invalid",
  "refused",
  "held",
  "undecided",
  "unknown",
  "pending",
  "draft",
  "flow stopped",
  "run stopped",
  "cut short",
  "finding",
] as const
export type Aftermath = (typeof aftermaths)[number]

/** What a fix looks like. Certain, and checked by a test: `before` has the error, `after` has not. */
export interface Example {
  /** `pipeline file`: its lines. `map`: one line of a flow's `map`. `cell`: a value. `CSV`: a file's lines. `command`. */
  readonly of: "pipeline file" | "map" | "cell" | "CSV" | "command"
  readonly before?: string
  readonly after: string
  /** Of a `cell`, the line of `map` that reads it; of a line of `map`, the cell that it reads. */
  readonly beside?: string
}

/** What a code says beyond its meaning and fix. */
export interface About {
  readonly where: Owner
  /** Every one that occurs, the usual one first. */
  readonly leaves: ReadonlyArray<Aftermath>
  readonly example: Example
  /** Other codes that a reader may mean; each names the other by itself. */
  readonly related: ReadonlyArray<string>
}

/** An error code, its meaning and its fix, as `waybill errors` and the docs list it. */
export interface ErrorCode extends Partial<About> {
  readonly code: string
  readonly meaning: string
  readonly fix: string
}

/** The codes of one package, as it writes them down. */
export type Catalogue<Code extends string = string> = Readonly<
  Record<Code, readonly [meaning: string, fix: string, about?: Partial<About>]>
>

/** A catalogue as `waybill errors` lists it; `usual` holds for every code that does not say otherwise. */
export const toErrorCodes = (catalogue: Catalogue, usual: Partial<About> = {}): ReadonlyArray<ErrorCode> =>
  Object.entries(catalogue).map(([code, [meaning, fix, about]]) => ({ code, meaning, fix, ...usual, ...about }))

/** Makes what says an issue by a code of the catalogue; the hint is the code's fix. */
export const issueFrom =
  <Code extends string>(catalogue: Catalogue<Code>) =>
  (code: Code, message: string, at: Pick<Issue, "column" | "field"> = {}): Issue => ({
    code,
    message,
    hint: catalogue[code][1],
    ...at,
  })
