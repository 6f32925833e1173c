/** Runs that faults disturb, until everything has arrived all the same; then the tie-out, and a run that has nothing to do. */
import { layerCopy, layerSqlite, type LedgerOptions } from "@waybill/ledger"
import type { CalendarDate } from "@waybill/model"
import { reconcilePipeline, type RunEnd, runPipeline } from "@waybill/pipeline"
import { faultKinds, type Faults } from "@waybill/sandbox"
import { Effect } from "effect"

import type { OnProgress } from "../output/progress.ts"
import { version } from "../version.ts"
import type { Proof } from "./Rehearsal.ts"
import type { Stage } from "./stage.ts"
import { lateMillis } from "./standIns/haste.ts"

/** So many runs at the most, the undisturbed one included: what stops a run may strike each of them. */
const mostRuns = 10
/** Longer than an answer is waited for. */
const slowMillis = 60_000

type FaultsInput = typeof Faults.Encoded

/** Every kind of fault, each as often as the others. `delay` alone is none. */
export const mixOf = (share: number, seed: number): FaultsInput => {
  const kinds = faultKinds.filter((kind) => kind !== "delay")
  const faults = kinds.map((fault) => ({
    fault,
    rate: share / kinds.length,
    millis: fault === "late" ? lateMillis : slowMillis,
  }))
  return { seed, faults }
}

/** Whether nothing is left that a further run could settle. */
const isSettled = ({ summary }: RunEnd): boolean =>
  summary.stopped.length === 0 && Object.values(summary.flows).every(({ unknown, pending }) => unknown + pending === 0)

const confirmedIn = ({ summary }: RunEnd): number =>
  Object.values(summary.flows).reduce((sum, { confirmed }) => sum + confirmed, 0)

export interface Proving {
  readonly faults: { readonly share: number; readonly seed: number }
  readonly asOf: CalendarDate
  /** Differences that the tie-out lists. */
  readonly most: number
  /** The rehearsal's own ledger. */
  readonly ledger: LedgerOptions
  readonly onProgress: OnProgress
}

export interface Proved {
  readonly proof: Proof
  readonly last: RunEnd
}

/** Runs until all is settled. The last run is undisturbed: what faults alone kept out arrives in it. */
const settle = Effect.fnUntraced(function* ({ open, setFaults }: Stage, { faults, ledger, onProgress }: Proving) {
  const run = Effect.provide(runPipeline(open, { version, full: true, onProgress }), layerSqlite(ledger))
  let disturbed = 0
  setFaults(mixOf(faults.share, faults.seed))
  while (faults.share > 0 && disturbed < mostRuns - 1) {
    disturbed += 1
    if (isSettled(yield* run)) break
  }
  setFaults({ faults: [] })
  return { disturbed, last: yield* run, run }
})

export const prove = Effect.fn("rehearse.prove")(function* (stage: Stage, proving: Proving) {
  const { open, requests, duplicates } = stage
  const { asOf, most, ledger } = proving
  const before = requests()
  const { disturbed, last, run } = yield* settle(stage, proving)
  const calls = requests() - before
  const tieOut = yield* Effect.provide(reconcilePipeline(open, { asOf, version, most }), layerCopy(ledger))
  const again = confirmedIn(yield* run)
  return { last, proof: { disturbed, calls, duplicates: duplicates(), again, tieOut } } satisfies Proved
})
