/** The real connector writes invoices and customers to the stand-in's Partner API, and is checked. */
import { assert, describe, it } from "@effect/vitest"
import type { Customer } from "@waybill/model"
import { BigDecimal, Effect } from "effect"

import { invoiceOf, money, parse, paymentOf, said, withTargets } from "./erplybooksTarget.ts"

const lostAfter = (call: string) => ({ faults: [{ fault: "cut-after", next: 1, calls: [call] }] }) as const

describe("writing invoices", () => {
  it.live("comes to the total, with rows and days, once (invariants 2 and 4)", () =>
    withTargets({ partnerAnswer: "invoiceId" }, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const invoices = yield* open("invoices")
        sandbox.setFaults(lostAfter("POST invoices/partner"))
        assert.strictEqual(yield* invoices.deliver(invoiceOf("A-7")), "Unknown WB-HTTP-LOST")
        const found = yield* invoices.destination.find!(["WBI-A-7", "WBI-A-8"])
        assert.deepStrictEqual([...found.keys()], ["WBI-A-7"])
        assert.strictEqual(yield* invoices.deliver(invoiceOf("A-7")), "Confirmed")
        assert.strictEqual(sandbox.state().created.invoices, 1)
        const lines = [
          {
            description: "Hosting",
            quantity: BigDecimal.fromBigInt(3n),
            unitPrice: money("3.67"),
            taxRate: BigDecimal.fromBigInt(24n),
          },
          { description: "Discount", net: money("-1"), taxRate: BigDecimal.fromBigInt(24n) },
        ]
        assert.strictEqual(yield* invoices.deliver({ ...invoiceOf("A-8", "12.41"), lines }), "Confirmed")
        const [, first, second] = parse(sandbox.invoiceTexts(3))
        assert.deepInclude(first, {
          number: "A-7",
          date: "2026-03-01",
          deadlineDate: "2026-03-31",
          sumNoVat: 100,
          sumWithVat: 124,
        })
        assert.strictEqual(second.sumWithVat, 12.41)
        assert.deepStrictEqual(sandbox.state().invoices.sumWithVat, { CURRENCY_EUR: "771.09" })
      }),
    ),
  )

  it.live("takes no number that another invoice has", () =>
    withTargets({}, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const invoices = yield* open("invoices")
        assert.strictEqual(yield* invoices.deliver(invoiceOf("2026-0001")), "Refused WB-ERPLYBOOKS-TAKEN")
        assert.strictEqual(sandbox.state().created.invoices, 0)
      }),
    ),
  )

  it.live("is refused in the vendor's words where the Partner API is off", () =>
    withTargets({ partnerApi: "off" }, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const invoices = yield* open("invoices")
        assert.strictEqual(yield* invoices.deliver(invoiceOf("A-7")), "Refused WB-ERPLYBOOKS-REFUSED")
        assert.strictEqual(sandbox.state().created.invoices, 0)
      }),
    ),
  )

  it.live("is updated and taken back; one that is paid may not be", () =>
    withTargets({}, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const [invoices, payments] = [yield* open("invoices"), yield* open("payments")]
        yield* invoices.deliver(invoiceOf("A-7"))
        const targetId = String(parse(sandbox.invoiceTexts(2))[1].id)
        const update = { change: "update", targetId } as const
        const delivered = yield* invoices.send(invoiceOf("A-7", "248", "48"), update)
        assert.strictEqual(said(delivered), "Confirmed")
        assert.strictEqual(parse(sandbox.invoiceTexts(2))[1].sumWithVat, 248)
        const [outcome] = delivered.outcomes
        assert.ok(outcome?._tag === "Confirmed" && outcome.before !== undefined)
        const { run } = invoices.destination.undo!
        assert.strictEqual(said(yield* run([{ targetId, before: outcome.before }])), "Confirmed")
        assert.strictEqual(parse(sandbox.invoiceTexts(2))[1].sumWithVat, 124)
        const parents = [{ entity: "invoice", key: "A-7", targetId }] as const
        assert.strictEqual(yield* payments.deliver(paymentOf("P-1", "4", "A-7"), { parents }), "Confirmed")
        assert.strictEqual(said(yield* run([{ targetId }])), "Refused WB-ERPLYBOOKS-REFUSED")
        const paymentId = String(parse(sandbox.paymentTexts(1))[0].id)
        assert.strictEqual(said(yield* payments.destination.undo!.run([{ targetId: paymentId }])), "Confirmed")
        assert.strictEqual(said(yield* run([{ targetId }])), "Confirmed")
        assert.strictEqual(sandbox.state().invoices.count, 1)
      }),
    ),
  )
})

describe("writing customers", () => {
  const customer: Customer = { number: "K-1", name: "Acme OÜ", email: "acme@example.test" }

  it.live("makes one, and an invoice for it", () =>
    withTargets({}, ({ sandbox, open }) =>
      Effect.gen(function* () {
        // Waited for before a customer counts as gone.
        const [customers, invoices] = [yield* open("customers", { visibleAfter: 1 }), yield* open("invoices")]
        sandbox.setFaults(lostAfter("POST customers"))
        assert.strictEqual(yield* customers.deliver(customer), "Unknown WB-HTTP-LOST")
        assert.strictEqual((yield* customers.destination.find!(["WBC-K-1"])).size, 1)
        assert.strictEqual(yield* customers.deliver(customer), "Confirmed")
        assert.strictEqual(sandbox.state().created.customers, 1)
        const held = parse(sandbox.customerTexts(2))[1]
        assert.deepInclude(held, { code: "K-1", name: "Acme OÜ", partnerCustomerId: "WBC-K-1" })
        assert.strictEqual(yield* invoices.deliver({ ...invoiceOf("A-1"), customerNumber: "K-1" }), "Confirmed")
        assert.strictEqual(parse(sandbox.invoiceTexts(2))[1].customerId, held.id)
        assert.strictEqual(yield* customers.deliver({ number: "C0001", name: "Other" }), "Refused WB-ERPLYBOOKS-TAKEN")
        assert.strictEqual(said(yield* customers.destination.undo!.run([{ targetId: "9" }])), "Confirmed")
      }),
    ),
  )
})

describe("opening and checking", () => {
  it.live("reads the accounts with the token, and looks for those that the connection names (invariant 9)", () =>
    withTargets({}, ({ sandbox, check, open }) =>
      Effect.gen(function* () {
        assert.lengthOf(yield* check(), 2)
        assert.strictEqual(sandbox.state().calls["GET accounts"], 1)
        assert.strictEqual(yield* Effect.flip(check({ token: "wrong" })), "WB-HTTP-UNAUTHORIZED")
        const unknown = { methodAccounts: { cash: "9999" } }
        assert.strictEqual(yield* Effect.flip(check(unknown)), "WB-ERPLYBOOKS-ACCOUNT-ABSENT")
        assert.strictEqual(yield* Effect.flip(open("accounts")), "WB-ERPLYBOOKS-TARGET")
        const off = { usePartnerApi: false }
        assert.strictEqual(yield* Effect.flip(open("invoices", off)), "WB-ERPLYBOOKS-PARTNER-API")
      }),
    ),
  )
})
