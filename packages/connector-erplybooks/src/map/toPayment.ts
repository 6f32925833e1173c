/**
 * The model's payment as ERPLY Books'.
 */
import { type Issue, Monies, type Payment } from "@waybill/model"
import { Result } from "effect"

import { issue } from "../deliver/issues.ts"
import type { PaymentRecord } from "../deliver/record.ts"
import type { ErplyBooksSettings } from "../Settings.ts"
import { codeOf } from "./code.ts"
import { currencyCodeOf, toAmount } from "./toAmount.ts"

type PaymentSettings = Pick<ErplyBooksSettings, "paymentAccount" | "methodAccounts" | "paymentType" | "codePrefix">

/** What a new record is: the one status that is published. */
export const confirmedStatus = "STATUS_CONFIRMED"

const accountOf = (
  { method }: Payment,
  { methodAccounts, paymentAccount }: PaymentSettings,
): Result.Result<string, Issue> => {
  const own = method !== undefined && Object.hasOwn(methodAccounts, method) ? methodAccounts[method] : undefined
  const account = own ?? paymentAccount
  const message = "the payment's method names no account, and the connection has no `paymentAccount`"
  return account === undefined
    ? Result.fail(issue("WB-ERPLYBOOKS-ACCOUNT", message, { field: "method" }))
    : Result.succeed(account)
}

/** The one invoice that the payment pays whole; none: it is a prepayment. */
const invoiceOf = ({ amount, allocations = [] }: Payment): Result.Result<{ invoiceNumber?: string }, Issue> => {
  const [first, ...others] = allocations
  if (first === undefined) return Result.succeed({})
  const isPart = first.amount !== undefined && !Monies.equals(first.amount, amount)
  if (others.length === 0 && !isPart) return Result.succeed({ invoiceNumber: first.invoiceNumber })
  const message = isPart
    ? "the allocation is another amount than the payment"
    : "the payment is for several invoices, and pays one"
  return Result.fail(issue("WB-ERPLYBOOKS-ALLOCATION", message, { field: "allocations" }))
}

/** @param own fields that `set` writes */
export const toPayment =
  (settings: PaymentSettings, own: ReadonlySet<string>) =>
  (payment: Payment): Result.Result<PaymentRecord, readonly [Issue, ...Array<Issue>]> => {
    const { number, customerNumber, receivedDate, reference, note } = payment
    const amount = toAmount(payment.amount, "amount")
    // What `set` writes stands in its place before anything looks at it.
    const account = own.has("accountNumber") ? Result.succeed("") : accountOf(payment, settings)
    const invoice = own.has("invoiceNumber") ? Result.succeed({}) : invoiceOf(payment)
    if (Result.isFailure(amount)) return Result.fail([amount.failure])
    if (Result.isFailure(account)) return Result.fail([account.failure])
    if (Result.isFailure(invoice)) return Result.fail([invoice.failure])
    if (receivedDate === undefined) {
      return Result.fail([
        issue("WB-ERPLYBOOKS-DATE", "the payment has no day on which it was received", { field: "receivedDate" }),
      ])
    }
    return Result.succeed({
      archivingId: codeOf(settings.codePrefix, "P", number),
      customerNumber,
      ...invoice.success,
      accountNumber: account.success,
      opDate: receivedDate,
      sumPaid: amount.success,
      currencyCode: currencyCodeOf(payment.amount.currency),
      typeCode: settings.paymentType,
      documentStatusTypeCode: confirmedStatus,
      ...(reference === undefined ? {} : { referenceNumber: reference }),
      ...(note === undefined ? {} : { note }),
    })
  }
