/**
 * What a payment pays: the invoices and the bills it names, in that order, as far as it goes. The rest stays on the
 * account as credit; invoices that it does not name are not touched (assumed: allocation is the system's own).
 */
import { BigDecimal, Result } from "effect"

import type { Account, Allocation, Bill, Invoice, Payment } from "../Entities.ts"
import { unsettledOf } from "../invoice/openAmounts.ts"
import { total } from "../invoice/prices.ts"
import type { Office } from "../Office.ts"
import type { Identifier } from "../Records.ts"
import { refuse, type Refusal } from "../Refusal.ts"

type FinancialIdentifier = Identifier<"id" | "number" | "reference_number" | "back_office_code">
type BillIdentifier = Identifier<"id" | "number">

/** An invoice that `account` may pay. */
export const payable = (
  office: Office,
  account: Account,
  identifier: FinancialIdentifier,
): Result.Result<Invoice, Refusal> =>
  Result.flatMap(office.invoices.find(identifier), (invoice) => {
    if (invoice.account !== account) return refuse("INVOICEOFANOTHERACCOUNT", "the invoice is of another account")
    return invoice.state === "DRAFT" || invoice.state === "REJECTED"
      ? refuse("INVALIDLIFECYCLESTATE", "the invoice to pay is not posted")
      : Result.succeed(invoice)
  })

export const payableBill = (
  office: Office,
  account: Account,
  identifier: BillIdentifier,
): Result.Result<Bill, Refusal> =>
  Result.flatMap(office.bills.find(identifier), (bill) =>
    bill.account === account
      ? Result.succeed(bill)
      : refuse("INVOICEOFANOTHERACCOUNT", "the bill is of another account"),
  )

type WhatToPay = Pick<Payment, "toPay" | "billsToPay">

/** The invoices to pay, each once. */
const invoicesOf = ({ toPay, billsToPay }: WhatToPay): ReadonlySet<Invoice> =>
  new Set([...toPay, ...billsToPay.flatMap(({ invoices }) => invoices)])

/** Refuses more than is open of what a payment names, where the settings say so. */
export const checkAmount = (
  office: Office,
  amount: BigDecimal.BigDecimal,
  what: WhatToPay,
): Result.Result<void, Refusal> => {
  if (!BigDecimal.isPositive(amount)) return refuse("AMOUNTNOTPOSITIVE", "payment_amount must be more than 0")
  const invoices = [...invoicesOf(what)]
  const tooMuch = invoices.length > 0 && BigDecimal.isGreaterThan(amount, total(invoices.map(unsettledOf)))
  return tooMuch && office.settings.overpayment === "refuse"
    ? refuse("OVERPAYMENT", "payment_amount is more than what is open of the invoices")
    : Result.succeed(undefined)
}

/** Pays what `payment` names, as far as it goes. */
export const allocate = (payment: Payment): void => {
  const allocations: Array<Allocation> = []
  let left = payment.amount
  for (const invoice of invoicesOf(payment)) {
    const amount = BigDecimal.min(left, unsettledOf(invoice))
    if (!BigDecimal.isPositive(amount)) continue
    invoice.settled = BigDecimal.sum(invoice.settled, amount)
    left = BigDecimal.subtract(left, amount)
    allocations.push({ invoice, amount })
  }
  payment.allocations = allocations
}

/** What was paid is open again. */
export const free = (payment: Payment): void => {
  for (const { invoice, amount } of payment.allocations) invoice.settled = BigDecimal.subtract(invoice.settled, amount)
  payment.allocations = []
}
