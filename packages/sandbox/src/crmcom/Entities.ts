/**
 * The records that the stand-in of CRM.COM holds, as it keeps them; how they are answered is another matter.
 */
import type { BigDecimal } from "effect"

import type { Category, Named, Product, TransactionType, VatRate } from "./Catalogue.ts"
import type { Priced } from "./invoice/prices.ts"
import type { ContactData } from "./Served.ts"
import type { UserFields } from "./userFields.ts"

type Decimal = BigDecimal.BigDecimal

export interface Contact extends Omit<ContactData, "id"> {
  readonly id: string
  readonly number: string
  /** Where its accounts' bills go; no call shows it. */
  readonly email: string | null
}

export interface Account {
  readonly id: string
  readonly number: string
  name: string
  readonly description: string | null
  notes: string | null
  readonly type: "CUSTOMER" | "SYSTEM"
  readonly owner: Contact | null
  readonly udf: UserFields
  /** Posted debits less posted credits. */
  balance: Decimal
  invoices: Array<Invoice>
  payments: Array<Payment>
}

/** The states of invoices, payments and credit notes. */
export type State = "DRAFT" | "REJECTED" | "POSTED" | "CANCELLED"

/** What invoices, payments, credit notes and what takes them back have in common. */
export interface Transaction {
  readonly id: string
  number: string | null
  readonly reference_number: string
  readonly account: Account
  type: TransactionType
  category: Category | null
  notes: string | null
  back_office_code: string | null
  udf: UserFields
  state: State
  readonly issued_on: string
  posted_on: string | null
  /** Last changed, UTC. */
  updated_on: string
  /** When it was made, in milliseconds of UTC. */
  readonly made: number
}

export interface Item extends Priced {
  readonly id: string
  readonly product: Product
  readonly vatRate: VatRate
}

export interface Invoice extends Transaction {
  account: Account
  items: Array<Item>
  due_on: string | null
  rejectionReason: Named | null
  /** What payments have paid of it. */
  settled: Decimal
  /** A posted invoice is closed by a cancellation, or by a write-off. */
  closed: "no" | "cancelled" | "written off"
}

/** Part of a payment that pays part of an invoice, or the whole. */
export interface Allocation {
  readonly invoice: Invoice
  readonly amount: Decimal
}

export interface Payment extends Transaction {
  account: Account
  amount: Decimal
  method: Named
  received_on: string
  rejectionReason: Named | null
  /** What it is meant to pay, in this order. */
  toPay: Array<Invoice>
  billsToPay: Array<Bill>
  allocations: ReadonlyArray<Allocation>
  cancellation: Reversal | null
}

/** An invoice cancellation, a write-off, or a payment cancellation: posted at once. */
export interface Reversal extends Transaction {
  readonly amount: Decimal
}

export interface CreditNote extends Transaction {
  readonly issue_reason: string | null
}

/** What is to be paid of an account's invoices together. */
export interface Bill {
  readonly id: string
  readonly number: string
  readonly account: Account
  invoices: ReadonlyArray<Invoice>
  readonly from_date: string
  readonly to_date: string
  readonly due_date: string
}
