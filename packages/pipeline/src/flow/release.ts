/**
 * Held records go by themselves once their parents have landed, in the same run where that happens.
 */
import type { LedgerError } from "@waybill/ledger"
import { Effect } from "effect"

import { keep } from "./kept.ts"
import type { Outgoing } from "./Outgoing.ts"
import type { FindParentage } from "./parentage.ts"
import { again, type Settling } from "./settleLost.ts"
import type { HeldBack } from "./Waiting.ts"

export interface Releasing extends Settling {
  readonly parentage: FindParentage
}

/**
 * Sends what was held and need not be any more; gives how many records went out. Those that stay say why by what is known
 * now: their parent may have been refused meanwhile.
 *
 * @param byTarget whether what the target itself held may be there by now
 */
export const release = Effect.fn("release")(function* (
  releasing: Releasing,
  byTarget: boolean,
): Effect.fn.Return<number, LedgerError> {
  const { book, waiting, parentage, send, isStopped } = releasing
  const held = waiting.takeHeld().filter(({ by }) => by === "ledger" || byTarget)
  if (held.length === 0 || isStopped()) return 0
  const { orphans, parents } = yield* parentage(held.map(({ item }) => item))
  const staying: Array<HeldBack> = []
  const free: Array<Outgoing> = []
  for (const one of held) {
    const { item } = one
    const ofItem = parents.get(item.key)
    if (orphans.has(item.key)) staying.push(one)
    else free.push(ofItem === undefined ? item : { ...item, parents: ofItem })
  }
  for (const one of staying) waiting.hold(one)
  if (staying.length > 0) yield* book.reject(staying.map(({ item }) => keep(item, "held", orphans.get(item.key)!)))
  if (free.length === 0) return 0
  yield* again(releasing, "held", free)
  yield* send(free)
  return free.length
})
