/** The real connectors against systems that are late in showing what they hold: it is neither refused nor made twice (invariant 2). */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"

import * as crm from "./crmcomTarget.ts"
import * as books from "./erplybooksTarget.ts"

/** Longer than any of these tests. */
const visibleAfterMillis = 3_600_000
const lost = (calls: string) => ({ faults: [{ fault: "cut-after", next: 1, calls: [calls] }] }) as const

describe("what is there and not shown yet", () => {
  it.live("CRM.COM: a code that is taken by nobody knows whom leaves the record unknown", () =>
    crm.withTargets({ visibleAfterMillis }, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const { invoices } = yield* open(crm.posted)
        sandbox.setFaults(lost("invoices/create"))
        assert.strictEqual(yield* invoices.deliver(crm.invoiceOf("1")), "Unknown WB-HTTP-LOST")
        assert.strictEqual(yield* invoices.deliver(crm.invoiceOf("1")), "Unknown WB-CRMCOM-UNSEEN")
        assert.deepStrictEqual([...sandbox.invoiceCopies()], [["WBI-1", 1]])
      }),
    ),
  )

  it.live("CRM.COM: a payment of an invoice that is not shown waits, and is never refused", () =>
    crm.withTargets({ visibleAfterMillis }, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const { invoices, payments } = yield* open(crm.posted)
        assert.strictEqual(yield* invoices.deliver(crm.invoiceOf("1")), "Confirmed")
        assert.strictEqual(yield* payments.deliver(crm.paymentOf("1", "57", "1")), "Held WB-CRMCOM-INVOICE-ABSENT")
        assert.strictEqual(sandbox.state().created.payments, 0)
      }),
    ),
  )

  it.live("ERPLY Books: an invoice whose number is taken by nobody knows whom is not sent", () =>
    books.withTargets({ visibleAfterMillis }, ({ sandbox, open }) =>
      Effect.gen(function* () {
        const invoices = yield* open("invoices")
        sandbox.setFaults(lost("POST invoices/partner"))
        assert.strictEqual(yield* invoices.deliver(books.invoiceOf("A-1")), "Unknown WB-HTTP-LOST")
        assert.strictEqual(yield* invoices.deliver(books.invoiceOf("A-1")), "NotSent WB-ERPLYBOOKS-UNSEEN")
        assert.deepStrictEqual([...sandbox.invoiceCopies()], [["WBI-A-1", 1]])
      }),
    ),
  )

  it.live("ERPLY Books: an invoice that is saved and can't be read back is unknown", () =>
    books.withTargets({ visibleAfterMillis }, ({ open }) =>
      Effect.gen(function* () {
        const invoices = yield* open("invoices")
        assert.strictEqual(yield* invoices.deliver(books.invoiceOf("A-1")), "Unknown WB-ERPLYBOOKS-STATE")
      }),
    ),
  )
})
