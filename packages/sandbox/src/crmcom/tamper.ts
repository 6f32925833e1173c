/**
 * Records that are lost, changed and doubled, as the system would show them: balances and what payments pay follow.
 */
import type { Result } from "effect"
import { BigDecimal } from "effect"

import { writeExact } from "../internal/exactJson.ts"
import { type Tampered, tamperWith } from "../internal/tampering.ts"
import type { NotTampered, Tamper } from "../Tamper.ts"
import { addAccount } from "./account/accounts.ts"
import { accountView } from "./account/views.ts"
import type { Desk } from "./Desk.ts"
import type { Account, Invoice, Item, Payment, Transaction } from "./Entities.ts"
import { totalOf } from "./invoice/openAmounts.ts"
import { withSubTotal, zero } from "./invoice/prices.ts"
import { invoiceView } from "./invoice/views.ts"
import type { Moment } from "./Moment.ts"
import type { Office } from "./Office.ts"
import { allocate, free } from "./payment/allocation.ts"
import { paymentView } from "./payment/views.ts"

const isLess = BigDecimal.isLessThan

const names = {
  number: ({ number }: Transaction) => number,
  id: ({ id }: Transaction) => id,
  key: ({ back_office_code }: Transaction) => back_office_code,
}

/** A record like another, with an id and numbers of its own, and without its code. */
const likeTransaction = (office: Office, kind: "invoice" | "payment", { number }: Transaction, at: Moment) => ({
  id: office.id(kind),
  number: number === null ? null : office.number(kind),
  reference_number: String(office.next(`${kind} reference`)),
  back_office_code: null,
  made: at.millis,
})

/** The first item that can be so much more, or less, and still be something. */
const itemFor = (items: ReadonlyArray<Item>, by: BigDecimal.BigDecimal): number =>
  items.findIndex(({ sub_total }) => !BigDecimal.isNegative(BigDecimal.sum(sub_total, by)))

const invoiceProblem = (invoice: Invoice, { by, to, do: does }: Tamper): string | undefined => {
  if (invoice.closed !== "no") return "the invoice is cancelled or written off"
  if (does !== "change") return undefined
  if (to?.name !== undefined) return "an invoice has no name"
  if (by === undefined) return undefined
  if (isLess(BigDecimal.sum(totalOf(invoice), by), invoice.settled))
    return "more of the invoice is paid than would be left"
  return itemFor(invoice.items, by) === -1 ? "no item of the invoice is so much" : undefined
}

/** Whoever paid it, or billed it, never knew it. */
const forgetInvoices = (office: Office, lost: ReadonlySet<Invoice>): void => {
  for (const account of new Set(Array.from(lost, (invoice) => invoice.account))) {
    account.invoices = account.invoices.filter((invoice) => !lost.has(invoice))
    for (const payment of account.payments) {
      payment.toPay = payment.toPay.filter((invoice) => !lost.has(invoice))
      payment.allocations = payment.allocations.filter(({ invoice }) => !lost.has(invoice))
    }
  }
  for (const bill of office.bills.all) {
    if (bill.invoices.some((invoice) => lost.has(invoice))) {
      bill.invoices = bill.invoices.filter((invoice) => !lost.has(invoice))
    }
  }
}

/** Adds to the balance of its account where it counts there. */
const balance = ({ account, state }: Transaction, amount: BigDecimal.BigDecimal): void => {
  if (state === "POSTED") account.balance = BigDecimal.sum(account.balance, amount)
}

