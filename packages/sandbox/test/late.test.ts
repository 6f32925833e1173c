/** What comes late: calls that are carried out after their client has gone, and records that are shown after they were made. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"

import { PayorCrmSandbox } from "../src/index.ts"
import * as crm from "./crmcomHttp.ts"
import * as books from "./erplybooksHttp.ts"
import { invoice as payorInvoice, putInvoices } from "./http.ts"

const late = { fault: "late", next: 1, millis: 5000 } as const

/** Waits, a bounded number of turns of the event loop, until `count` says 1. */
const once = (count: () => number) =>
  Effect.gen(function* () {
    for (let turn = 0; turn < 1000 && count() === 0; turn++) {
      yield* Effect.promise(() => new Promise<void>((resolve) => setImmediate(resolve)))
    }
    assert.strictEqual(count(), 1)
  })

describe("late: no answer at once, and the write so many milliseconds later", () => {
  it.effect("PayorCRM", () =>
    Effect.gen(function* () {
      const sandbox = yield* PayorCrmSandbox.start({ unknownCustomer: "store", faults: [late] })
      const stored = () => sandbox.state().invoices
      assert.strictEqual((yield* putInvoices(sandbox, `[${payorInvoice("1")}]`)).status, 0)
      yield* TestClock.adjust("4999 millis")
      assert.strictEqual(stored(), 0)
      yield* TestClock.adjust("1 millis")
      yield* once(stored)
      assert.strictEqual(sandbox.state().requests, 1)
    }).pipe(Effect.scoped),
  )

  it.effect("CRM.COM", () =>
    crm.withCrmCom({ ...crm.empty, faults: [late] }, ({ post, sandbox }) =>
      Effect.gen(function* () {
        const stored = () => sandbox.state().created.invoices
        assert.strictEqual((yield* post("invoices/create", crm.invoice())).http, 0)
        yield* TestClock.adjust("4999 millis")
        assert.strictEqual(stored(), 0)
        yield* TestClock.adjust("1 millis")
        yield* once(stored)
        assert.strictEqual(sandbox.state().invoices.POSTED.sum, "30")
      }),
    ),
  )

  it.effect("ERPLY Books, a PUT too", () =>
    books.withBooks({ ...books.unpaid, faults: [late] }, ({ post, put, read, sandbox }) =>
      Effect.gen(function* () {
        const stored = () => sandbox.state().created.payments
        assert.strictEqual((yield* post("payments", books.payment())).http, 0)
        yield* TestClock.adjust("4999 millis")
        assert.strictEqual(stored(), 0)
        yield* TestClock.adjust("1 millis")
        yield* once(stored)
        const [{ id }] = (yield* read("payments")).items
        sandbox.setFaults({ faults: [late] })
        assert.strictEqual((yield* put(`payments/${id}`, books.payment({ sumPaid: 11 }))).http, 0)
        yield* TestClock.adjust("5 seconds")
        yield* once(() => (sandbox.state().payments.sum["CURRENCY_EUR"] === "11" ? 1 : 0))
      }),
    ),
  )
})

