/**
 * The way of a record through one flow: extract, transform, compare, deliver, settle. A record never goes back up.
 */
import type { ConnectorError, Destination, Page, Parent, ParentRef } from "@waybill/connector"
import type { FlowRef, LedgerError, RunBook } from "@waybill/ledger"
import type { Entity, Issue } from "@waybill/model"
import { Effect, Option, Stream } from "effect"

import { comparer, type Outgoing, type Parentage } from "./compare.ts"
import { cutByBytes, type Deliverer, deliverer } from "./deliver.ts"
import { type OpenFlow, refOf } from "./OpenFlow.ts"
import { type Stop, Stopper } from "./Stop.ts"
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

export interface FlowEnd {
  readonly tally: Tally
  readonly stop?: Stop
  /** Calls made, in batches. */
  readonly calls: number
}

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

/** What the ledger knows of the parents of a page's records: one query for each kind of parent. */
const parentageOf =
  (parents: Destination<unknown>["parents"], book: RunBook, parentFlows: FlowOptions["parentFlows"]) =>
  (ready: ReadonlyArray<Ready>): Effect.Effect<Parentage, LedgerError> => {
    const refs = ready.flatMap((item) => (parents?.(item.model) ?? []).map((ref) => [item.key, ref] as const))
    const looked = Effect.forEach(
      Map.groupBy(refs, ([, ref]) => ref.entity),
      ([entity, children]) => {
        const flows = parentFlows(entity)
        // No flow of this file delivers the parents: whether they are there is for the target to say.
        if (flows.length === 0) return Effect.succeed([])
        const keys = [...new Set(children.map(([, ref]) => ref.key))]
        return Effect.map(book.confirmed(flows, keys), (confirmed) =>
          children.map(([key, ref]) => ({ key, ref, confirmed: confirmed.get(ref.key) })),
        )
      },
    )
    return Effect.map(looked, (found) => {
      const orphans = new Map<string, Issue>()
      const known = new Map<string, ReadonlyArray<Parent>>()
      for (const { key, ref, confirmed } of found.flat()) {
        if (confirmed === undefined) orphans.set(key, held(ref))
        else if (confirmed.targetId !== undefined) {
          known.set(key, [...(known.get(key) ?? []), { ...ref, targetId: confirmed.targetId }])
        }
      }
      return { orphans, parents: known }
    })
  }

/** Sends batches until something stops the flow: then what is already compared stays `pending`, surely not sent. */
const sender = ({ deliver }: Deliverer, { batch }: Destination<unknown>, stopper: Stopper, onBatch: () => void) => {
  let calls = 0
  const sendPart = Effect.fnUntraced(function* (part: ReadonlyArray<Outgoing>) {
    let left = part
    while (left.length > 0 && stopper.stop === undefined) {
      calls += 1
      const end = yield* deliver(left)
      stopper.batch(end)
      onBatch()
      // Behind a lost answer the rest of a batch may be unsent. A call that settles nothing is not repeated.
      left = end.unsent.length < left.length ? end.unsent : []
    }
  })
  return {
    send: (outgoing: ReadonlyArray<Outgoing>) =>
      Effect.forEach(cutByBytes(outgoing, batch.bytes), sendPart, { discard: true }),
    calls: () => calls,
  }
}

/** Runs one open flow to its end, or to what stops it. Only a ledger that can't be written is a failure. */
export const runFlow = Effect.fn("runFlow")(function* (
  flow: OpenFlow,
  run: RunBook,
  options: FlowOptions,
): Effect.fn.Return<FlowEnd, LedgerError> {
  const { source, destination, spec } = flow
  const tally = new Tally()
  const stopper = new Stopper(options.maxRejects)
  const book = yield* run.flow(refOf(flow))
  const compare = comparer({
    book,
    run: run.run,
    tally,
    distinct: spec.distinct === "first",
    destination,
    parentage: parentageOf(destination.parents, run, options.parentFlows),
  })
  const watch = (): void => {
    stopper.rejects(tally.rejects)
    options.onProgress(tally)
  }
  const delivery = deliverer({ book, tally, destination })
  const { send, calls } = sender(delivery, destination, stopper, watch)
  const stopOnError = (effect: Effect.Effect<void, LedgerError | ConnectorError>) =>
    Effect.catchTag(effect, "ConnectorError", (error) => Effect.sync(() => stopper.error(error)))

  const { records, inFlight } = destination.batch
  yield* takeRows(source.read(Option.none()), options.limit).pipe(
    Stream.map(transformer(flow)),
    Stream.takeWhile(() => stopper.stop === undefined),
    Stream.mapEffect(compare),
    Stream.tap(() => Effect.sync(watch)),
    Stream.flattenIterable,
    Stream.rechunk(records),
    Stream.chunks,
    Stream.mapEffect(send, { concurrency: inFlight, unordered: true }),
    Stream.runDrain,
    Effect.ensuring(delivery.settled),
    stopOnError,
  )
  if (destination.finish !== undefined) yield* stopOnError(destination.finish)
  const { stop } = stopper
  if (stop === undefined && options.limit === undefined) yield* book.complete
  options.onProgress(tally)
  return { tally, calls: calls(), ...(stop === undefined ? {} : { stop }) }
})
