/** What somebody does to ERPLY Books' records behind the back of whoever delivered them. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"

import { type Front, type Json, invoice, payment, unpaid, withBooks } from "./erplybooksHttp.ts"
import { admin, refused, tamper } from "./tampering.ts"

const list = { documentType: "DOCUMENT_SELL" }

/** An invoice of 634.68 that is paid by 100, and a second one of 4.40. */
const two = (front: Front) =>
  Effect.gen(function* () {
    yield* front.write("payments", payment({ sumPaid: 100, originalSum: 100, archivingId: "WBP-1" }))
    yield* front.write("invoices", invoice({ partnerDocumentId: "WBI-2", number: "2026-7" }))
  })

const withTwo = <E>(use: (front: Front) => Effect.Effect<void, E>) =>
  withBooks(unpaid, (front) => Effect.andThen(two(front), use(front)))

describe("ERPLY Books loses", () => {
  it.live("a document, from lists and sums; what paid it is a prepayment", () =>
    withTwo((front) =>
      Effect.gen(function* () {
        const [lost] = yield* tamper(front.sandbox, { do: "lose", kind: "invoices", id: "2460001" })
        assert.deepInclude(lost, { id: 2460001, sumPaid: 100 })
        assert.strictEqual((yield* front.get("invoices/2460001")).http, 409)
        const { items, totalCount } = yield* front.read("invoices", list)
        assert.deepStrictEqual([totalCount, items[0].number], [1, "2026-7"])
        assert.deepInclude((yield* front.read("payments")).items[0], { invoiceId: 0, archivingId: "WBP-1" })
        assert.deepInclude(front.sandbox.state().invoices, { count: 1, sumWithVat: { CURRENCY_EUR: "4.4" } })
        assert.deepInclude(front.sandbox.state().created, { invoices: 1 })
      }),
    ),
  )

  it.live("a payment: its document is open again", () =>
    withTwo((front) =>
      Effect.gen(function* () {
        yield* tamper(front.sandbox, { do: "lose", kind: "payments", key: "WBP-1" })
        assert.deepInclude(yield* front.read("invoices/2460001"), { sumPaid: 0, sumLeftToPay: 634.68 })
        assert.deepInclude(front.sandbox.state(), { payments: { count: 0, sum: {} } })
      }),
    ),
  )

  it.live("no customer that has documents, and one that has none", () =>
    withTwo(({ sandbox }) =>
      Effect.gen(function* () {
        yield* admin(sandbox, "seed", { customerNumbers: [{ number: "K-1", name: "Acme" }] })
        assert.strictEqual(yield* refused(sandbox, { do: "lose", kind: "customers", id: "700001" }), 400)
        const [lost] = yield* tamper(sandbox, { do: "lose", kind: "customers", number: "K-1" })
        assert.deepInclude(lost, { name: "Acme", code: "K-1", registrationCode: "K-1" })
        assert.deepInclude(sandbox.state(), { customers: 1 })
      }),
    ),
  )
})

describe("ERPLY Books changes", () => {
  it.live("a document by one cent: its rows make its sum up, and what is left to pay follows", () =>
    withTwo((front) =>
      Effect.gen(function* () {
        yield* tamper(front.sandbox, { do: "change", kind: "invoices", id: "2460001", by: "0.01" })
        const shown = yield* front.read("invoices/2460001")
        assert.deepInclude(shown, { sumWithVat: 634.69, sumLeftToPay: 534.69, sumPaid: 100 })
        assert.deepInclude(shown.rows.at(-1), { price: 0.01, quantity: 1, vatPercent: 0 })
        // What it sums up to when it is written back is the same.
        yield* front.put("invoices/2460001", { ...shown, customer: null, payments: null, note: "again" })
        assert.deepInclude(yield* front.read("invoices/2460001"), { sumWithVat: 634.69, note: "again" })
        assert.deepInclude(front.sandbox.state().invoices.sumWithVat, { CURRENCY_EUR: "639.09" })
        const finer = { do: "change", kind: "invoices", id: "2460001", by: "0.001" }
        assert.strictEqual(yield* refused(front.sandbox, finer), 400)
      }),
    ),
  )

  it.live("a due date, notes, a payment's amount, a customer's name", () =>
    withTwo((front) =>
      Effect.gen(function* () {
        const due = { dueDate: "2027-02-28", note: "edited" }
        yield* tamper(front.sandbox, { do: "change", kind: "invoices", number: ["2026-7", "2026-0001"], to: due })
        for (const id of [2460001, 2460002]) {
          const { deadlineDate, note } = yield* front.read(`invoices/${id}`)
          assert.deepStrictEqual([deadlineDate, note], ["2027-02-28", "edited"])
        }
        yield* tamper(front.sandbox, { do: "change", kind: "payments", key: "WBP-1", by: "-0.5", to: { note: "less" } })
        const [paid] = (yield* front.read("payments")).items
        assert.deepInclude(paid, { sumPaid: 99.5, originalSum: 99.5, note: "less" })
        assert.strictEqual(
          yield* refused(front.sandbox, { do: "change", kind: "payments", key: "WBP-1", by: "-100" }),
          400,
        )
        yield* tamper(front.sandbox, { do: "change", kind: "customers", number: "C0001", to: { name: "Acme" } })
        assert.deepInclude((yield* front.read("customers")).items[0], { name: "Acme" })
      }),
    ),
  )
})

