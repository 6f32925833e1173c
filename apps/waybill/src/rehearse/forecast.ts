/** What the real run is going to do: an undisturbed run against stand-ins, and how long its calls take at the real limits. */
import { layerCopy } from "@waybill/ledger"
import {
  type FlowSummary,
  groupRejects,
  listRejects,
  type RejectGroup,
  runPipeline,
  type Stopped,
} from "@waybill/pipeline"
import { Effect } from "effect"

import type { OnProgress } from "../output/progress.ts"
import { version } from "../version.ts"
import { callsByFlow } from "./callsByFlow.ts"
import type { Forecast } from "./Rehearsal.ts"
import type { Stage } from "./stage.ts"
import type { Limits } from "./survey.ts"

/** The least time that calls take: by the limit a second, and by the answers that are waited for, so many at once. */
export const forecastOf = (
  calls: number,
  { perSecond, perDay, inFlight }: Omit<Limits, "connection">,
  latency: number,
): Forecast => {
  const limited = perSecond === undefined ? 0 : calls / perSecond
  const waited = (calls * latency) / 1000 / inFlight
  return {
    calls,
    seconds: Math.ceil(Math.max(limited, waited)),
    ...(perDay === undefined ? {} : { days: Math.ceil(calls / perDay) }),
  }
}

/** All flows one after the other; the days of a connection's limit are those of all its flows together. */
export const totalOf = (flows: ReadonlyArray<Limits & Pick<Forecast, "calls" | "seconds">>): Forecast => {
  const days = [...Map.groupBy(flows, ({ connection }) => connection).values()].flatMap((of) => {
    const perDay = of[0]?.perDay
    return perDay === undefined ? [] : [Math.ceil(of.reduce((sum, { calls }) => sum + calls, 0) / perDay)]
  })
  return {
    calls: flows.reduce((sum, { calls }) => sum + calls, 0),
    seconds: flows.reduce((sum, { seconds }) => sum + seconds, 0),
    ...(days.length === 0 ? {} : { days: Math.max(...days) }),
  }
}

export interface Undisturbed {
  readonly flows: Readonly<Record<string, FlowSummary>>
  readonly calls: ReadonlyMap<string, number>
  readonly rejects: ReadonlyArray<RejectGroup>
  /** Whether every record that was read arrived. */
  readonly arrives: boolean
  readonly stopped: ReadonlyArray<Stopped>
  readonly outside: boolean
}

/** Runs once over a ledger of its own, with nothing in the way. */
export const undisturbed = Effect.fn("rehearse.undisturbed")(function* (
  { open, requests }: Stage,
  scratch: string,
  onProgress: OnProgress,
) {
  const { flows, calls } = callsByFlow(open.flows, requests)
  const run = Effect.gen(function* () {
    const { summary, outside } = yield* runPipeline({ ...open, flows }, { version, full: true, onProgress })
    const rejects = yield* listRejects(open.pipeline.name, { states: ["invalid", "held", "refused", "unknown"] })
    return {
      flows: summary.flows,
      calls: calls(),
      rejects: groupRejects(rejects),
      arrives: summary.outcome === "complete",
      stopped: summary.stopped,
      outside,
    } satisfies Undisturbed
  })
  return yield* Effect.provide(run, layerCopy({ directory: scratch }))
})
