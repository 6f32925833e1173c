/** The real connector looks for customers among the stand-in's accounts, and writes none. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"

import { idOf, money, parse, withTargets } from "./crmcomTarget.ts"

const accounts = ["ACR0000000001", "ACR0000000002", "ACR0000000009"]

describe("customers as a target", () => {
  it.live("list: the accounts that are there, by id and number, with the names of their owners", () =>
    withTargets({ accounts: 3 }, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const { customers } = yield* open({ accounts })
        const listed = (yield* Effect.orDie(Stream.runCollect(customers.destination.list!))).flat()
        const [first, second] = parse(sandbox.accountTexts(2))
        assert.deepStrictEqual(
          listed.map(({ targetId, number, model }) => [targetId, number, model["name"]]),
          [
            [first.id, "ACR0000000001", "Owner No 1"],
            [second.id, "ACR0000000002", "Company 2"],
          ],
        )
      }),
    ),
  )

  it.live("find: by the number, without `accounts`; the id is the one that an invoice's parent is sent with", () =>
    withTargets({ accounts: 2 }, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const { customers, invoices } = yield* open()
        const targetId = yield* idOf(customers, { number: "ACR0000000002" })
        assert.strictEqual(targetId, parse(sandbox.accountTexts(2))[1].id)
        assert.isUndefined(yield* idOf(customers, { number: "ACR0000000009" }))

        const invoice = { number: "F-1", customerNumber: "K-2", total: money("57") }
        const parents = [{ entity: "customer" as const, key: "K-2", targetId: targetId! }]
        assert.strictEqual(yield* invoices.deliver(invoice, { parents }), "Confirmed draft")
        assert.strictEqual(parse(sandbox.invoiceTexts(1))[0].accounts_receivable.number, "ACR0000000002")
      }),
    ),
  )

  it.live("each is refused, and CRM.COM is not called for it", () =>
    withTargets({}, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const { customers } = yield* open()
        const before = sandbox.state().calls
        const customer = { number: "K-1", name: "Acme" }
        assert.strictEqual(yield* customers.deliver(customer), "Refused WB-CRMCOM-NO-CUSTOMERS")
        const known = { change: "update", targetId: "A1" } as const
        assert.strictEqual(yield* customers.deliver(customer, known), "Refused WB-CRMCOM-NO-CUSTOMERS")
        assert.deepStrictEqual(sandbox.state().calls, before)
      }),
    ),
  )
})