describe("ERPLY Books doubles", () => {
  it.live("a payment under the same archivingId, a document under the same number", () =>
    withTwo((front) =>
      Effect.gen(function* () {
        const [copy] = yield* tamper(front.sandbox, { do: "double", kind: "payments", key: "WBP-1" })
        const { items } = yield* front.read("payments")
        assert.deepStrictEqual(
          items.map(({ archivingId, sumPaid, invoiceId }: Json) => [archivingId, sumPaid, invoiceId]),
          [
            ["WBP-1", 100, 2460001],
            ["WBP-1", 100, 2460001],
          ],
        )
        assert.notStrictEqual(copy.id, items[0].id)
        yield* tamper(front.sandbox, { do: "double", kind: "invoices", key: "WBI-2" })
        const both = (yield* front.read("invoices", { ...list, number: "2026-7", getRows: true })).items
        assert.deepStrictEqual(
          both.map(({ number, sumWithVat, rows }: Json) => [number, sumWithVat, rows.length]),
          [
            ["2026-7", 4.4, 1],
            ["2026-7", 4.4, 1],
          ],
        )
        assert.notStrictEqual(both[0].rows[0].id, both[1].rows[0].id)
        const { duplicates, created, invoices } = front.sandbox.state()
        assert.deepStrictEqual([duplicates, created.invoices, created.payments], [2, 1, 1])
        assert.deepStrictEqual(invoices.sumPaid, { CURRENCY_EUR: "200" })
        // The first of the two is meant.
        yield* tamper(front.sandbox, { do: "lose", kind: "payments", key: "WBP-1" })
        assert.strictEqual((yield* front.read("payments")).items[0].id, copy.id)
      }),
    ),
  )
})

describe("tampering with ERPLY Books", () => {
  it.live("is refused with a sentence where it makes no sense, and gone with a reset", () =>
    withTwo(({ sandbox }) =>
      Effect.gen(function* () {
        const bad = [
          { do: "change", kind: "payments", key: "WBP-1", to: { dueDate: "2027-01-01" } },
          { do: "change", kind: "payments", key: "WBP-1", by: "0.0000001" },
          { do: "change", kind: "customers", number: "C0001", by: "1" },
          { do: "double", kind: "payments", key: "WBP-1", id: "1" },
        ]
        for (const body of bad) assert.strictEqual(yield* refused(sandbox, body), 400, JSON.stringify(body))
        assert.strictEqual(yield* refused(sandbox, { do: "lose", kind: "payments", key: "WBP-2" }), 404)
        yield* tamper(sandbox, { do: "double", kind: "customers", id: "700001" })
        assert.deepInclude(sandbox.state(), { customers: 2 })
        assert.deepInclude(sandbox.state().created, { customers: 0 })
        yield* admin(sandbox, "reset")
        assert.deepInclude(sandbox.state(), { customers: 1, requests: 0 })
        assert.deepInclude(sandbox.state().invoices, { count: 1, sumWithVat: { CURRENCY_EUR: "634.68" } })
      }),
    ),
  )
})
