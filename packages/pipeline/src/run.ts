/**
 * A run: every flow of a pipeline in order, delivered through the ledger.
 */
import { type AlreadyRunning, type Command, Ledger, type LedgerError, type RunBook } from "@waybill/ledger"
import { Clock, Effect, Predicate } from "effect"

import { guarded } from "./flow/guarded.ts"
import { type FlowEnds, type FlowsOptions, runFlows } from "./flow/runFlows.ts"
import type { Drift } from "./flow/shape.ts"
import type { FlowSummary } from "./flow/Tally.ts"
import type { OpenPipeline } from "./open.ts"

export interface RunOptions extends FlowsOptions {
  /** Version of the program, kept with the run. */
  readonly version: string
  /** The plan that it carries out, kept with the run. */
  readonly plan?: string
  /** What this run is called in the ledger; absent: `run`. */
  readonly command?: Command
  /** Done in the run before anything is read or sent. */
  readonly before?: (book: RunBook) => Effect.Effect<void, LedgerError>
  /** Once it gives a word (`SIGINT`), what is on its way is settled and the run ends. */
  readonly haltWhen?: Effect.Effect<string>
}

export interface Stopped {
  readonly flow: string
  readonly code: string
  readonly message: string
  readonly hint?: string
}

/** What `run --json` prints. Counts are numbers, money is exact decimal text in major units. */
export interface RunSummary {
  readonly run: number
  readonly pipeline: string
  /** `complete`: every record arrived. `attention`: finished, some need a person. `stopped`: it did not finish. */
  readonly outcome: "complete" | "attention" | "stopped"
  readonly flows: Readonly<Record<string, FlowSummary>>
  /** What ended flows early, and the flows that were not run because of it. */
  readonly stopped: ReadonlyArray<Stopped>
  /** How sources differ from what they were in the last run; absent in summaries of older versions. */
  readonly drift?: ReadonlyArray<FlowDrift>
  readonly seconds: number
}

/** A column of a flow's source that appeared, vanished or holds something else. */
export interface FlowDrift extends Drift {
  readonly flow: string
}

/** Whether a value that the ledger kept is a summary at all. */
export const isSummary = (value: unknown): boolean =>
  Predicate.hasProperty(value, "flows") &&
  Predicate.hasProperty(value, "outcome") &&
  Predicate.hasProperty(value, "stopped")

/** Whether a value that the ledger kept is the summary of a run. */
export const isRunSummary = (value: unknown): value is RunSummary =>
  isSummary(value) && !Predicate.hasProperty(value, "of")

/** A run's summary, and what only the program needs to know. */
export interface RunEnd {
  readonly summary: RunSummary
  /** Whether a system could not be reached or refused the credentials. */
  readonly outside: boolean
  /** How many batches of each flow went out. */
  readonly batches: ReadonlyMap<string, number>
}

const needsAttention = (summary: FlowSummary): boolean =>
  summary.invalid + summary.held + summary.refused + summary.unknown + summary.pending > 0

/** What is said of a flow that never began. */
export const behindStopped: Omit<Stopped, "flow"> = {
  code: "WB-RUN-NOT-RUN",
  message: "it was not run, because of what stopped before it",
}

const summarise = (run: number, pipeline: string, ends: FlowEnds, seconds: number): RunSummary => {
  const flows: Record<string, FlowSummary> = {}
  const stopped: Array<Stopped> = []
  for (const [flow, end] of ends) {
    if (end !== undefined) flows[flow] = end.tally.summary()
    if (end === undefined) stopped.push({ flow, ...behindStopped })
    else if (end.stop !== undefined) {
      const { code, message, hint } = end.stop
      stopped.push({ flow, code, message, ...(hint === undefined ? {} : { hint }) })
    }
  }
  const drift = [...ends].flatMap(([flow, end]) => (end?.drift ?? []).map((one) => ({ flow, ...one })))
  const attention = Object.values(flows).some(needsAttention)
  const outcome = stopped.length > 0 ? "stopped" : attention ? "attention" : "complete"
  return { run, pipeline, outcome, flows, stopped, drift, seconds }
}

/**
 * Runs a pipeline. Fails only where the ledger can't be used or another run is under way: everything else is in the
 * summary, and in the ledger.
 */
export const runPipeline = Effect.fn("runPipeline")(function* (
  open: OpenPipeline,
  options: RunOptions,
): Effect.fn.Return<RunEnd, LedgerError | AlreadyRunning, Ledger> {
  const ledger = yield* Ledger
  const { name, hash } = open.pipeline
  return yield* Effect.scoped(
    Effect.gen(function* () {
      const { version, plan, command = "run", before } = options
      const under = plan === undefined ? {} : { plan }
      const book = yield* ledger.start({ pipeline: name, fileHash: hash, version, command, ...under })
      const started = yield* Clock.currentTimeMillis
      if (before !== undefined) yield* before(book)
      const ends = yield* guarded(book, options.haltWhen, (halt) => runFlows(open, book, halt, options))
      const seconds = ((yield* Clock.currentTimeMillis) - started) / 1000
      const summary = summarise(book.run, name, ends, seconds)
      yield* book.end(summary.outcome, summary)
      return {
        summary,
        outside: [...ends.values()].some((end) => end?.stop?.outside === true),
        batches: new Map([...ends].map(([flow, end]) => [flow, end?.batches ?? 0])),
      }
    }),
  )
})
