/** Payments: what they move, what is refused, and that a PUT replaces the whole record. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"

import { empty, type Front, type Json, payment, unpaid, withBooks } from "./erplybooksHttp.ts"

const paid = ({ read }: Front) =>
  Effect.map(read("invoices/2460001"), ({ sumPaid, sumLeftToPay, payments }: Json) => [
    sumPaid,
    sumLeftToPay,
    payments.length,
  ])

/** The two published bodies, with the ids of this stand-in. */
const published = [
  `{"id":0,"opDate":"2012-09-26T12:00:00","invoiceId":2460001,"transactionEntryId":7665466,"transactionIdentifier":null,
    "sumPaid":120.000000,"originalSum":435.560000,"sumWithVat":null,"currencyCode":"CURRENCY_EUR","currencyRate":null,
    "typeCode":"INVOICE_PAYMENT","accountId":583287,"customerId":700001,"customerName":null,"entityName":"Client 2",
    "number":null,"referenceNumber":null,"archivingId":"2012092600236540","note":"Invoice nr 2","code":null,
    "badDebt":false,"imported":false,"partnerPaymentId":0,"partnerDocumentId":0,
    "documentStatusTypeCode":"STATUS_CONFIRMED","statusChangeDatetime":"2012-09-26T12:00:00","projectId":0,
    "parentPaymentId":0}`,
  `{"id":2749305,"opDate":"2014-04-14T12:00:00","invoiceId":2460001,"transactionEntryId":7782152,
    "transactionIdentifier":null,"sumPaid":10.000000,"originalSum":10.000000,"sumWithVat":null,
    "currencyCode":"CURRENCY_EUR","currencyRate":null,"typeCode":"INVOICE_PAYMENT","accountId":583287,
    "customerId":700001,"customerName":null,"entityName":null,"number":null,"referenceNumber":null,"archivingId":"",
    "note":"","code":null,"badDebt":false,"imported":true,"partnerPaymentId":477,"partnerDocumentId":0,
    "documentStatusTypeCode":"STATUS_CONFIRMED","statusChangeDatetime":"2014-04-14T12:00:00","projectId":0,
    "parentPaymentId":0}`,
] as const

