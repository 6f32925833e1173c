/** What a target holds, whoever made it: the real connector lists it, and delivers to accounts by their ids. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"

import { idOf, invoiceOf, parse, paymentOf, posted, type Target, withTargets } from "./crmcomTarget.ts"

const everything = ({ destination }: Target) =>
  Effect.map(Stream.runCollect(destination.list!), (pages) => pages.flat())

const seeded = { accounts: 3, invoicesPerAccount: 12, paymentsPerAccount: 4 } as const
const numbers = ["ACR0000000001", "ACR0000000002", "ACR0000000003"]

describe("what CRM.COM holds", () => {
  it.live("is listed by account and page, drafts without a number, and nothing else is called", () =>
    withTargets(seeded, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const { invoices, payments } = yield* open({ accounts: numbers, pageSize: 5 })
        const held = parse(sandbox.invoiceTexts(99)).filter(({ life_cycle_state: state }) => state !== "CANCELLED")
        const listed = yield* everything(invoices)
        assert.sameMembers(
          listed.map(({ targetId }) => targetId),
          held.map(({ id }) => id),
        )
        assert.isBelow(held.length, 36, "one was cancelled, and is none of them")
        for (const one of listed) {
          const { status, customerNumber } = one.model
          assert.strictEqual(one.number === undefined, status === "DRAFT")
          assert.include(numbers, customerNumber)
          assert.property(one.model, "total")
        }
        assert.isTrue(listed.some(({ number }) => number === undefined))
        const paid = yield* everything(payments)
        assert.sameMembers(
          paid.map(({ targetId }) => targetId),
          parse(sandbox.paymentTexts(99)).map(({ id }) => id),
        )
        assert.includeMembers(
          ["authentication/web_api_key/token", "invoices/list", "payments/list"],
          Object.keys(sandbox.state().calls),
        )
      }),
    ),
  )

  it.live("goes by the id that delivering and finding give", () =>
    withTargets({}, ({ open }) =>
      Effect.gen(function* () {
        const { invoices, payments } = yield* open({ ...posted, accounts: ["NOBODY", numbers[0]!] })
        assert.strictEqual(yield* invoices.deliver(invoiceOf("A-1")), "Confirmed")
        assert.strictEqual(yield* payments.deliver(paymentOf("P-1", "57", "A-1")), "Confirmed")
        for (const [target, model] of [
          [invoices, invoiceOf("A-1")],
          [payments, paymentOf("P-1", "57")],
        ] as const) {
          const [listed, ...others] = yield* everything(target)
          assert.strictEqual(yield* idOf(target, model), listed!.targetId)
          assert.deepStrictEqual([listed!.model["number"], others.length], [listed!.number, 0])
        }
      }),
    ),
  )

  it.live("is not told where the accounts are not named, or can't be read", () =>
    withTargets({}, ({ open }) =>
      Effect.gen(function* () {
        for (const [extra, code] of [
          [{}, "WB-CRMCOM-ACCOUNTS"],
          [{ accounts: "/nowhere.csv" }, "WB-CRMCOM-ACCOUNTS-FILE"],
          [{ accounts: numbers, webApiKey: "wrong" }, "WB-CRMCOM-SIGN-IN"],
        ] as const) {
          const { invoices, payments } = yield* open(extra)
          assert.strictEqual((yield* Effect.flip(everything(invoices))).code, code)
          assert.strictEqual((yield* Effect.flip(everything(payments))).code, code)
        }
      }),
    ),
  )
})

describe("an account that was matched under another number", () => {
  it.live("gets the invoices and payments, of which no second ones are made", () =>
    withTargets({ accounts: 2 }, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const second = parse(sandbox.accountTexts(2))[1]
        const parents = [{ entity: "customer", key: "OLD-7", targetId: second.id }] as const
        const invoice = { ...invoiceOf("A-1"), customerNumber: "OLD-7" }
        const payment = { ...paymentOf("P-1", "57", "A-1"), customerNumber: "OLD-7" }
        const { invoices, payments } = yield* open({ ...posted, invoicesBy: "number" })
        assert.match(yield* invoices.deliver(invoice), /^Refused/)
        sandbox.setFaults({ faults: [{ fault: "cut-after", next: 1, calls: ["invoices/create"] }] })
        assert.strictEqual(yield* invoices.deliver(invoice, { parents }), "Unknown WB-HTTP-LOST")
        assert.strictEqual(yield* invoices.deliver(invoice, { parents }), "Confirmed")
        const targetId = (yield* idOf(invoices, invoice))!
        const all = { parents: [...parents, { entity: "invoice", key: "A-1", targetId } as const] }
        assert.strictEqual(yield* payments.deliver(payment, all), "Confirmed")
        assert.strictEqual(yield* payments.deliver(payment, all), "Confirmed")
        const held = [...parse(sandbox.invoiceTexts(9)), ...parse(sandbox.paymentTexts(9))]
        assert.deepStrictEqual(
          held.map((one) => one.accounts_receivable.id),
          [second.id, second.id],
        )
        assert.strictEqual(sandbox.state().unsettled, "0")
      }),
    ),
  )
})
