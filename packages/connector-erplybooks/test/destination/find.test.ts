import { assert, describe, it } from "@effect/vitest"
import { CalendarDate, Monies } from "@waybill/model"
import { Duration, Effect, Result } from "effect"

import { payments } from "../../src/destination.ts"
import { deliver, money, opened, payment, shown, withInvoice, word } from "./deliver.ts"

const key = "2026-11-02/WBP-P7"

describe("finding payments", () => {
  it.effect("finds what a lost answer left behind, by its day and its own id", () =>
    Effect.gen(function* () {
      const memory = withInvoice()
      const destination = yield* opened(payments, memory)
      memory.strike("payments.create", "lost", { after: true })
      assert.strictEqual(shown(yield* deliver(destination, payment)), "Unknown WB-HTTP-LOST")
      assert.strictEqual(destination.key(Result.getOrThrow(destination.fromModel(payment))), key)
      const found = yield* destination.find!([key, "2026-11-02/WBP-P70", "2026-11-03/WBP-P7"])
      assert.deepStrictEqual([...found.keys()], [key])
      const { targetId, money: there } = found.get(key)!
      assert.strictEqual(targetId, "101")
      assert.isTrue(Monies.equals(there!, money("57.10")))
    }),
  )

  it.effect("reads each day once, and everything of it before it says that nothing is there", () =>
    Effect.gen(function* () {
      const memory = withInvoice()
      const destination = yield* opened(payments, memory)
      yield* deliver(destination, payment)
      yield* deliver(destination, { ...payment, number: "P8", receivedDate: new CalendarDate(2026, 11, 3) })
      word(memory)
      yield* destination.find!([key, "2026-11-03/WBP-P8"])
      assert.strictEqual(word(memory), "payments.list payments.list")
      memory.hidden = true
      assert.strictEqual((yield* destination.find!([key])).size, 1)
      assert.strictEqual((yield* destination.find!(["2026-11-02/WBP-NOBODY"])).size, 0)
      assert.deepInclude(memory.asked.at(-1), {
        dateFrom: "2026-11-02T00:00:00",
        dateTo: "2026-11-02T23:59:59",
        getEverything: true,
      })
    }),
  )

  it.effect("takes several payments under one id for what they come to: twice the money is no clean arrival", () =>
    Effect.gen(function* () {
      const memory = withInvoice()
      const destination = yield* opened(payments, memory)
      yield* deliver(destination, payment)
      yield* deliver(destination, payment)
      const twice = (yield* destination.find!([key])).get(key)!
      assert.isUndefined(twice.targetId)
      assert.isTrue(Monies.equals(twice.money!, money("114.20")))
      Object.assign(memory.stored.payments[1]!, { currencyCode: "CURRENCY_USD" })
      const mixed = yield* Effect.flip(destination.find!([key]))
      assert.strictEqual(mixed.code, "WB-ERPLYBOOKS-AMBIGUOUS")
    }),
  )

  it.effect("reads again where the list changes meanwhile, and not for ever", () =>
    Effect.gen(function* () {
      const memory = withInvoice()
      const destination = yield* opened(payments, memory)
      yield* deliver(destination, payment)
      memory.strike("payments.list", "shifted", { times: 3 })
      assert.strictEqual((yield* destination.find!([key])).size, 1)
      memory.strike("payments.list", "shifted", { times: 4 })
      const error = yield* Effect.flip(destination.find!([key]))
      assert.strictEqual(error.code, "WB-ERPLYBOOKS-SHIFTED")
    }),
  )

  it.effect("names its type where lists need one, unless it writes others, too", () =>
    Effect.gen(function* () {
      const memory = withInvoice()
      const destination = yield* opened(payments, memory)
      yield* deliver(destination, payment)
      memory.strike("payments.list", "refused")
      assert.strictEqual((yield* destination.find!([key])).size, 1)
      assert.deepInclude(memory.asked.at(-1), { paymentType: "INVOICE_PAYMENT" })
      const typed = yield* opened(payments, memory, {}, ["typeCode"])
      memory.strike("payments.list", "refused")
      assert.strictEqual((yield* Effect.flip(typed.find!([key]))).code, "WB-ERPLYBOOKS-REFUSED")
    }),
  )

  it.effect("never says that nothing is there where it could not look (invariant 9)", () =>
    Effect.gen(function* () {
      const memory = withInvoice()
      const destination = yield* opened(payments, memory)
      memory.strike("payments.list", "lost", { skip: 1 })
      assert.strictEqual((yield* Effect.flip(destination.find!([key]))).code, "WB-HTTP-LOST")
    }),
  )

  it.effect("is told nothing by a list that leaves the id out", () =>
    Effect.gen(function* () {
      const memory = withInvoice()
      const destination = yield* opened(payments, memory)
      memory.stored.payments.push({ id: 9, opDate: "2026-11-02T12:00:00", archivingId: null })
      assert.strictEqual((yield* destination.find!([key])).size, 0)
      memory.stored.payments.push({ id: 10, opDate: "2026-11-02T12:00:00" })
      assert.strictEqual((yield* Effect.flip(destination.find!([key]))).code, "WB-HTTP-LOST")
    }),
  )

  it.effect("says how long the engine must wait until it is believed", () =>
    Effect.gen(function* () {
      const { visibleAfter, perDay } = yield* opened(payments, withInvoice(), {
        visibleAfter: "1 minute",
        rateLimit: { perDay: 500 },
      })
      assert.strictEqual(Duration.toSeconds(visibleAfter!), 60)
      assert.strictEqual(perDay, 500)
    }),
  )
})
