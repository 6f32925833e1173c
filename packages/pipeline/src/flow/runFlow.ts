/**
 * The way of a record through one flow: extract, transform, compare, deliver, settle. A record never goes back up; what had
 * to wait goes on at the end.
 */
import type { ConnectorError, Destination } from "@waybill/connector"
import type { CrosswalkRow, FlowBook, FlowRef, KeptReject, LedgerError, RunBook } from "@waybill/ledger"
import type { Entity } from "@waybill/model"
import { Clock, Effect, Stream } from "effect"

import { openAmend } from "./amend.ts"
import { comparer } from "./compare.ts"
import type { Decision } from "./Decision.ts"
import { cutByBytes, type Deliverer, deliverer } from "./deliver.ts"
import { InFront } from "./InFront.ts"
import { type MatchFinding, openMatching } from "./matching.ts"
import { type OpenFlow, refOf } from "./OpenFlow.ts"
import type { Outgoing } from "./Outgoing.ts"
import { parentageOf } from "./parentage.ts"
import { type MarkedPage, openReader, type Reader, type ReadOptions } from "./reader.ts"
import { openRecognition } from "./recognise.ts"
import { idsOf, referringTransformer } from "./refer.ts"
import { rejectReader } from "./rejectReader.ts"
import { release } from "./release.ts"
import { settleLost } from "./settleLost.ts"
import type { Drift } from "./shape.ts"
import { type Halt, type Stop, Stopper } from "./Stop.ts"
import { Tally } from "./Tally.ts"
import { Waiting } from "./Waiting.ts"
import { type ShapeWatch, watchShape } from "./watchShape.ts"

export interface FlowOptions extends ReadOptions {
  /** Version of the program; absent: records are mapped also where their source row is what it was. */
  readonly version?: string
  /** Stop where more than this many records are invalid or refused. */
  readonly maxRejects?: number
  /** Whether this is a plan: nothing is waited for. */
  readonly planning: boolean
  readonly halt: Halt
  /** The flows of the same pipeline that deliver an entity to the same connection. */
  readonly parentFlows: (entity: Entity) => ReadonlyArray<FlowRef>
  /** Any flow of the pipeline, for what expressions refer to. */
  readonly refOf: (flow: string) => FlowRef
  /** What is known to be what in this flow's target. */
  readonly crosswalk: Stream.Stream<CrosswalkRow, LedgerError>
  /** These are sent again, instead of what the source holds. */
  readonly rejects?: Stream.Stream<ReadonlyArray<KeptReject>, LedgerError>
  /** A source that looks otherwise than in the last run is taken as it is, also under `contract: strict`. */
  readonly acceptDrift: boolean
  /** Stop in front of delivery: nothing is sent. */
  readonly compareOnly: boolean
  readonly onMatch: (finding: MatchFinding) => void
  /** Looks at what was decided about a page; with a stop, nothing of it is written down or sent. */
  readonly onDecided?: (decisions: ReadonlyArray<Decision>) => Effect.Effect<Stop | undefined, LedgerError>
  readonly onProgress: (tally: Tally) => void
  readonly onDrift: (drift: ReadonlyArray<Drift>) => void
  /** So many records wait so many seconds, until the target can be believed about them. */
  readonly onWait: (records: number, seconds: number) => void
}

export interface FlowEnd {
  readonly tally: Tally
  readonly stop?: Stop
  /** How many batches went out. */
  readonly batches: number
  /** How the source differs from what it was in the last run. */
  readonly drift: ReadonlyArray<Drift>
}

/** A flow that has read its source, and whose waiting records may still go on. */
export interface FlowRun {
  readonly tally: Tally
  readonly stop: () => Stop | undefined
  /** Sends what was held and need not be any more; gives how many records went out. */
  readonly release: (byTarget: boolean) => Effect.Effect<number, LedgerError>
  readonly end: Effect.Effect<FlowEnd, LedgerError>
}

/** Sends batches until something stops the flow: then what is already compared stays `pending`, surely not sent. */
const sender = (
  { deliver }: Deliverer,
  { batch }: Destination<unknown>,
  stopper: Stopper,
  onBatch: Effect.Effect<void, LedgerError>,
) => {
  let batches = 0
  const sendPart = Effect.fnUntraced(function* (part: ReadonlyArray<Outgoing>) {
    let left = part
    while (left.length > 0 && stopper.stop === undefined) {
      batches += 1
      const end = yield* deliver(left)
      stopper.batch(end)
      yield* onBatch
      // Behind a lost answer the rest of a batch may be unsent. A call that settles nothing is not repeated.
      left = end.unsent.length < left.length ? end.unsent : []
    }
  })
  const sendBatch = (outgoing: ReadonlyArray<Outgoing>) =>
    Effect.forEach(cutByBytes(outgoing, batch.bytes), sendPart, { discard: true })
  return {
    batches: () => batches,
    /** So many batches at once as the target takes. */
    send: <E>(items: Stream.Stream<Outgoing, E>): Effect.Effect<void, E | LedgerError> =>
      items.pipe(
        Stream.rechunk(batch.records),
        Stream.chunks,
        Stream.mapEffect(sendBatch, { concurrency: batch.inFlight, unordered: true }),
        Stream.runDrain,
      ),
  }
}

/** What decides what becomes of a source row; nothing where every one is to be looked at. */
const mappedBy = ({ version, reading, full, rejects, onDecided }: FlowOptions): string | undefined =>
  version === undefined || full || rejects !== undefined || onDecided !== undefined
    ? undefined
    : JSON.stringify([version, reading])

