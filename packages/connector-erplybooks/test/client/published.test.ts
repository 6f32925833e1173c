/**
 * Published examples as raw JSON (`fixtures/`): the client sends exactly these bodies, and reads them whole. Payments:
 * https://www.erplybooks.com/api/payments/; the others are shapes of public clients.
 */
import { readFileSync } from "node:fs"

import { assert, describe, it } from "@effect/vitest"
import { BigDecimal, Effect, Equal, Schema } from "effect"

import { InvoiceInfo, PartnerInvoice } from "../../src/api/Invoice.ts"
import { listPayments, PaymentInfo } from "../../src/api/Payment.ts"
import { connect, http, listed, refusal, token } from "./server.ts"

const raw = (name: string): string => readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8")
const parsed = (json: string): any => JSON.parse(json)
const decode = <A>(schema: Schema.Codec<A, unknown>, json: string): A => Schema.decodeUnknownSync(schema)(parsed(json))
const isExactly = (value: unknown, text: string): void =>
  assert.isTrue(Equal.equals(value, BigDecimal.fromStringUnsafe(text)), `${String(value)} is ${text}`)

const created = raw("payments-create")
const updated = raw("payments-update")
const withId = (json: string, id: number): string => json.replace(/"id": 0/, `"id": ${id}`)

const everyParameter = {
  dateFrom: "2012-12-29T00:00:00",
  dateTo: "2012-12-30T23:59:59",
  entityId: 1,
  isIncome: true,
  getEverything: false,
  documentId: 2,
  type: "T",
  paymentType: "INVOICE_PAYMENT",
  showOnlyPrepayments: true,
  documentStatusType: "STATUS_CONFIRMED",
  accountId: 3,
  projectId: 4,
  description: "a & b",
  sortBy: "date",
  start: 5,
  limit: 6,
  customerId: 7,
  keyword: "õ=",
  partnerDocumentId: 8,
  documentType: "DOCUMENT_SELL",
  getOnlyThoseWithContact: false,
  changedSince: "2012-12-29T00:00:00",
}

