import { assert, describe, it } from "@effect/vitest"
import { CalendarDate, Customer, Invoice as ModelInvoice, Payment as ModelPayment } from "@waybill/model"
import { BigDecimal, flow, Result, Schema } from "effect"

import { type ModelSettings, whole } from "../../src/map/fields.ts"
import { type AccountRecord, fromAccount as tellAccount } from "../../src/map/fromAccount.ts"
import { fromInvoice as tellInvoice, type InvoiceRecord } from "../../src/map/fromInvoice.ts"
import { fromPayment as tellPayment, type PaymentRecord } from "../../src/map/fromPayment.ts"

const fromAccount = (given: ModelSettings) => flow(tellAccount(given), whole)
const fromInvoice = (given: ModelSettings) => flow(tellInvoice(given), whole)
const fromPayment = (given: ModelSettings) => flow(tellPayment(given), whole)

const settings = { accountsBy: "number", currency: "EUR" } as const
const decimal = BigDecimal.fromStringUnsafe
const account = { id: "A", number: "168", name: "Mathew Spector 3" }

/** As plain JSON, so that exact amounts compare by their text. */
const json = (schema: Schema.Codec<any, any>) => {
  const encode = Schema.encodeUnknownSync(Schema.toCodecJson(schema))
  return <E>(result: Result.Result<unknown, E>): any => encode(Result.getOrThrow(result))
}

const codesOf = (result: Result.Result<unknown, ReadonlyArray<{ readonly code: string; readonly field?: string }>>) =>
  Result.isFailure(result) ? result.failure.map(({ code, field }) => [code, field]) : []

describe("an invoice", () => {
  const posted: InvoiceRecord = {
    number: "I1",
    reference_number: "559",
    life_cycle_state: "POSTED",
    total_amount: decimal("47.6"),
    vat_amount: decimal("7.6"),
    unsettled_amount: decimal("-7.6"),
    outstanding_amount: decimal("0"),
    issued_on: new CalendarDate(2014, 11, 7),
    posted_on: new CalendarDate(2014, 11, 8),
    due_on: new CalendarDate(2014, 11, 10),
    notes: "a\tb",
    accounts_receivable: account,
    invoice_item_set: [
      {
        quantity: decimal("2"),
        cost: decimal("21.0555"),
        net_amount: decimal("42.11"),
        discount_amount: decimal("2.11"),
        vat_percentage: decimal("19"),
        vat_amount: decimal("7.6"),
        sub_total: decimal("47.6"),
        product: { code: "S", description: "Service" },
      },
    ],
  }
  const toJson = json(ModelInvoice)
  const read = fromInvoice(settings)

  it("becomes the model's", () => {
    assert.deepStrictEqual(toJson(read(posted)), {
      number: "I1",
      customerNumber: "168",
      total: "47.6 EUR",
      type: "invoice",
      balance: "7.6 EUR",
      tax: "7.6 EUR",
      issueDate: "2014-11-07",
      dueDate: "2014-11-10",
      postingDate: "2014-11-08",
      status: "POSTED",
      reference: "559",
      note: "a\tb",
      lines: [
        {
          description: "Service",
          quantity: "2",
          unitPrice: "21.0555 EUR",
          net: "40 EUR",
          taxRate: "19",
          tax: "7.6 EUR",
          productCode: "S",
        },
      ],
    })
  })

  it("has the tax of R12.0.0 where it is there", () => {
    const [item] = posted.invoice_item_set!
    const taxed = {
      ...posted,
      tax_amount: decimal("8"),
      invoice_item_set: [{ ...item, tax_amount: decimal("8"), tax_percentage: decimal("20") }],
    }
    const { tax, lines } = toJson(read(taxed))
    assert.deepStrictEqual([tax, lines[0].tax, lines[0].taxRate], ["8 EUR", "8 EUR", "20"])
  })

  it("says nothing of what is absent or empty", () => {
    const bare = {
      number: "I1",
      total_amount: decimal("1"),
      accounts_receivable: account,
      notes: "",
      reference_number: "",
    }
    assert.deepStrictEqual(toJson(read(bare)), { number: "I1", customerNumber: "168", total: "1 EUR", type: "invoice" })
  })

  it("has a posting date only where it was posted", () => {
    for (const [state, expected] of [
      ["POSTED", "2014-11-08"],
      ["CANCELLED", "2014-11-08"],
      ["DRAFT", undefined],
      ["REJECTED", undefined],
    ]) {
      const { postingDate, status } = toJson(read({ ...posted, life_cycle_state: state! }))
      assert.deepStrictEqual([postingDate, status], [expected, state])
    }
  })

  it("is its account's by the field that names accounts", () => {
    assert.strictEqual(toJson(fromInvoice({ ...settings, accountsBy: "name" })(posted)).customerNumber, account.name)
    assert.strictEqual(toJson(fromInvoice({ ...settings, accountsBy: "id" })(posted)).customerNumber, account.id)
  })

  it("needs number, account and total", () => {
    assert.deepStrictEqual(codesOf(read({})), [
      ["WB-CRMCOM-NUMBER", "number"],
      ["WB-CRMCOM-ACCOUNT", "customerNumber"],
      ["WB-CRMCOM-AMOUNT", "total"],
    ])
    assert.deepStrictEqual(codesOf(read({ ...posted, number: "" })), [["WB-CRMCOM-NUMBER", "number"]])
  })

  it("is refused where an amount is finer than the currency (invariant 4)", () => {
    const item = { net_amount: decimal("1.005"), tax_amount: decimal("0.001") }
    const fine = {
      ...posted,
      total_amount: decimal("1.005"),
      unsettled_amount: decimal("0.001"),
      tax_amount: decimal("0.001"),
      invoice_item_set: [item],
    }
    assert.deepStrictEqual(codesOf(read(fine)), [
      ["WB-CRMCOM-AMOUNT", "total"],
      ["WB-CRMCOM-AMOUNT", "balance"],
      ["WB-CRMCOM-AMOUNT", "tax"],
      ["WB-CRMCOM-AMOUNT", "lines[0].net"],
      ["WB-CRMCOM-AMOUNT", "lines[0].tax"],
    ])
    assert.isTrue(Result.isSuccess(fromInvoice({ ...settings, currency: "KWD" })(fine)))
    assert.deepStrictEqual(
      codesOf(fromInvoice({ ...settings, currency: "JPY" })({ ...posted, invoice_item_set: [] })).length,
      3,
    )
  })

  it("keeps the sign of its total", () => {
    assert.strictEqual(toJson(read({ ...posted, total_amount: decimal("-5") })).total, "-5 EUR")
  })
})

