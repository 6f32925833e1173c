/** Documents and customers: totals, numbers, the Partner API, and what can't be removed. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"

import { empty, invoice, type Json, payment, row, unpaid, withBooks } from "./erplybooksHttp.ts"

describe("an invoice", () => {
  it.live("has its totals from its rows: tax is rounded once for each rate", () =>
    withBooks(empty, ({ write }) =>
      Effect.gen(function* () {
        // The arithmetic of a published single read.
        const one = yield* write("invoices", invoice())
        assert.deepInclude(one, { sumNoVat: 3.67, taxSum: 0.73, sumWithVat: 4.4, sumPaid: 0, sumLeftToPay: 4.4 })
        assert.deepInclude(one, { documentStatusTypeCode: "STATUS_UNCONFIRMED", number: "2026-0001" })
        const rows = [
          { ...row, price: 0.02, discount: 0 },
          { ...row, price: 0.02 },
          { ...row, price: 100, quantity: 2, vatPercent: 0, discount: 10 },
        ]
        const three = yield* write("invoices", invoice({ rows, sumWithVat: 999 }))
        assert.deepInclude(three, { sumNoVat: 180.04, taxSum: 0.01, sumWithVat: 180.05 })
      }),
    ),
  )

  it.live("PUT replaces it with its rows, and its payments stay; DELETE is refused while it has some", () =>
    withBooks(unpaid, ({ get, put, write, remove, read }) =>
      Effect.gen(function* () {
        const { id } = yield* write("payments", payment())
        const { text, json } = yield* get("invoices/2460001")
        const back = yield* put("invoices/2460001", text)
        assert.deepStrictEqual([back.http, back.json], [200, json])
        const less = yield* put("invoices/2460001", invoice({ rows: null }))
        assert.deepInclude(less.json, { sumWithVat: 0, sumPaid: 10, rows: [], attributes: null, referenceNumber: null })
        assert.strictEqual((yield* remove("invoices/2460001")).code, "The document has payments")
        yield* remove(`payments/${id}`)
        assert.strictEqual((yield* remove("invoices/2460001")).http, 204)
        assert.strictEqual((yield* get("invoices/2460001")).code, "Item not Found")
        assert.deepInclude(yield* read("invoices", { documentType: "DOCUMENT_SELL" }), { items: null, totalCount: 0 })
      }),
    ),
  )

  it.live("deletePaid: accepted, its payments stay as prepayments", () =>
    withBooks({ ...unpaid, deletePaid: "accept" }, ({ write, remove, read }) =>
      Effect.gen(function* () {
        const { id } = yield* write("payments", payment())
        assert.strictEqual((yield* remove("invoices/2460001")).http, 204)
        assert.strictEqual((yield* read(`payments/${id}`)).invoiceId, 0)
      }),
    ),
  )

  it.live("needs a type, a day and a customer, who may come along", () =>
    withBooks(empty, ({ post, write, sandbox }) =>
      Effect.gen(function* () {
        const code = (rest: object) => Effect.map(post("invoices", invoice(rest)), (said) => said.code)
        assert.strictEqual(yield* code({ typeCode: undefined }), "Enum key is required for type dao.DocumentType")
        assert.strictEqual(yield* code({ date: undefined }), "Please add date")
        assert.strictEqual(yield* code({ customerId: undefined }), "Please add customerId")
        assert.strictEqual(yield* code({ customerId: 9 }), "Item not Found")
        assert.strictEqual(yield* code({ rows: [{ ...row, colour: 1 }] }), "Unrecognized field 'rows.0.colour'")
        const made = yield* write("invoices", invoice({ customerId: 0, customer: { id: 0, name: "New" } }))
        assert.strictEqual(made.customer.name, "New")
        assert.strictEqual(sandbox.state().customers, 2)
      }),
    ),
  )

  it.live("numbers: suggested, checked, and doubled unless it is refused", () =>
    Effect.gen(function* () {
      yield* withBooks(unpaid, ({ read, write }) =>
        Effect.gen(function* () {
          const suggested = yield* read("invoices/new_number", { date: "2026-05-01T12:00:00" })
          assert.deepInclude(suggested, { number: "2026-0002", exists: false })
          assert.deepStrictEqual(yield* read("invoices/new_number", { date: "2026-05-01T12:00:00" }), suggested)
          const taken = yield* write("invoices/new_number", { id: 0, number: "2026-0001" })
          assert.deepInclude(taken, { exists: true, existingDocumentId: 2460001 })
          const free = yield* write("invoices/new_number", { id: 0, number: "2026-0001", typeCode: "DOCUMENT_BUY" })
          assert.deepInclude(free, { exists: false, existingDocumentId: 0 })
          assert.strictEqual((yield* write("invoices", invoice({ number: "2026-0001" }))).number, "2026-0001")
        }),
      )
      yield* withBooks({ ...unpaid, duplicateNumbers: "refuse" }, ({ post, put }) =>
        Effect.gen(function* () {
          const said = yield* post("invoices", invoice({ number: "2026-0001" }))
          assert.strictEqual(said.code, "A document with this number exists")
          assert.strictEqual((yield* put("invoices/2460001", invoice({ number: "2026-0001" }))).http, 200)
        }),
      )
    }),
  )

  it.live("is confirmed by a call that needs the code", () =>
    withBooks(empty, ({ write, post, read }) =>
      Effect.gen(function* () {
        const { id } = yield* write("invoices", invoice())
        assert.strictEqual((yield* post(`invoices/confirm_invoices?ids=${id}`, {})).http, 409)
        const call = `invoices/confirm_invoices?ids=${id}&documentStatusTypeCode=STATUS_CONFIRMED`
        assert.strictEqual((yield* post(call, {})).http, 200)
        assert.strictEqual((yield* read(`invoices/${id}`)).documentStatusTypeCode, "STATUS_CONFIRMED")
      }),
    ),
  )
})

describe("the Partner API", () => {
  /** The payload of a public adapter. */
  const body = (rest: object = {}) => ({
    id: 0,
    typeCode: "DOCUMENT_SELL",
    documentStatusTypeCode: "STATUS_CONFIRMED",
    partnerDocumentId: "ORDER-1001",
    date: "2026-11-20T09:00:00",
    transactionDate: "2026-11-20T09:00:00",
    currencyCode: "CURRENCY_EUR",
    languageCode: "LANGUAGE_ET",
    customer: { name: "Customer", email: "c@example.com", partnerCustomerId: "C-7" },
    rows: [{ id: 0, articleName: "Service", quantity: 1, price: 100.0, vatPercent: 22, typeCode: "ARTICLE_ROW_SELL" }],
    payments: [{ sum: 122.0, paymentTypeName: "Stripe" }],
    ...rest,
  })

  it.live("makes an invoice by the integrator's id, and changes it when it comes again", () =>
    withBooks(empty, ({ write, read, sandbox }) =>
      Effect.gen(function* () {
        const first = yield* write("invoices/partner", body())
        assert.deepInclude(first, { sumWithVat: 122, sumPaid: 122, sumLeftToPay: 0 })
        const again = yield* write("invoices/partner", body({ note: "changed", payments: [] }))
        assert.deepInclude(again, { id: first.id, note: "changed", sumPaid: 122 })
        const other = yield* write("invoices/partner", body({ partnerDocumentId: "ORDER-1002" }))
        assert.notStrictEqual(other.id, first.id)
        assert.strictEqual(other.customerId, first.customerId)
        const query = { documentType: "DOCUMENT_SELL", partnerCustomerId: "C-7" }
        assert.strictEqual((yield* read("invoices", query)).totalCount, 2)
        assert.deepStrictEqual(sandbox.state().created, { customers: 1, invoices: 2, payments: 2 })
      }),
    ),
  )

  it.live("switches: off, and what it answers", () =>
    Effect.gen(function* () {
      yield* withBooks({ ...empty, partnerApi: "off" }, ({ post, sandbox }) =>
        Effect.gen(function* () {
          assert.deepInclude(yield* post("invoices/partner", body()), {
            http: 409,
            code: "The Partner API is not switched on",
          })
          assert.strictEqual(sandbox.state().invoices.count, 0)
        }),
      )
      yield* withBooks({ ...empty, partnerAnswer: "invoiceId" }, ({ write }) =>
        Effect.gen(function* () {
          assert.deepStrictEqual(yield* write("invoices/partner", body()), { invoiceId: 2460001 } satisfies Json)
        }),
      )
    }),
  )

  it.live("needs the integrator's id", () =>
    withBooks(empty, ({ post }) =>
      Effect.gen(function* () {
        assert.strictEqual(
          (yield* post("invoices/partner", body({ partnerDocumentId: "" }))).code,
          "Please add partnerDocumentId",
        )
      }),
    ),
  )
})

describe("a customer", () => {
  it.live("is made, doubled, replaced whole and removed unless it has documents", () =>
    withBooks(unpaid, ({ write, put, remove, post, sandbox }) =>
      Effect.gen(function* () {
        const acme = {
          id: 0,
          name: "Acme OÜ",
          email: "a@example.com",
          customer: true,
          entityTypeCode: "ENTITY_TYPE_LEGAL",
        }
        const { id } = yield* write("customers", acme)
        assert.notStrictEqual((yield* write("customers", acme)).id, id)
        const changed = yield* put(`customers/${id}`, { id: 0, name: "Acme" })
        assert.deepInclude(changed.json, { id, name: "Acme", email: null, entityTypeCode: null })
        assert.strictEqual((yield* post("customers", { id: 0 })).code, "Please add name")
        assert.strictEqual((yield* remove(`customers/${id}`)).http, 204)
        assert.strictEqual((yield* remove("customers/700001")).code, "The customer has documents or payments")
        assert.deepInclude(sandbox.state(), { customers: 2 })
      }),
    ),
  )
})
