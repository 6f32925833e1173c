/**
 * A check as plain data: what a connector promises, and what finds out whether it keeps it.
 */
import { Data, type Effect } from "effect"

/** What a check is made of: a connection, a stream opened for reading, a stream opened for writing. */
export type Subject = "connection" | "source" | "destination"

export type Verdict =
  | { readonly _tag: "Passed" }
  /** The check can't be made; `reason` says what the connector does not declare, or the author's words. */
  | { readonly _tag: "Skipped"; readonly reason: string }
  /** `message` says what was expected, what happened, and what to look at. */
  | { readonly _tag: "Failed"; readonly message: string }

/** A check of one connector, ready to run. */
export interface Check {
  /** Unique among the checks of its subject: `repeat`. */
  readonly name: string
  /** What a connector promises, and why: one sentence. */
  readonly explanation: string
  readonly subject: Subject
  /** Absent of a connection. */
  readonly stream?: string
  /** Starts systems of its own; never fails. */
  readonly run: Effect.Effect<Verdict>
}

/** The promise is not kept. */
export class Broken extends Data.TaggedError("Broken")<{ readonly message: string }> {}

/** There is nothing to check. */
export class Inapplicable extends Data.TaggedError("Inapplicable")<{ readonly reason: string }> {}

/** How a check ends that does not pass. */
export type NotPassed = Broken | Inapplicable
