import { assert, describe, it } from "@effect/vitest"
import { type Arbitrary, Effect, Exit, Schema } from "effect"

import {
  Address,
  Allocation,
  Customer,
  entities,
  Identifier,
  Invoice,
  InvoiceLine,
  InvoiceType,
  moneyField,
  moneyOf,
  Payment,
  schemas,
  Text,
} from "../src/index.ts"
import { address, amount, date, decimal, identifier, listOf, money, oneOf, same, struct, text } from "./arbitraries.ts"

const customer = struct(Customer, ["number"], {
  number: identifier,
  name: text,
  firstName: text,
  lastName: text,
  email: text,
  phone: text,
  companyCode: text,
  currency: oneOf(["EUR", "JPY"]),
  billingAddress: address,
  shippingAddress: address,
  status: text,
})

const line = struct(InvoiceLine, [], {
  number: text,
  description: text,
  quantity: decimal,
  unitPrice: money,
  net: amount,
  taxRate: decimal,
  tax: amount,
  productCode: text,
})

const invoice = struct(Invoice, ["number", "customerNumber", "total"], {
  number: identifier,
  customerNumber: identifier,
  total: amount,
  issueDate: date,
  dueDate: date,
  postingDate: date,
  balance: amount,
  tax: amount,
  type: oneOf(InvoiceType.literals),
  terms: text,
  status: text,
  reference: text,
  note: text,
  lines: listOf(line),
})

const allocation = struct(Allocation, ["invoiceNumber"], { invoiceNumber: identifier, amount })

const payment = struct(Payment, ["number", "customerNumber", "amount"], {
  number: identifier,
  customerNumber: identifier,
  amount,
  receivedDate: date,
  method: text,
  reference: text,
  status: text,
  note: text,
  allocations: listOf(allocation),
})

describe("the model as JSON", () => {
  const comesBack = <A>(name: string, schema: Schema.Codec<A, unknown>, values: Arbitrary.Arbitrary<A>) => {
    const codec = Schema.toCodecJson(schema)
    it.effect.prop(
      `${name} comes back exactly (invariants 4 and 5)`,
      [values],
      ([value]) =>
        Effect.gen(function* () {
          const json = JSON.stringify(yield* Schema.encodeEffect(codec)(value))
          const back = yield* Schema.decodeUnknownEffect(codec)(JSON.parse(json))
          assert.isTrue(same(back, value), json)
        }),
      { arbitrary: { runs: 300, size: 40 } },
    )
  }
  comesBack("a customer", Customer, customer)
  comesBack("an invoice with lines", Invoice, invoice)
  comesBack("a payment with allocations", Payment, payment)

  it("holds money and dates as text", () => {
    const json = {
      number: "I-1",
      customerNumber: "0007",
      total: "1234.5 EUR",
      issueDate: "2026-11-20",
      type: "credit note",
      lines: [{ description: "Freight", quantity: "1.5", unitPrice: "823 EUR", taxRate: "24" }],
    }
    const codec = Schema.toCodecJson(Invoice)
    const decoded = Schema.decodeSync(codec)(json)
    assert.strictEqual(String(decoded.total), "1234.50 EUR")
    assert.strictEqual(String(decoded.issueDate), "2026-11-20")
    assert.deepStrictEqual(Schema.encodeSync(codec)(decoded), json)
  })
})

describe("fields: those of the core model, in its order", () => {
  const names = (schema: { readonly fields: object }) => Object.keys(schema.fields).join(" ")
  const needed = (schema: Schema.Top & { readonly fields: Readonly<Record<string, Schema.Top>> }) =>
    Object.entries(schema.fields).flatMap(([name, field]) => (field.ast.context?.isOptional === true ? [] : [name]))

  const table = [
    {
      schema: Customer,
      fields: "number name firstName lastName email phone companyCode currency billingAddress shippingAddress status",
      needed: ["number"],
    },
    {
      schema: Invoice,
      fields:
        "number customerNumber total issueDate dueDate postingDate balance tax type terms status reference note lines",
      needed: ["number", "customerNumber", "total"],
    },
    {
      schema: Payment,
      fields: "number customerNumber amount receivedDate method reference status note allocations",
      needed: ["number", "customerNumber", "amount"],
    },
    { schema: Allocation, fields: "invoiceNumber amount", needed: ["invoiceNumber"] },
    { schema: Address, fields: "line1 line2 city region postalCode country", needed: [] },
    {
      schema: InvoiceLine,
      fields: "number description quantity unitPrice net taxRate tax productCode",
      needed: [],
    },
  ]
  it.each(table)("$fields", (row) => {
    assert.sameOrderedMembers(names(row.schema).split(" "), row.fields.split(" "))
    assert.deepStrictEqual(needed(row.schema), row.needed)
  })

  it("the words for an invoice's type", () =>
    assert.deepStrictEqual(InvoiceType.literals, [
      "invoice",
      "credit note",
      "debit note",
      "prepayment invoice",
      "corrected invoice",
    ]))
})

describe("entities", () => {
  it("a parent comes before its children", () => assert.deepStrictEqual(entities, ["customer", "invoice", "payment"]))

  it.effect.prop("each has its own money, or none", [customer, invoice, payment], ([buyer, bill, receipt]) =>
    Effect.sync(() => {
      assert.isUndefined(moneyOf(buyer))
      assert.strictEqual(moneyOf(bill), bill[moneyField.invoice])
      assert.strictEqual(moneyOf(receipt), receipt[moneyField.payment])
      assert.isTrue(Schema.is(schemas.customer)(buyer) && Schema.is(schemas.invoice)(bill))
      assert.isTrue(Schema.is(schemas.payment)(receipt))
    }),
  )
})

describe("Text and Identifier", () => {
  const isIdentifier = Schema.is(Identifier)
  it.each(["C1", "0007", "ÄÖ-1", "A 1", "a/b\\c"])("%j is an identifier", (value) => assert.isTrue(isIdentifier(value)))
  it.each(["", " ", "C1 ", " C1", "C1\n", "\tC1", "C1\u00A0", "\uFEFFC1", 7])("%j is none", (value) =>
    assert.isFalse(isIdentifier(value)),
  )

  it("text is never empty", () => {
    assert.isFalse(Schema.is(Text)(""))
    assert.isTrue(Schema.is(Text)(" "))
    const decoded = Schema.decodeExit(Schema.toCodecJson(Customer))({ number: "C1", email: "" })
    assert.isTrue(Exit.isFailure(decoded))
  })
})
