import { assert, describe, it } from "@effect/vitest"
import { CalendarDate, Customer, Invoice, Money, Monies, Payment } from "@waybill/model"
import { BigDecimal, flow, Result, Schema, SchemaAST } from "effect"

import { CustomerInfo } from "../../src/api/Customer.ts"
import { list } from "../../src/api/values.ts"
import { dayOf } from "../../src/map/day.ts"
import { whole } from "../../src/map/fields.ts"
import { type CustomerRecord, fromCustomer as tellCustomer } from "../../src/map/fromCustomer.ts"
import { fromInvoice as tellInvoice, NumberedInvoice } from "../../src/map/fromInvoice.ts"
import { fromPayment as tellPayment, NumberedPayment } from "../../src/map/fromPayment.ts"
import { recordReader } from "../../src/map/record.ts"
import { paymentExample, invoiceExample } from "./published.ts"

/** What the vendor's JSON becomes. */
const recordOf = <A extends object>(schema: Schema.Codec<A, unknown>, json: object) => {
  const { items } = Schema.decodeSync(list(schema))({ items: [json], totalCount: 1 })
  const reader = recordReader(schema)
  const unreadable: Array<string> = []
  const record = reader.read(items![0]!, (path) => unreadable.push(path))
  assert.deepStrictEqual(unreadable, [])
  assert.isTrue(Schema.is(reader.schema)(record), "the record is what its schema says")
  return record
}

const payment = (more: object = {}) => recordOf(NumberedPayment, { ...paymentExample, customerNumber: "C1", ...more })
const invoice = (more: object = {}) => recordOf(NumberedInvoice, { ...invoiceExample, customerNumber: "C1", ...more })

const fromPayment = flow(tellPayment, whole)
const fromInvoice = flow(tellInvoice, whole)
const fromCustomer = (settings: Parameters<typeof tellCustomer>[0]) => (record: CustomerRecord) =>
  whole(tellCustomer(settings)(record))

const codesOf = (result: Result.Result<unknown, ReadonlyArray<{ readonly code: string; readonly field?: string }>>) =>
  Result.isFailure(result) ? result.failure.map(({ code, field }) => `${code} ${field}`) : []

const euros = (text: string) => new Money(BigDecimal.fromStringUnsafe(text), "EUR")
const isMoney = (given: Money | undefined, text: string) =>
  assert.isTrue(given !== undefined && Monies.equals(given, euros(text)), String(given))

describe("a published payment", () => {
  it("is a record of text, decimals and days", () => {
    const record = payment()
    assert.strictEqual(record.id, "2749305")
    assert.deepStrictEqual(record.opDate, new CalendarDate(2014, 4, 14))
    assert.isTrue(BigDecimal.equals(record.sumPaid!, BigDecimal.fromStringUnsafe("10")))
    assert.strictEqual(record.imported, true)
    assert.strictEqual(record.partnerPaymentId, "477")
    // Null, and the id 0, which is no link.
    for (const name of ["number", "projectId", "parentPaymentId", "partnerDocumentId"]) assert.notProperty(record, name)
  })

  it("is a payment", () => {
    const result = fromPayment(payment({ invoiceNumber: "2014-7", accountNumber: "1020", archivingId: "A1" }))
    const { amount, ...model } = Result.getOrThrow(result)
    isMoney(amount, "10.00")
    assert.deepStrictEqual(model, {
      number: "2749305",
      customerNumber: "C1",
      receivedDate: new CalendarDate(2014, 4, 14),
      method: "1020",
      reference: "A1",
      status: "STATUS_CONFIRMED",
      allocations: [{ invoiceNumber: "2014-7" }],
    })
    assert.isTrue(Schema.is(Payment)({ amount, ...model }))
    assert.strictEqual(
      Result.getOrThrow(fromPayment(payment({ invoiceId: 0, referenceNumber: "12344", archivingId: "A1" }))).reference,
      "12344",
    )
  })

  it("without an invoice has no allocations, and one whose invoice is gone is an issue", () => {
    assert.notProperty(Result.getOrThrow(fromPayment(payment({ invoiceId: 0 }))), "allocations")
    assert.deepStrictEqual(codesOf(fromPayment(payment())), [
      "WB-ERPLYBOOKS-INVOICE-NUMBER allocations[0].invoiceNumber",
    ])
  })

  it("is not guessed at", () => {
    const none = { invoiceId: 0 }
    const expected: ReadonlyArray<readonly [object, string]> = [
      [{ sumPaid: null }, "WB-ERPLYBOOKS-SUM amount"],
      [{ sumPaid: 10.005 }, "WB-ERPLYBOOKS-SUM amount"],
      [{ sumPaid: 10.5, currencyCode: "CURRENCY_JPY" }, "WB-ERPLYBOOKS-SUM amount"],
      [{ currencyCode: "CURRENCY_XXX" }, "WB-ERPLYBOOKS-CURRENCY amount"],
      [{ currencyCode: "EUR" }, "WB-ERPLYBOOKS-CURRENCY amount"],
      [{ currencyCode: null }, "WB-ERPLYBOOKS-CURRENCY amount"],
      [{ customerNumber: null }, "WB-ERPLYBOOKS-CUSTOMER-NUMBER customerNumber"],
    ]
    for (const [more, code] of expected) {
      const { customerNumber, ...rest } = { customerNumber: "C1", ...more } as { customerNumber: string | null }
      const named = customerNumber === null ? {} : { customerNumber }
      const record = recordOf(NumberedPayment, { ...paymentExample, ...none, ...rest, ...named })
      assert.deepStrictEqual(codesOf(fromPayment(record)), [code], JSON.stringify(more))
    }
  })
})

