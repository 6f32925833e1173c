/**
 * The way of a record through one flow: extract, transform, compare, deliver, settle. A record never goes back up.
 */
import { ConnectorError, type Destination, type Page, type ParentRef, Unreachable } from "@waybill/connector"
import type { FlowBook, FlowRef, LedgerError, RunBook } from "@waybill/ledger"
import type { Entity, Issue } from "@waybill/model"
import { Effect, Option, Stream } from "effect"

import { comparer, type Outgoing } from "./compare.ts"
import { type BatchEnd, cutByBytes, deliverer } from "./deliver.ts"
import type { OpenFlow } from "./OpenFlow.ts"
import { Tally } from "./Tally.ts"
import { type Ready, transformer } from "./transform.ts"

export interface FlowOptions {
  /** Read at most this many records. */
  readonly limit?: number
  /** Stop where more than this many records are invalid or refused. */
  readonly maxRejects?: number
  /** The flows of the same pipeline that deliver an entity to the same connection. */
  readonly parentFlows: (entity: Entity) => ReadonlyArray<FlowRef>
  readonly onProgress: (tally: Tally) => void
}

/** Why a flow ended before its source did. */
export interface Stop {
  readonly code: string
  readonly message: string
  readonly hint?: string
  /** Nobody could be reached, or the credentials are refused. */
  readonly outside: boolean
  /** Whether the other flows have nothing to hope for either. */
  readonly wholeRun: boolean
}

export interface FlowEnd {
  readonly tally: Tally
  readonly stop?: Stop
  /** Calls made, in batches. */
  readonly calls: number
}

/** So many batches in a row without one settled record: the target is down, and more would only be lost. */
const silentBatches = 5

const outsideReasons = new Set(["Unreachable", "Unauthorized", "Throttled"])

export const stopOf = (error: ConnectorError): Stop => ({
  code: error.code,
  message: error.message,
  ...(error.hint === undefined ? {} : { hint: error.hint }),
  outside: outsideReasons.has(error.reason._tag),
  wholeRun: error.next !== "stopFlow",
})

const silent = new ConnectorError({
  connector: "waybill",
  operation: "deliver",
  code: "WB-RUN-SILENT",
  message: `the target left ${silentBatches} batches in a row without an answer`,
  hint: "see whether it is up, then run again: what is unknown is settled first, nothing is sent twice blindly",
  reason: new Unreachable({}),
})

const tooMany = (limit: number): Stop => ({
  code: "WB-RUN-MAX-REJECTS",
  message: `more than ${limit} records are invalid or refused`,
  hint: "see `waybill rejects list`; what was delivered stays delivered, and the next run goes on from there",
  outside: false,
  wholeRun: true,
})

/** Cuts the stream of pages after `limit` rows. */
const takeRows = <E>(
  pages: Stream.Stream<Page<object>, E>,
  limit: number | undefined,
): Stream.Stream<Page<object>, E> => {
  if (limit === undefined) return pages
  let left = limit
  return pages.pipe(
    Stream.map((page) => {
      const rows = page.rows.slice(0, left)
      left -= rows.length
      return { ...page, rows }
    }),
    Stream.takeUntil(() => left <= 0),
  )
}

const held = ({ entity, key }: ParentRef): Issue => ({
  code: "WB-RUN-HELD",
  message: `its ${entity} ${key} is not confirmed in this target`,
  hint: `it goes out by itself once that ${entity} has arrived`,
})

/** Which of a page's records wait for their parent: one query for each kind of parent. */
const orphansOf =
  (parent: Destination<unknown>["parent"], book: RunBook, parentFlows: FlowOptions["parentFlows"]) =>
  (ready: ReadonlyArray<Ready>): Effect.Effect<ReadonlyMap<string, Issue>, LedgerError> => {
    const refs = ready.flatMap((item) => {
      const ref = parent?.(item.model)
      return ref === undefined ? [] : [[item.key, ref] as const]
    })
    const waiting = Effect.forEach(
      Map.groupBy(refs, ([, ref]) => ref.entity),
      ([entity, children]) => {
        const flows = parentFlows(entity)
        // No flow of this file delivers the parents: whether they are there is for the target to say.
        if (flows.length === 0) return Effect.succeed([])
        const keys = [...new Set(children.map(([, ref]) => ref.key))]
        return Effect.map(book.confirmed(flows, keys), (confirmed) =>
          children.filter(([, ref]) => !confirmed.has(ref.key)),
        )
      },
    )
    return Effect.map(waiting, (found) => new Map(found.flat().map(([key, ref]) => [key, held(ref)])))
  }

/** Runs one open flow to its end, or to what stops it. Only a ledger that can't be written is a failure. */
export const runFlow = Effect.fn("runFlow")(function* (
  flow: OpenFlow,
  run: RunBook,
  options: FlowOptions,
): Effect.fn.Return<FlowEnd, LedgerError> {
  const { source, destination, spec } = flow
  const tally = new Tally()
  const book: FlowBook = yield* run.flow({ flow: spec.name, target: destination.target })
  const upsert = destination.repeat === "upsert"
  const orphans = orphansOf(destination.parent, run, options.parentFlows)
  const compare = comparer({ book, run: run.run, tally, distinct: spec.distinct === "first", upsert, orphans })
  const deliver = deliverer({ book, tally, destination })
  let stop: Stop | undefined
  const stopped = () => stop !== undefined
  let silence = 0
  let calls = 0

  const after = ({ stop: error, answered }: BatchEnd): void => {
    silence = answered ? 0 : silence + 1
    if (error !== undefined) stop ??= stopOf(error)
    else if (silence >= silentBatches) stop ??= stopOf(silent)
  }
  const watch = (): void => {
    if (options.maxRejects !== undefined && tally.rejects > options.maxRejects) stop ??= tooMany(options.maxRejects)
    options.onProgress(tally)
  }
  const stopOnError = (effect: Effect.Effect<void, LedgerError | ConnectorError>) =>
    Effect.catchTag(effect, "ConnectorError", (error) => Effect.sync(() => void (stop ??= stopOf(error))))
  // Once stopped, what is already compared stays `pending`: surely not sent.
  const sendPart = Effect.fnUntraced(function* (part: ReadonlyArray<Outgoing>) {
    let left = part
    while (left.length > 0 && !stopped()) {
      calls += 1
      const end = yield* deliver(left)
      after(end)
      watch()
      // Behind a lost answer the rest of a batch may be unsent. A call that settles nothing is not repeated.
      left = end.unsent.length < left.length ? end.unsent : []
    }
  })
  const sendAll = (batch: ReadonlyArray<Outgoing>) =>
    Effect.forEach(cutByBytes(batch, destination.batch.bytes), sendPart, { discard: true })

  const { records, inFlight } = destination.batch
  yield* takeRows(source.read(Option.none()), options.limit).pipe(
    Stream.map(transformer(flow)),
    Stream.takeWhile(() => !stopped()),
    Stream.mapEffect(compare),
    Stream.tap(() => Effect.sync(watch)),
    Stream.flattenIterable,
    Stream.rechunk(records),
    Stream.chunks,
    Stream.mapEffect(sendAll, { concurrency: inFlight, unordered: true }),
    Stream.runDrain,
    stopOnError,
  )
  if (destination.finish !== undefined) yield* stopOnError(destination.finish)
  if (!stopped() && options.limit === undefined) yield* book.complete
  options.onProgress(tally)
  return { tally, calls, ...(stop === undefined ? {} : { stop }) }
})
