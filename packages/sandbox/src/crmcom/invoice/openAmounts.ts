/**
 * What is open of an invoice, a bill, an account.
 */
import { BigDecimal } from "effect"

import type { Account, Bill, Invoice } from "../Entities.ts"
import { total, zero } from "./prices.ts"

type Decimal = BigDecimal.BigDecimal

export const totalOf = ({ items }: Invoice): Decimal => total(items.map(({ sub_total }) => sub_total))

/** What is not yet paid of a posted invoice; nothing of one that is closed, or was never posted. */
export const unsettledOf = (invoice: Invoice): Decimal =>
  invoice.state === "POSTED" && invoice.closed === "no" ? BigDecimal.subtract(totalOf(invoice), invoice.settled) : zero

/** What of it is past due at `now`, a moment in UTC. */
export const outstandingOf = (invoice: Invoice, now: string): Decimal =>
  invoice.due_on !== null && invoice.due_on < now ? unsettledOf(invoice) : zero

/** What is open of a bill: of the invoices on it. */
export const openOfBill = ({ invoices }: Bill): Decimal => total(invoices.map(unsettledOf))

export const outstandingOfAccount = ({ invoices }: Account, now: string): Decimal =>
  total(invoices.map((invoice) => outstandingOf(invoice, now)))
