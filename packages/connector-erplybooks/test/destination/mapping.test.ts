import { assert, describe, it } from "@effect/vitest"
import { type Customer, type Invoice, Money } from "@waybill/model"
import { BigDecimal, Effect, Result, Schema } from "effect"

import { invoices } from "../../src/destination.ts"
import { codeOf } from "../../src/map/code.ts"
import { dayOf } from "../../src/map/noon.ts"
import { decimal, money, opened, payment } from "./deliver.ts"
import { makeMemory } from "./memory.ts"
import { invoice, jsonBy, line, wrong } from "./models.ts"

const json = jsonBy()

describe("payments as ERPLY Books'", () => {
  it("pays one invoice, whole", () => {
    const whole = [{ invoiceNumber: "I1", amount: money("57.1") }]
    assert.deepStrictEqual(wrong(json.payment({ ...payment, allocations: whole })), [])
    const allocations = [
      [{ invoiceNumber: "I1", amount: money("57") }],
      [{ invoiceNumber: "I1" }, { invoiceNumber: "I2" }],
      [{ invoiceNumber: "I1", amount: money("57.1", "USD") }],
    ]
    for (const each of allocations) {
      assert.deepStrictEqual(wrong(json.payment({ ...payment, allocations: each })), [
        "WB-ERPLYBOOKS-ALLOCATION allocations",
      ])
    }
  })

  it("needs a day, an account, and an amount that a number carries", () => {
    const { receivedDate: _, ...undated } = payment
    assert.deepStrictEqual(wrong(json.payment(undated)), ["WB-ERPLYBOOKS-DATE receivedDate"])
    for (const text of ["0", "-1", "1234567890123456.5"]) {
      const amount = new Money(decimal(text), "EUR")
      assert.deepStrictEqual(wrong(json.payment({ ...payment, amount })), ["WB-ERPLYBOOKS-AMOUNT amount"])
    }
    assert.deepStrictEqual(wrong(json.payment(invoice)), ["WB-ERPLYBOOKS-TARGET undefined"])
  })

  it("goes to the account of its method, or to the connection's", () => {
    const byMethod = jsonBy({ methodAccounts: { cash: "1010" } })
    const accountOf = (method: string) => Result.getOrThrow(byMethod.payment({ ...payment, method })).accountNumber
    assert.deepStrictEqual([accountOf("cash"), accountOf("bank"), accountOf("toString")], ["1010", "1020", "1020"])
  })
})

describe("invoices as ERPLY Books'", () => {
  it("becomes one row of the connection's article, and comes to the total by its tax", () => {
    const record = Result.getOrThrow(json.invoice({ ...invoice, note: "hello", reference: "RF1" }))
    assert.deepStrictEqual(record, {
      partnerDocumentId: "WBI-A-7",
      number: "A-7",
      sumWithVat: 124,
      currencyCode: "CURRENCY_EUR",
      customerNumber: "C1",
      typeCode: "DOCUMENT_SELL",
      documentStatusTypeCode: "STATUS_CONFIRMED",
      date: "2026-03-01T12:00:00",
      transactionDate: "2026-03-01T12:00:00",
      deadlineDate: "2026-03-31T12:00:00",
      referenceNumber: "RF1",
      note: "hello",
      rows: [{ articleName: "Services", quantity: 1, price: 100, vatPercent: 24, typeCode: "ARTICLE_ROW_SELL" }],
    })
  })

  it("takes the vendor's own example: 3.67 and 20 % are 4.40", () => {
    const sample = {
      ...invoice,
      total: money("4.40"),
      lines: [{ ...line, unitPrice: money("3.67"), taxRate: decimal("20") }],
    }
    assert.deepStrictEqual(wrong(json.invoice(sample)), [])
    assert.deepStrictEqual(wrong(json.invoice({ ...sample, total: money("4.41") })), ["WB-ERPLYBOOKS-TOTAL total"])
  })

  it("never guesses a rate of VAT, a price or a total", () => {
    const { tax: _, ...untaxed } = invoice
    const bad: ReadonlyArray<readonly [Invoice, string]> = [
      [untaxed, "WB-ERPLYBOOKS-ROW tax"],
      [{ ...invoice, tax: money("23.99") }, "WB-ERPLYBOOKS-ROW tax"],
      // 20 % and 22 % of ten cents are two cents.
      [{ ...invoice, total: money("0.12"), tax: money("0.02") }, "WB-ERPLYBOOKS-ROW tax"],
      [{ ...invoice, lines: [{ unitPrice: money("100") }] }, "WB-ERPLYBOOKS-ROW lines.0"],
      [{ ...invoice, lines: [{ taxRate: decimal("24") }] }, "WB-ERPLYBOOKS-ROW lines.0"],
      [{ ...invoice, lines: [line, { ...line, unitPrice: money("1", "USD") }] }, "WB-ERPLYBOOKS-ROW lines.1"],
      [{ ...invoice, lines: [{ ...line, net: money("90") }] }, "WB-ERPLYBOOKS-ROW lines.0"],
      [
        { ...invoice, lines: [{ taxRate: decimal("24"), net: money("100"), quantity: decimal("3") }] },
        "WB-ERPLYBOOKS-ROW lines.0",
      ],
      [{ ...invoice, lines: [{ ...line, quantity: decimal("0.0000001") }] }, "WB-ERPLYBOOKS-ROW lines.0"],
      [{ ...invoice, type: "credit note" }, "WB-ERPLYBOOKS-TYPE type"],
      [{ ...invoice, type: "debit note" }, "WB-ERPLYBOOKS-TYPE type"],
      [{ ...invoice, total: money("-124") }, "WB-ERPLYBOOKS-AMOUNT total"],
    ]
    for (const [model, place] of bad) assert.deepStrictEqual(wrong(json.invoice(model)), [place])
    const { issueDate: __, ...undated } = invoice
    assert.deepStrictEqual(wrong(json.invoice(undated)), ["WB-ERPLYBOOKS-DATE issueDate"])
    const nameless = { net: money("100"), taxRate: decimal("24") }
    const noArticle = Result.getOrThrow(json.invoice({ ...invoice, lines: [nameless] }))
    assert.strictEqual(noArticle.rows[0].articleName, "Services")
  })

  it("leaves rows and types to `set` where it writes them", () => {
    const destination = Effect.runSync(opened(invoices, makeMemory(), {}, ["rows", "typeCode"]))
    const { tax: _, ...untaxed } = invoice
    const record = Result.getOrThrow(destination.fromModel({ ...untaxed, type: "debit note" }))
    assert.deepStrictEqual(record.rows, [])
    assert.isTrue(Result.isFailure(destination.fromModel({ ...invoice, type: "credit note" })))
  })
})

