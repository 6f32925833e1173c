import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"

import { payments } from "../../src/destination.ts"
import { decimal, deliver, money, opened, payment, shown, withInvoice, word } from "./deliver.ts"
import { type Failure, makeMemory } from "./memory.ts"

const codesRead = "ledger.dictionary CURRENCY ledger.dictionary PAYMENT_TYPE ledger.dictionary DOCUMENT_STATUS_TYPE"

describe("creating payments", () => {
  it.effect("sends what the published example has, to the cent and on its day (invariants 4 and 5)", () =>
    Effect.gen(function* () {
      const memory = withInvoice()
      const destination = yield* opened(payments, memory)
      const one = { ...payment, note: "thanks", reference: "RF18" }
      assert.strictEqual(shown(yield* deliver(destination, one)), "Confirmed")
      const { sumPaid, originalSum, ...rest } = memory.stored.payments[0]!
      assert.deepStrictEqual([String(sumPaid), String(originalSum)], [String(decimal("57.10")), String(sumPaid)])
      assert.deepStrictEqual(rest, {
        id: 101,
        opDate: "2026-11-02T12:00:00",
        invoiceId: 2,
        transactionIdentifier: null,
        transactionEntryId: 0,
        sumWithVat: null,
        currencyCode: "CURRENCY_EUR",
        currencyRate: null,
        typeCode: "INVOICE_PAYMENT",
        accountId: 7,
        customerId: 1,
        customerName: null,
        entityName: null,
        number: null,
        referenceNumber: "RF18",
        archivingId: "WBP-P7",
        note: "thanks",
        code: null,
        badDebt: false,
        imported: false,
        partnerPaymentId: 0,
        partnerDocumentId: 0,
        documentStatusTypeCode: "STATUS_CONFIRMED",
        statusChangeDatetime: "2026-11-02T12:00:00",
        projectId: 0,
        parentPaymentId: 0,
      })
      assert.strictEqual(word(memory), `${codesRead} ledger.accounts customers.list invoices.list payments.create`)
    }),
  )

  it.effect("looks everything up once, and takes what the pipeline delivered itself as it is", () =>
    Effect.gen(function* () {
      const memory = withInvoice()
      const destination = yield* opened(payments, memory)
      yield* deliver(destination, payment)
      word(memory)
      yield* deliver(destination, { ...payment, number: "P8" })
      assert.strictEqual(word(memory), "payments.create")
      const parents = [
        { entity: "invoice", key: "2", targetId: "22" },
        { entity: "customer", key: "2", targetId: "21" },
      ] as const
      const other = { ...payment, number: "P9", customerNumber: "2", allocations: [{ invoiceNumber: "2" }] }
      assert.strictEqual(shown(yield* deliver(destination, other, { parents })), "Confirmed")
      assert.strictEqual(word(memory), "payments.create")
      assert.deepInclude(memory.stored.payments[2], { customerId: 21, invoiceId: 22 })
    }),
  )

  it.effect("asks once for what several payments under way ask at a time", () =>
    Effect.gen(function* () {
      const memory = withInvoice()
      const destination = yield* opened(payments, memory, { rateLimit: { inFlight: 3 } })
      const numbers = ["P1", "P2", "P3"]
      const all = yield* Effect.forEach(numbers, (number) => deliver(destination, { ...payment, number }), {
        concurrency: 3,
      })
      assert.deepStrictEqual(all.map(shown), ["Confirmed", "Confirmed", "Confirmed"])
      const asked = memory.log.filter((call) => call !== "payments.create")
      assert.deepStrictEqual(asked, [...new Set(asked)])
    }),
  )

  it.effect("waits for what it refers to, and goes out when that is there", () =>
    Effect.gen(function* () {
      const memory = makeMemory()
      const destination = yield* opened(payments, memory)
      assert.strictEqual(shown(yield* deliver(destination, payment)), "Held WB-ERPLYBOOKS-CUSTOMER-ABSENT")
      memory.stored.customers.push({ id: 1, code: "C1" }, { id: 3, code: "C10" })
      // The filters match parts, and other customers may have the number.
      memory.stored.invoices.push(
        { id: 4, number: "I10", customerId: 1, typeCode: "DOCUMENT_SELL" },
        { id: 5, number: "I1", customerId: 3, typeCode: "DOCUMENT_SELL" },
        { id: 6, number: "I1", customerId: 1, typeCode: "DOCUMENT_BID" },
      )
      assert.strictEqual(shown(yield* deliver(destination, payment)), "Held WB-ERPLYBOOKS-INVOICE-ABSENT")
      memory.stored.invoices.push({ id: 2, number: "I1", customerId: 1, typeCode: "DOCUMENT_SELL" })
      assert.strictEqual(shown(yield* deliver(destination, payment)), "Confirmed")
      assert.deepInclude(memory.stored.payments[0], { customerId: 1, invoiceId: 2 })
      const elsewhere = yield* opened(payments, memory, { paymentAccount: "1" })
      assert.strictEqual(shown(yield* deliver(elsewhere, payment)), "Held WB-ERPLYBOOKS-ACCOUNT-ABSENT")
      assert.lengthOf(memory.stored.payments, 1)
    }),
  )

  it.effect("never picks one of several", () =>
    Effect.gen(function* () {
      const memory = withInvoice()
      const destination = yield* opened(payments, memory)
      memory.stored.invoices.push({ id: 3, number: "I1", customerId: 1, typeCode: "DOCUMENT_SELL" })
      assert.strictEqual(shown(yield* deliver(destination, payment)), "Refused WB-ERPLYBOOKS-AMBIGUOUS")
      memory.stored.customers.push({ id: 2, code: "C1" })
      const again = yield* opened(payments, memory)
      assert.strictEqual(shown(yield* deliver(again, payment)), "Refused WB-ERPLYBOOKS-AMBIGUOUS")
      const accounts = yield* opened(payments, withInvoice(), { paymentAccount: "1030" })
      assert.strictEqual(shown(yield* deliver(accounts, payment)), "Refused WB-ERPLYBOOKS-AMBIGUOUS")
      assert.lengthOf(memory.stored.payments, 0)
    }),
  )

  it.effect("finds customers by the field that the connection names", () =>
    Effect.gen(function* () {
      for (const [customersBy, customerNumber] of [
        ["code", "C1"],
        ["registrationCode", "R1"],
        ["id", "1"],
      ] as const) {
        const memory = withInvoice()
        memory.stored.customers.push({ id: 5, code: "R1", registrationCode: "C1" })
        const destination = yield* opened(payments, memory, { customersBy })
        assert.strictEqual(shown(yield* deliver(destination, { ...payment, customerNumber })), "Confirmed")
        assert.deepInclude(memory.stored.payments[0], { customerId: 1, invoiceId: 2 })
        const nobody = { ...payment, customerNumber: "0" }
        assert.strictEqual(shown(yield* deliver(destination, nobody)), "Held WB-ERPLYBOOKS-CUSTOMER-ABSENT")
      }
    }),
  )

  it.effect("is a prepayment where it names no invoice", () =>
    Effect.gen(function* () {
      const memory = withInvoice()
      const { allocations: _, ...prepaid } = payment
      assert.strictEqual(shown(yield* deliver(yield* opened(payments, memory), prepaid)), "Confirmed")
      assert.deepInclude(memory.stored.payments[0], { customerId: 1, invoiceId: 0 })
    }),
  )

  it.effect("sends no code that the dictionaries lack, and says which they have", () =>
    Effect.gen(function* () {
      const memory = withInvoice()
      const destination = yield* opened(payments, memory)
      const delivered = yield* deliver(destination, { ...payment, amount: money("5", "GBP") })
      assert.strictEqual(shown(delivered), "Refused WB-ERPLYBOOKS-CODE")
      assert.include(JSON.stringify(delivered), "CURRENCY_EUR, CURRENCY_USD")
      // What every record has is no record's fault.
      const wrong = yield* opened(payments, memory, { paymentType: "PAYMENT" })
      assert.strictEqual(shown(yield* deliver(wrong, payment)), "NotSent WB-ERPLYBOOKS-CODE stop")
      assert.lengthOf(memory.stored.payments, 0)
    }),
  )

  it.effect("says of each failure whether it may have been carried out (invariant 2)", () =>
    Effect.gen(function* () {
      const expected: ReadonlyArray<readonly [Failure, string]> = [
        ["lost", "Unknown WB-HTTP-LOST"],
        ["refused", "Refused WB-ERPLYBOOKS-REFUSED"],
        ["record", "Refused WB-ERPLYBOOKS-RECORD"],
        ["module", "NotSent WB-ERPLYBOOKS-MODULE stop"],
        ["address", "NotSent WB-HTTP-REFUSED stop"],
        ["token", "NotSent WB-HTTP-UNAUTHORIZED stop"],
        ["throttled", "NotSent WB-HTTP-THROTTLED stop"],
      ]
      for (const [failure, outcome] of expected) {
        const memory = withInvoice()
        memory.strike("payments.create", failure)
        assert.strictEqual(shown(yield* deliver(yield* opened(payments, memory), payment)), outcome)
        assert.lengthOf(memory.stored.payments, 0)
      }
      for (const call of ["ledger.dictionary CURRENCY", "ledger.accounts", "customers.list", "invoices.list"]) {
        const memory = withInvoice()
        const destination = yield* opened(payments, memory)
        memory.strike(call, "lost")
        assert.strictEqual(shown(yield* deliver(destination, payment)), "NotSent WB-HTTP-LOST")
        memory.strike(call, "token")
        assert.strictEqual(shown(yield* deliver(destination, payment)), "NotSent WB-HTTP-UNAUTHORIZED stop")
        assert.strictEqual(shown(yield* deliver(destination, payment)), "Confirmed")
      }
    }),
  )

  it.effect("shows the vendor's own words beside a refused payment", () =>
    Effect.gen(function* () {
      const memory = withInvoice()
      memory.strike("payments.create", "refused")
      const delivered = yield* deliver(yield* opened(payments, memory), payment)
      assert.include(JSON.stringify(delivered), "(409): the vendor's words")
    }),
  )

  it.effect("leaves no payment that ERPLY Books kept otherwise (invariant 4)", () =>
    Effect.gen(function* () {
      for (const bent of [{ sumPaid: decimal("57.11") }, { currencyCode: "CURRENCY_USD" }, { invoiceId: 0 }]) {
        const memory = withInvoice()
        memory.bend = (_, record) => ({ ...record, ...bent })
        const destination = yield* opened(payments, memory)
        assert.strictEqual(shown(yield* deliver(destination, payment)), "Refused WB-ERPLYBOOKS-DIFFERS")
        assert.lengthOf(memory.stored.payments, 0)
        memory.strike("payments.remove", "refused")
        assert.strictEqual(shown(yield* deliver(destination, payment)), "Unknown WB-ERPLYBOOKS-LEFT")
      }
      const memory = withInvoice()
      memory.bend = (_, record) => ({ ...record, sumPaid: null })
      assert.strictEqual(shown(yield* deliver(yield* opened(payments, memory), payment)), "Unknown WB-ERPLYBOOKS-STATE")
    }),
  )
})

