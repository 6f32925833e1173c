/** The real connector writes payments to the stand-in: what it believes of each must be what the stand-in holds. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"

import { invoiceOf, money, parse, paymentOf, said, withTargets } from "./erplybooksTarget.ts"

const lostAfter = (call: string) => ({ faults: [{ fault: "cut-after", next: 1, calls: [call] }] }) as const

describe("writing payments", () => {
  it.live("pays the invoice to the cent, on its day (invariants 3, 4 and 5)", () =>
    withTargets({}, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const payments = yield* open("payments")
        assert.strictEqual(yield* payments.deliver(paymentOf("P-1", "600.10")), "Confirmed")
        assert.strictEqual(yield* payments.deliver({ ...paymentOf("P-2", "34.58"), note: "the rest" }), "Confirmed")
        const { invoices, payments: held, created, calls } = sandbox.state()
        assert.deepStrictEqual(invoices.sumPaid, { CURRENCY_EUR: "634.68" })
        assert.deepStrictEqual(invoices.sumLeftToPay, { CURRENCY_EUR: "0" })
        assert.deepStrictEqual(held, { count: 2, sum: { CURRENCY_EUR: "634.68" } })
        assert.strictEqual(created.payments, 2)
        // Everything else is looked up once.
        const { "POST payments": posts, ...reads } = calls
        assert.deepStrictEqual([posts, new Set(Object.values(reads))], [2, new Set([1])])
        const [first, second] = parse(sandbox.paymentTexts(2))
        assert.deepInclude(first, {
          opDate: "2026-11-02T12:00:00",
          archivingId: "WBP-P-1",
          sumPaid: 600.1,
          accountId: 583287,
          typeCode: "INVOICE_PAYMENT",
        })
        assert.strictEqual(second.note, "the rest")
      }),
    ),
  )

  it.live("finds the payment whose answer was lost, and makes no second one (invariant 2)", () =>
    withTargets({}, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const payments = yield* open("payments")
        const payment = paymentOf("P-1", "10")
        const key = yield* payments.key(payment)
        assert.strictEqual((yield* payments.destination.find!([key])).size, 0)
        sandbox.setFaults({ faults: [{ fault: "cut-before", next: 1, calls: ["POST payments"] }] })
        assert.strictEqual(yield* payments.deliver(payment), "Unknown WB-HTTP-LOST")
        assert.strictEqual((yield* payments.destination.find!([key])).size, 0)
        sandbox.setFaults(lostAfter("POST payments"))
        assert.strictEqual(yield* payments.deliver(payment), "Unknown WB-HTTP-LOST")
        const found = (yield* payments.destination.find!([key])).get(key)!
        assert.strictEqual(String(found.money), "10.00 EUR")
        assert.strictEqual(sandbox.state().created.payments, 1)
        assert.strictEqual(found.targetId, String(parse(sandbox.paymentTexts(1))[0].id))
      }),
    ),
  )

  it.live("makes each of many once, and comes to their sum, however many answers are lost (invariants 2 and 3)", () =>
    withTargets({}, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const payments = yield* open("payments")
        const calls = ["POST payments"] as const
        sandbox.setFaults({
          seed: 7,
          faults: [
            { fault: "cut-after", rate: 0.1, calls },
            { fault: "cut-before", rate: 0.1, calls },
          ],
        })
        const all = Array.from({ length: 150 }, (_, index) => paymentOf(`P-${index}`, `0.${10 + (index % 90)}`))
        let lost = 0
        for (const payment of all) {
          const key = yield* payments.key(payment)
          const isThere = Effect.map(payments.destination.find!([key]), (found) => found.has(key))
          for (let tries = 0; (yield* payments.deliver(payment)) !== "Confirmed"; tries++) {
            assert.isBelow(tries, 9)
            lost += 1
            // As a run does: nothing goes out again before the target was asked.
            if (yield* isThere) break
          }
        }
        assert.isAbove(lost, 10)
        const { payments: held, created, invoices } = sandbox.state()
        assert.deepStrictEqual([held.count, created.payments], [150, 150])
        const cents = all.reduce((sum, { amount }) => sum + BigInt(amount.toString().slice(2, 4)), 0n)
        assert.deepStrictEqual(invoices.sumPaid, held.sum)
        assert.strictEqual(held.sum["CURRENCY_EUR"], `${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`)
      }),
    ),
  )

  it.live("looks at everything before it says that nothing is there (invariant 9)", () =>
    withTargets({ getEverythingRequired: true }, ({ open }) =>
      Effect.gen(function* () {
        const payments = yield* open("payments")
        yield* payments.deliver(paymentOf("P-1", "10"))
        const key = yield* payments.key(paymentOf("P-1", "10"))
        assert.strictEqual((yield* payments.destination.find!([key])).size, 1)
      }),
    ),
  )

  it.live("names the type of its payments where lists need one", () =>
    withTargets({ paymentTypeRequired: true }, ({ open }) =>
      Effect.gen(function* () {
        const payments = yield* open("payments")
        yield* payments.deliver(paymentOf("P-1", "10"))
        const key = yield* payments.key(paymentOf("P-1", "10"))
        assert.strictEqual((yield* payments.destination.find!([key, `${key}0`])).size, 1)
      }),
    ),
  )

  it.live("finds every one of several pages, each hostile number apart", () =>
    withTargets({}, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const payments = yield* open("payments", { pageSize: 3 })
        const numbers = ["a1", "A1", "A 1", "A", "A-1", "A&b=c", "é", "e\u0301", "💶", "1%31", "1/2", "9".repeat(60)]
        for (const number of numbers)
          assert.strictEqual(yield* payments.deliver(paymentOf(number, "0.01")), "Confirmed")
        assert.strictEqual(sandbox.state().created.payments, numbers.length)
        const keys = yield* Effect.forEach(numbers, (number) => payments.key(paymentOf(number, "0.01")))
        const found = yield* payments.destination.find!([...keys, "2026-11-02/WBP-NOBODY"])
        assert.deepStrictEqual([...found.keys()].toSorted(), keys.toSorted())
        assert.strictEqual(new Set([...found.values()].map(({ targetId }) => targetId)).size, numbers.length)
      }),
    ),
  )

  it.live("waits for the invoice, and goes out when that is there", () =>
    withTargets({}, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const [payments, invoices] = [yield* open("payments"), yield* open("invoices")]
        const payment = paymentOf("P-1", "124", "A-7")
        assert.strictEqual(yield* payments.deliver(payment), "Held WB-ERPLYBOOKS-INVOICE-ABSENT")
        assert.strictEqual(yield* invoices.deliver(invoiceOf("A-70")), "Confirmed")
        assert.strictEqual(yield* payments.deliver(payment), "Held WB-ERPLYBOOKS-INVOICE-ABSENT")
        assert.strictEqual(yield* invoices.deliver(invoiceOf("A-7")), "Confirmed")
        assert.strictEqual(yield* payments.deliver(payment), "Confirmed")
        const nobody = { ...payment, customerNumber: "C9999" }
        assert.strictEqual(yield* payments.deliver(nobody), "Held WB-ERPLYBOOKS-CUSTOMER-ABSENT")
        const [, other, mine] = parse(sandbox.invoiceTexts(3))
        assert.deepStrictEqual([other.sumPaid, mine.sumPaid, mine.sumLeftToPay], [0, 124, 0])
      }),
    ),
  )

  it.live("says no in the vendor's words, and stops where the token or the price plan is at fault", () =>
    withTargets({ overpayment: "refuse" }, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const payments = yield* open("payments")
        const dear = yield* payments.send(paymentOf("P-1", "1000"))
        assert.strictEqual(said(dear), "Refused WB-ERPLYBOOKS-REFUSED")
        assert.match(JSON.stringify(dear), /refuses the record \(409 /)
        const wrong = yield* open("payments", { token: "wrong" })
        assert.strictEqual(yield* wrong.deliver(paymentOf("P-2", "1")), "NotSent WB-HTTP-UNAUTHORIZED stop")
        const francs = { ...paymentOf("P-3", "1"), amount: money("1", "CHF") }
        assert.strictEqual(yield* payments.deliver(francs), "Refused WB-ERPLYBOOKS-CODE")
        assert.strictEqual(sandbox.state().created.payments, 0)
      }),
    ),
  )

  it.live("stops where the price plan has no payments", () =>
    withTargets({ withoutModules: ["payments"] }, ({ open }) =>
      Effect.gen(function* () {
        const payments = yield* open("payments")
        assert.strictEqual(yield* payments.deliver(paymentOf("P-1", "1")), "NotSent WB-ERPLYBOOKS-MODULE stop")
      }),
    ),
  )
})

describe("changing and taking back payments", () => {
  it.live("writes what the record says, keeps what nobody declares, and puts it all back", () =>
    withTargets({ paymentsPerInvoice: 1 }, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const payments = yield* open("payments")
        const text = () => [...sandbox.paymentTexts(1)][0]!
        const [before, seeded] = [text(), parse(sandbox.paymentTexts(1))[0]]
        const how = { change: "update", targetId: String(seeded.id) } as const
        const delivered = yield* payments.send(paymentOf("P-1", "10"), how)
        assert.strictEqual(said(delivered), "Confirmed")
        const changed = parse([text()])[0]
        const { archivingId, note } = seeded
        assert.deepInclude(changed, { sumPaid: 10, archivingId, note })
        assert.deepStrictEqual(changed.attributes, seeded.attributes)
        assert.include(text(), '"factor":1.50')
        assert.deepStrictEqual(sandbox.state().invoices.sumPaid, { CURRENCY_EUR: "10" })
        const [outcome] = delivered.outcomes
        assert.ok(outcome?._tag === "Confirmed" && outcome.before !== undefined)
        const landed = { targetId: how.targetId, before: outcome.before }
        assert.strictEqual(said(yield* payments.destination.undo!.run([landed])), "Confirmed")
        assert.deepStrictEqual(JSON.parse(text()), JSON.parse(before))
      }),
    ),
  )

  it.live("deletes once, whatever became of the answer", () =>
    withTargets({}, ({ sandbox, open }) =>
      Effect.gen(function* () {
        // Waited for before a payment counts as gone.
        const payments = yield* open("payments", { visibleAfter: 1 })
        yield* payments.deliver(paymentOf("P-1", "10"))
        const targetId = String(parse(sandbox.paymentTexts(1))[0].id)
        sandbox.setFaults(lostAfter("DELETE payments/:id"))
        const { run } = payments.destination.undo!
        assert.strictEqual(said(yield* run([{ targetId }])), "Confirmed")
        assert.strictEqual(said(yield* run([{ targetId }])), "Confirmed")
        const { payments: held, invoices, calls } = sandbox.state()
        assert.deepStrictEqual([held.count, invoices.sumPaid], [0, { CURRENCY_EUR: "0" }])
        assert.strictEqual(calls["DELETE payments/:id"], 2)
      }),
    ),
  )
})
