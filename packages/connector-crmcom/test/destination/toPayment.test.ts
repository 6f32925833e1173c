import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"

import { payments } from "../../src/destination.ts"
import { money, calls, openInvoices, paymentJson, places, invoice, payment, allocated } from "./models.ts"
import { settingsWith } from "./settings.ts"

describe("payment", () => {
  it("puts each field where CRM.COM has a place for it", () => {
    assert.deepStrictEqual(
      paymentJson(allocated({ invoiceNumber: "A-7" }, { invoiceNumber: "A-8" }, { invoiceNumber: "A-7" })),
      Result.succeed({
        number: "P 1",
        payment_amount: 57,
        accounts_receivable_identifier: { number: "192" },
        type_identifier: { name: "Payment" },
        payment_method_identifier: { name: "Bank Transfer" },
        invoices_to_pay_set: [{ invoice_identifier: { number: "A-7" } }, { invoice_identifier: { number: "A-8" } }],
        intended_currency_identifier: { code: "EUR" },
        received_on: "2026-03-01T10:00:00",
        notes: "thanks",
      }),
    )
  })

  it("names the invoices as the settings say: by the code that they were loaded with", () => {
    const { key } = Effect.runSync(openInvoices())
    const number = "inv/7"
    const record = Result.getOrThrow(Effect.runSync(openInvoices()).fromModel({ ...invoice, number }))
    const json = Result.getOrThrow(
      paymentJson(allocated({ invoiceNumber: number }), { invoicesBy: "back_office_code" }),
    )
    assert.deepInclude(json, { invoices_to_pay_set: [{ invoice_identifier: { back_office_code: key(record) } }] })
  })

  it("has the connection's method where it names none", () => {
    const { method: _method, ...without } = payment
    assert.deepInclude(Result.getOrThrow(paymentJson(without)), { payment_method_identifier: { name: "Cash" } })
    const { paymentMethod: _setting, ...settings } = settingsWith()
    const { fromModel } = Effect.runSync(payments(settings, calls, {}))
    assert.deepStrictEqual(Result.mapError(fromModel(without), places), Result.fail([["WB-CRMCOM-METHOD", "method"]]))
  })

  it("takes no part amounts, but the whole for one invoice", () => {
    const [one, other] = [
      { invoiceNumber: "A-7", amount: money("50") },
      { invoiceNumber: "A-8", amount: money("7") },
    ]
    const refused = Result.fail([["WB-CRMCOM-ALLOCATION", "allocations"]])
    assert.deepStrictEqual(paymentJson(allocated(one, other)), refused)
    assert.deepStrictEqual(paymentJson(allocated(one)), refused)
    const whole = paymentJson(allocated({ invoiceNumber: "A-7", amount: money("57.00") }))
    assert.deepInclude(Result.getOrThrow(whole), { invoices_to_pay_set: [{ invoice_identifier: { number: "A-7" } }] })
    assert.isTrue(Result.isSuccess(paymentJson(allocated(one, other), { allocationAmounts: "drop" })))
  })

  it("pays one invoice with pay_invoice", () => {
    const extra = { payWith: "pay_invoice", land: "posted" } as const
    const refused = Result.fail([["WB-CRMCOM-PAY-INVOICE", "allocations"]])
    assert.deepStrictEqual(paymentJson(payment, extra), refused)
    assert.deepStrictEqual(paymentJson(allocated({ invoiceNumber: "1" }, { invoiceNumber: "2" }), extra), refused)
    const json = Result.getOrThrow(paymentJson(allocated({ invoiceNumber: "1" }), extra))
    assert.notProperty(json, "intended_currency_identifier")
  })

  it("refuses amounts that CRM.COM can't take", () => {
    const refusals = [
      [money("57", "USD"), "WB-CRMCOM-CURRENCY"],
      [money("-57"), "WB-CRMCOM-AMOUNT-NEGATIVE"],
      [money("12345678901234.56"), "WB-CRMCOM-AMOUNT-DIGITS"],
    ] as const
    for (const [amount, code] of refusals) {
      assert.deepStrictEqual(paymentJson({ ...payment, amount }), Result.fail([[code, "amount"]]))
    }
  })
})
