import { assert, describe, it } from "@effect/vitest"
import { dateFormats, dateText, formatDate } from "@waybill/connector-http"
import { CalendarDate, Currencies, type Customer, Decimals, type Invoice, type Issue, Money } from "@waybill/model"
import { BigDecimal, Effect, Equal, Result, Schema } from "effect"

import type { AmountUnit } from "../src/index.ts"
import { toAmount } from "../src/map/amount.ts"
import { toCustomer } from "../src/map/customer.ts"
import { toInvoice } from "../src/map/invoice.ts"
import { invoiceRecord } from "../src/map/record.ts"

const money = (text: string, currency = "EUR") => new Money(BigDecimal.fromStringUnsafe(text), currency)

const settings = {
  amountUnit: "decimal",
  negativeAmounts: "send",
  balanceFormat: "decimal",
  currencyCode: "send",
  dateFormat: "yyyy-MM-dd",
  addresses: false,
} as const

const encode = (extra: object, invoice: Invoice) => {
  const all = { ...settings, ...extra }
  return Result.map(toInvoice(all)(invoice), (record) => Schema.encodeUnknownSync(invoiceRecord(all))(record))
}

const codes = (result: Result.Result<unknown, ReadonlyArray<Issue>>) =>
  Result.isFailure(result) ? result.failure.map(({ code }) => code) : []

const invoice: Invoice = {
  number: "I-1",
  customerNumber: "C-1",
  total: money("1200"),
  issueDate: new CalendarDate(2026, 1, 31),
  dueDate: new CalendarDate(2026, 3, 1),
  postingDate: new CalendarDate(2026, 2, 1),
  balance: money("121.12"),
  terms: "NET30",
  reference: "PO 7",
  note: "January",
  tax: money("200"),
  type: "invoice",
  status: "open",
}

describe("customer", () => {
  it("puts each field of the model where PayorCRM has a place for it", () => {
    const customer: Customer = {
      number: "C-1",
      name: "Example Ltd",
      firstName: "A",
      lastName: "B",
      email: "a@example.test",
      phone: "1",
      companyCode: "1000",
      currency: "EUR",
      status: "active",
    }
    assert.deepStrictEqual(
      toCustomer(customer),
      Result.succeed({
        customerno: "C-1",
        cocode: "1000",
        companyname: "Example Ltd",
        firstname: "A",
        lastname: "B",
        emailaddress1: "a@example.test",
        phoneno: "1",
      }),
    )
  })

  it("takes none without an e-mail address", () => {
    assert.deepStrictEqual(codes(toCustomer({ number: "C-1" })), ["WB-PAYORCRM-EMAIL"])
  })
})

