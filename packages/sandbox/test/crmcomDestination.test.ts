/** The real connector writes to the stand-in: what it believes of each record must be what the stand-in holds. */
import { assert, describe, it } from "@effect/vitest"
import { BigDecimal, Effect } from "effect"

import { idOf, invoiceOf, money, parse, paymentOf, posted, said, withTargets } from "./crmcomTarget.ts"

describe("writing invoices", () => {
  it.live("lands drafts or posts, and every cent and every day arrives", () =>
    withTargets({}, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const drafts = yield* open()
        assert.strictEqual(yield* drafts.invoices.deliver(invoiceOf("D1", "12.34")), "Confirmed draft")
        const { invoices } = yield* open(posted)
        const lines = [
          { productCode: "Smartcard", unitPrice: money("15"), quantity: BigDecimal.fromBigInt(2n), net: money("28.5") },
          { productCode: "SERVICE", net: money("10"), tax: money("1.9") },
        ]
        assert.strictEqual(yield* invoices.deliver({ ...invoiceOf("P1", "40.40"), lines, note: "hello" }), "Confirmed")
        const { invoices: held, created, calls } = sandbox.state()
        assert.deepStrictEqual(held.DRAFT, { count: 1, sum: "12.34" })
        assert.deepStrictEqual(held.POSTED, { count: 1, sum: "40.4" })
        assert.strictEqual(created.invoices, 2)
        assert.deepStrictEqual(
          [calls["invoices/create"], calls["invoices/post"], calls["invoices/show"]],
          [2, 1, undefined],
        )
        const [, record] = parse(sandbox.invoiceTexts(2))
        assert.deepInclude(record, { back_office_code: "WBI-P1", due_on: "2026-03-01T10:00:00", discount_amount: 1.5 })
        assert.strictEqual(record.accounts_receivable.number, "ACR0000000001")
      }),
    ),
  )

  it.live("never posts an invoice that comes to another total: it is rejected (invariant 4)", () =>
    withTargets({}, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const { invoices } = yield* open({ ...posted, product: { code: "SERVICE" }, itemAmount: "cost" })
        assert.strictEqual(yield* invoices.deliver(invoiceOf("1")), "Refused WB-CRMCOM-TOTAL")
        const { invoices: held, calls } = sandbox.state()
        assert.deepStrictEqual([held.REJECTED.count, held.POSTED.count, held.DRAFT.count], [1, 0, 0])
        assert.isUndefined(calls["invoices/post"])
        // The mapping is mended: the next attempt has a code of its own.
        const mended = yield* open({ ...posted, product: { code: "SERVICE" } })
        assert.strictEqual(yield* mended.invoices.deliver(invoiceOf("1")), "Confirmed")
        assert.deepStrictEqual(
          parse(sandbox.invoiceTexts(9)).map((record) => `${record.back_office_code} ${record.life_cycle_state}`),
          ["WBI-1 REJECTED", "WBI-1-2 POSTED"],
        )
      }),
    ),
  )

  it.live("keeps hostile numbers apart, and finds each again", () =>
    withTargets({}, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const { invoices } = yield* open()
        const numbers = [
          "a1",
          "A1",
          "A 1",
          "A-2",
          "A",
          "A&b=c",
          "number=1",
          "é",
          "e\u0301",
          "💶",
          "1%31",
          "9".repeat(60),
        ]
        for (const number of numbers) assert.strictEqual(yield* invoices.deliver(invoiceOf(number)), "Confirmed draft")
        assert.strictEqual(sandbox.state().created.invoices, numbers.length)
        const keys = yield* Effect.forEach(numbers, (number) => invoices.key(invoiceOf(number)))
        const found = yield* invoices.destination.find!([...keys, "WBI-NOBODY"])
        assert.deepStrictEqual([...found.keys()].toSorted(), keys.toSorted())
        assert.strictEqual(new Set([...found.values()].map(({ targetId }) => targetId)).size, numbers.length)
      }),
    ),
  )

  it.live("says no to what CRM.COM refuses, in its words, and stops where it refuses the credentials", () =>
    withTargets({}, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const { invoices } = yield* open()
        const stranger = { ...invoiceOf("1"), customerNumber: "ACR0000000009" }
        const record = yield* Effect.fromResult(invoices.destination.fromModel(stranger))
        const { outcomes } = yield* invoices.destination.deliver([{ key: "WBI-1", record, change: "create" }])
        assert.ok(outcomes[0]?._tag === "Refused")
        assert.match(outcomes[0].issue.message, /ENTITYNOTFOUND/)
        const wrong = yield* open({ webApiKey: "wrong" })
        assert.strictEqual(yield* wrong.invoices.deliver(invoiceOf("2")), "NotSent WB-CRMCOM-SIGN-IN stop")
        assert.strictEqual(sandbox.state().created.invoices, 0)
      }),
    ),
  )
})