const invoices = (office: Office, at: Moment): Tampered<Invoice> => ({
  all: office.invoices.all,
  names,
  problem: invoiceProblem,
  lose: (lost) => {
    for (const invoice of lost) balance(invoice, BigDecimal.negate(totalOf(invoice)))
    forgetInvoices(office, lost)
    office.invoices.remove(lost)
  },
  change: (invoice, { by = zero, to = {} }) => {
    const place = itemFor(invoice.items, by)
    balance(invoice, by)
    invoice.items = invoice.items.map((item, index) =>
      index === place ? { ...item, ...withSubTotal(item, BigDecimal.sum(item.sub_total, by), office.digits) } : item,
    )
    // Noon UTC is the same day nearly everywhere.
    if (to.dueDate !== undefined) invoice.due_on = `${to.dueDate}T12:00:00`
    invoice.notes = to.note ?? invoice.notes
    invoice.updated_on = at.utc
    return invoice
  },
  double: (invoice) => {
    const items = invoice.items.map((item) => ({ ...item, id: office.id("item") }))
    const copy = office.invoices.add({
      ...invoice,
      ...likeTransaction(office, "invoice", invoice, at),
      items,
      settled: zero,
    })
    copy.account.invoices.push(copy)
    balance(copy, totalOf(copy))
    office.seeded.invoices += 1
    return copy
  },
  text: (invoice) => writeExact(invoiceView(office, invoice, at.utc)),
})

const paymentProblem = (payment: Payment, { by, to, do: does }: Tamper): string | undefined => {
  if (payment.state === "CANCELLED") return "the payment is cancelled"
  if (does !== "change") return undefined
  if (to?.dueDate !== undefined || to?.name !== undefined) return "a payment has neither a due date nor a name"
  return by !== undefined && !BigDecimal.isPositive(BigDecimal.sum(payment.amount, by))
    ? "the payment would be nothing, or less"
    : undefined
}

/** It pays what it names as if it had just come. */
const payAnew = (payment: Payment): void => {
  if (payment.state !== "POSTED") return
  free(payment)
  allocate(payment)
}

const payments = (office: Office, at: Moment): Tampered<Payment> => ({
  all: office.payments.all,
  names,
  problem: paymentProblem,
  lose: (lost) => {
    for (const payment of lost) {
      free(payment)
      balance(payment, payment.amount)
      payment.account.payments = payment.account.payments.filter((one) => one !== payment)
    }
    office.payments.remove(lost)
  },
  change: (payment, { by = zero, to = {} }) => {
    balance(payment, BigDecimal.negate(by))
    payment.amount = BigDecimal.sum(payment.amount, by)
    payAnew(payment)
    payment.notes = to.note ?? payment.notes
    payment.updated_on = at.utc
    return payment
  },
  double: (payment) => {
    const like = likeTransaction(office, "payment", payment, at)
    const copy = office.payments.add({ ...payment, ...like, toPay: [...payment.toPay], allocations: [] })
    copy.account.payments.push(copy)
    balance(copy, BigDecimal.negate(copy.amount))
    payAnew(copy)
    office.seeded.payments += 1
    return copy
  },
  text: (payment) => writeExact(paymentView(office, payment, at.utc)),
})

const accountProblem = (account: Account, { by, to, do: does }: Tamper): string | undefined => {
  if (does === "lose" && account.invoices.length + account.payments.length > 0) {
    return "the account has invoices or payments"
  }
  return by !== undefined || to?.dueDate !== undefined ? "an account has neither an amount nor a due date" : undefined
}

const customers = (office: Office, at: Moment): Tampered<Account> => ({
  all: office.accounts.all,
  names: { number: ({ number }) => number, id: ({ id }) => id },
  problem: accountProblem,
  lose: (lost) => office.accounts.remove(lost),
  change: (account, { to = {} }) =>
    office.accounts.change(account, (changed) => {
      changed.name = to.name ?? changed.name
      changed.notes = to.note ?? changed.notes
    }),
  double: ({ owner, name }) => {
    office.seeded.accounts += 1
    return addAccount(office, { owner, params: { name } })
  },
  text: (account) => writeExact(accountView(account, at.utc)),
})

/** Does to records what `tamper` says: their texts, or why nothing was done. */
export const tamperOf = (desk: Desk, tamper: Tamper): Result.Result<ReadonlyArray<string>, NotTampered> => {
  const [office, at] = [desk.office, desk.now()] as const
  if (tamper.kind === "invoices") return tamperWith(invoices(office, at), tamper)
  return tamper.kind === "payments"
    ? tamperWith(payments(office, at), tamper)
    : tamperWith(customers(office, at), tamper)
}
