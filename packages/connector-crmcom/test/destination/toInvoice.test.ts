import { assert, describe, it } from "@effect/vitest"
import type { Invoice, InvoiceLine } from "@waybill/model"
import { Effect, Result, Schema } from "effect"

import { invoices } from "../../src/destination.ts"
import { money, decimal, calls, openInvoices, invoiceJson, places, invoice } from "./models.ts"
import { settingsWith } from "./settings.ts"

describe("invoice", () => {
  it("without lines is one item of the connection's product", () => {
    assert.deepStrictEqual(
      invoiceJson(invoice),
      Result.succeed({
        number: "A-7",
        total: 57,
        accounts_receivable_identifier: { number: "192" },
        type_identifier: { name: "Invoice" },
        invoice_item_set: [{ product_identifier: { code: "SERVICE" }, quantity: 1, sub_total: 57 }],
        intended_currency_identifier: { code: "EUR" },
        due_on: "2026-03-01T10:00:00",
        posted_on: "2026-07-01T09:00:00",
        notes: "January",
      }),
    )
  })

  it("names the account, the type and the amount as the settings say", () => {
    const json = Result.getOrThrow(
      invoiceJson(invoice, { accountsBy: "name", invoiceType: { id: "INVOICE" }, itemAmount: "cost" }),
    )
    assert.deepInclude(json, {
      accounts_receivable_identifier: { name: "192" },
      type_identifier: { id: "INVOICE" },
      invoice_item_set: [{ product_identifier: { code: "SERVICE" }, quantity: 1, cost: 57 }],
    })
  })

  it("sends the currency only where the installation compares it", () => {
    for (const extra of [{ intendedCurrency: "omit" }, { release: "R10.4.0" }] as const) {
      assert.notProperty(Result.getOrThrow(invoiceJson(invoice, extra)), "intended_currency_identifier")
    }
    assert.property(Result.getOrThrow(invoiceJson(invoice, { release: "R11.0.0" })), "intended_currency_identifier")
  })

  it("leaves to `set` what `set` writes", () => {
    const own = ["type_identifier", "invoice_item_set", "accounts_receivable_identifier"]
    const { fromModel } = Effect.runSync(openInvoices({ invoiceType: { name: "Invoice" } }, own))
    const record = Result.getOrThrow(fromModel({ ...invoice, lines: [{ description: "no price" }] }))
    assert.deepInclude(record, {
      type_identifier: {},
      invoice_item_set: [],
      accounts_receivable_identifier: {},
    })
  })

  it("keeps from `set` what the code and the comparison of totals are made from", () => {
    const { ast } = Schema.toType(Effect.runSync(openInvoices()).record)
    assert.ok(ast._tag === "Objects")
    const typeOf = (name: string) => ast.propertySignatures.find((field) => field.name === name)!.type
    const known = (name: string) => typeOf(name).annotations?.["representation"] !== undefined
    assert.deepStrictEqual(
      ["notes", "number", "total"].map((name) => typeOf(name)._tag),
      ["String", "Declaration", "Declaration"],
    )
    assert.deepStrictEqual([known("number"), known("total"), known("due_on")], [false, false, true])
  })

  it("does not fit the record where `set` leaves an identifier empty, or names two fields", () => {
    const { fromModel, record } = Effect.runSync(openInvoices())
    const made = Result.getOrThrow(fromModel(invoice))
    const encode = Schema.encodeUnknownResult(record)
    assert.isTrue(Result.isSuccess(encode(made)))
    for (const type_identifier of [{}, { id: "INVOICE", name: "Invoice" }]) {
      assert.isTrue(Result.isFailure(encode({ ...made, type_identifier })))
    }
    const [item] = (made as { invoice_item_set: ReadonlyArray<object> }).invoice_item_set
    assert.isTrue(Result.isFailure(encode({ ...made, invoice_item_set: [] })))
    assert.isTrue(Result.isFailure(encode({ ...made, invoice_item_set: [{ ...item, cost: decimal("1") }] })))
  })

  it("refuses what CRM.COM can't take exactly, without the value", () => {
    const refusals: ReadonlyArray<readonly [Partial<Invoice>, string, string]> = [
      [{ total: money("57", "USD") }, "WB-CRMCOM-CURRENCY", "total"],
      [{ total: money("12345678901234.56") }, "WB-CRMCOM-AMOUNT-DIGITS", "total"],
      [{ total: money("-57") }, "WB-CRMCOM-CREDIT-NOTE", "total"],
      [{ type: "credit note" }, "WB-CRMCOM-CREDIT-NOTE", "total"],
      [{ lines: [{ productCode: "X" }] }, "WB-CRMCOM-LINE", "lines.0"],
      [{ lines: [{ unitPrice: money("1", "USD"), productCode: "X" }] }, "WB-CRMCOM-CURRENCY", "lines.0.unitPrice"],
      [
        {
          lines: [
            { productCode: "X", unitPrice: money("1") },
            { productCode: "X", net: money("1"), quantity: decimal("3") },
          ],
        },
        "WB-CRMCOM-LINE",
        "lines.1",
      ],
    ]
    for (const [part, code, field] of refusals) {
      assert.deepStrictEqual(invoiceJson({ ...invoice, ...part }), Result.fail([[code, field]]))
    }
    const issues = Effect.runSync(openInvoices()).fromModel({ ...invoice, total: money("99887766", "USD") })
    assert.notInclude(JSON.stringify(issues), "99887766")
  })

  it("needs a product for what names none", () => {
    const { product: _product, ...without } = settingsWith()
    const { fromModel } = Effect.runSync(invoices(without, calls, {}))
    const codes = Result.mapError(fromModel(invoice), places)
    assert.deepStrictEqual(codes, Result.fail([["WB-CRMCOM-PRODUCT", "total"]]))
  })
})

describe("lines", () => {
  const itemOf = (line: InvoiceLine) => {
    const json = Result.getOrThrow(invoiceJson({ ...invoice, lines: [{ productCode: "GOODS", ...line }] }))
    const [item] = (json as { invoice_item_set: ReadonlyArray<Record<string, unknown>> }).invoice_item_set
    assert.deepStrictEqual(item!["product_identifier"], { code: "GOODS" })
    const { product_identifier: _product, ...rest } = item!
    return rest
  }

  it("are items with cost, discount and quantity", () => {
    const two = decimal("2")
    assert.deepStrictEqual(itemOf({ unitPrice: money("15"), quantity: two }), { quantity: 2, cost: 15 })
    assert.deepStrictEqual(itemOf({ unitPrice: money("15") }), { quantity: 1, cost: 15 })
    assert.deepStrictEqual(itemOf({ unitPrice: money("15"), quantity: two, net: money("28.5") }), {
      quantity: 2,
      cost: 15,
      discount_amount: 1.5,
    })
    // A price finer than a cent: the line's own amount is rounded, and that is no discount.
    assert.deepStrictEqual(itemOf({ unitPrice: money("0.335"), quantity: decimal("3"), net: money("1") }), {
      quantity: 3,
      cost: 0.335,
    })
  })

  it("without a unit price are told from what they come to", () => {
    const two = decimal("2")
    assert.deepStrictEqual(itemOf({ net: money("10") }), { quantity: 1, cost: 10 })
    assert.deepStrictEqual(itemOf({ net: money("10"), quantity: two }), { quantity: 2, cost: 5 })
    assert.deepStrictEqual(itemOf({ net: money("10"), tax: money("1.9"), quantity: two }), {
      quantity: 2,
      sub_total: 11.9,
    })
  })
})