describe("a payment", () => {
  const posted: PaymentRecord = {
    number: "P1",
    reference_number: "12",
    life_cycle_state: "POSTED",
    payment_amount: decimal("138"),
    received_on: new CalendarDate(2014, 7, 14),
    payment_method: { name: "Cash" },
    notes: "n",
    accounts_receivable: account,
    invoices_to_pay_set: [{ number: "I00000294" }, { number: "I00000295" }],
  }
  const toJson = json(ModelPayment)
  const read = fromPayment(settings)

  it("becomes the model's", () => {
    assert.deepStrictEqual(toJson(read(posted)), {
      number: "P1",
      customerNumber: "168",
      amount: "138 EUR",
      receivedDate: "2014-07-14",
      method: "Cash",
      reference: "12",
      status: "POSTED",
      note: "n",
      allocations: [{ invoiceNumber: "I00000294" }, { invoiceNumber: "I00000295" }],
    })
  })

  it("is cancelled where it has a cancellation", () => {
    assert.strictEqual(toJson(read({ ...posted, payment_cancellation: { id: "1" } })).status, "CANCELLED")
  })

  it("needs number, account, amount and the numbers of its invoices", () => {
    assert.deepStrictEqual(codesOf(read({ invoices_to_pay_set: [{ number: "I1" }, { id: "2" }] })), [
      ["WB-CRMCOM-NUMBER", "number"],
      ["WB-CRMCOM-ACCOUNT", "customerNumber"],
      ["WB-CRMCOM-AMOUNT", "amount"],
      ["WB-CRMCOM-NUMBER", "allocations[1].invoiceNumber"],
    ])
    assert.deepStrictEqual(codesOf(read({ ...posted, payment_amount: decimal("1.005") })), [
      ["WB-CRMCOM-AMOUNT", "amount"],
    ])
  })
})

describe("an account", () => {
  const toJson = json(Customer)
  const read = (record: AccountRecord) => toJson(fromAccount(settings)(record))
  const person = { first_name: "Mathew", last_name: "Spector" }

  it("becomes the model's customer", () => {
    assert.deepStrictEqual(read({ ...account, life_cycle_state: "ACTIVE", account_owner: person }), {
      number: "168",
      currency: "EUR",
      name: "Mathew Spector 3",
      firstName: "Mathew",
      lastName: "Spector",
      status: "ACTIVE",
    })
  })

  it("has its owner's name where it has none", () => {
    assert.strictEqual(read({ number: "1", account_owner: person }).name, "Mathew Spector")
    assert.strictEqual(read({ number: "1", name: "", account_owner: { last_name: "Spector" } }).name, "Spector")
    assert.strictEqual(
      read({ number: "1", account_owner: { company_name: "Spector Ltd", ...person } }).name,
      "Spector Ltd",
    )
    assert.deepStrictEqual(read({ number: "1", account_owner: { first_name: "" } }), { number: "1", currency: "EUR" })
  })

  it("needs the field that names accounts", () => {
    assert.deepStrictEqual(codesOf(fromAccount({ ...settings, accountsBy: "name" })({ number: "1" })), [
      ["WB-CRMCOM-ACCOUNT", "number"],
    ])
  })
})
