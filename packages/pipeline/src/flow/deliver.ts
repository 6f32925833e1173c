/**
 * Stages 4 and 5: a batch is written down as on its way, sent, and settled record by record.
 */
import type { ConnectorError, Delivered, Delivery, Destination, Found, Outcome } from "@waybill/connector"
import type { FlowBook, LedgerError, Reject, Settlement } from "@waybill/ledger"
import { Clock, Effect, Fiber } from "effect"

import { holds } from "./ask.ts"
import { keep } from "./kept.ts"
import { isRepeatable, type Outgoing } from "./Outgoing.ts"
import type { Tally } from "./Tally.ts"
import type { Waiting } from "./Waiting.ts"

export interface Delivering {
  readonly book: FlowBook
  readonly tally: Tally
  readonly destination: Pick<Destination<unknown>, "key" | "deliver" | "batch" | "find" | "repeat">
  readonly waiting: Waiting
}

/** What a batch says about going on. */
export interface BatchEnd {
  /** Going on makes no sense. */
  readonly stop?: ConnectorError
  /** Whether the target settled at least one record of the batch. */
  readonly answered: boolean
  /** What surely did not go out, and may at once, unless there is a stop. */
  readonly unsent: ReadonlyArray<Outgoing>
}

const toDelivery = (item: Outgoing, key: (record: unknown) => string): Delivery<unknown> => ({
  key: key(item.record),
  record: item.record,
  json: item.json,
  change: item.change,
  ...(item.targetId === undefined ? {} : { targetId: item.targetId }),
  ...(item.parents === undefined ? {} : { parents: item.parents }),
})

const unhappy = { Refused: "refused", Held: "held", Unknown: "unknown" } as const

const settlement = ({ key, change }: Pick<Outgoing, "key" | "change">, outcome: Outcome): Settlement => {
  switch (outcome._tag) {
    case "Confirmed": {
      const { targetId, draft, before } = outcome
      return {
        key,
        state: "confirmed",
        ...(change === "create" ? { created: true } : {}),
        ...(targetId === undefined ? {} : { targetId }),
        ...(draft === undefined ? {} : { draft }),
        ...(before === undefined ? {} : { before }),
      }
    }
    case "NotSent":
      return { key, state: "pending" }
    case "Refused":
    case "Held":
    case "Unknown": {
      const { code, message } = outcome.issue
      return { key, state: unhappy[outcome._tag], code, message }
    }
  }
}

const missing: Outcome = {
  _tag: "Unknown",
  issue: { code: "WB-RUN-UNANSWERED", message: "the connector gave no outcome for this record" },
}

/** What a record's state means for the rest of the run. */
const follow = (
  { tally, waiting, destination }: Delivering,
  item: Outgoing,
  settlement: Settlement,
  sentAt: number,
): void => {
  const { state } = settlement
  if (state === "pending") return
  tally.settle(state, { change: item.change, draft: state === "confirmed" && settlement.draft === true }, item.money)
  if (state === "confirmed" || state === "refused") item.page.open -= 1
  else if (state === "held") waiting.hold({ item, by: "target" })
  else if (destination.find !== undefined || destination.repeat === "upsert") {
    waiting.lose({ item, sentHash: item.hash, sentKey: destination.key(item.record), sentAt })
  }
}

/** Writes down what became of a batch, in the ledger first and in the counts after. */
const settle = Effect.fn("settle")(function* (
  delivering: Delivering,
  batch: ReadonlyArray<Outgoing>,
  { outcomes }: Delivered,
): Effect.fn.Return<Omit<BatchEnd, "stop">, LedgerError> {
  const { book } = delivering
  const settlements: Array<Settlement> = []
  const rejects: Array<Reject> = []
  let answered = false
  for (const [index, item] of batch.entries()) {
    const outcome = outcomes[index] ?? missing
    settlements.push(settlement(item, outcome))
    if ("issue" in outcome && outcome._tag !== "NotSent") rejects.push(keep(item, unhappy[outcome._tag], outcome.issue))
    answered ||= outcome._tag !== "Unknown" && outcome._tag !== "NotSent"
  }
  // Its request may have waited long for its turn: by now it has left.
  const sentAt = yield* Clock.currentTimeMillis
  yield* book.settle(settlements)
  if (rejects.length > 0) yield* book.reject(rejects)
  for (const [index, item] of batch.entries()) follow(delivering, item, settlements[index]!, sentAt)
  return { answered, unsent: batch.filter((_, index) => settlements[index]!.state === "pending") }
})