describe("a published invoice", () => {
  it("is an invoice with its lines", () => {
    const { total, balance, tax, lines, ...model } = Result.getOrThrow(fromInvoice(invoice()))
    isMoney(total, "4.40")
    isMoney(balance, "0")
    isMoney(tax, "0.73")
    assert.deepStrictEqual(model, {
      number: "190001",
      customerNumber: "C1",
      issueDate: new CalendarDate(2020, 7, 10),
      dueDate: new CalendarDate(2020, 7, 17),
      postingDate: new CalendarDate(2020, 7, 10),
      type: "invoice",
      status: "STATUS_CONFIRMED",
      reference: "1900017",
    })
    const [line] = lines!
    isMoney(line!.unitPrice, "3.67")
    assert.isTrue(BigDecimal.equals(line!.taxRate!, BigDecimal.fromStringUnsafe("20")))
    assert.strictEqual(line!.description, "Service")
    assert.isTrue(Schema.is(Invoice)({ total, balance, tax, lines, ...model }))
  })

  it("in a list has no lines", () => {
    assert.notProperty(Result.getOrThrow(fromInvoice(invoice({ rows: null }))), "lines")
  })

  it("has no unit price where something is taken off or put on", () => {
    const [row] = invoiceExample.rows
    for (const more of [{ discount: 10 }, { extraCharge: 0.5 }]) {
      const { lines } = Result.getOrThrow(fromInvoice(invoice({ rows: [{ ...row, ...more }] })))
      assert.notProperty(lines?.[0], "unitPrice")
      assert.property(lines?.[0], "quantity")
    }
  })

  it("is of a type only where the document demands payment", () => {
    for (const [typeCode, type] of [
      ["DOCUMENT_POS_SELL", "invoice"],
      ["DOCUMENT_PRE_SELL", "prepayment invoice"],
      ["DOCUMENT_WAYBILL", undefined],
    ]) {
      assert.strictEqual(Result.getOrThrow(fromInvoice(invoice({ typeCode }))).type, type)
    }
  })

  it("without number, total or currency is an issue", () => {
    assert.deepStrictEqual(codesOf(fromInvoice(invoice({ number: "", sumWithVat: null }))), [
      "WB-ERPLYBOOKS-NUMBER number",
      "WB-ERPLYBOOKS-SUM total",
    ])
    assert.deepStrictEqual(codesOf(fromInvoice(invoice({ currencyCode: "CURRENCY_" }))), [
      "WB-ERPLYBOOKS-CURRENCY total",
    ])
    assert.deepStrictEqual(codesOf(fromInvoice(invoice({ taxSum: 0.001, sumLeftToPay: 0.001 }))), [
      "WB-ERPLYBOOKS-SUM balance",
      "WB-ERPLYBOOKS-SUM tax",
    ])
  })
})

