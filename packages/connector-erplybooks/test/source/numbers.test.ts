import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"

import { booksOf, customer, month, open, payment, read, recordsOf, refused } from "./books.ts"

const accounts = [
  { id: 5, number: "1020" },
  { id: 6, number: "1010" },
]
const invoices = Array.from({ length: 250 }, (_, index) => ({ id: index + 1, number: `N${index + 1}` }))

describe("what a payment refers to", () => {
  it.effect("is told by number", () =>
    Effect.gen(function* () {
      const payments = [payment(1, "01-02", { invoiceId: 7, accountId: 5 }), payment(2, "01-02", { customerId: 0 })]
      const { calls } = booksOf({ payments, invoices, accounts, customers: [customer] })
      for (const [customersBy, number] of [
        ["code", "C0001"],
        ["registrationCode", "10000001"],
        ["id", "1"],
      ]) {
        const [first, second] = recordsOf(yield* read(yield* open(calls, "payments", { customersBy })))
        assert.deepInclude(first, {
          customerNumber: number,
          invoiceNumber: "N7",
          accountNumber: "1020",
          invoiceId: "7",
        })
        for (const name of ["customerNumber", "invoiceNumber", "accountNumber", "invoiceId", "customerId"]) {
          assert.notProperty(second, name)
        }
      }
    }),
  )

  it.effect("is asked for once", () =>
    Effect.gen(function* () {
      const payments = month(1, 200, "01").map((one) => ({ ...one, invoiceId: one.id, accountId: 5 }))
      const books = booksOf({ payments, invoices, accounts, customers: [customer] })
      const source = yield* open(books.calls, "payments", { pageSize: 1000 })
      const records = recordsOf(yield* read(source))
      assert.deepStrictEqual(
        records.map(({ invoiceNumber }) => invoiceNumber),
        payments.map(({ id }) => `N${id}`),
      )
      const asked = Object.groupBy(books.log, ({ name }) => name)
      assert.strictEqual(asked["customers"]?.length, 1)
      assert.strictEqual(asked["accounts"]?.length, 1)
      // At most a hundred ids a call, so that every server takes the address.
      assert.deepStrictEqual(
        asked["invoices"]?.map(({ limit }) => limit),
        [100, 100],
      )
      assert.isUndefined(asked["invoice"])
    }),
  )

  it.effect("comes one by one where it does not come together", () =>
    Effect.gen(function* () {
      const payments = month(1, 8, "01").map((one) => ({ ...one, invoiceId: one.id }))
      for (const documentIds of ["halved", "refused"] as const) {
        const { calls, log } = booksOf({ payments, invoices, customers: [customer] }, { documentIds })
        const records = recordsOf(yield* read(yield* open(calls, "payments", { pageSize: 4 })))
        assert.deepStrictEqual(
          records.map(({ invoiceNumber }) => invoiceNumber),
          payments.map(({ id }) => `N${id}`),
        )
        const asked = Object.groupBy(log, ({ name }) => name)
        assert.strictEqual(asked["invoice"]?.length, documentIds === "refused" ? 8 : 4)
        assert.strictEqual(asked["invoices"]?.length, documentIds === "refused" ? 1 : 3)
      }
    }),
  )

  it.effect("may be gone", () =>
    Effect.gen(function* () {
      const payments = [payment(1, "01-02", { invoiceId: 999, accountId: 9, customerId: 9 }), payment(2, "01-20")]
      const { calls, log } = booksOf({ payments, invoices, accounts, customers: [customer] })
      const [record] = recordsOf(yield* read(yield* open(calls, "payments", { windowDays: 10 })))
      for (const name of ["customerNumber", "invoiceNumber", "accountNumber"]) assert.notProperty(record, name)
      assert.strictEqual(log.filter(({ id }) => id === 9).length, 1, "the customer alone, once")
    }),
  )

  it.effect("may have come meanwhile", () =>
    Effect.gen(function* () {
      const payments = [payment(1, "01-02"), payment(2, "03-02", { customerId: 2 })]
      const books = booksOf(
        { payments, customers: [customer] },
        {
          before: (_, now) =>
            Effect.sync(() => {
              if (books.log.at(-1)?.dateFrom === "2026-03-01T00:00:00") {
                now.customers = [customer, { id: 2, code: "C0002" }]
              }
            }),
        },
      )
      const source = yield* open(books.calls, "payments", { since: "2026-01-01", windowDays: 59 })
      assert.deepStrictEqual(
        recordsOf(yield* read(source)).map(({ customerNumber }) => customerNumber),
        ["C0001", "C0002"],
      )
    }),
  )

  it.effect("that can't be looked up stops the stream (invariant 9)", () =>
    Effect.gen(function* () {
      const books = booksOf(
        { payments: [payment(1, "01-02", { invoiceId: 7 })], invoices, customers: [customer] },
        {
          documentIds: "refused",
          before: () => (books.log.at(-1)?.name === "invoice" ? Effect.fail(refused) : Effect.void),
        },
      )
      const failure = yield* Effect.flip(read(yield* open(books.calls, "payments")))
      assert.strictEqual(failure.code, "WB-ERPLYBOOKS-REFUSED")
    }),
  )
})

describe("an invoice", () => {
  it.effect("tells its customer's number, and not the hash that shows it to anybody (invariant 7)", () =>
    Effect.gen(function* () {
      const invoice = { id: 7, date: "2026-02-03", typeCode: "DOCUMENT_SELL", customerId: 1, hash: "open-sesame" }
      const odd = { ...invoice, id: 8, deadlineDate: "soon" }
      const { calls, log } = booksOf({ invoices: [invoice, odd], customers: [customer] })
      const rows = (yield* read(yield* open(calls, "invoices"))).flatMap((page) => page.rows)
      assert(rows[0] !== undefined && "record" in rows[0])
      assert.strictEqual(rows[0].record.customerNumber, "C0001")
      assert.notInclude(JSON.stringify(rows), "open-sesame")
      assert.isTrue(log.find(({ name }) => name === "invoices")?.getRows)
    }),
  )
})
