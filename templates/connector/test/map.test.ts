/**
 * The way between the documentation's own examples and the model, both ways.
 *
 * To change: along with src/map and test/examples.ts.
 */
import { assert, describe, it } from "@effect/vitest"
import { CalendarDate, Decimals, type Model, Money } from "@waybill/model"
import { Result, Schema } from "effect"

import { refusalOf } from "../src/errors.ts"
import { customers } from "../src/map/customer.ts"
import { invoices } from "../src/map/invoice.ts"
import type { Kind } from "../src/map/Kind.ts"
import { payments } from "../src/map/payment.ts"
import { customerAnswer, invoiceAnswer, paymentAnswer, takenAnswer } from "./examples.ts"

const euros = (amount: string): Money => new Money(Decimals.parse(amount)!, "EUR")

/** The model of an answer. */
const read = <M extends Model, Sent, Kept>(kind: Kind<M, Sent, Kept>, answer: string): M =>
  kind.toModel(Schema.decodeSync(Schema.fromJsonString(kind.kept))(answer))

/** The JSON that a model is sent as, or the issues that it has. */
const sent = <M extends Model, Sent, Kept>(kind: Kind<M, Sent, Kept>, model: M) =>
  Result.match(kind.fromModel(model), {
    onSuccess: (record) => Schema.encodeSync(kind.sent)(record),
    onFailure: (issues) => issues.map(({ code, field }) => `${code} ${field}`),
  })

const customer = { number: "C-1001", name: "Põhjala Kaubandus OÜ", email: "billing@pohjala.example" }
const invoice = {
  number: "INV-2026-0001",
  customerNumber: "C-1001",
  total: euros("1200.50"),
  issueDate: new CalendarDate(2026, 11, 2),
  dueDate: new CalendarDate(2026, 12, 2),
  note: "Cleaning, October",
}
const payment = {
  number: "P-77",
  customerNumber: "C-1001",
  amount: euros("1000.00"),
  receivedDate: new CalendarDate(2026, 11, 20),
  method: "bank transfer",
  allocations: [{ invoiceNumber: "INV-2026-0001" }],
}

describe("what is read", () => {
  it("a customer: what is null is absent", () => {
    assert.deepStrictEqual(read(customers, customerAnswer), customer)
  })
  it("an invoice: what is empty is absent, amounts are exact", () => {
    assert.deepStrictEqual(read(invoices, invoiceAnswer), { ...invoice, balance: euros("200.50") })
  })
  it("a payment with its invoice", () => {
    assert.deepStrictEqual(read(payments, paymentAnswer), payment)
  })
  it("a number_taken is a refusal, and nothing was carried out", () => {
    const error = refusalOf("create invoices", 409, takenAnswer)
    assert.deepInclude(error, { code: "WB-ACME-TAKEN", sent: "no" })
  })
  it("a 404 without Acme's own words says nothing of a record", () => {
    assert.isUndefined(refusalOf("get invoices", 404, "<html>Not found</html>"))
  })
})

describe("what is sent", () => {
  it("a customer", () => {
    assert.deepStrictEqual(sent(customers, customer), customer)
  })
  it("an invoice: exactly the documented fields, amounts and days as text", () => {
    assert.deepStrictEqual(sent(invoices, invoice), {
      number: "INV-2026-0001",
      customer_number: "C-1001",
      currency: "EUR",
      total: "1200.5",
      issue_date: "2026-11-02",
      due_date: "2026-12-02",
      memo: "Cleaning, October",
    })
  })
  it("an amount longer than a JavaScript number holds", () => {
    const total = euros("1234567890123456789012345678.91")
    assert.deepInclude(sent(invoices, { ...invoice, total }), { total: "1234567890123456789012345678.91" })
  })
  it("a payment with its invoice", () => {
    assert.deepInclude(sent(payments, payment), { amount: "1000", invoice_number: "INV-2026-0001" })
  })
  it("a payment for a part of an invoice is refused before anything is sent", () => {
    const allocations = [{ invoiceNumber: "INV-2026-0001", amount: euros("1.00") }]
    assert.deepStrictEqual(sent(payments, { ...payment, allocations }), ["WB-ACME-ALLOCATIONS allocations"])
  })
  it("a number that is too long is refused, and the field named", () => {
    assert.deepStrictEqual(sent(customers, { ...customer, number: "C".repeat(41) }), ["WB-ACME-FIELD number"])
  })
})
