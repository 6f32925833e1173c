import { assert, describe, it } from "@effect/vitest"
import { BigDecimal } from "effect"

import { Columns, Customer, Dates, entities, Invoice, Money } from "../src/index.ts"

const money = (amount: string, currency: string) => new Money(BigDecimal.fromStringUnsafe(amount), currency)

const written = (...columns: Parameters<typeof Columns.of>) =>
  Columns.of(...columns)
    .map(({ name, kind }) => (kind === "text" ? name : `${name}:${kind}`))
    .join(" ")

describe("columns", () => {
  it("are the fields in their order, an address field by field, the currency behind the record's own money", () => {
    const address = (name: string) =>
      Object.keys(Customer.fields.billingAddress.schema.fields).map((part) => `${name}.${part}`)
    const customer = ["number name firstName lastName email phone companyCode currency", ...address("billingAddress")]
    assert.strictEqual(written("customer"), [...customer, ...address("shippingAddress"), "status"].join(" "))
    assert.strictEqual(
      written("invoice"),
      "number customerNumber total:amount currency issueDate:date dueDate:date postingDate:date balance:amount " +
        "tax:amount type terms status reference note lines",
    )
    assert.strictEqual(
      written("payment"),
      "number customerNumber amount:amount currency receivedDate:date method reference status note allocations",
    )
  })

  it("end with the extra ones, each once", () => {
    for (const entity of entities) {
      assert.strictEqual(written(entity, ["region", "number", "region", "area"]), `${written(entity)} region area`)
    }
  })
})

describe("a model laid out", () => {
  it("keeps amounts and dates, writes lists as JSON, and says nothing of what is absent", () => {
    const total = money("1234.5", "EUR")
    const dueDate = Dates.parseIso("2026-12-20")!
    const lines: Invoice["lines"] = [{ description: "Freight", unitPrice: money("0.125", "USD") }]
    const invoice: Invoice = { number: "I-1", customerNumber: "0042", total, dueDate, type: "invoice", lines }
    assert.deepStrictEqual(Columns.layOut(invoice), {
      values: {
        number: "I-1",
        customerNumber: "0042",
        total,
        currency: "EUR",
        dueDate,
        type: "invoice",
        lines: '[{"description":"Freight","unitPrice":"0.125 USD"}]',
      },
      inAnotherCurrency: [],
    })
    const allocations = [{ invoiceNumber: "I-1", amount: total }]
    const { values } = Columns.layOut({ number: "P-1", customerNumber: "0042", amount: total, allocations })
    assert.strictEqual(values["allocations"], '[{"invoiceNumber":"I-1","amount":"1234.5 EUR"}]')
  })

  it("has an address field by field, and a customer's own currency", () => {
    const customer: Customer = { number: "C1", currency: "JPY", shippingAddress: { city: "Turku", country: "FI" } }
    assert.deepStrictEqual(Columns.layOut(customer), {
      values: { number: "C1", currency: "JPY", "shippingAddress.city": "Turku", "shippingAddress.country": "FI" },
      inAnotherCurrency: [],
    })
  })

  it("names the amounts in another currency and leaves them out (invariant 4)", () => {
    const total = money("10", "EUR")
    const [balance, tax] = [money("10", "USD"), money("2", "EUR")]
    const { values, inAnotherCurrency } = Columns.layOut({ number: "I-1", customerNumber: "C1", total, balance, tax })
    assert.deepStrictEqual(inAnotherCurrency, ["balance"])
    assert.deepStrictEqual(values, { number: "I-1", customerNumber: "C1", total, tax, currency: "EUR" })
  })
})