const Cents = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000_000 }))
const Rate = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 30 }))

describe("the total (invariant 4)", () => {
  it.effect.prop(
    "is what one row comes to, for every amount and rate, or nothing is sent",
    [Cents, Rate],
    ([net, percent]) =>
      Effect.sync(() => {
        const tax = (BigInt(net) * BigInt(percent) + 50n) / 100n
        const total = new Money(BigDecimal.make(BigInt(net) + tax, 2), "EUR")
        const made = json.invoice({ ...invoice, total, tax: new Money(BigDecimal.make(tax, 2), "EUR") })
        if (Result.isFailure(made)) {
          // A rate is unclear only where a cent is more than a percent.
          assert.deepStrictEqual([made.failure, net <= 100], [["WB-ERPLYBOOKS-ROW tax"], true])
        } else if (tax > 0n) {
          assert.deepStrictEqual([made.success.rows[0].price, made.success.rows[0].vatPercent], [net / 100, percent])
        }
      }),
  )
})

describe("customers as ERPLY Books'", () => {
  const customer: Customer = {
    number: "C-1",
    name: "Acme OÜ",
    email: "a@example.com",
    phone: "+372 5",
    billingAddress: { line1: "Pikk 1", city: "Tallinn", postalCode: "10123", country: "EE" },
    shippingAddress: { line1: "Lai 2" },
  }

  it("carries name, number and addresses", () => {
    assert.deepStrictEqual(Result.getOrThrow(json.customer(customer)), {
      partnerCustomerId: "WBC-C-1",
      name: "Acme OÜ",
      code: "C-1",
      customer: true,
      entityTypeCode: "ENTITY_TYPE_LEGAL",
      email: "a@example.com",
      phone1: "+372 5",
      legalAddress: "Pikk 1, Tallinn",
      legalPostcode: "10123",
      legalCountryCode: "EE",
      actualAddress: "Lai 2",
    })
    const registered = Result.getOrThrow(jsonBy({ customersBy: "registrationCode" }).customer(customer))
    assert.deepStrictEqual([registered.registrationCode, registered.code], ["C-1", undefined])
    const person = Result.getOrThrow(json.customer({ number: "2", firstName: "Mari", lastName: "Maasikas" }))
    assert.deepStrictEqual([person.name, person.entityTypeCode], ["Mari Maasikas", undefined])
  })

  it("needs a name, and countries as codes", () => {
    assert.deepStrictEqual(wrong(json.customer({ number: "1" })), ["WB-ERPLYBOOKS-NAME name"])
    const shippingAddress = { country: "Estonia" }
    assert.deepStrictEqual(wrong(json.customer({ ...customer, shippingAddress })), [
      "WB-ERPLYBOOKS-COUNTRY shippingAddress.country",
    ])
    // What is no payment and no invoice is a customer: the two others say so themselves.
    assert.deepStrictEqual(wrong(json.customer(invoice)), ["WB-ERPLYBOOKS-TARGET undefined"])
  })
})

describe("own ids", () => {
  const hostile = [
    "a1",
    "A1",
    "A 1",
    "A-1",
    "é",
    "e\u0301",
    "💶",
    "1/2",
    "9".repeat(60),
    "9".repeat(61),
    "\uD800",
    "\uD801",
  ]

  it("keeps numbers apart, and each readable where it is clean", () => {
    const codes = hostile.map((number) => codeOf("WB", "P", number))
    assert.strictEqual(new Set(codes).size, hostile.length)
    for (const code of codes) assert.match(code, /^[A-Z0-9-]{1,32}$/)
    assert.strictEqual(codeOf("WB", "P", "2026-0001"), "WBP-2026-0001")
    assert.strictEqual(codeOf("PREFIX12", "I", "9".repeat(22)).length, 32)
    assert.notStrictEqual(codeOf("WB", "P", "1"), codeOf("WB", "I", "1"))
  })

  it.effect.prop("has one code for one number", [Schema.String, Schema.String], ([a, b]) =>
    Effect.sync(() => assert.strictEqual(codeOf("WB", "P", a) === codeOf("WB", "P", b), a === b)),
  )
})

describe("noon (invariant 5)", () => {
  it("reads back as its day, whatever the hour, and nothing else as one", () => {
    assert.strictEqual(String(dayOf("2026-02-28T23:59:59")), "2026-02-28")
    for (const text of ["2026-02-30T12:00:00", "2026-02-28 12:00", "20260228T12:00:00", ""])
      assert.isUndefined(dayOf(text))
  })
})