describe("the published payment", () => {
  it.live("POST: the body is the example, and the answer is read with its null and its exact amounts", () =>
    Effect.gen(function* () {
      const { calls, received } = yield* connect(() => withId(created, 2749306))
      const { id: _, ...fields } = decode(PaymentInfo, created)
      const answer = yield* calls.payments.create(fields)
      const [call] = received
      assert.strictEqual(received.length, 1)
      assert.strictEqual(`${call!.method} ${call!.path}${call!.search}`, "POST /api/payments")
      assert.deepStrictEqual(parsed(call!.body), parsed(created))
      assert.strictEqual(call!.headers["x-api-token"], token)
      assert.strictEqual(call!.headers["accept"], "application/json")
      assert.match(call!.headers["content-type"]!, /^application\/json/)
      assert.strictEqual(answer.id, 2749306)
      isExactly(answer.sumPaid, "120.000000")
      isExactly(answer.originalSum, "435.56")
      assert.strictEqual(answer.sumWithVat, null)
      assert.strictEqual(answer.archivingId, "2012092600236540")
    }).pipe(Effect.scoped, Effect.provide(http)),
  )

  it.live("PUT: the body is the example, numbers with all their zeros", () =>
    Effect.gen(function* () {
      const { calls, received } = yield* connect(() => updated)
      const answer = yield* calls.payments.restore(2749305, updated)
      const [call] = received
      assert.strictEqual(`${call!.method} ${call!.path}${call!.search}`, "PUT /api/payments/2749305")
      assert.strictEqual(call!.body, updated)
      assert.strictEqual(call!.headers["x-api-token"], token)
      isExactly(answer.sumPaid, "10.000000")
      assert.strictEqual(answer.note, "")
      assert.strictEqual(answer.transactionIdentifier, null)
    }).pipe(Effect.scoped, Effect.provide(http)),
  )

  it.live("GET: one by its id, and a list in its envelope", () =>
    Effect.gen(function* () {
      const { calls, received } = yield* connect(({ path }) =>
        path === "/api/payments" ? listed([parsed(updated)], 7) : updated,
      )
      const one = yield* calls.payments.get(2749305)
      assert.deepStrictEqual(Object.keys(one).sort(), Object.keys(parsed(updated)).sort())
      const list = yield* calls.payments.list({})
      assert.strictEqual(list.totalCount, 7)
      assert.isTrue(Equal.equals(list.items, [one]))
      assert.deepStrictEqual(
        received.map(({ method, path }) => `${method} ${path}`),
        ["GET /api/payments/2749305", "GET /api/payments"],
      )
    }).pipe(Effect.scoped, Effect.provide(http)),
  )

  it.live("an empty list has null for items", () =>
    Effect.gen(function* () {
      const { calls } = yield* connect(() => listed(null))
      assert.deepStrictEqual(yield* calls.payments.list({}), { items: [], totalCount: 0 })
    }).pipe(Effect.scoped, Effect.provide(http)),
  )

  it.live("DELETE answers nothing", () =>
    Effect.gen(function* () {
      const { calls, received } = yield* connect(() => ({ status: 204, body: "" }))
      yield* calls.payments.remove(2575151)
      assert.strictEqual(`${received[0]!.method} ${received[0]!.path}`, "DELETE /api/payments/2575151")
    }).pipe(Effect.scoped, Effect.provide(http)),
  )

  it.live("every parameter of the list, and those of public clients, stands in the query", () =>
    Effect.gen(function* () {
      const { calls, received } = yield* connect(() => listed(null))
      yield* calls.payments.list(everyParameter)
      const sent = Object.entries(everyParameter).map(([name, value]) => [name, String(value)])
      assert.deepStrictEqual(received[0]!.query, Object.fromEntries(sent))
      assert.sameMembers(Object.keys(everyParameter), Object.keys(listPayments))
    }).pipe(Effect.scoped, Effect.provide(http)),
  )

  it.live("the published error: what it says is kept beside the record", () =>
    Effect.gen(function* () {
      const { calls } = yield* connect(() => ({ status: 409, body: raw("error") }))
      const read = yield* Effect.flip(calls.payments.get(1))
      assert.strictEqual(read.code, "WB-ERPLYBOOKS-ABSENT")
      const write = yield* Effect.flip(calls.payments.create({}))
      assert.strictEqual(write.code, "WB-ERPLYBOOKS-REFUSED")
      assert.ok(write.reason._tag === "Refused")
      assert.strictEqual(write.reason.status, "409 DataConflictException")
      assert.strictEqual(write.reason.answer, "Item not Found")
      assert.notInclude(`${write.message} ${write.hint}`, "Item")
    }).pipe(Effect.scoped, Effect.provide(http)),
  )
})

