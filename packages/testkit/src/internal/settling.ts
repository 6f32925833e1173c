/**
 * What the engine does with a record until it is settled: nothing is sent twice blindly (invariant 2).
 */
import type { Found, Outcome } from "@waybill/connector"
import { Monies, moneyOf } from "@waybill/model"
import { Duration, Effect } from "effect"

import { broken, type Checking, must } from "./bench.ts"
import { deliverOne, type Item, type Target } from "./delivering.ts"

/** `there`, `refused`, or for a person to decide, where nobody can be asked. */
export type Fate = "there" | "refused" | "for a person"

/** Asks for a lost record, once "not there" is to be believed. */
const lookFor = ({ bench, destination: { find, visibleAfter = Duration.zero } }: Target, { key }: Item) =>
  Effect.gen(function* () {
    yield* Effect.sleep(visibleAfter)
    return (yield* must(bench, "find")(find!([key]))).get(key)
  })

const isWhole = ({ unfinished, money }: Found, { model }: Item): boolean => {
  const own = moneyOf(model)
  return unfinished !== true && (money === undefined || own === undefined || Monies.equals(money, own))
}

/** So often a record goes out again before it counts as never settled. */
const rounds = 4

/** Follows the engine's protocol from an outcome to the record's fate. */
export const settle = Effect.fnUntraced(function* (
  target: Target,
  item: Item,
  first: Outcome,
): Effect.fn.Return<Fate, Effect.Error<Checking>> {
  const { find, repeat } = target.destination
  let outcome = first
  for (let round = 0; round < rounds; round++) {
    if (outcome._tag === "Confirmed") return "there"
    if (outcome._tag === "Refused") return "refused"
    if (outcome._tag !== "Unknown" || repeat === "upsert") {
      outcome = yield* deliverOne(target, item)
      continue
    }
    if (find === undefined) return "for a person"
    const found = yield* lookFor(target, item)
    if (found !== undefined && isWhole(found, item)) return "there"
    const { targetId } = found ?? {}
    const how = { change: "update" as const, ...(targetId === undefined ? {} : { targetId }) }
    outcome = yield* deliverOne(target, item, found === undefined ? {} : how)
  }
  return yield* broken(`a record was to be settled after ${rounds} rounds of the engine's protocol, and is not`)
})
