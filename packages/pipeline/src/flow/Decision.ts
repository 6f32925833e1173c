/**
 * What a run made up its mind about, record by record in the order of the source, before anything of it is sent: what a plan
 * keeps, what a run under a plan is held to, and what a tie-out takes for its source.
 */
import type { Known } from "@waybill/ledger"
import type { Issue, Model, Money } from "@waybill/model"

import type { At } from "./transform.ts"

/**
 * `repeated`: its key stood in an earlier row with the same content, or `distinct: first` says that one counts. `matched`: the
 * target held it before. `arrived`: sent by an earlier run, and found there now.
 */
export type Verdict =
  | "create"
  | "update"
  | "unchanged"
  | "matched"
  | "arrived"
  | "held"
  | "unknown"
  | "invalid"
  | "skipped"
  | "dismissed"
  | "repeated"

export interface Decision extends At {
  readonly verdict: Verdict
  /** Absent where the mapping failed before the key was known. */
  readonly key?: string
  readonly money?: Money
  /** What identifies its content; absent where there is none. */
  readonly hash?: string
  /** Digests of the model's fields, as {@link digestFields} makes them. */
  readonly fields?: string
  readonly model?: Model
  /** What the ledger knew of it before. */
  readonly known?: Known
  /** Why it is invalid or held. */
  readonly issues?: ReadonlyArray<Issue>
}
