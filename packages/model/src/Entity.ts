/**
 * The three kinds of record that Waybill moves, and what is said of each in one place.
 */
import { Customer } from "./Customer.ts"
import { Invoice } from "./Invoice.ts"
import type { Money } from "./Money.ts"
import { Payment } from "./Payment.ts"

export type Entity = "customer" | "invoice" | "payment"

/** In the order in which a target must get them: a parent before its children. */
export const entities: ReadonlyArray<Entity> = ["customer", "invoice", "payment"]

export type Model = Customer | Invoice | Payment

export interface ModelOf {
  readonly customer: Customer
  readonly invoice: Invoice
  readonly payment: Payment
}

/** The schema of each entity: its fields, which of them are always needed, and their types. */
export const schemas = { customer: Customer, invoice: Invoice, payment: Payment } as const

/** The field that carries the record's own money, for totals: none for a customer. */
export const moneyField = { customer: undefined, invoice: "total", payment: "amount" } as const

/** The record's own money: an invoice's total, a payment's amount; `undefined` for a customer. */
export const moneyOf = (model: Model): Money | undefined =>
  "total" in model ? model.total : "amount" in model ? model.amount : undefined
