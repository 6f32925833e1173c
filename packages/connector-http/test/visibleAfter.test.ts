import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Fiber, Schema } from "effect"
import { TestClock } from "effect/testing"

import { makePatiently, visibleAfterField } from "../src/index.ts"

describe("visibleAfter", () => {
  const decode = Schema.decodeUnknownEffect(Schema.Struct({ visibleAfter: visibleAfterField("It", 30) }))

  it.effect("is seconds or a duration, 0 too, and has a default", () =>
    Effect.gen(function* () {
      const millis = (input: object) => Effect.map(decode(input), ({ visibleAfter }) => Duration.toMillis(visibleAfter))
      assert.strictEqual(yield* millis({}), 30_000)
      assert.strictEqual(yield* millis({ visibleAfter: 0 }), 0)
      assert.strictEqual(yield* millis({ visibleAfter: 1.5 }), 1500)
      assert.strictEqual(yield* millis({ visibleAfter: "2 minutes" }), 120_000)
      for (const visibleAfter of [-1, "-1 seconds", "soon", "Infinity", null]) {
        yield* Effect.flip(decode({ visibleAfter }))
      }
    }),
  )
})

describe("patience", () => {
  it.effect("looks again once, when everything that was sent before shows", () =>
    Effect.gen(function* () {
      const patiently = yield* makePatiently(Duration.seconds(30))
      let looks = 0
      const late = Effect.sync(() => ((looks += 1) === 1 ? undefined : "there"))
      const fiber = yield* Effect.forkChild(patiently(late))
      yield* TestClock.adjust("29 seconds")
      assert.strictEqual(looks, 1)
      yield* TestClock.adjust("1 seconds")
      assert.strictEqual(yield* Fiber.join(fiber), "there")
      // From then on an answer is believed at once.
      assert.isUndefined(yield* patiently(Effect.sync(() => void (looks += 1))))
      assert.strictEqual(looks, 3)
    }),
  )

  it.effect("does not wait for what is there, nor after a failure", () =>
    Effect.gen(function* () {
      const patiently = yield* makePatiently(Duration.seconds(30))
      assert.strictEqual(yield* patiently(Effect.succeed("there")), "there")
      assert.strictEqual(yield* Effect.flip(patiently(Effect.fail("down"))), "down")
    }),
  )
})
