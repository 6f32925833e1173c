/** A tie-out of many records needs no more memory than one of few. */
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

import { assert, it } from "@effect/vitest"
import { Effect, Stream } from "effect"

import { delivered, listed, reconcileListed, row, rows } from "./support/readBack.ts"

setFlagsFromString("--expose-gc")
const collectGarbage: () => void = runInNewContext("gc")

const megabyte = 1_048_576
const inUse = (): number => {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

/** The most that is in use while `effect` runs beyond what was before, in bytes. */
const peakOf = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<number, E> =>
  Effect.gen(function* () {
    const before = inUse()
    let peak = before
    const look = () => void (peak = Math.max(peak, inUse()))
    const timer = setInterval(look, 40)
    yield* Effect.ensuring(
      effect,
      Effect.sync(() => clearInterval(timer)),
    )
    look()
    return peak - before
  })

const page = 500

/** What tying out so many records takes. */
const taken = (count: number) => {
  let peak = 0
  return delivered(
    rows(count),
    Effect.fnUntraced(function* (world) {
      const list = Stream.map(Stream.range(0, count / page - 1), (at) =>
        Array.from({ length: page }, (_, index) => listed(row(at * page + index + 1))),
      )
      peak = yield* peakOf(
        Effect.map(reconcileListed(world, list), ({ flows: [flow], outcome }) => {
          assert.strictEqual(outcome, "ties")
          assert.strictEqual(flow!.target!.records, count)
        }),
      )
    }),
  ).pipe(Effect.map(() => peak))
}

it.effect(
  "10,000 records take no more than 1,000 do",
  () =>
    Effect.gen(function* () {
      const [few, many] = [yield* taken(1_000), yield* taken(10_000)]
      // 9,000 records more, as facts of three sides, would be some 12 MB.
      assert.isBelow((many - few) / megabyte, 5)
    }),
  300_000,
)