describe("a payment", () => {
  it.live("as the vendor publishes it is made, replaced and answered as it was sent", () =>
    withBooks(unpaid, ({ write, put, get }) =>
      Effect.gen(function* () {
        const [create, replace] = published
        const made = yield* write("payments", create)
        assert.deepInclude(made, { ...JSON.parse(create), id: made.id })
        // The body's id is another one, as published: that of the path wins.
        const changed = yield* put(`payments/${made.id}`, replace)
        assert.strictEqual(changed.http, 200)
        const { json } = yield* get(`payments/${made.id}`)
        assert.deepInclude(json, { ...JSON.parse(replace), id: made.id })
        const names = [...Object.keys(JSON.parse(replace)), "attributes", "organisationId"]
        assert.sameMembers(Object.keys(json), names)
      }),
    ),
  )

  it.live("pays its invoice when it is made, changed and removed", () =>
    withBooks(unpaid, (front) =>
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* paid(front), [0, 634.68, 0])
        const { id } = yield* front.write("payments", payment({ sumPaid: 100.1 }))
        assert.deepStrictEqual(yield* paid(front), [100.1, 534.58, 1])
        assert.strictEqual((yield* front.put(`payments/${id}`, payment({ sumPaid: 34.68 }))).http, 200)
        assert.deepStrictEqual(yield* paid(front), [34.68, 600, 1])
        yield* front.put(`payments/${id}`, payment({ invoiceId: 0 }))
        assert.deepStrictEqual(yield* paid(front), [0, 634.68, 0])
        yield* front.put(`payments/${id}`, payment({ sumPaid: 1 }))
        const removed = yield* front.remove(`payments/${id}`)
        assert.deepStrictEqual([removed.http, removed.text], [204, ""])
        assert.deepStrictEqual(yield* paid(front), [0, 634.68, 0])
        assert.deepInclude(front.sandbox.state(), { payments: { count: 0, sum: {} } })
        assert.strictEqual(front.sandbox.state().created.payments, 1)
      }),
    ),
  )

  it.live("that is not confirmed pays nothing, and is not listed", () =>
    withBooks(unpaid, (front) =>
      Effect.gen(function* () {
        yield* front.write("payments", payment({ documentStatusTypeCode: "STATUS_UNCONFIRMED" }))
        assert.deepStrictEqual(yield* paid(front), [0, 634.68, 1])
        assert.deepInclude(yield* front.read("payments"), { items: null, totalCount: 0 })
        const query = { documentStatusType: "STATUS_UNCONFIRMED" }
        assert.strictEqual((yield* front.read("payments", query)).totalCount, 1)
      }),
    ),
  )

  it.live(
    "is answered with six decimals, the fields that are not documented, and the ids it has no value for as 0",
    () =>
      withBooks(unpaid, ({ write, get }) =>
        Effect.gen(function* () {
          const made = yield* write("payments", payment({ archivingId: "OWN-1" }))
          const { text, json } = yield* get(`payments/${made.id}`)
          assert.include(text, '"sumPaid":10.000000')
          assert.deepStrictEqual(json, made)
          assert.deepInclude(json, { parentPaymentId: 0, note: null, archivingId: "OWN-1", organisationId: 1001 })
          assert.deepStrictEqual(json.attributes, [{ name: "origin", note: "api" }])
        }),
      ),
  )

  it.live("PUT replaces the whole record: what is not sent is gone, what is not documented comes back as it was", () =>
    withBooks({ ...unpaid, paymentsPerInvoice: 1 }, ({ get, put }) =>
      Effect.gen(function* () {
        const { text } = yield* get("payments/2575001")
        const back = yield* put("payments/2575001", text.replace('"note":"Invoice nr', '"note":"Changed'))
        assert.include(back.text, '"factor":1.50')
        assert.match(back.json.note, /^Changed/)
        const less = yield* put("payments/2575001", payment({ id: 12 }))
        assert.deepInclude(less.json, { id: 2575001, note: null, archivingId: null, attributes: null })
      }),
    ),
  )

  const refused: ReadonlyArray<readonly [object, string]> = [
    [{ id: 7 }, "id must be 0"],
    [{ opDate: undefined }, "Please add opDate"],
    [{ sumPaid: undefined }, "Please add sumPaid"],
    [{ accountId: 0 }, "Please add accountId"],
    [{ opDate: "2026-02-30T12:00:00" }, "Could not parse date from: opDate"],
    [{ opDate: "01.02.2026" }, "Could not parse date from: opDate"],
    [{ typeCode: undefined }, "Enum key is required for type dao.PaymentType"],
    [{ currencyCode: "EUR" }, "Unknown enum key for type dao.Currency"],
    [{ documentStatusTypeCode: "CONFIRMED" }, "Unknown enum key for type dao.DocumentStatusType"],
    [{ sumPaid: 0.0000001 }, "'sumPaid' has more than six decimals"],
    [{ sumPaid: "10" }, "'sumPaid' has a value that it can't have"],
    [{ amount: 10 }, "Unrecognized field 'amount'"],
    [{ invoiceId: 1 }, "Item not Found"],
    [{ customerId: 1 }, "Item not Found"],
    [{ accountId: 1 }, "Item not Found"],
    [{ projectId: 1 }, "Item not Found"],
    [{ customerId: 700002 }, "The payment's customer is not the invoice's"],
    [{ currencyCode: "CURRENCY_USD" }, "The payment's currency is not the invoice's"],
  ]
  it.live("is refused with 409 and the vendor's body, and nothing is stored", () =>
    withBooks({ ...unpaid, customers: 2 }, ({ post, sandbox }) =>
      Effect.gen(function* () {
        for (const [wrong, code] of refused) {
          const said = yield* post("payments", payment(wrong))
          assert.deepStrictEqual([said.http, said.code], [409, code])
          assert.deepStrictEqual(said.json, {
            exceptionType: "DataConflictException",
            statusCode: 409,
            exception: { messages: [{ params: null, messageCode: code }], errorTypeCode: null, params: null },
            message: null,
          })
        }
        assert.strictEqual(sandbox.state().payments.count, 0)
        assert.strictEqual(sandbox.state().refusals.ABSENT, 4)
      }),
    ),
  )

  it.live("a number that no double holds is refused, never rounded", () =>
    withBooks(unpaid, ({ post, put, write }) =>
      Effect.gen(function* () {
        const long = JSON.stringify(payment({ sumPaid: 1 })).replace('"sumPaid":1', '"sumPaid":1234567890123456.78')
        assert.strictEqual((yield* post("payments", long)).http, 409)
        const { id } = yield* write("payments", payment())
        assert.strictEqual((yield* put(`payments/${id}`, long)).http, 409)
      }),
    ),
  )

  it.live("unknown ids are 409: Item not Found, or in Estonian", () =>
    Effect.gen(function* () {
      const codes = (texts: "english" | "estonian") =>
        withBooks({ ...empty, texts }, ({ get, put, remove }) =>
          Effect.gen(function* () {
            const all = [yield* get("payments/1"), yield* put("payments/1", payment()), yield* remove("payments/1")]
            return all.map(({ http, code }) => `${http} ${code}`)
          }),
        )
      assert.deepStrictEqual(new Set(yield* codes("english")), new Set(["409 Item not Found"]))
      assert.deepStrictEqual(new Set(yield* codes("estonian")), new Set(["409 Ei leidnud 'payment'"]))
    }),
  )

  it.live("overpayment: accepted, or refused; a change counts only what it adds", () =>
    Effect.gen(function* () {
      const pay = (overpayment: "accept" | "refuse") =>
        withBooks({ ...unpaid, overpayment }, ({ post, put }) =>
          Effect.gen(function* () {
            const over = yield* post("payments", payment({ sumPaid: 634.69 }))
            const { json } = yield* post("payments", payment({ sumPaid: 634.68 }))
            const same = yield* put(`payments/${json.id}`, payment({ sumPaid: 634.68, note: "x" }))
            return [over.http, same.http]
          }),
        )
      assert.deepStrictEqual(yield* pay("accept"), [200, 200])
      assert.deepStrictEqual(yield* pay("refuse"), [409, 200])
    }),
  )

  it.live("createStatus: 200, or 201", () =>
    withBooks({ ...unpaid, createStatus: 201 }, ({ post }) =>
      Effect.gen(function* () {
        assert.strictEqual((yield* post("payments", payment())).http, 201)
      }),
    ),
  )
})
