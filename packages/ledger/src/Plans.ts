/**
 * Plans that people review before they are carried out: what would become of each record, kept until it is done or too old.
 */
import type { Effect, Scope } from "effect"

import type { LedgerError } from "./Ledger.ts"

/** What a plan says of one record of a source. */
export interface PlannedRecord {
  readonly flow: string
  /** Its place among the records of the flow, counted from 0. */
  readonly place: number
  readonly row: number
  /** The file of that row, where the source is several files. */
  readonly file?: string
  readonly key?: string
  /** In the engine's words: `create`, `update`, `unchanged`, … */
  readonly verdict: string
  /** What identifies its content, or for one without any, why it has none. */
  readonly hash: string
}

/** What a plan was made of, and what it said. */
export interface PlanHead {
  /** What people name it by: hexadecimal, made of what it says. The same plan has the same id. */
  readonly id: string
  readonly pipeline: string
  /** UTC, ISO 8601. */
  readonly madeAt: string
  readonly expiresAt: string
  /** Who made it, where that is known. */
  readonly by?: string
  /** Version of Waybill. */
  readonly version: string
  /** The last run of the pipeline when it was made; 0: none. */
  readonly after: number
  /** SHA-256 of the pipeline file. */
  readonly fileHash: string
  /** What else it was made from, by name (`connection books`, `table methods`): a hash of each. No secret is in any. */
  readonly parts: Readonly<Record<string, string>>
  /** What it was asked: flows, limit. Plain JSON. */
  readonly asked: unknown
  /** What `plan --json` printed. */
  readonly plan: unknown
}

/** A plan that is being made: nobody sees it until it is finished, and it is gone with its scope unless it is. */
export interface PlanBook {
  /** In the order of flow and place. */
  readonly add: (records: ReadonlyArray<PlannedRecord>) => Effect.Effect<void, LedgerError>
  /** An earlier plan of the same id is replaced. */
  readonly finish: (head: PlanHead) => Effect.Effect<void, LedgerError>
}

export interface Plans {
  readonly begin: Effect.Effect<PlanBook, LedgerError, Scope.Scope>
  /** Latest first, also expired ones that are not pruned yet. */
  readonly list: (pipeline: string) => Effect.Effect<ReadonlyArray<PlanHead>, LedgerError>
  /** By its id, or the beginning of one, where only one plan has that. */
  readonly get: (pipeline: string, id: string) => Effect.Effect<PlanHead | undefined, LedgerError>
  /** At most `most` of a flow's records from a place on, in the order of their places. */
  readonly records: (
    id: string,
    flow: string,
    from: number,
    most: number,
  ) => Effect.Effect<ReadonlyArray<PlannedRecord>, LedgerError>
  /** Those that expired before `now` (UTC, ISO 8601), and of each pipeline all but the latest `most`. */
  readonly prune: (now: string, most: number) => Effect.Effect<void, LedgerError>
}