describe("a customer", () => {
  const given = {
    id: 725113,
    code: "C1",
    registrationCode: "",
    name: "Client 2",
    email: "c@example.com",
    phone1: "",
    phone2: "555",
    legalAddress: "Street 1",
    legalPostcode: "10111",
    legalCountryCode: "EE",
    actualAddress: "",
    actualPostcode: null,
    deadlineDays: 0,
    customer: true,
    attributes: [{ anything: 1 }],
  }
  const record = recordOf(CustomerInfo, given)

  it("has its number, ways to reach it and addresses", () => {
    const model = Result.getOrThrow(fromCustomer({ customersBy: "code" })(record))
    assert.deepStrictEqual(model, {
      number: "C1",
      name: "Client 2",
      email: "c@example.com",
      phone: "555",
      billingAddress: { line1: "Street 1", postalCode: "10111", country: "EE" },
    })
    assert.isTrue(Schema.is(Customer)(model))
    assert.strictEqual(Result.getOrThrow(fromCustomer({ customersBy: "id" })(record)).number, "725113")
  })

  it("without what numbers customers is an issue", () => {
    const result = fromCustomer({ customersBy: "registrationCode" })(record)
    assert.deepStrictEqual(codesOf(result), ["WB-ERPLYBOOKS-CUSTOMER-NUMBER number"])
    assert(Result.isFailure(result))
    assert.include(result.failure[0].hint, "customersBy: id")
    const { model } = tellCustomer({ customersBy: "registrationCode" })(record)
    assert.deepInclude(model, { name: "Client 2", email: "c@example.com", phone: "555" })
    assert.notProperty(model, "number")
  })

  it("keeps a whole number that is no id as a number, 0 too", () => {
    assert.isTrue(BigDecimal.equals(record.deadlineDays!, BigDecimal.make(0n, 0)))
    assert.notProperty(record, "attributes")
  })
})

describe("a day", () => {
  it("is the one that is written (invariant 5)", () => {
    for (const text of ["2020-07-10", "2020-07-10T00:00:00", "2020-07-10T12:00:00", "2020-07-10T23:59:59"]) {
      assert.deepStrictEqual(dayOf(text), new CalendarDate(2020, 7, 10), text)
    }
  })

  it("is never guessed", () => {
    for (const text of [
      "2020-02-30",
      "10.07.2020",
      "2020-07-10T24:00:00",
      "2020-07-10T12:00:00Z",
      "2020-07-10T12:00:00+03:00",
      "2020-07-10 12:00:00",
      "1594339200000",
      " 2020-07-10",
    ]) {
      assert.isUndefined(dayOf(text), text)
    }
  })
})

describe("what expressions see", () => {
  /** Every path of a schema's type side with what it holds. */
  const leaves = (ast: SchemaAST.AST, path = ""): ReadonlyArray<readonly [path: string, type: string]> => {
    if (SchemaAST.isObjects(ast)) {
      return ast.propertySignatures.flatMap(({ name, type }) =>
        leaves(type, path === "" ? String(name) : `${path}.${String(name)}`),
      )
    }
    if (SchemaAST.isArrays(ast)) return leaves(ast.rest[0]!, `${path}[]`)
    if (!SchemaAST.isDeclaration(ast)) return [[path, ast._tag]]
    return [[path, String((ast.annotations?.["representation"] as { id?: string } | undefined)?.id)]]
  }
  const leavesOf = (schema: Schema.Schema<unknown>) => new Map(leaves(recordReader(schema).schema.ast))
  const day = "@waybill/model/CalendarDate"
  const daysOf = (schema: Schema.Schema<unknown>) =>
    [...leavesOf(schema)].flatMap(([path, type]) => (type === day && !path.includes("[]") ? [path] : []))

  it("has days where the vendor has dates", () => {
    assert.deepStrictEqual(daysOf(NumberedPayment), ["opDate", "statusChangeDatetime"])
    assert.deepStrictEqual(daysOf(NumberedInvoice), ["date", "transactionDate", "deadlineDate"])
    assert.deepStrictEqual(daysOf(CustomerInfo), [])
  })

  it("is every documented field but those without a shape, and what was added", () => {
    for (const [schema, left] of [
      [NumberedPayment, ["projects"]],
      [NumberedInvoice, ["vatTotalsByTaxRate", "discountSum", "attachments", "history"]],
      [CustomerInfo, ["attributes"]],
    ] as const) {
      const found = leavesOf(schema)
      const there = new Set([...found.keys()].map((path) => path.split(/[.[]/)[0]))
      assert.deepStrictEqual(
        Object.keys(schema.fields).filter((name) => !there.has(name)),
        [...left],
      )
      assert.isTrue(
        new Set(found.values()).isSubsetOf(new Set(["String", "Boolean", "effect/schema/BigDecimal", day])),
        [...new Set(found.values())].join(" "),
      )
    }
    assert.strictEqual(leavesOf(NumberedPayment).get("id"), "String")
    assert.strictEqual(leavesOf(NumberedPayment).get("invoiceNumber"), "String")
    assert.isFalse(leavesOf(NumberedInvoice).has("hash"))
  })
})
