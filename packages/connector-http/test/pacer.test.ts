/** The schedule of requests, with timers as late as they are in real life. */
import { assert, describe, it } from "@effect/vitest"
import { Clock, Duration, Effect, Fiber, Schema } from "effect"
import { TestClock } from "effect/testing"

import { makePacer, mostLate, type Pacer } from "../src/internal/pacer.ts"

/** The test's clock, whose timers are late by one after another of `lateness`, in milliseconds. */
const lateClock = Effect.map(Clock.clockWith(Effect.succeed), (clock) => (lateness: ReadonlyArray<number>) => {
  let slept = 0
  const sleep = (duration: Duration.Duration) =>
    clock.sleep(Duration.sum(duration, Duration.millis(lateness[slept++ % lateness.length] ?? 0)))
  return Object.assign(Object.create(clock) as typeof clock, { sleep })
})

/** When each of the requests got its turn, that arrive so many milliseconds after one another. */
const turns = Effect.fnUntraced(function* (
  pacer: Pacer,
  gaps: ReadonlyArray<number>,
  lateness: ReadonlyArray<number> = [0],
) {
  const late = (yield* lateClock)(lateness)
  const at: Array<number> = []
  const turn = Effect.andThen(
    pacer.turn,
    Effect.map(Clock.currentTimeMillis, (now) => void at.push(now)),
  )
  const all = yield* Effect.forkChild(
    Effect.gen(function* () {
      const requests: Array<Fiber.Fiber<void>> = []
      for (const gap of gaps) {
        yield* Effect.sleep(Duration.millis(gap))
        requests.push(yield* Effect.forkChild(Effect.provideService(turn, Clock.Clock, late)))
      }
      yield* Fiber.awaitAll(requests)
    }),
  )
  yield* TestClock.adjust("1 hour")
  yield* Fiber.join(all)
  assert.strictEqual(at.length, gaps.length)
  return at
})

const times = <A>(count: number, value: A): ReadonlyArray<A> => Array.from({ length: count }, () => value)

const differences = (at: ReadonlyArray<number>) => at.slice(1).map((time, index) => time - at[index]!)

const Rate = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100 }))
const Lateness = Schema.NonEmptyArray(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 300 })))
const Gaps = Schema.NonEmptyArray(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 40 })))

describe("pacer", () => {
  it.effect.prop(
    "no second holds more than the rate and a few, however late timers are and requests come",
    [Rate, Lateness, Gaps],
    ([perSecond, lateness, some]) =>
      Effect.gen(function* () {
        const most = perSecond + mostLate
        const gaps = Array.from({ length: 2 * most }, (_, index) => some[index % some.length]!)
        const at = yield* turns(makePacer(perSecond), gaps, lateness)
        for (let first = 0; first + most < at.length; first++) {
          assert.isAtLeast(at[first + most]! - at[first]!, 1000, `${most + 1} requests from ${at[first]}`)
        }
      }),
  )

  it.effect.prop(
    "a rate below forty a second is passed by one request at the most",
    [Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 40 })), Lateness],
    ([perSecond, lateness]) =>
      Effect.gen(function* () {
        const at = yield* turns(makePacer(perSecond), times(2 * perSecond + 2, 0), lateness)
        for (let first = 0; first + perSecond + 1 < at.length; first++) {
          assert.isAtLeast(at[first + perSecond + 1]! - at[first]!, 1000)
        }
      }),
  )

  it.effect("a late timer costs nothing while requests wait", () =>
    Effect.gen(function* () {
      for (const [perSecond, late] of [
        [1000, 3],
        [200, 20],
        [10, 20],
        [3, 24],
      ] as const) {
        const at = yield* turns(makePacer(perSecond), times(100, 0), [late, 0, late / 2])
        const [first, last] = [at[0]!, at.at(-1)!]
        assert.isAtMost(last - first, (99 * 1000) / perSecond + late + 1, `${perSecond} a second`)
      }
    }),
  )

  it.effect("after a pause the schedule starts anew: no burst", () =>
    Effect.gen(function* () {
      const at = yield* turns(makePacer(20), [0, 0, 0, 7000, 0, 0, 0])
      assert.deepStrictEqual(differences(at), [50, 50, 6900, 50, 50, 50])
    }),
  )

  it.effect("a clock that is set back stops nobody", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(10 * 3_600_000)
      const pacer = makePacer(1)
      yield* pacer.turn
      yield* TestClock.setTime(3_600_000)
      const second = yield* Effect.forkChild(pacer.turn)
      yield* TestClock.adjust("1 second")
      assert.isDefined(second.pollUnsafe())
    }),
  )

  it.effect("those who wait already are held too, and afterwards go evenly", () =>
    Effect.gen(function* () {
      const pacer = makePacer(10)
      const at: Array<number> = []
      const turn = Effect.andThen(
        pacer.turn,
        Effect.map(Clock.currentTimeMillis, (now) => void at.push(now)),
      )
      const all = yield* Effect.forkChild(Effect.all(times(5, turn), { concurrency: "unbounded" }))
      yield* TestClock.adjust("150 millis")
      yield* pacer.hold(5000)
      yield* pacer.hold(1000)
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(all)
      assert.deepStrictEqual(at, [0, 100, 5150, 5250, 5350])
    }),
  )
})
