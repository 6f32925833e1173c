import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"

import { payments } from "../../src/destination.ts"
import { decimal, deliver, opened, payment, shown, withInvoice, word } from "./deliver.ts"

describe("taking payments back", () => {
  it.effect("deletes once; what is gone already is taken back", () =>
    Effect.gen(function* () {
      const memory = withInvoice()
      const destination = yield* opened(payments, memory)
      const { run, verbs } = destination.undo!
      assert.deepStrictEqual(
        verbs.map(({ verb }) => verb),
        ["delete", "restore"],
      )
      yield* deliver(destination, payment)
      const one = [{ targetId: "101" }]
      assert.strictEqual(shown(yield* run(one)), "Confirmed")
      assert.lengthOf(memory.stored.payments, 0)
      assert.strictEqual(shown(yield* run(one)), "Confirmed")
    }),
  )

  it.effect("reads what a lost answer leaves open", () =>
    Effect.gen(function* () {
      const memory = withInvoice()
      const destination = yield* opened(payments, memory)
      const { run } = destination.undo!
      yield* deliver(destination, payment)
      const one = [{ targetId: "101" }]
      memory.strike("payments.remove", "lost")
      assert.strictEqual(shown(yield* run(one)), "Unknown WB-HTTP-LOST")
      memory.strike("payments.remove", "refused")
      assert.strictEqual(shown(yield* run(one)), "Refused WB-ERPLYBOOKS-REFUSED")
      memory.strike("payments.remove", "refused")
      memory.strike("payments.get", "lost")
      assert.strictEqual(shown(yield* run(one)), "Refused WB-ERPLYBOOKS-REFUSED")
      memory.strike("payments.remove", "token")
      assert.strictEqual(shown(yield* run(one)), "NotSent WB-HTTP-UNAUTHORIZED stop")
      memory.strike("payments.remove", "lost", { after: true })
      assert.strictEqual(shown(yield* run(one)), "Confirmed")
      assert.lengthOf(memory.stored.payments, 0)
    }),
  )

  it.effect("puts nothing back into a payment that is gone", () =>
    Effect.gen(function* () {
      const memory = withInvoice()
      const { run } = (yield* opened(payments, memory)).undo!
      const before = JSON.stringify({ id: 9, sumPaid: decimal("1").toString() })
      assert.strictEqual(shown(yield* run([{ targetId: "9", before }])), "Refused WB-ERPLYBOOKS-GONE")
      assert.strictEqual(shown(yield* run([{ targetId: "nine" }])), "Refused WB-ERPLYBOOKS-GONE")
    }),
  )

  it.effect("believes that one made a moment ago is gone only when it would be shown", () =>
    Effect.gen(function* () {
      const memory = withInvoice()
      const destination = yield* opened(payments, memory, { visibleAfter: 30 })
      yield* deliver(destination, payment)
      memory.strike("payments.remove", "lost")
      memory.strike("payments.get", "absent")
      word(memory)
      const fiber = yield* Effect.forkChild(destination.undo!.run([{ targetId: "101" }]))
      yield* Effect.yieldNow
      yield* TestClock.adjust("30 seconds")
      assert.strictEqual(shown(yield* Fiber.join(fiber)), "Unknown WB-HTTP-LOST")
      assert.strictEqual(word(memory), "payments.remove payments.get payments.get")
      assert.lengthOf(memory.stored.payments, 1)
    }),
  )

  it.effect("updates one that is not shown yet when it is, and then calls it gone at once", () =>
    Effect.gen(function* () {
      const memory = withInvoice()
      const destination = yield* opened(payments, memory, { visibleAfter: 30 })
      yield* deliver(destination, payment)
      memory.strike("payments.update", "absent")
      const update = deliver(destination, payment, { change: "update", targetId: "101" })
      const fiber = yield* Effect.forkChild(update)
      yield* Effect.yieldNow
      yield* TestClock.adjust("30 seconds")
      assert.strictEqual(shown(yield* Fiber.join(fiber)), "Confirmed")
      memory.strike("payments.update", "absent")
      assert.strictEqual(shown(yield* update), "Refused WB-ERPLYBOOKS-GONE")
    }),
  )
})
