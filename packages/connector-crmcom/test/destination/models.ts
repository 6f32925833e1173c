/** The model's records, and what destinations without a system make of them. */
import { CalendarDate, type Invoice, type Issue, Money, type Payment } from "@waybill/model"
import { BigDecimal, Effect, Result, Schema } from "effect"

import { invoices, payments } from "../../src/destination.ts"
import type { Calls } from "../../src/index.ts"
import { settingsWith } from "./settings.ts"

export const money = (text: string, currency = "EUR") => new Money(BigDecimal.fromStringUnsafe(text), currency)
export const decimal = BigDecimal.fromStringUnsafe

/** Nothing here is called. */
export const calls = {} as Calls

export type Encoded = Parameters<typeof settingsWith>[0]

export const openInvoices = (extra: Encoded = {}, extraFields: ReadonlyArray<string> = []) =>
  invoices(settingsWith(extra), calls, { extraFields })
export const openPayments = (extra: Encoded = {}, extraFields: ReadonlyArray<string> = []) =>
  payments(settingsWith(extra), calls, { extraFields })

/** The record as JSON, as it would be sent, or the codes and fields of what is wrong. */
export const invoiceJson = (invoice: Invoice, extra: Encoded = {}, extraFields: ReadonlyArray<string> = []) => {
  const { fromModel, record } = Effect.runSync(openInvoices(extra, extraFields))
  return Result.map(Result.mapError(fromModel(invoice), places), Schema.encodeUnknownSync(record))
}
export const paymentJson = (payment: Payment, extra: Encoded = {}, extraFields: ReadonlyArray<string> = []) => {
  const { fromModel, record } = Effect.runSync(openPayments(extra, extraFields))
  return Result.map(Result.mapError(fromModel(payment), places), Schema.encodeUnknownSync(record))
}
export const places = (issues: ReadonlyArray<Issue>) => issues.map(({ code, field }) => [code, field])

export const invoice: Invoice = {
  number: "A-7",
  customerNumber: "192",
  total: money("57"),
  dueDate: new CalendarDate(2026, 3, 1),
  postingDate: new CalendarDate(2026, 7, 1),
  note: "January",
  reference: "PO 7",
}

export const payment: Payment = {
  number: "P 1",
  customerNumber: "192",
  amount: money("57"),
  receivedDate: new CalendarDate(2026, 3, 1),
  method: "Bank Transfer",
  note: "thanks",
}

export const allocated = (...allocations: NonNullable<Payment["allocations"]>): Payment => ({ ...payment, allocations })
