import { assert, describe, it } from "@effect/vitest"
import { CalendarDate, Monies } from "@waybill/model"
import { Effect, Result } from "effect"

import { payments } from "../../src/destination.ts"
import { decimal, deliver, money, opened, payment, shown, withInvoice, word } from "./deliver.ts"

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
})

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
})
