/**
 * The flows of a pipeline, one after the other; and once all have read, what waited for another one's records.
 */
import type { LedgerError, RunBook } from "@waybill/ledger"
import { Effect } from "effect"

import type { OpenPipeline } from "../open.ts"
import { type OpenFlow, refOf, siblings } from "./OpenFlow.ts"
import { type FlowEnd, type FlowRun, runFlow } from "./runFlow.ts"
import type { Halt } from "./Stop.ts"
import type { Tally } from "./Tally.ts"

export interface FlowsOptions {
  /** Run only these flows; absent: all. */
  readonly flows?: ReadonlyArray<string>
  /** Read at most so many records of each flow. */
  readonly limit?: number
  /** Stop where a flow has more invalid and refused records than this. */
  readonly maxRejects?: number
  /** Read every source from its start, whatever the file says. */
  readonly full?: boolean
  /** Only say what would happen: nothing is waited for. */
  readonly planning?: boolean
  readonly onProgress?: (flow: string, tally: Tally) => void
  /** So many records of a flow wait so many seconds, until the target can be believed about them. */
  readonly onWait?: (flow: string, records: number, seconds: number) => void
}

/** The flows of a pipeline that a run is about. */
const chosen = (open: OpenPipeline, names: FlowsOptions["flows"]): ReadonlyArray<OpenFlow> =>
  names === undefined ? open.flows : open.flows.filter((flow) => names.includes(flow.spec.name))

const waitsForStopped = (flow: OpenFlow, runs: FlowRuns): boolean =>
  flow.spec.after.some(
    ({ value }) => runs.has(value) && (runs.get(value) === undefined || runs.get(value)?.stop() !== undefined),
  )

type FlowRuns = ReadonlyMap<string, FlowRun | undefined>
export type FlowEnds = ReadonlyMap<string, FlowEnd | undefined>

/** Reads and delivers the flows in order; those behind a stopped one are left out (`undefined`). */
const readFlows = Effect.fnUntraced(function* (
  open: OpenPipeline,
  book: RunBook,
  halt: Halt,
  { flows: names, onProgress, onWait, full = false, planning = false, ...limits }: FlowsOptions,
): Effect.fn.Return<FlowRuns, LedgerError> {
  const runs = new Map<string, FlowRun | undefined>()
  let over = false
  for (const flow of chosen(open, names)) {
    const { name } = flow.spec
    if (over || waitsForStopped(flow, runs)) {
      runs.set(name, undefined)
      continue
    }
    const run = yield* runFlow(flow, book, {
      ...limits,
      full,
      planning,
      halt,
      reading: open.reading,
      parentFlows: (entity) => siblings(flow, entity, open.flows).map(refOf),
      onProgress: (tally) => onProgress?.(name, tally),
      onWait: (records, seconds) => onWait?.(name, records, seconds),
    })
    runs.set(name, run)
    over = run.stop()?.wholeRun === true
  }
  return runs
})

/** Records that were held go out once what they wait for has landed, which others may wait for in turn. */
const releaseHeld = Effect.fnUntraced(function* (runs: ReadonlyArray<FlowRun>): Effect.fn.Return<void, LedgerError> {
  const landed = () => runs.reduce((sum, { tally }) => sum + tally.confirmed, 0)
  const elsewhere = (run: FlowRun) => landed() - run.tally.confirmed
  // What the target itself held may be there where other flows have landed something since.
  const seen = new Map(
    runs.map((run, index) => [run, runs.slice(0, index).reduce((sum, { tally }) => sum + tally.confirmed, 0)]),
  )
  for (let released = 1; released > 0;) {
    released = 0
    for (const run of runs) {
      if (run.stop() !== undefined) continue
      const now = elsewhere(run)
      released += yield* run.release(now > seen.get(run)!)
      seen.set(run, now)
    }
  }
})

/** Runs the chosen flows to their end, or to what stops them; `undefined`: one that never began. */
export const runFlows = Effect.fnUntraced(function* (
  open: OpenPipeline,
  book: RunBook,
  halt: Halt,
  options: FlowsOptions,
): Effect.fn.Return<FlowEnds, LedgerError> {
  const runs = yield* readFlows(open, book, halt, options)
  yield* releaseHeld([...runs.values()].filter((run) => run !== undefined))
  const ends = new Map<string, FlowEnd | undefined>()
  for (const [name, run] of runs) ends.set(name, run === undefined ? undefined : yield* run.end)
  return ends
})