describe("updating payments", () => {
  it.effect("writes what the record says, keeps the rest, and what was there before", () =>
    Effect.gen(function* () {
      const memory = withInvoice()
      const destination = yield* opened(payments, memory)
      yield* deliver(destination, payment)
      Object.assign(memory.stored.payments[0]!, { badDebt: true, attributes: ["theirs"], note: "theirs" })
      const changed = { ...payment, amount: money("60") }
      const delivered = yield* deliver(destination, changed, { change: "update", targetId: "101" })
      assert.strictEqual(shown(delivered), "Confirmed")
      const { before, targetId } = delivered.outcomes[0] as { before: string; targetId: string }
      const kept = memory.stored.payments[0]!
      assert.deepInclude(kept, { badDebt: true, note: "theirs", statusChangeDatetime: "2026-11-02T12:00:00" })
      assert.strictEqual(String(kept["sumPaid"]), String(decimal("60")))
      assert.strictEqual(shown(yield* destination.undo!.run([{ targetId, before }])), "Confirmed")
      assert.strictEqual(String(memory.stored.payments[0]!["sumPaid"]), String(decimal("57.10")))
    }),
  )

  it.effect("finds the payment by its own id where the ledger has none, and refuses one that is gone", () =>
    Effect.gen(function* () {
      const memory = withInvoice()
      const destination = yield* opened(payments, memory)
      const update = { change: "update" } as const
      assert.strictEqual(shown(yield* deliver(destination, payment, update)), "Refused WB-ERPLYBOOKS-GONE")
      const gone = { ...update, targetId: "9" }
      assert.strictEqual(shown(yield* deliver(destination, payment, gone)), "Refused WB-ERPLYBOOKS-GONE")
      yield* deliver(destination, payment)
      assert.strictEqual(shown(yield* deliver(destination, payment, update)), "Confirmed")
      assert.lengthOf(memory.stored.payments, 1)
      memory.stored.payments.push({ ...memory.stored.payments[0], id: 9 })
      assert.strictEqual(shown(yield* deliver(destination, payment, update)), "Refused WB-ERPLYBOOKS-AMBIGUOUS")
    }),
  )

  it.effect("puts back what it wrote over where ERPLY Books kept something else", () =>
    Effect.gen(function* () {
      const memory = withInvoice()
      const destination = yield* opened(payments, memory)
      yield* deliver(destination, payment)
      memory.bend = (_, record) => ({ ...record, sumPaid: decimal("1") })
      const update = { change: "update", targetId: "101" } as const
      assert.strictEqual(shown(yield* deliver(destination, payment, update)), "Refused WB-ERPLYBOOKS-DIFFERS")
      assert.strictEqual(String(memory.stored.payments[0]!["sumPaid"]), String(decimal("57.10")))
    }),
  )
})

describe("opening payments", () => {
  it("tells organisations on one host apart, and compares plain JSON", () => {
    const memory = withInvoice()
    const one = Effect.runSync(opened(payments, memory))
    const other = Effect.runSync(opened(payments, memory, { account: "Second" }))
    assert.strictEqual(one.target, "http://127.0.0.1:1/api payments")
    assert.strictEqual(other.target, "http://127.0.0.1:1/api Second payments")
    const record = Effect.runSync(Effect.fromResult(one.fromModel(payment)))
    assert.deepStrictEqual(Schema.encodeUnknownSync(one.record)(record), {
      archivingId: "WBP-P7",
      customerNumber: "C1",
      invoiceNumber: "I1",
      accountNumber: "1020",
      opDate: "2026-11-02T12:00:00",
      sumPaid: 57.1,
      currencyCode: "CURRENCY_EUR",
      typeCode: "INVOICE_PAYMENT",
      documentStatusTypeCode: "STATUS_CONFIRMED",
    })
    assert.deepStrictEqual(one.parents!(payment), [
      { entity: "customer", key: "C1" },
      { entity: "invoice", key: "I1" },
    ])
  })
})