describe("the shapes of public clients", () => {
  it.live("a customer is created", () =>
    Effect.gen(function* () {
      const example = raw("customers-create")
      const { calls, received } = yield* connect(() => withId(example, 9))
      const { id: _, ...fields } = parsed(example)
      assert.strictEqual((yield* calls.customers.create(fields)).id, 9)
      assert.strictEqual(`${received[0]!.method} ${received[0]!.path}`, "POST /api/customers")
      assert.deepStrictEqual(parsed(received[0]!.body), parsed(example))
    }).pipe(Effect.scoped, Effect.provide(http)),
  )

  const answers = [
    [`{"id":77}`, { id: 77 }],
    [`{"invoiceId":78,"id":0}`, { id: 78 }],
    [`{"id":"79"}`, {}],
    ["true", {}],
  ] as const
  for (const [answer, expected] of answers) {
    it.live(`an invoice is saved by the integrator's own id; answered ${answer}`, () =>
      Effect.gen(function* () {
        const example = raw("invoices-partner")
        const { calls, received } = yield* connect(() => answer)
        assert.deepStrictEqual(yield* calls.invoices.savePartner(decode(PartnerInvoice, example)), expected)
        assert.strictEqual(`${received[0]!.method} ${received[0]!.path}`, "POST /api/invoices/partner")
        assert.deepStrictEqual(parsed(received[0]!.body), parsed(example))
      }).pipe(Effect.scoped, Effect.provide(http)),
    )
  }

  it.live("an invoice is created, read, confirmed and deleted, and its number is checked", () =>
    Effect.gen(function* () {
      const { calls, received } = yield* connect(({ method, path }) => {
        if (path.endsWith("new_number")) return `{"id":0,"number":"17","exists":true,"existingDocumentId":4}`
        return method === "DELETE" || path.endsWith("confirm_invoices") ? "" : `{"id":4,"date":"2020-07-10"}`
      })
      const { invoices } = calls
      const row = { id: 0, price: BigDecimal.fromStringUnsafe("3.670000"), quantity: BigDecimal.fromBigInt(1n) }
      const invoice: Omit<InvoiceInfo, "id"> = { number: "17", customerId: 1, rows: [row] }
      assert.strictEqual((yield* invoices.create(invoice)).id, 4)
      assert.strictEqual((yield* invoices.get(4)).date, "2020-07-10")
      yield* invoices.confirm([4, 5], "STATUS_CONFIRMED")
      assert.strictEqual((yield* invoices.checkNumber("17", "DOCUMENT_SELL")).existingDocumentId, 4)
      assert.strictEqual((yield* invoices.suggestNumber({ typeCode: "DOCUMENT_SELL" })).number, "17")
      yield* invoices.remove(4)
      assert.deepStrictEqual(
        received.map(({ method, path, query }) => [method, path, query]),
        [
          ["POST", "/api/invoices", {}],
          ["GET", "/api/invoices/4", {}],
          ["POST", "/api/invoices/confirm_invoices", { ids: "4,5", documentStatusTypeCode: "STATUS_CONFIRMED" }],
          ["POST", "/api/invoices/new_number", {}],
          ["GET", "/api/invoices/new_number", { typeCode: "DOCUMENT_SELL" }],
          ["DELETE", "/api/invoices/4", {}],
        ],
      )
      const [create, , , check] = received.map(({ body }) => (body === "" ? undefined : parsed(body)))
      assert.deepStrictEqual(create, {
        number: "17",
        customerId: 1,
        id: 0,
        rows: [{ id: 0, price: 3.67, quantity: 1 }],
      })
      assert.deepStrictEqual(check, { id: 0, number: "17", typeCode: "DOCUMENT_SELL" })
    }).pipe(Effect.scoped, Effect.provide(http)),
  )

  const entries = [
    listed([{ code: "CURRENCY_EUR", name: "euro" }, { code: "CURRENCY_USD" }]),
    `["CURRENCY_EUR","CURRENCY_USD"]`,
    `{"items":[{"id":"CURRENCY_EUR"},{"key":"CURRENCY_USD","id":7}]}`,
  ]
  for (const entry of entries) {
    it.live(`a dictionary of ${entry.slice(0, 20)}…`, () =>
      Effect.gen(function* () {
        const { calls, received } = yield* connect(() => entry)
        assert.deepStrictEqual(yield* calls.ledger.dictionary("CURRENCY"), ["CURRENCY_EUR", "CURRENCY_USD"])
        assert.strictEqual(received[0]!.path, "/api/settings/dictionaries/CURRENCY")
      }).pipe(Effect.scoped, Effect.provide(http)),
    )
  }

  const unreadable = [`{"code":"CURRENCY_EUR"}`, `[{"name":"euro"}]`, `[1]`, listed([{ code: "CURRENCY_EUR" }], 2)]
  for (const entry of unreadable) {
    it.live(`no dictionary: ${entry.slice(0, 20)}…`, () =>
      Effect.gen(function* () {
        const { calls } = yield* connect(() => entry)
        assert.strictEqual((yield* Effect.flip(calls.ledger.dictionary("CURRENCY"))).code, "WB-HTTP-LOST")
      }).pipe(Effect.scoped, Effect.provide(http)),
    )
  }

  it.live("the organisation is given as it is", () =>
    Effect.gen(function* () {
      const { calls } = yield* connect(({ path }) =>
        path === "/api/organisation" ? `{"id":3,"name":"Acme OÜ"}` : refusal("X"),
      )
      assert.deepStrictEqual(yield* calls.ledger.organisation, { id: 3, name: "Acme OÜ" })
    }).pipe(Effect.scoped, Effect.provide(http)),
  )
})
