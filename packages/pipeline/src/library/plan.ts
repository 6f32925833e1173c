/**
 * Planning a run, and what is needed to carry exactly that plan out.
 */
import type { Platform } from "@waybill/connector"
import { type AlreadyRunning, layerCopy, Ledger, type LedgerError } from "@waybill/ledger"
import { Effect } from "effect"

import type { OpenPipeline, PipelineFault } from "../open.ts"
import { checkPlan, findPlan, heldTo, optionsOf, type PlanRefused } from "../plan/carryOut.ts"
import { type KeptPlan, keepPlan } from "../plan/keepPlan.ts"
import type { RunOptions } from "../run.ts"

/** Over a scratch copy of the ledger: what is written there is gone afterwards. */
const inCopy = <A, E>({ pipeline }: OpenPipeline, use: Effect.Effect<A, E, Ledger>) =>
  Effect.provide(use, layerCopy({ directory: pipeline.state }))

/** Plans a run and keeps the plan under an id. */
export const planOpen = (
  open: OpenPipeline,
  options: RunOptions,
): Effect.Effect<KeptPlan, LedgerError | AlreadyRunning | PipelineFault, Ledger | Platform> =>
  Effect.flatMap(Ledger, ({ plans }) => inCopy(open, keepPlan(open, options, plans)))

/** The options that hold a run to a plan. Fails where anything is another than when it was made. */
export const planned = Effect.fnUntraced(function* (
  open: OpenPipeline,
  id: string,
  version: string,
): Effect.fn.Return<
  Partial<RunOptions>,
  LedgerError | AlreadyRunning | PipelineFault | PlanRefused,
  Ledger | Platform
> {
  const { plans } = yield* Ledger
  const head = yield* findPlan(plans, open.pipeline.name, id)
  yield* inCopy(open, checkPlan(open, head, version, plans))
  return { ...optionsOf(head), onDecided: heldTo(head, plans) }
})