/**
 * Asks at once for records whose answer was lost and that may not simply be repeated. What is found has arrived; what is not may still arrive, so it stays
 * unknown until the next run asks again, and so does everything where the target can't be asked now.
 */
const lookUp = Effect.fn("lookUp")(function* (
  { destination: { find, key } }: Delivering,
  batch: ReadonlyArray<Outgoing>,
  delivered: Delivered,
): Effect.fn.Return<Delivered> {
  const isLost = (index: number) => delivered.outcomes[index]?._tag === "Unknown" && !isRepeatable(batch[index]!)
  const lost = batch.filter((_, index) => isLost(index))
  if (find === undefined || lost.length === 0 || delivered.stop !== undefined) return delivered
  const asked = find(lost.map(({ record }) => key(record)))
  const found = yield* Effect.orElseSucceed(asked, () => new Map<string, Found>())
  const outcomes = delivered.outcomes.map((outcome, index): Outcome => {
    const item = batch[index]!
    const there = isLost(index) ? found.get(key(item.record)) : undefined
    return there === undefined || !holds(there, item.money) ? outcome : arrived(there)
  })
  return { ...delivered, outcomes }
})

const arrived = ({ targetId, draft }: Found): Outcome => ({
  _tag: "Confirmed",
  ...(targetId === undefined ? {} : { targetId }),
  ...(draft === undefined ? {} : { draft }),
})

/** Sends one batch. Invariant 1: the intent is durable before the first byte leaves. */
const send = Effect.fn("deliver")(function* (
  delivering: Delivering,
  batch: ReadonlyArray<Outgoing>,
): Effect.fn.Return<BatchEnd, LedgerError> {
  const { book, destination } = delivering
  yield* book.intend(batch.map((item) => item.key))
  const sent = yield* destination.deliver(batch.map((item) => toDelivery(item, destination.key)))
  const delivered = yield* lookUp(delivering, batch, sent)
  const settled = yield* settle(delivering, batch, delivered)
  return { ...settled, ...(delivered.stop === undefined ? {} : { stop: delivered.stop }) }
})

/** Cuts a batch where its JSON grows past what one call takes. */
export const cutByBytes = <A extends Pick<Outgoing, "json">>(
  batch: ReadonlyArray<A>,
  limit: number,
): ReadonlyArray<ReadonlyArray<A>> => {
  const parts: Array<Array<A>> = [[]]
  let bytes = 0
  for (const item of batch) {
    if (bytes + item.json.length > limit && bytes > 0) {
      parts.push([])
      bytes = 0
    }
    parts.at(-1)!.push(item)
    bytes += item.json.length + 1
  }
  return parts
}

export interface Deliverer {
  readonly deliver: (batch: ReadonlyArray<Outgoing>) => Effect.Effect<BatchEnd, LedgerError>
  /** Waits for every batch that is under way. */
  readonly settled: Effect.Effect<void>
}

/**
 * Makes what sends batches and settles them, whatever happens meanwhile: a batch is a fiber of its own, which an
 * interrupted run waits for, so that no record is left without a fate by Ctrl-C.
 */
export const deliverer = (delivering: Delivering): Deliverer => {
  const underWay = new Set<Fiber.Fiber<BatchEnd, LedgerError>>()
  const begin = (batch: ReadonlyArray<Outgoing>) =>
    Effect.map(Effect.forkDetach(send(delivering, batch), { uninterruptible: false }), (fiber) => {
      underWay.add(fiber)
      fiber.addObserver(() => void underWay.delete(fiber))
      return fiber
    })
  return {
    deliver: (batch) => Effect.flatMap(Effect.uninterruptible(begin(batch)), Fiber.join),
    settled: Effect.suspend(() => Fiber.awaitAll(underWay)),
  }
}
