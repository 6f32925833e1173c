/**
 * What taking a run back would do, for people to read beforehand; and what it did. Amounts are exact decimal text in major
 * units, by ISO 4217 currency.
 */
import { Predicate } from "effect"

import { isSummary, type Stopped } from "../run.ts"
import type { Sum } from "../tieOut/TieOut.ts"

/** One way in which records are taken back. */
export interface UndoStep {
  /** The target's own word: `reject`, `cancel`, `delete`, `restore`. */
  readonly verb: string
  /** What it means and leaves behind, as a sentence. */
  readonly description: string
  readonly records: Sum
}

/** Records that are left alone, and why. */
export interface UndoLeft {
  /** `WB-UNDO-EDITED`, `WB-UNDO-NO-VERB`, `WB-UNDO-NO-BEFORE`, … */
  readonly code: string
  readonly message: string
  readonly hint?: string
  readonly records: Sum
  /** The first of them, by key. */
  readonly keys: ReadonlyArray<string>
}

export interface UndoFlowPlan {
  readonly flow: string
  readonly target: string
  readonly steps: ReadonlyArray<UndoStep>
  readonly left: ReadonlyArray<UndoLeft>
  /** Those that are not there or count no more: the book forgets them, and nothing is sent. */
  readonly gone: Sum
  /** Whether the records were looked at in the target: where not, nobody can tell whether they were edited since. */
  readonly lookedAt: boolean
  /** Why the target could not be looked at just now, where that may be otherwise another time. */
  readonly unreachable?: Omit<Stopped, "flow">
  /** Taken back by earlier undos of the same run, which were cut short. */
  readonly earlier: Sum
}

/** What `undo RUN --json` prints without `--yes`. */
export interface UndoPlan {
  readonly pipeline: string
  readonly of: number
  /** In the order in which they would be taken back: the reverse of the file's. */
  readonly flows: ReadonlyArray<UndoFlowPlan>
}

/**
 * Where a record of the run ended. `gone`: it was created, and counts no more. `restored`: it was updated, and is as it was
 * before. `edited`: somebody changed it over there since, and it was not touched. `left`: it stands as it stood, for another
 * reason. `waiting`: the undo was stopped before it, or on its way; `undo` goes on from there.
 */
export const undoFates = ["gone", "restored", "edited", "left", "unknown", "waiting"] as const
export type UndoFate = (typeof undoFates)[number]

/** landed = gone + restored + edited + left + unknown + waiting, in records and in money (invariant 3). */
export interface UndoneFlow extends Readonly<Record<"landed" | UndoFate, number>> {
  readonly money: Readonly<Record<string, Readonly<Record<"landed" | UndoFate, string>>>>
  /** Why records are not taken back. Those of WB-UNDO-LATER are not among `landed`. */
  readonly problems: ReadonlyArray<UndoLeft>
  /** Taken back by earlier undos of the same run, which were cut short. */
  readonly earlier: Sum
}

/** What `undo RUN --yes --json` prints. */
export interface UndoSummary {
  readonly command: "undo"
  /** The undo's own number, and the run that it took back. */
  readonly run: number
  readonly of: number
  readonly pipeline: string
  /** `complete`: all of it is taken back. `attention`: some records stay as they are. `stopped`: it did not finish. */
  readonly outcome: "complete" | "attention" | "stopped"
  /** In the order in which they were taken back. */
  readonly flows: Readonly<Record<string, UndoneFlow>>
  readonly stopped: ReadonlyArray<Stopped>
  readonly seconds: number
}

/** Whether a value that the ledger kept is the summary of an undo. */
export const isUndoSummary = (value: unknown): value is UndoSummary =>
  Predicate.hasProperty(value, "command") && value.command === "undo" && isSummary(value)
