/** A PUT replaces the whole record: what an update does not change goes back as it was, to the digit (invariant 4). */
import { assert, describe, it } from "@effect/vitest"
import { BigDecimal, Effect } from "effect"

import { connect, http, listed, type Received, refusal } from "./server.ts"

const stored =
  `{"id":42,"sumPaid":10.000000,"note":"old","sumWithVat":null,` +
  `"newField":{"rate":1.2300,"list":[1.10,-0.0,1e2]},"longId":123456789012345,"__proto__":{"a":1.0}}`

/** Answers reads with `text`, and writes with what they bring. */
const keeper =
  (text: string) =>
  ({ method, body }: Received) =>
    method === "GET" ? text : body

describe("update", () => {
  it.live("changes the given fields; all others, and their numbers' digits, go back", () =>
    Effect.gen(function* () {
      const { calls, received } = yield* connect(keeper(stored))
      const { record, before } = yield* calls.payments.update(42, {
        note: "new",
        sumPaid: BigDecimal.fromStringUnsafe("12.50"),
      })
      assert.deepStrictEqual(
        received.map(({ method, path }) => `${method} ${path}`),
        ["GET /api/payments/42", "PUT /api/payments/42"],
      )
      assert.strictEqual(before, stored)
      assert.strictEqual(received[1]!.body, stored.replace("10.000000", "12.5").replace("old", "new"))
      assert.strictEqual(record.note, "new")
    }).pipe(Effect.scoped, Effect.provide(http)),
  )

  it.live("writes what is missing only where nothing is held", () =>
    Effect.gen(function* () {
      const held = `{"id":42,"code":"K-1","partnerCustomerId":"","email":null}`
      const { calls, received } = yield* connect(({ method, body }) =>
        method === "PUT" ? body : `{"items":[${held}],"totalCount":1}`,
      )
      const missing = { code: "C-1", partnerCustomerId: "WBC-1", email: "a@example.test", phone1: "1" }
      yield* calls.customers.update(42, { name: "Acme" }, missing)
      assert.deepStrictEqual(JSON.parse(received[1]!.body), { id: 42, name: "Acme", ...missing, code: "K-1" })
      const wrong: object = { telephone: "1" }
      assert.strictEqual((yield* Effect.flip(calls.customers.update(42, {}, wrong))).code, "WB-ERPLYBOOKS-RECORD")
      assert.lengthOf(received, 2)
    }).pipe(Effect.scoped, Effect.provide(http)),
  )

  it.live("restore writes back what was there before", () =>
    Effect.gen(function* () {
      const { calls, received } = yield* connect(keeper(stored))
      const { before } = yield* calls.payments.update(42, { note: "new" })
      const record = yield* calls.payments.restore(42, before)
      assert.strictEqual(received[2]!.body, stored)
      assert.strictEqual(record.note, "old")
    }).pipe(Effect.scoped, Effect.provide(http)),
  )

  it.live("invoices are read by their id, customers by a list of one", () =>
    Effect.gen(function* () {
      const item = `{"id":42,"name":"Acme","more":1.50}`
      const { calls, received } = yield* connect(({ method, body, path }) => {
        if (method === "PUT") return body
        return path.endsWith("customers") ? `{"items":[${item}],"totalCount":1}` : item
      })
      const customer = yield* calls.customers.update(42, { name: "Acme OÜ" })
      const invoice = yield* calls.invoices.update(42, { note: "n" })
      assert.deepStrictEqual(
        received.map(({ method, path, search, body }) => [`${method} ${path}?${search}`, body]),
        [
          ["GET /api/customers?id=42", ""],
          ["PUT /api/customers/42", `{"id":42,"name":"Acme OÜ","more":1.50}`],
          ["GET /api/invoices/42?", ""],
          ["PUT /api/invoices/42", `{"id":42,"name":"Acme","more":1.50,"note":"n"}`],
        ].map(([call, body]) => [call!.startsWith("PUT") ? `${call}?` : call, body]),
      )
      assert.deepStrictEqual([customer.before, invoice.before], [item, item])
    }).pipe(Effect.scoped, Effect.provide(http)),
  )

  const nothingWritten: ReadonlyArray<readonly [name: string, answer: string]> = [
    ["another record", `{"id":43}`],
    ["a list", listed([{ id: 42 }])],
    ["an id with a fraction", `{"id":42.0}`],
    ["a number that would be rounded", `{"id":42,"sumPaid":1234567890123456.7}`],
    ["no JSON", "<html></html>"],
    ["half a body", "cut"],
  ]
  for (const [name, answer] of nothingWritten) {
    it.live(`writes nothing over ${name}, and says so`, () =>
      Effect.gen(function* () {
        const { calls, received } = yield* connect(() => answer)
        const { code, sent } = yield* Effect.flip(calls.payments.update(42, { note: "" }))
        assert.deepStrictEqual([code, sent], ["WB-ERPLYBOOKS-UNREAD", "no"])
        assert.isTrue(received.every(({ method }) => method === "GET"))
      }).pipe(Effect.scoped, Effect.provide(http)),
    )
  }

  it.live("a lost answer to the writing itself settles nothing", () =>
    Effect.gen(function* () {
      const { calls, received } = yield* connect(({ method }) => (method === "GET" ? stored : "cut"))
      const { code, sent } = yield* Effect.flip(calls.payments.update(42, { note: "" }))
      assert.deepStrictEqual([code, sent, received.length], ["WB-HTTP-LOST", "maybe", 2])
    }).pipe(Effect.scoped, Effect.provide(http)),
  )

  it.live("a record that is gone is absent; a customers' list of others says nothing", () =>
    Effect.gen(function* () {
      const { calls, received } = yield* connect(({ path, query }) => {
        if (path.includes("payments")) return { status: 409, body: refusal("Item not Found") }
        return query["id"] === "42" ? listed(null) : listed([{ id: 42 }])
      })
      assert.strictEqual((yield* Effect.flip(calls.payments.update(42, {}))).code, "WB-ERPLYBOOKS-ABSENT")
      assert.strictEqual((yield* Effect.flip(calls.customers.update(42, {}))).code, "WB-ERPLYBOOKS-ABSENT")
      assert.strictEqual((yield* Effect.flip(calls.customers.update(41, {}))).code, "WB-ERPLYBOOKS-UNREAD")
      assert.deepStrictEqual(
        received.map(({ method }) => method),
        ["GET", "GET", "GET"],
      )
    }).pipe(Effect.scoped, Effect.provide(http)),
  )

  it.live("what can't be written is not sent, and the field is named without its value", () =>
    Effect.gen(function* () {
      const { calls, received } = yield* connect(keeper(stored))
      const digits = BigDecimal.fromStringUnsafe("1234567890123456.78")
      const misspelt = Object.assign({ note: null }, { notte: "Jane's" })
      const errors = yield* Effect.all([
        Effect.flip(calls.payments.update(42, { sumPaid: digits })),
        Effect.flip(calls.payments.update(42, misspelt)),
        Effect.flip(calls.payments.create({ sumPaid: digits })),
        Effect.flip(calls.payments.create(misspelt)),
        Effect.flip(calls.payments.get(0)),
        Effect.flip(calls.payments.restore(42, `{"id":43}`)),
        Effect.flip(calls.payments.restore(42, "42")),
        Effect.flip(calls.payments.list({ dateFrom: "2012-12-29" })),
      ])
      const named = ["sumPaid", "notte", "sumPaid", "notte", "id", "before", "before", "dateFrom"]
      for (const [index, { code, message, sent }] of errors.entries()) {
        assert.deepStrictEqual([code, sent], ["WB-ERPLYBOOKS-RECORD", "no"])
        assert.include(message, named[index]!)
        assert.notMatch(message, /Jane|12345/)
      }
      assert.strictEqual(received.length, 0)
    }).pipe(Effect.scoped, Effect.provide(http)),
  )
})
