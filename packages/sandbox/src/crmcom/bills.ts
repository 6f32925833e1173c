/**
 * Bills: what `bills/…` does. A bill is settled when its invoices are.
 */
import { BigDecimal, Result } from "effect"

import type { Bill } from "./Entities.ts"
import { openOfBill, totalOf } from "./invoice/openAmounts.ts"
import { total, zero } from "./invoice/prices.ts"
import type { Office } from "./Office.ts"
import type { BillData, Query } from "./Served.ts"

/** Puts `invoices` on a new bill. */
export const addBill = (office: Office, what: Omit<Bill, "id" | "number">): Bill =>
  office.bills.add({ id: office.id("bill"), number: String(office.next("bill number")), ...what })

const statusOf = (open: BigDecimal.BigDecimal, billed: BigDecimal.BigDecimal): string => {
  if (BigDecimal.isZero(open)) return "SETTLED"
  return BigDecimal.equals(open, billed) ? "UNSETTLED" : "PARTIALLY_SETTLED"
}

const view = ({ settings }: Office, bill: Bill): BillData => {
  const billed = total(bill.invoices.map(totalOf))
  const open = openOfBill(bill)
  return {
    id: bill.id,
    number: bill.number,
    life_cycle_state: "POSTED",
    bill_status: statusOf(open, billed),
    from_date: bill.from_date,
    to_date: bill.to_date,
    due_date: bill.due_date,
    total_billed_amount: billed,
    total_amount_to_be_paid: open,
    previous_bill_total_due_amount: zero,
    currency: { id: settings.currency, code: settings.currency },
  }
}

export const showBill = (office: Office, { bill_identifier }: Query<"bills", "show">) =>
  Result.map(office.bills.find(bill_identifier), (bill) => view(office, bill))

export const listBills = (office: Office, params: Query<"bills", "list">) =>
  Result.map(office.accounts.find(params.accounts_receivable_identifier), (account) =>
    office.bills.all.filter((bill) => bill.account === account).map((bill) => view(office, bill)),
  )

/** Newest first. */
export const latestBills = (office: Office, params: Query<"bills", "getLatest">) =>
  Result.map(listBills(office, params), (bills) => bills.toReversed().slice(0, Math.max(0, params.number)))
