/**
 * Undo: what an earlier run landed is taken back by the target's own verbs, in reverse order of the flows. It is a run of its
 * own; one that was cut short goes on where it stopped, since taking back what is taken back already changes nothing.
 */
import { type AlreadyRunning, type FlowBook, Ledger, type LedgerError, type RunBook } from "@waybill/ledger"
import { Clock, Effect, Stream } from "effect"

import { guarded } from "../flow/guarded.ts"
import { type OpenFlow, refOf } from "../flow/OpenFlow.ts"
import { type Halt, type Stop, Stopper } from "../flow/Stop.ts"
import type { OpenPipeline } from "../open.ts"
import type { NoSuchRun } from "../post.ts"
import { behindStopped, type Stopped } from "../run.ts"
import { landedPages } from "./landed.ts"
import { leaveBatch, takeBackBatch, type TakingBack } from "./takeBack.ts"
import { findUndoable, type NotToUndo, type Undoable } from "./undoable.ts"
import type { UndoneFlow, UndoSummary } from "./UndoPlan.ts"
import { UndoTally } from "./UndoTally.ts"

export interface UndoOptions {
  /** Version of the program, kept with the run. */
  readonly version: string
  /** The run that is taken back. */
  readonly of: number
  /** Once it gives a word (`SIGINT`), what is on its way is settled and the undo ends; the next one goes on. */
  readonly haltWhen?: Effect.Effect<string>
  /** Takes nothing back, but ends for good an undo that was cut short: what was on its way is unknown, the rest stays. */
  readonly leave?: boolean
  readonly onProgress?: (flow: string, records: number) => void
}

/** What was taken back, and what only the program needs to know. */
export interface UndoEnd {
  readonly summary: UndoSummary
  /** Whether a system could not be reached or refused the credentials. */
  readonly outside: boolean
}

interface FlowEnd {
  readonly flow: string
  readonly summary: UndoneFlow
  readonly stop?: Stop
}

interface Doing extends Pick<UndoOptions, "of" | "leave" | "onProgress"> {
  readonly undoable: Undoable
  readonly halt: Halt
}

const undoFlow = Effect.fnUntraced(function* (
  { spec, destination }: OpenFlow,
  book: FlowBook,
  { of, leave, onProgress, undoable, halt }: Doing,
): Effect.fn.Return<FlowEnd, LedgerError> {
  const tally = new UndoTally(spec.name, undoable)
  const stopper = new Stopper(halt)
  const taking: TakingBack = { book, of, destination, tally, stopper }
  const batchEnd = leave === true ? leaveBatch : takeBackBatch
  yield* landedPages(book, of).pipe(
    Stream.flattenIterable,
    Stream.rechunk(destination.batch.records),
    Stream.chunks,
    Stream.mapEffect((records) => Effect.map(batchEnd(taking, records), () => onProgress?.(spec.name, tally.records)), {
      concurrency: destination.batch.inFlight,
      unordered: true,
    }),
    Stream.runDrain,
  )
  const { stop } = stopper
  return { flow: spec.name, summary: tally.summary(), ...(stop === undefined ? {} : { stop }) }
})

/** In reverse of the file's order, up to the first stop: what others refer to goes after them. */
const undoFlows = Effect.fnUntraced(function* (
  flows: ReadonlyArray<OpenFlow>,
  run: RunBook,
  doing: Doing,
): Effect.fn.Return<ReadonlyArray<FlowEnd>, LedgerError> {
  const ends: Array<FlowEnd> = []
  for (const flow of flows) {
    ends.push(yield* undoFlow(flow, yield* run.flow(refOf(flow)), doing))
    if (ends.at(-1)?.stop !== undefined) break
  }
  return ends
})

/** Flows that the pipeline file does not name any more: nothing of them is touched. */
const forgottenFlows = (flows: ReadonlyArray<OpenFlow>, undoable: Undoable): ReadonlyArray<FlowEnd> => {
  const named = new Set(flows.map(({ spec }) => spec.name))
  const names = new Set(undoable.elsewhere.flatMap(({ flow }) => (named.has(flow) ? [] : [flow])))
  return [...names].map((flow) => ({ flow, summary: new UndoTally(flow, undoable).summary() }))
}

const needsAttention = ({ summary }: FlowEnd): boolean =>
  summary.edited + summary.left + summary.unknown > 0 || summary.problems.length > 0

const stoppedOf = ({ flow, stop }: FlowEnd): ReadonlyArray<Stopped> => {
  if (stop === undefined) return []
  const { code, message, hint } = stop
  return [{ flow, code, message, ...(hint === undefined ? {} : { hint }) }]
}

const outcomeOf = (ends: ReadonlyArray<FlowEnd>): UndoSummary["outcome"] => {
  if (ends.some(({ stop }) => stop !== undefined)) return "stopped"
  return ends.some(needsAttention) ? "attention" : "complete"
}

/**
 * Takes a run back. Fails only where there is nothing to be taken back, the ledger can't be used, or another run is under way:
 * everything else is in the summary, and in the ledger.
 */
export const undoRun = Effect.fn("undoRun")(function* (
  open: OpenPipeline,
  { of, version, haltWhen, leave = false, onProgress }: UndoOptions,
): Effect.fn.Return<UndoEnd, LedgerError | AlreadyRunning | NoSuchRun | NotToUndo, Ledger> {
  const ledger = yield* Ledger
  const undoable = yield* findUndoable(open, of, leave)
  const { name, hash } = open.pipeline
  return yield* Effect.scoped(
    Effect.gen(function* () {
      const run = yield* ledger.start({ pipeline: name, fileHash: hash, version, command: "undo", of })
      const started = yield* Clock.currentTimeMillis
      const flows = open.flows.toReversed()
      const doing = { of, leave, undoable, ...(onProgress === undefined ? {} : { onProgress }) }
      const taken = yield* guarded(run, haltWhen, (halt) => undoFlows(flows, run, { ...doing, halt }))
      const ends = [...taken, ...forgottenFlows(open.flows, undoable)]
      const summary: UndoSummary = {
        command: "undo",
        run: run.run,
        of,
        pipeline: name,
        outcome: outcomeOf(ends),
        flows: Object.fromEntries(ends.map((end) => [end.flow, end.summary])),
        stopped: [
          ...ends.flatMap(stoppedOf),
          ...flows.slice(taken.length).map(({ spec }) => ({ flow: spec.name, ...behindStopped })),
        ],
        seconds: ((yield* Clock.currentTimeMillis) - started) / 1000,
      }
      yield* run.end(summary.outcome, summary)
      return { summary, outside: ends.some(({ stop }) => stop?.outside === true) }
    }),
  )
})
