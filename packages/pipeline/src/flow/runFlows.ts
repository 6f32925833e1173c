/**
 * The flows of a pipeline, one after the other; and once all have read, what waited for another one's records.
 */
import { type KeptReject, Ledger, type LedgerError, type RunBook } from "@waybill/ledger"
import { Effect, Stream } from "effect"

import type { OpenPipeline } from "../open.ts"
import type { Decision } from "./Decision.ts"
import type { MatchFinding } from "./matching.ts"
import { type OpenFlow, refOf, siblings } from "./OpenFlow.ts"
import { type FlowEnd, type FlowRun, runFlow } from "./runFlow.ts"
import type { Drift } from "./shape.ts"
import type { Halt, Stop } from "./Stop.ts"
import type { Tally } from "./Tally.ts"

export interface FlowsOptions {
  /** Version of the program; absent: records are mapped also where their source row is what it was. */
  readonly version?: string
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
  /** Take a source as it is that looks otherwise than in the last run, also under `contract: strict`. */
  readonly acceptDrift?: boolean
  /** Send the rejects with these ids again, and those that wait for their parents, instead of reading the sources. */
  readonly rejects?: ReadonlySet<number>
  /** Stop in front of delivery: records are compared, matched and written down, and nothing is sent. */
  readonly compareOnly?: boolean
  /** What matching found out about a record. */
  readonly onMatch?: (flow: string, finding: MatchFinding) => void
  /** Looks at what was decided about a page of a flow; with a stop, nothing of it is written down or sent. */
  readonly onDecided?: (
    flow: string,
    decisions: ReadonlyArray<Decision>,
  ) => Effect.Effect<Stop | undefined, LedgerError>
  readonly onProgress?: (flow: string, tally: Tally) => void
  /** How a flow's source differs from what it was in the last run. */
  readonly onDrift?: (flow: string, drift: ReadonlyArray<Drift>) => void
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

/** The chosen rejects of a flow, and those that wait for their parents. */
const sentAgain = (flow: OpenFlow, pipeline: string, only: ReadonlySet<number>, ledger: Ledger["Service"]) => {
  const ref = refOf(flow)
  // What another target did not accept is not this one's.
  const isChosen = ({ id, state, target }: KeptReject) => target === ref.target && (state === "held" || only.has(id))
  return Stream.map(ledger.rejectPages(pipeline, { flow: ref.flow }), (rejects) => rejects.filter(isChosen))
}

/** Reads and delivers the flows in order; those behind a stopped one are left out (`undefined`). */
const readFlows = Effect.fnUntraced(function* (
  open: OpenPipeline,
  book: RunBook,
  halt: Halt,
  { flows: names, version, onProgress, onDrift, onWait, onMatch, onDecided, rejects, ...options }: FlowsOptions,
): Effect.fn.Return<FlowRuns, LedgerError, Ledger> {
  const ledger = yield* Ledger
  const { full = false, planning = false, acceptDrift = false, compareOnly = false, ...limits } = options
  const pipeline = open.pipeline.name
  const refs = new Map(open.flows.map((flow) => [flow.spec.name, refOf(flow)]))
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
      ...(version === undefined ? {} : { version }),
      full,
      planning,
      halt,
      acceptDrift,
      compareOnly,
      reading: open.reading,
      refOf: (flow) => refs.get(flow)!,
      crosswalk: Stream.filter(
        ledger.crosswalk(pipeline, { flow: name }),
        ({ target }) => target === flow.destination.target,
      ),
      ...(rejects === undefined ? {} : { rejects: sentAgain(flow, pipeline, rejects, ledger) }),
      onMatch: (finding) => onMatch?.(name, finding),
      ...(onDecided === undefined
        ? {}
        : { onDecided: (decisions: ReadonlyArray<Decision>) => onDecided(name, decisions) }),
      parentFlows: (entity) => siblings(flow, entity, open.flows).map(refOf),
      onProgress: (tally) => onProgress?.(name, tally),
      onDrift: (drift) => onDrift?.(name, drift),
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
): Effect.fn.Return<FlowEnds, LedgerError, Ledger> {
  const runs = yield* readFlows(open, book, halt, options)
  if (options.compareOnly !== true) yield* releaseHeld([...runs.values()].filter((run) => run !== undefined))
  const ends = new Map<string, FlowEnd | undefined>()
  for (const [name, run] of runs) ends.set(name, run === undefined ? undefined : yield* run.end)
  return ends
})
