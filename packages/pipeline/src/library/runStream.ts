/**
 * A run as a stream of what happens in it.
 */
import type { Platform } from "@waybill/connector"
import { type AlreadyRunning, Ledger, type LedgerError } from "@waybill/ledger"
import { type Cause, Deferred, Effect, Fiber, Queue, type Scope, Stream } from "effect"

import type { Drift } from "../flow/shape.ts"
import type { FlowSummary, Tally } from "../flow/Tally.ts"
import type { OpenPipeline, PipelineFault } from "../open.ts"
import type { PlanRefused } from "../plan/carryOut.ts"
import type { KeptPlan } from "../plan/keepPlan.ts"
import { type RunEnd, runPipeline, type RunOptions, type RunSummary } from "../run.ts"
import type { DefinedPipeline } from "./definePipeline.ts"
import { openDefined } from "./openDefined.ts"
import { planned, planOpen } from "./plan.ts"

export type RunEvent =
  /** What became of a flow's records so far, in counts and in money. */
  | { readonly _tag: "Progress"; readonly flow: string; readonly counts: FlowSummary }
  /** So many records have no answer; in so many seconds the target can be asked about them. */
  | { readonly _tag: "Waiting"; readonly flow: string; readonly records: number; readonly seconds: number }
  /** How a source differs from what it was in the last run. */
  | { readonly _tag: "Drift"; readonly flow: string; readonly drift: ReadonlyArray<Drift> }
  /** The last one. */
  | ({ readonly _tag: "End" } & RunEnd)

/** A pipeline of a program, or one that was opened from a file. */
export type Runnable<Flow extends string = string> = DefinedPipeline<Flow> | OpenPipeline

export interface RunStreamOptions<Flow extends string = string> extends Pick<
  RunOptions,
  "limit" | "maxRejects" | "full" | "acceptDrift"
> {
  /** Run only these flows; absent: all. */
  readonly flows?: ReadonlyArray<Flow>
  /** Of your program, kept with the run. A plan is only carried out by the version that made it. */
  readonly version?: string
  /** Carry out exactly the plan of this id, or fail and send nothing. */
  readonly plan?: string
}

export type RunFault = PipelineFault | PlanRefused | LedgerError | AlreadyRunning

export const openOf = (pipeline: Runnable): Effect.Effect<OpenPipeline, PipelineFault, Platform | Scope.Scope> =>
  "definition" in pipeline ? openDefined(pipeline) : Effect.succeed(pipeline)

/** A flow's progress is told when it is asked for: however slow the reader is, no more than one of each flow waits. */
type Told = Exclude<RunEvent, { readonly _tag: "Progress" }> | { readonly _tag: "Moved"; readonly flow: string }

const hooks = (
  queue: Queue.Queue<Told, RunFault | Cause.Done>,
  moved: Map<string, Tally>,
): Pick<RunOptions, "onProgress" | "onWait" | "onDrift"> => ({
  onProgress: (flow, tally) => {
    const waits = moved.has(flow)
    moved.set(flow, tally)
    if (!waits) Queue.offerUnsafe(queue, { _tag: "Moved", flow })
  },
  onWait: (flow, records, seconds) => {
    Queue.offerUnsafe(queue, { _tag: "Waiting", flow, records, seconds })
  },
  onDrift: (flow, drift) => {
    Queue.offerUnsafe(queue, { _tag: "Drift", flow, drift })
  },
})

const eventOf =
  (moved: Map<string, Tally>) =>
  (told: Told): RunEvent => {
    if (told._tag !== "Moved") return told
    const { flow } = told
    const counts = moved.get(flow)!.summary()
    moved.delete(flow)
    return { _tag: "Progress", flow, counts }
  }

const carryOut = Effect.fnUntraced(function* (
  pipeline: Runnable,
  { plan, version = "library", ...asked }: RunStreamOptions,
  told: Partial<RunOptions>,
) {
  const open = yield* openOf(pipeline)
  const options = plan === undefined ? asked : { ...asked, ...(yield* planned(open, plan, version)) }
  return yield* runPipeline(open, { version, ...options, ...told })
}, Effect.scoped)

/**
 * Runs a pipeline and tells what happens. Whoever stops listening ends the run as Ctrl-C does: what is on its way is settled and
 * written down, nothing more is sent, and the next run goes on from there.
 */
export const runStream = <Flow extends string>(
  pipeline: Runnable<Flow>,
  options: RunStreamOptions<Flow> = {},
): Stream.Stream<RunEvent, RunFault, Ledger | Platform> =>
  Stream.suspend(() => {
    const moved = new Map<string, Tally>()
    const told = Stream.callback<Told, RunFault, Ledger | Platform>(
      Effect.fnUntraced(function* (queue) {
        const left = Deferred.makeUnsafe<string>()
        const running = carryOut(pipeline, options, { ...hooks(queue, moved), haltWhen: Deferred.await(left) })
        // Nobody's interruption reaches the run: it is asked to end, and waited for.
        const fiber = yield* Effect.acquireRelease(Effect.forkDetach(running), (fiber) =>
          Effect.andThen(Deferred.succeed(left, "nobody listens any more"), Fiber.await(fiber)),
        )
        const end = yield* Fiber.join(fiber)
        yield* Queue.offer(queue, { _tag: "End", ...end })
        yield* Queue.end(queue)
      }),
    )
    return Stream.map(told, eventOf(moved))
  })

/** Runs a pipeline to its end. Whatever becomes of the records is in the summary; interrupting it does what Ctrl-C does. */
export const run = Effect.fn("run")(function* <Flow extends string>(
  pipeline: Runnable<Flow>,
  options: RunStreamOptions<Flow> = {},
): Effect.fn.Return<RunSummary, RunFault, Ledger | Platform> {
  let end: RunEnd | undefined
  yield* Stream.runForEach(runStream(pipeline, options), (event) =>
    Effect.sync(() => {
      if (event._tag === "End") end = event
    }),
  )
  return end === undefined ? yield* Effect.die(new Error("a run has an end")) : end.summary
})

/** Plans a run and keeps the plan: nothing is sent, and `run(pipeline, { plan: id })` carries out exactly that. */
export const plan = Effect.fn("plan")(function* <Flow extends string>(
  pipeline: Runnable<Flow>,
  { version = "library", ...asked }: Pick<RunStreamOptions<Flow>, "flows" | "limit" | "acceptDrift" | "version"> = {},
): Effect.fn.Return<KeptPlan, RunFault, Ledger | Platform | Scope.Scope> {
  return yield* planOpen(yield* openOf(pipeline), { version, ...asked })
}, Effect.scoped)