/** Stages 1 to 3: pages are read, amended, transformed and compared, until something stops the flow. */
const comparedPages = Effect.fnUntraced(function* (
  flow: OpenFlow,
  { pages }: Reader,
  { book, run, options, watch, stopper, inFront, compare }: Stages,
) {
  const recognition = openRecognition(flow, book, run.run, inFront, mappedBy(options))
  const transform = referringTransformer(flow, idsOf(run, options.refOf, options.planning), recognition.digest)
  const amend = yield* openAmend(flow.spec.name, book)
  const enter = Effect.fnUntraced(function* ({ rows, mark }: MarkedPage) {
    const stop = options.rejects === undefined ? yield* watch.look(rows) : undefined
    if (stop !== undefined) stopper.because(stop)
    const taken = options.rejects === undefined ? yield* amend(rows) : rows
    const sighted = yield* recognition.look(taken)
    return { ...sighted, items: yield* transform(sighted.rows), page: mark }
  })
  const entered = pages.pipe(Stream.interruptWhen(options.halt.asked), Stream.mapEffect(enter))
  // The next page is read and mapped while this one is looked up and written down. What refers to ids of others needs them first.
  const ahead = flow.references.used.size === 0 ? Stream.buffer(entered, { capacity: 1 }) : entered
  return ahead.pipe(
    Stream.takeWhile(() => stopper.stop === undefined),
    Stream.mapEffect(compare),
  )
})

interface Stages {
  readonly book: FlowBook
  readonly run: RunBook
  readonly options: FlowOptions
  readonly watch: ShapeWatch
  readonly stopper: Stopper
  readonly inFront: InFront
  readonly compare: ReturnType<typeof comparer>
}

/** Waits until then, in milliseconds of UTC, or until the run is to end. */
const waiter = ({ halt, onWait }: FlowOptions) =>
  Effect.fnUntraced(function* (time: number, records: number) {
    const left = time - (yield* Clock.currentTimeMillis)
    onWait(records, Math.ceil(left / 1000))
    yield* Effect.race(Effect.sleep(Math.max(0, left)), halt.asked)
  })

const guard =
  (onDecided: NonNullable<FlowOptions["onDecided"]>, stopper: Stopper) => (decisions: ReadonlyArray<Decision>) =>
    Effect.map(onDecided(decisions), (stop) => {
      if (stop !== undefined) stopper.because(stop)
      return stop === undefined
    })

/** Runs one open flow to the end of its source, or to what stops it. Only a ledger that can't be written is a failure. */
export const runFlow = Effect.fn("runFlow")(function* (
  flow: OpenFlow,
  run: RunBook,
  options: FlowOptions,
): Effect.fn.Return<FlowRun, LedgerError> {
  const { destination, spec } = flow
  const { halt, onProgress } = options
  const tally = new Tally()
  const stopper = new Stopper(halt, options.maxRejects)
  const waiting = new Waiting()
  const inFront = new InFront()
  const book = yield* run.flow(refOf(flow))
  const reader = options.rejects === undefined ? yield* openReader(flow, book, options) : rejectReader(options.rejects)
  const watch = watchShape(flow, book, options.acceptDrift, options.onDrift)
  const parentage = parentageOf(destination.parents, run, options.parentFlows)
  const distinct = spec.distinct === "first"
  const { crosswalk, onMatch } = options
  const matches = yield* openMatching({ book, destination, rules: flow.match, crosswalk, onMatch })
  const guarded = options.onDecided === undefined ? {} : { onDecided: guard(options.onDecided, stopper) }
  const compare = comparer({
    book,
    run: run.run,
    tally,
    distinct,
    destination,
    parentage,
    matches,
    waiting,
    inFront,
    ...guarded,
  })
  const count = Effect.sync(() => {
    stopper.rejects(tally.rejects)
    onProgress(tally)
  })
  const delivery = deliverer({ book, tally, destination, waiting })
  const { send, batches } = sender(delivery, destination, stopper, Effect.andThen(count, reader.move))
  const isStopped = () => stopper.stop !== undefined
  const stopOnError = (effect: Effect.Effect<void, LedgerError | ConnectorError>) =>
    Effect.catchTag(effect, "ConnectorError", (error) => Effect.sync(() => stopper.error(error)))
  const settling = {
    book,
    tally,
    waiting,
    destination,
    parentage,
    isStopped,
    send: (items: ReadonlyArray<Outgoing>) => Effect.ensuring(send(Stream.fromIterable(items)), delivery.settled),
    until: waiter(options),
  }
  const { planning, compareOnly } = options
  const settle = planning || compareOnly ? Effect.void : stopOnError(settleLost(settling))
  const finish = destination.finish === undefined || compareOnly ? Effect.void : stopOnError(destination.finish)

  const pages = yield* comparedPages(flow, reader, { book, run, options, watch, stopper, inFront, compare })
  const outgoing = Stream.flattenIterable(Stream.tap(pages, () => count))
  yield* stopOnError(compareOnly ? Stream.runDrain(outgoing) : Effect.ensuring(send(outgoing), delivery.settled))
  yield* settle
  const unfinished = waiting.isHolding
  if (!unfinished) yield* finish
  return {
    tally,
    stop: () => stopper.stop,
    release: Effect.fnUntraced(function* (byTarget) {
      const released = yield* release(settling, byTarget)
      if (released > 0) yield* settle
      return released
    }),
    end: Effect.gen(function* () {
      if (unfinished) yield* finish
      const { stop } = stopper
      yield* stop === undefined && !compareOnly ? reader.complete : reader.move
      onProgress(tally)
      return { tally, batches: batches(), drift: watch.drift(), ...(stop === undefined ? {} : { stop }) }
    }),
  }
})