describe("invoice", () => {
  it("puts each field of the model where PayorCRM has a place for it", () => {
    assert.deepStrictEqual(
      encode({}, invoice),
      Result.succeed({
        customerNumber: "C-1",
        invoiceNumber: "I-1",
        invoiceAmount: 1200,
        currency: "EUR",
        balanceAmount: "121.12",
        invoiceDate: "2026-01-31",
        issueDate: "2026-01-31",
        dueDate: "2026-03-01",
        postDate: "2026-02-01",
        paymentTerms: "NET30",
        reference1: "PO 7",
        itemText: "January",
      }),
    )
  })

  it("writes the balance with the digits of its currency, or as the amount is written", () => {
    const writes = (extra: object, total: Money, open: Money, text: string) =>
      assert.propertyVal(
        Result.getOrThrow(encode(extra, { number: "I", customerNumber: "C", total, balance: open })),
        "balanceAmount",
        text,
      )
    writes({}, money("5"), money("121.1"), "121.10")
    writes({}, money("5", "JPY"), money("121", "JPY"), "121")
    writes({}, money("5", "KWD"), money("1.5", "KWD"), "1.500")
    const minor = { amountUnit: "minor", balanceFormat: "amountUnit" }
    writes(minor, money("5"), money("121.1"), "12110")
  })

  it("says what is wrong with an amount, all of it at once", () => {
    const wrong = { ...invoice, total: money("0.5"), balance: money("0.5") }
    const strict = { amountUnit: "whole", balanceFormat: "amountUnit" }
    assert.deepStrictEqual(codes(encode(strict, wrong)), ["WB-PAYORCRM-AMOUNT-UNIT", "WB-PAYORCRM-AMOUNT-UNIT"])
    assert.deepStrictEqual(codes(encode({}, { ...invoice, balance: money("1", "USD") })), [
      "WB-PAYORCRM-BALANCE-CURRENCY",
    ])
    assert.deepStrictEqual(codes(encode({ negativeAmounts: "refuse" }, { ...invoice, total: money("-1") })), [
      "WB-PAYORCRM-AMOUNT-NEGATIVE",
    ])
    assert.deepStrictEqual(codes(encode({}, { ...invoice, total: money("12345678901234.56") })), [
      "WB-PAYORCRM-AMOUNT-DIGITS",
    ])
  })

  it("leaves out the currency when told to", () => {
    assert.notProperty(Result.getOrThrow(encode({ currencyCode: "omit" }, invoice)), "currency")
  })

  it("takes addresses from `set` only where they are switched on", () => {
    const record = { customerNumber: "C", invoiceNumber: "I", invoiceAmount: BigDecimal.fromBigInt(1n) }
    const withAddress = { ...record, billAddr: { line1: "1 Road", city: "Town" } }
    const write = (addresses: boolean) =>
      Schema.encodeUnknownResult(invoiceRecord({ ...settings, addresses }), { onExcessProperty: "error" })(withAddress)
    assert.isTrue(Result.isSuccess(write(true)))
    assert.isTrue(Result.isFailure(write(false)))
  })

  it("refuses a fraction that `set` writes into a whole amount", () => {
    const record = { customerNumber: "C", invoiceNumber: "I", invoiceAmount: BigDecimal.fromStringUnsafe("1.5") }
    const write = (amountUnit: AmountUnit) =>
      Schema.encodeUnknownResult(invoiceRecord({ ...settings, amountUnit }))(record)
    assert.isTrue(Result.isSuccess(write("decimal")))
    assert.isTrue(Result.isFailure(write("whole")))
    assert.isTrue(Result.isFailure(write("minor")))
  })
})

describe("amounts (invariant 4)", () => {
  const Units = Schema.Int.check(Schema.isBetween({ minimum: -999_999_999_999, maximum: 999_999_999_999 }))
  const Currency = Schema.Literals(["EUR", "JPY", "KWD", "CLF"])
  const as = (amountUnit: AmountUnit, value: Money) => toAmount(value, { amountUnit, negativeAmounts: "send" }, "total")

  it.effect.prop("whole, minor and decimal are exact or refused", [Units, Currency], ([units, currency]) =>
    Effect.sync(() => {
      const digits = Currencies.minorUnits(currency)
      const value = new Money(BigDecimal.make(BigInt(units), digits), currency)
      const minor = Result.getOrThrow(as("minor", value))
      assert.strictEqual(Decimals.toText(minor), String(units))
      assert.isTrue(Equal.equals(Result.getOrThrow(as("decimal", value)), value.amount))
      const whole = as("whole", value)
      assert.strictEqual(Result.isSuccess(whole), units % 10 ** digits === 0)
      if (Result.isSuccess(whole)) assert.isTrue(Equal.equals(whole.success, value.amount))
    }),
  )

  it("refuses what is finer than minor units", () => {
    assert.isTrue(Result.isFailure(as("minor", money("0.005"))))
  })
})

describe("dates (invariant 5)", () => {
  it("writes and reads every format", () => {
    const date = new CalendarDate(987, 2, 3)
    assert.strictEqual(formatDate(date, "yyyy-MM-dd"), "0987-02-03")
    assert.strictEqual(formatDate(date, "yyyyMMdd"), "09870203")
    assert.strictEqual(formatDate(date, "dd/MM/yyyy"), "03/02/0987")
    assert.strictEqual(formatDate(date, "MM/dd/yyyy"), "02/03/0987")
    for (const format of dateFormats) {
      const date = new CalendarDate(2024, 2, 29)
      const schema = dateText(format)
      assert.deepStrictEqual(Schema.decodeSync(schema)(Schema.encodeSync(schema)(date)), date)
      assert.isTrue(Result.isFailure(Schema.decodeResult(schema)("2026-02-30")))
    }
  })
})
