/**
 * A tie-out: what the source holds, what the ledger says of it, and what the target says it holds, in records and money, down to
 * the records that make a difference. What `reconcile --json` prints, and what reports are made of. Amounts are exact decimal
 * text in major units, by ISO 4217 currency; moments are UTC, ISO 8601; days are ISO 8601.
 */
import type { Command } from "@waybill/ledger"
import type { Entity } from "@waybill/model"

import type { RejectGroup } from "../rejects.ts"

/** So many records, and what they add up to in each currency. */
export interface Sum {
  readonly records: number
  readonly money: Readonly<Record<string, string>>
}

/**
 * How far a target could be looked at. `listed`: all that it holds was read. `shown`: each delivered record was asked for by its
 * id, and what else is there was not looked at. `acknowledged`: it can't be read back; what counts is that it said yes.
 * `unreachable`: it could not be read just now, and `why` says so.
 */
export type LookedAt = "listed" | "shown" | "acknowledged" | "unreachable"

/**
 * A step on the way from what was read to what the target holds. What is not `confirmed` is on the way down: by `where`, by a
 * person's decision, for a reason that is kept. `changed`: the target was confirmed to hold another content than the source has
 * now. `new`: the ledger does not know it, since it came after the last run or was taken back. `gone`: the target was confirmed to hold it, and
 * the source no longer has it.
 */
export const steps = [
  "read",
  "skipped",
  "dismissed",
  "repeated",
  "invalid",
  "held",
  "refused",
  "unknown",
  "pending",
  "new",
  "changed",
  "gone",
  "confirmed",
] as const
export type Step = (typeof steps)[number]

/** By currency, customer, status or age. */
export const dimensions = ["currency", "customer", "status", "age"] as const
export type Dimension = (typeof dimensions)[number]

/** Not due on the stated day, or so many days after it: the ages that are told apart, in order. `none`: no day is known. */
export const ages = ["not due", "1–30", "31–60", "61–90", "over 90", "none"] as const
export type Age = (typeof ages)[number]

/**
 * The records of one name in one dimension, in one currency: a customer's, those of an age. `source`: what should be there (all
 * that is neither skipped, dismissed nor repeated), by what the source says of it. `ledger`: what was confirmed. `target`: what
 * is there by the target's own word; absent where it can't be read back.
 */
export interface Group {
  readonly name: string
  /** Empty: records without money. */
  readonly currency: string
  readonly source: { readonly records: number; readonly amount: string }
  readonly ledger: { readonly records: number; readonly amount: string }
  readonly target?: { readonly records: number; readonly amount: string }
}

/**
 * Why a record makes a difference. Not delivered: `invalid`, `held`, `refused`, `unknown`, `pending`, `new`, `changed`, `gone`, as
 * the {@link Step} says. `missing`: the target does not hold what it was confirmed to hold. `amount`, `field`: it holds something
 * else. `doubled`: it holds it more than once. `void`: it was rejected or cancelled over there. `draft`: it is a draft over there
 * and was posted, by the ledger. `posted`: it counts over there, and the ledger takes it for a draft. `unrecorded`: it is there,
 * and the ledger does not say that it arrived.
 */
export const differenceKinds = [
  "missing",
  "amount",
  "doubled",
  "field",
  "void",
  "draft",
  "posted",
  "unrecorded",
  "refused",
  "unknown",
  "held",
  "invalid",
  "pending",
  "new",
  "changed",
  "gone",
] as const
export type DifferenceKind = (typeof differenceKinds)[number]

export interface Difference {
  readonly kind: DifferenceKind
  /** The record's number at the source; absent where it could not be made out. */
  readonly key?: string
  readonly row?: number
  readonly file?: string
  readonly targetId?: string
  readonly customer?: string
  readonly currency?: string
  /** At each of the three, where it is known there. Of `doubled`: `target` is the sum of all copies. */
  readonly source?: string
  readonly ledger?: string
  readonly target?: string
  /** Of `field` and `changed`: the fields of the model that are others. */
  readonly fields?: ReadonlyArray<string>
  /** Of `doubled`: the ids of the copies. */
  readonly copies?: ReadonlyArray<string>
  /** Why, as a sentence: of a rejected one its code and message. */
  readonly why: string
}

export interface FlowTieOut {
  readonly flow: string
  readonly entity: Entity
  /** As the pipeline file names them. */
  readonly from: { readonly connection: string; readonly stream: string }
  readonly to: { readonly connection: string; readonly stream: string }
  /** What tells the target from every other: its address or file, and its stream. */
  readonly system: string
  readonly lookedAt: LookedAt
  /** In so many words: `acknowledged, not read back`; why it could not be read, or what was not looked at. */
  readonly why?: string
  /** Whether source, ledger and target are the same, to the record and to the cent. */
  readonly ties: boolean
  /**
   * Every step that has any records; `read` and `confirmed` always. read = the sum of all the others but `gone`, by what the
   * source says; what the ledger was told = confirmed + changed + gone, by what was confirmed.
   */
  readonly steps: Readonly<Partial<Record<Step, Sum>>>
  /** What should be there, what was confirmed, and what is there; `drafts` is a part of `target`. */
  readonly source: Sum
  readonly ledger: Sum
  readonly target?: Sum
  readonly drafts?: Sum
  /** What the target holds that is nobody's of this pipeline; never a difference. Absent where not all was looked at. */
  readonly others?: Sum
  readonly groups: Readonly<Record<Dimension, ReadonlyArray<Group>>>
  /** The weightiest first, at most as many as were asked for. */
  readonly differences: ReadonlyArray<Difference>
  /** How many there are of each kind, also of those that are not listed. */
  readonly differing: Readonly<Partial<Record<DifferenceKind, number>>>
}

/** A run, for those who ask who did what. */
export interface TieOutRun {
  readonly run: number
  readonly command: Command
  /** The run that it posted or took back. */
  readonly of?: number
  readonly plan?: string
  readonly by?: string
  readonly startedAt: string
  readonly endedAt?: string
  readonly outcome: string
  readonly version: string
  /** SHA-256 of the pipeline file. */
  readonly fileHash: string
}

/** Something that a person decided, with the reason. */
export interface TieOutDecision {
  readonly flow: string
  readonly key?: string
  readonly row?: number
  /** `dismissed`, `delivered`, `send`, `undone`, … */
  readonly decision: string
  readonly reason: string
  readonly run: number
  readonly at: string
  readonly money?: { readonly amount: string; readonly currency: string }
}

export interface TieOut {
  readonly pipeline: string
  /** Whether every flow ties, and nothing that was asked for was left unlooked at but by the target's nature. */
  readonly outcome: "ties" | "differs" | "stopped"
  /** When it was made, by whom, and by which version of Waybill. */
  readonly madeAt: string
  readonly by?: string
  readonly version: string
  /** SHA-256 of the pipeline file as it is now. */
  readonly fileHash: string
  /** The day that ages are counted at. */
  readonly asOf: string
  readonly flows: ReadonlyArray<FlowTieOut>
  /** Rejected records by reason, as `rejects list` groups them. */
  readonly rejects: ReadonlyArray<RejectGroup>
  /** Dismissals, and how outcomes that nobody knew were settled. At most as many as differences are listed. */
  readonly decisions: ReadonlyArray<TieOutDecision>
  /** The runs that wrote this book, first to last. */
  readonly runs: ReadonlyArray<TieOutRun>
  /** What ended a look early; `outside`: a system could not be reached, or refused the credentials. */
  readonly stopped: ReadonlyArray<{
    readonly flow: string
    readonly code: string
    readonly message: string
    readonly hint?: string
    readonly outside?: boolean
  }>
}