describe("paying", () => {
  it.live("pays the invoices that it loaded, by the attempt that counts", () =>
    withTargets({}, ({ sandbox, front, open }) =>
      Effect.gen(function* () {
        const { invoices, payments } = yield* open({ ...posted, land: "draft" })
        yield* invoices.deliver(invoiceOf("1"))
        yield* front.write("invoices/reject", { invoice_identifier: { back_office_code: "WBI-1" } })
        const target = yield* open(posted)
        assert.strictEqual(yield* target.payments.deliver(paymentOf("1", "57", "1")), "Held WB-CRMCOM-INVOICE-ABSENT")
        assert.strictEqual(yield* target.invoices.deliver(invoiceOf("1")), "Confirmed")
        assert.strictEqual(yield* payments.deliver(paymentOf("1", "20", "1")), "Confirmed draft")
        const update = { change: "update" } as const
        assert.strictEqual(yield* payments.deliver(paymentOf("1", "30", "1"), update), "Confirmed draft")
        const targetId = (yield* idOf(payments, paymentOf("1", "30")))!
        assert.strictEqual(said(yield* payments.destination.post!([{ targetId }])), "Confirmed")
        assert.strictEqual(sandbox.state().unsettled, "27")
        const [payment] = parse(sandbox.paymentTexts(1))
        assert.deepInclude(payment, { payment_amount: 30, received_on: "2026-01-31T10:00:00" })
      }),
    ),
  )

  it.live("pays an invoice whole, where exactly that is open, once", () =>
    withTargets({ signOfOpenAmounts: "negative" }, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const { invoices, payments } = yield* open({ ...posted, payWith: "pay_invoice" })
        yield* invoices.deliver(invoiceOf("1"))
        assert.strictEqual(yield* payments.deliver(paymentOf("1", "56.99", "1")), "Refused WB-CRMCOM-PAY-AMOUNT")
        sandbox.setFaults({ faults: [{ fault: "cut-after", next: 1, calls: ["payments/pay_invoice"] }] })
        assert.strictEqual(yield* payments.deliver(paymentOf("1", "57", "1")), "Unknown WB-HTTP-LOST")
        assert.strictEqual(yield* payments.deliver(paymentOf("1", "57", "1")), "Confirmed")
        assert.strictEqual(yield* payments.deliver(paymentOf("2", "57", "1")), "Refused WB-CRMCOM-PAY-AMOUNT")
        const { payments: paid, unsettled } = sandbox.state()
        assert.deepStrictEqual([paid.POSTED, unsettled], [{ count: 1, sum: "57" }, "0"])
      }),
    ),
  )
})

describe("checking", () => {
  it.live("signs in, reads the first account, and says what it could not verify (invariant 9)", () =>
    withTargets({}, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const named = yield* open({ accounts: ["ACR0000000001"] })
        assert.match((yield* named.check).join(), /^whether CRM\.COM knows what invoiceType.*product.*paymentMethod/)
        assert.strictEqual(sandbox.state().calls["accounts_receivable/show"], 1)
        const unnamed = yield* open()
        assert.match((yield* unnamed.check).join(), /names no accounts, so none was read/)
        const wrong = yield* open({ webApiKey: "wrong" })
        assert.isTrue((yield* Effect.exit(wrong.check))._tag === "Failure")
        const stranger = yield* open({ accounts: ["ACR0000000009"] })
        assert.isTrue((yield* Effect.exit(stranger.check))._tag === "Failure")
      }),
    ),
  )
})
