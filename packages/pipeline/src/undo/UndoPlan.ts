/**
 * What taking a run back would do, for people to read beforehand; and what it did. Amounts are exact decimal text in major
 * units, by ISO 4217 currency.
 */
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
}

/** What `undo RUN --json` prints without `--yes`. */
export interface UndoPlan {
  readonly pipeline: string
  readonly of: number
  /** In the order in which they would be taken back: the reverse of the file's. */
  readonly flows: ReadonlyArray<UndoFlowPlan>
}
