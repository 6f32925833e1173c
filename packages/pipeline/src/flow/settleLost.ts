/**
 * What a run lost it settles before it ends: the target is asked, once it can be believed, and what it surely does not hold
 * goes out again. What it can't say stays unknown, for the next run or a person.
 */
import type { ConnectorError, Destination } from "@waybill/connector"
import type { Compared, FlowBook, FoundRecord, LedgerError } from "@waybill/ledger"
import { Clock, Effect } from "effect"

import { askFor, believedFrom, holds } from "./ask.ts"
import { digestFields } from "./fieldDigests.ts"
import { ledgerMoney } from "./kept.ts"
import { isRepeatable, type Outgoing } from "./Outgoing.ts"
import type { Tally } from "./Tally.ts"
import type { Lost, Waiting } from "./Waiting.ts"

export interface Settling {
  readonly book: FlowBook
  readonly tally: Tally
  readonly waiting: Waiting
  readonly destination: Pick<Destination<unknown>, "entity" | "repeat" | "find" | "key" | "visibleAfter">
  /** Sends what is written down as pending. */
  readonly send: (items: ReadonlyArray<Outgoing>) => Effect.Effect<void, LedgerError>
  /** Waits until then (milliseconds of UTC) for the sake of so many records, or until the run is to end. */
  readonly until: (time: number, records: number) => Effect.Effect<void>
  readonly isStopped: () => boolean
}

/** So often a record is sent again in one run: a target that loses it each time is not to be trusted with it now. */
const rounds = 3

const mayRepeat = ({ item }: Lost, { destination }: Settling): boolean =>
  destination.repeat === "upsert" || isRepeatable(item)

/** Writes items down as pending once more. */
export const again = Effect.fnUntraced(function* (
  { book, tally, destination }: Pick<Settling, "book" | "tally" | "destination">,
  from: "unknown" | "held",
  items: ReadonlyArray<Outgoing>,
): Effect.fn.Return<void, LedgerError> {
  const isAsked = destination.find !== undefined && destination.repeat !== "upsert"
  yield* book.compared(
    items.map(({ key, row, hash, money, model, record, targetId }): Compared => ({
      key,
      row,
      hash,
      fields: digestFields(destination.entity, model),
      verdict: "pending",
      ...(targetId === undefined ? {} : { targetId }),
      ...(isAsked ? { targetKey: destination.key(record) } : {}),
      ...ledgerMoney(money),
    })),
  )
  for (const { money } of items) tally.release(from, money)
})

/** Asks for the lost ones; gives those that go out again. */
const ask = Effect.fnUntraced(function* (
  settling: Settling,
  lost: ReadonlyArray<Lost>,
): Effect.fn.Return<ReadonlyArray<Outgoing>, ConnectorError | LedgerError> {
  const { book, tally, destination } = settling
  const asked = yield* askFor(
    destination,
    lost.map(({ item, sentKey, sentAt }) => ({ key: item.key, sentKey, sentAt })),
  )
  const arrived: Array<FoundRecord> = []
  const unsent: Array<Outgoing> = []
  for (const { item, sentHash } of lost) {
    const found = asked.get(item.key)
    if (found === undefined) {
      if (asked.has(item.key)) unsent.push(item)
    } else {
      const there = found.targetId === undefined ? {} : { targetId: found.targetId }
      const isThere = holds(found, item.money)
      if (isThere) arrived.push({ key: item.key, row: item.row, ...there, draft: found.draft === true })
      if (!isThere) unsent.push({ ...item, ...there, change: "update", unconfirmed: true })
      else if (sentHash !== item.hash) unsent.push({ ...item, ...there, change: "update" })
      else {
        tally.release("unknown", item.money)
        tally.settle("confirmed", { change: item.change, draft: found.draft === true }, item.money)
        item.page.open -= 1
      }
    }
  }
  if (arrived.length > 0) yield* book.found(arrived)
  return unsent
})

/** Settles what the flow has lost so far, as far as that can be done now. */
export const settleLost = Effect.fn("settleLost")(function* (
  settling: Settling,
): Effect.fn.Return<void, ConnectorError | LedgerError> {
  const { waiting, destination, isStopped } = settling
  for (let round = 0; round < rounds && !isStopped(); round++) {
    const lost = waiting.takeLost()
    if (lost.length === 0) return
    const toAsk = lost.filter((one) => !mayRepeat(one, settling))
    const believed = Math.max(0, ...toAsk.map(({ sentAt }) => believedFrom(sentAt, destination)))
    if (believed > (yield* Clock.currentTimeMillis)) yield* settling.until(believed, toAsk.length)
    if (isStopped()) return
    const absent = yield* ask(settling, toAsk)
    const items = [...lost.filter((one) => mayRepeat(one, settling)).map(({ item }) => item), ...absent]
    if (items.length === 0) continue
    yield* again(settling, "unknown", items)
    yield* settling.send(items)
  }
})