describe("visibleAfterMillis: reading calls show a new record so long after it was made", () => {
  it.effect("CRM.COM: shows and lists, while its code is taken and it can be posted and paid", () =>
    crm.withCrmCom({ ...crm.empty, visibleAfterMillis: 10_000 }, ({ get, post, read, write, sandbox }) =>
      Effect.gen(function* () {
        const draft = crm.invoice({ back_office_code: "A", life_cycle_state: "DRAFT" })
        const { id } = yield* write("invoices/create", { ...draft, fields_set: "id" })
        const show = () => get("invoices/show", { invoice_identifier: "back_office_code=A" })
        const account = { accounts_receivable_identifier: `number=${crm.account.number}` }
        yield* TestClock.adjust("9999 millis")
        assert.strictEqual((yield* show()).code, "ENTITYNOTFOUND")
        assert.deepStrictEqual(yield* read("invoices/list", account), [])
        assert.strictEqual((yield* post("invoices/create", draft)).code, "BACKOFFICECODENOTUNIQUE")
        yield* write("invoices/post", { invoice_identifier: { id } })
        const paid = {
          ...crm.payment({ back_office_code: "A" }),
          invoices_to_pay_set: [{ invoice_identifier: { id } }],
        }
        yield* write("payments/create", paid)
        assert.strictEqual(sandbox.state().unsettled, "20")
        yield* TestClock.adjust("1 millis")
        assert.strictEqual((yield* show()).data.life_cycle_state, "POSTED")
        assert.lengthOf(yield* read("invoices/list", account), 1)
        // The payment was made later.
        assert.deepStrictEqual(yield* read("payments/list", account), [])
        const latest = { ...account, number: "9" }
        assert.deepStrictEqual(yield* read("payments/get_latest", latest), [])
        yield* TestClock.adjust("10 seconds")
        assert.lengthOf(yield* read("payments/list", account), 1)
      }),
    ),
  )

  it.effect("ERPLY Books: reads and lists, while its number is taken and it can be replaced", () =>
    books.withBooks({ ...books.unpaid, visibleAfterMillis: 10_000 }, ({ get, put, read, write, sandbox }) =>
      Effect.gen(function* () {
        // What it begins with, and what is seeded later, is there.
        assert.strictEqual((yield* read("customers")).totalCount, 1)
        const { id } = yield* write("payments", books.payment())
        sandbox.seed({ customers: 1, invoicesPerCustomer: 0 })
        assert.strictEqual((yield* read("customers")).totalCount, 2)
        const invoice = yield* write("invoices", books.invoice({ number: "X-1" }))
        yield* write("customers", { id: 0, name: "Late" })
        yield* TestClock.adjust("9999 millis")
        assert.strictEqual((yield* get(`payments/${id}`)).code, "Item not Found")
        assert.strictEqual((yield* get(`invoices/${invoice.id}`)).code, "Item not Found")
        const counts = () =>
          Effect.all([read("payments"), read("invoices", { documentType: "DOCUMENT_SELL" }), read("customers")]).pipe(
            Effect.map((lists) => lists.map(({ totalCount }) => totalCount)),
          )
        assert.deepStrictEqual(yield* counts(), [0, 1, 2])
        const { existingDocumentId } = yield* write("invoices/new_number", { id: 0, number: "X-1" })
        assert.strictEqual(existingDocumentId, invoice.id)
        assert.strictEqual((yield* put(`payments/${id}`, books.payment({ id, sumPaid: 11 }))).http, 200)
        yield* TestClock.adjust("1 millis")
        assert.deepStrictEqual(yield* counts(), [1, 2, 3])
        assert.strictEqual((yield* read(`payments/${id}`)).sumPaid, 11)
      }),
    ),
  )
})

describe("second copies are counted", () => {
  it.live("CRM.COM: of what counts, whatever the attempt", () =>
    crm.withCrmCom(crm.empty, ({ write, sandbox }) =>
      Effect.gen(function* () {
        const create = (back_office_code: string, life_cycle_state: string) =>
          write("invoices/create", { ...crm.invoice({ back_office_code, life_cycle_state }), fields_set: "id" })
        const { id } = yield* create("WBI-1", "DRAFT")
        yield* write("invoices/reject", { invoice_identifier: { id } })
        yield* create("WBI-1-2", "POSTED")
        yield* create("WBI-10", "POSTED")
        yield* write("payments/create", crm.payment({ back_office_code: "WBP-1" }))
        assert.deepStrictEqual(
          [...sandbox.invoiceCopies()],
          [
            ["WBI-1", 1],
            ["WBI-10", 1],
          ],
        )
        assert.deepStrictEqual([...sandbox.paymentCopies()], [["WBP-1", 1]])
        assert.strictEqual(sandbox.state().duplicates, 0)
        yield* create("WBI-1-3", "DRAFT")
        assert.strictEqual(sandbox.invoiceCopies().get("WBI-1"), 2)
        assert.strictEqual(sandbox.state().duplicates, 1)
      }),
    ),
  )

  it.live("ERPLY Books: by the integrator's own ids", () =>
    books.withBooks(books.unpaid, ({ write, sandbox }) =>
      Effect.gen(function* () {
        yield* write("payments", books.payment({ archivingId: "WBP-1" }))
        yield* write("payments", books.payment({ archivingId: "WBP-2" }))
        yield* write("payments", books.payment())
        assert.deepStrictEqual([...sandbox.paymentCopies().values()], [1, 1])
        assert.strictEqual(sandbox.state().duplicates, 0)
        yield* write("payments", books.payment({ archivingId: "WBP-1" }))
        assert.strictEqual(sandbox.paymentCopies().get("WBP-1"), 2)
        yield* write("customers", { id: 0, name: "One", partnerCustomerId: "C-1" })
        yield* write("customers", { id: 0, name: "One", partnerCustomerId: "C-1" })
        assert.deepStrictEqual([...sandbox.customerCopies()], [["C-1", 2]])
        yield* write("invoices", books.invoice({ partnerDocumentId: "D-1" }))
        assert.deepStrictEqual([...sandbox.invoiceCopies()], [["D-1", 1]])
        assert.strictEqual(sandbox.state().duplicates, 2)
      }),
    ),
  )
})
