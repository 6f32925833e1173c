/**
 * The vendor's published examples as raw JSON: what the client sends must equal them, field for field.
 * https://help.payorcrm.com/api-integration (the invoice is printed there without quotes and without the array)
 */
import { NodeHttpClient, NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { CalendarDate, Dates, type Model, Money } from "@waybill/model"
import { BigDecimal, Effect, Layer, Schema } from "effect"
import { HttpApi, OpenApi } from "effect/http-api"

import { Customer, Invoice, payorcrm, PayorCrm, PayorCrmApi } from "../src/index.ts"
import { quick, recorder } from "./recorder.ts"

const publishedCustomers = `[
  {
    "customerno": "231231201",
    "cocode": "XY22",
    "companyname": "Payorcrm LLC",
    "firstname": "John",
    "lastname": "Doe",
    "emailaddress1": "john@payorcrm.com",
    "phoneno": "+11122334455"
  }
]`

const publishedInvoices = `[
  { "customerNumber": "23123123", "invoiceNumber": "21321", "invoiceAmount": 12112 }
]`

const withClient = <A, E>(url: string, use: (client: PayorCrm["Service"]) => Effect.Effect<A, E>) =>
  Effect.gen(function* () {
    return yield* use(yield* PayorCrm)
  }).pipe(Effect.provide(Layer.provide(PayorCrm.layer(quick(url)), NodeHttpClient.layerUndici)))

const open = (url: string, extra: object = {}) =>
  Effect.flatMap(Schema.decodeEffect(payorcrm.settings)({ ...quick(url), ...extra }), (settings) =>
    payorcrm.open(settings, { connection: "test", baseDirectory: "/" }),
  )

const sameJson = (sent: string, raw: string) => assert.deepStrictEqual(JSON.parse(sent), JSON.parse(raw))

describe("the published examples", () => {
  it.live("customers, from the typed client: path, headers and body", () =>
    Effect.gen(function* () {
      const { url, received } = yield* recorder()
      yield* withClient(url, (client) =>
        client.uploadCustomers([
          {
            customerno: "231231201",
            cocode: "XY22",
            companyname: "Payorcrm LLC",
            firstname: "John",
            lastname: "Doe",
            emailaddress1: "john@payorcrm.com",
            phoneno: "+11122334455",
          },
        ]),
      )
      assert.strictEqual(received.length, 1)
      const { method, path, headers, body } = received[0]!
      assert.deepStrictEqual([method, path], ["POST", "/jsonApi/upload/customers"])
      assert.strictEqual(headers["api_key"], "test-key")
      assert.strictEqual(headers["api_secret"], "test-secret")
      assert.strictEqual(headers["content-type"], "application/json")
      const own = ["api_key", "api_secret", "content-type"]
      const byTransport = ["host", "connection", "content-length"]
      assert.deepStrictEqual(Object.keys(headers).sort(), [...own, ...byTransport].sort())
      sameJson(body, publishedCustomers)
    }).pipe(Effect.scoped),
  )

  it.live("invoices, from the typed client: the amount as text or as a decimal, a number on the wire", () =>
    Effect.gen(function* () {
      const { url, received } = yield* recorder()
      for (const invoiceAmount of ["12112", BigDecimal.fromBigInt(12112n)]) {
        yield* withClient(url, (client) =>
          client.uploadInvoices([{ customerNumber: "23123123", invoiceNumber: "21321", invoiceAmount }]),
        )
      }
      assert.strictEqual(received.length, 2)
      for (const { path, body } of received) {
        assert.strictEqual(path, "/jsonApi/upload/invoices")
        assert.include(body, `"invoiceAmount":12112}`)
        sameJson(body, publishedInvoices)
      }
    }).pipe(Effect.scoped),
  )

  it.live("both, from the model through the destinations", () =>
    Effect.gen(function* () {
      const { url, received } = yield* recorder()
      const connection = yield* open(url, { currencyCode: "omit" })
      const deliver = Effect.fnUntraced(function* (stream: string, model: Model) {
        const destination = yield* connection.destination!(stream, {})
        const record = yield* Effect.fromResult(destination.fromModel(model))
        const { outcomes } = yield* destination.deliver([{ key: destination.key(record), record, change: "create" }])
        assert.deepStrictEqual(outcomes, [{ _tag: "Confirmed" }])
      })
      yield* deliver("customers", {
        number: "231231201",
        companyCode: "XY22",
        name: "Payorcrm LLC",
        firstName: "John",
        lastName: "Doe",
        email: "john@payorcrm.com",
        phone: "+11122334455",
      })
      yield* deliver("invoices", {
        number: "21321",
        customerNumber: "23123123",
        total: new Money(BigDecimal.fromBigInt(12112n), "USD"),
      })
      sameJson(received[0]!.body, publishedCustomers)
      sameJson(received[1]!.body, publishedInvoices)
    }).pipe(Effect.scoped, Effect.provide(Layer.mergeAll(NodeHttpClient.layerUndici, NodeServices.layer))),
  )
})

describe("the declaration", () => {
  const fields =
    "companyCode customerNumber profitCenter invoiceNumber customerName invoiceAmount accountingDocNumber localAmount " +
    "postDate balanceAmount dueDate currency invoiceDate billAddr issueDate shipAddr paymentTerms reasonCode " +
    "documentType reasonCodeDescription postingKey fiscalYear debitCreditIndicator fiscalPeriod reference1 itemText " +
    "reference2 lineItem soldTo referenceDocNo status"

  it("has the published fields, no more and no fewer", () => {
    assert.strictEqual(fields.split(" ").length, 31)
    assert.deepStrictEqual(Object.keys(Invoice.fields).sort(), fields.split(" ").sort())
    assert.deepStrictEqual(
      Object.keys(Customer.fields).sort(),
      ["companyname", "firstname", "lastname", "phoneno", "emailaddress1", "customerno", "cocode"].sort(),
    )
  })

  it("has the published types: invoiceAmount a number, balanceAmount a string, addresses objects", () => {
    const full = {
      ...Object.fromEntries(fields.split(" ").map((field) => [field, "x"])),
      invoiceAmount: 12112,
      localAmount: 5,
      billAddr: { line1: "x" },
      shipAddr: {},
    }
    const decode = Schema.decodeUnknownExit(Invoice, { onExcessProperty: "error", errors: "all" })
    assert.strictEqual(decode(full)._tag, "Success")
    for (const wrong of [{ invoiceAmount: "12112" }, { balanceAmount: 1 }, { billAddr: "x" }, { unknown: "x" }]) {
      assert.strictEqual(decode({ ...full, ...wrong })._tag, "Failure", JSON.stringify(wrong))
    }
    for (const needed of ["customerNumber", "invoiceNumber", "invoiceAmount"]) {
      const { [needed]: _, ...rest } = full as Record<string, unknown>
      assert.strictEqual(decode(rest)._tag, "Failure", needed)
    }
  })

  it("gives an OpenAPI document with both paths", () => {
    const { paths } = OpenApi.fromApi(PayorCrmApi)
    assert.deepStrictEqual(Object.keys(paths).sort(), ["/jsonApi/upload/customers", "/jsonApi/upload/invoices"])
    assert.isTrue(HttpApi.isHttpApi(PayorCrmApi))
  })
})

describe("an upload that can't be written", () => {
  it.live("names the field, sends nothing, and shows no value", () =>
    Effect.gen(function* () {
      const { url, received } = yield* recorder()
      const bad: ReadonlyArray<readonly [object, string]> = [
        [{ invoiceAmount: "12,50" }, "invoice 0"],
        [{ invoiceAmount: "1234567890123456" }, "invoiceAmount"],
        [{ invoiceAmount: "1", mispelt: "5555" }, "mispelt"],
        [{ invoiceAmount: "1", invoiceNumber: "" }, "invoiceNumber"],
      ]
      for (const [part, field] of bad) {
        const invoice = Object.assign({ customerNumber: "C-5555", invoiceNumber: "I-5555", invoiceAmount: "1" }, part)
        const error = yield* Effect.flip(withClient(url, (client) => client.uploadInvoices([invoice])))
        assert.ok(error._tag === "ConnectorError")
        assert.deepStrictEqual([error.code, error.sent], ["WB-PAYORCRM-RECORD", "no"])
        assert.include(error.message, field)
        assert.notMatch(error.message, /5555|12,50|1234567890/)
      }
      assert.deepStrictEqual(received, [])
    }).pipe(Effect.scoped),
  )

  it.live("what is JSON already goes out as it is, in a request like that of the typed client", () =>
    Effect.gen(function* () {
      const { url, received } = yield* recorder()
      const customer = { customerno: "1", companyname: 'Tõnu & \u2028 "Söhne" 🧾', emailaddress1: "j@example.com" }
      yield* withClient(url, (client) => client.uploadCustomers([customer, customer]))
      const json = new TextEncoder().encode(JSON.stringify(customer))
      yield* withClient(url, (client) => client.uploadJson("customers", [json, json]))
      yield* withClient(url, (client) => client.uploadJson("invoices", []))
      assert.strictEqual(received.length, 2)
      assert.deepStrictEqual(received[1], received[0])
    }).pipe(Effect.scoped),
  )

  it.live("no records, no call; a CalendarDate is written in the connection's format", () =>
    Effect.gen(function* () {
      const { url, received } = yield* recorder()
      yield* withClient(url, (client) => client.uploadInvoices([]))
      yield* withClient(url, (client) => client.uploadCustomers([]))
      assert.deepStrictEqual(received, [])
      yield* withClient(url, (client) =>
        client.uploadInvoices([
          {
            customerNumber: "1",
            invoiceNumber: "2",
            invoiceAmount: "-3.50",
            dueDate: new CalendarDate(2026, 2, 1),
            postDate: Dates.toIso(new CalendarDate(2026, 1, 31)),
          },
        ]),
      )
      assert.deepStrictEqual(JSON.parse(received[0]!.body), [
        { customerNumber: "1", invoiceNumber: "2", invoiceAmount: -3.5, postDate: "2026-01-31", dueDate: "2026-02-01" },
      ])
    }).pipe(Effect.scoped),
  )
})
