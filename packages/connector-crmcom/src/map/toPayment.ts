/**
 * The model's payment as CRM.COM's.
 */
import { type Issue, Monies, type Payment } from "@waybill/model"
import { BigDecimal, Result } from "effect"

import { issue } from "../deliver/issues.ts"
import type { PaymentRecord } from "../deliver/record.ts"
import type { CrmComSettings } from "../Settings.ts"
import { toAmount } from "./amount.ts"
import { codeOf } from "./code.ts"
import { type CurrencySettings, currencyField } from "./toInvoice.ts"

type PaymentSettings = CurrencySettings &
  Pick<
    CrmComSettings,
    "accountsBy" | "paymentType" | "paymentMethod" | "payWith" | "invoicesBy" | "codePrefix" | "allocationAmounts"
  >

type Issues = readonly [Issue, ...Array<Issue>]
type Method = PaymentRecord["payment_method_identifier"]

const methodOf = (
  { method }: Payment,
  { paymentMethod }: PaymentSettings,
  own: ReadonlySet<string>,
): Result.Result<Method, Issue> => {
  if (own.has("payment_method_identifier")) return Result.succeed({})
  if (method !== undefined) return Result.succeed({ name: method })
  const message = "the payment has no method, and the connection no `paymentMethod`"
  return paymentMethod === undefined
    ? Result.fail(issue("WB-CRMCOM-METHOD", message, { field: "method" }))
    : Result.succeed(paymentMethod)
}

/** Amounts that say no more than the payment does: the whole of it for its only invoice. */
const isWhole = ({ amount, allocations = [] }: Payment): boolean =>
  allocations.length === 1 &&
  allocations.every((only) => only.amount !== undefined && Monies.equals(only.amount, amount))

/** How CRM.COM is told an invoice, by the number that the model has of it. */
export const invoiceName =
  ({ invoicesBy, codePrefix }: Pick<CrmComSettings, "invoicesBy" | "codePrefix">) =>
  (number: string): string =>
    invoicesBy === "back_office_code" ? codeOf(codePrefix, "I", number) : number

const invoicesOf = (
  payment: Payment,
  settings: PaymentSettings,
  own: ReadonlySet<string>,
): Result.Result<Pick<PaymentRecord, "invoices_to_pay_set">, Issue> => {
  if (own.has("invoices_to_pay_set")) return Result.succeed({})
  const { allocationAmounts, payWith, invoicesBy } = settings
  const { allocations = [] } = payment
  const field = "allocations"
  const hasParts = allocations.some(({ amount }) => amount !== undefined) && !isWhole(payment)
  if (hasParts && allocationAmounts === "refuse") {
    const message = "the payment has part amounts per invoice, and CRM.COM takes none"
    return Result.fail(issue("WB-CRMCOM-ALLOCATION", message, { field }))
  }
  const numbers = [...new Set(allocations.map(({ invoiceNumber }) => invoiceNumber))]
  if (payWith === "pay_invoice" && numbers.length !== 1) {
    const message = "pay_invoice pays one invoice, and the payment names none or several"
    return Result.fail(issue("WB-CRMCOM-PAY-INVOICE", message, { field }))
  }
  const nameOf = invoiceName(settings)
  return Result.succeed(
    numbers.length === 0
      ? {}
      : { invoices_to_pay_set: numbers.map((number) => ({ invoice_identifier: { [invoicesBy]: nameOf(number) } })) },
  )
}

const positive = (amount: BigDecimal.BigDecimal): Result.Result<BigDecimal.BigDecimal, Issue> =>
  BigDecimal.isNegative(amount)
    ? Result.fail(issue("WB-CRMCOM-AMOUNT-NEGATIVE", "the payment's amount is negative", { field: "amount" }))
    : Result.succeed(amount)

/** @param own fields that `set` writes: nothing is made of the model for an identifier or a list among them */
export const toPayment =
  (settings: PaymentSettings, own: ReadonlySet<string>) =>
  (payment: Payment): Result.Result<PaymentRecord, Issues> => {
    const { number, customerNumber, receivedDate, note } = payment
    const amount = Result.flatMap(toAmount(payment.amount, settings, "amount"), positive)
    const method = methodOf(payment, settings, own)
    const invoices = invoicesOf(payment, settings, own)
    if (Result.isFailure(amount)) return Result.fail([amount.failure])
    if (Result.isFailure(method)) return Result.fail([method.failure])
    if (Result.isFailure(invoices)) return Result.fail([invoices.failure])
    return Result.succeed({
      number,
      payment_amount: amount.success,
      accounts_receivable_identifier: own.has("accounts_receivable_identifier")
        ? {}
        : { [settings.accountsBy]: customerNumber },
      // Opening made sure that `set` names the type where the connection doesn't.
      type_identifier: own.has("type_identifier") ? {} : (settings.paymentType ?? {}),
      payment_method_identifier: method.success,
      ...invoices.success,
      // pay_invoice takes no currency to compare.
      ...(settings.payWith === "create" ? currencyField(settings, own) : {}),
      ...(receivedDate === undefined ? {} : { received_on: receivedDate }),
      ...(note === undefined ? {} : { notes: note }),
    })
  }
