import { Schema } from "effect"

import { CalendarDateSchema } from "./CalendarDate.ts"
import { AmountSchema, MoneySchema } from "./Money.ts"
import { Identifier, Text } from "./Text.ts"

/** BT-3, invoice type, in words: UNTDID 1001 codes 380, 381, 383, 386 and 384. */
export const InvoiceType = Schema.Literals([
  "invoice",
  "credit note",
  "debit note",
  "prepayment invoice",
  "corrected invoice",
])
export type InvoiceType = typeof InvoiceType.Type

/** One line of an invoice (EN 16931 BG-25). */
export const InvoiceLine = Schema.Struct({
  /** BT-126, line identifier. */
  number: Schema.optionalKey(Text),
  /** BT-153, item name, or BT-154, its description. */
  description: Schema.optionalKey(Text),
  /** BT-129, invoiced quantity. */
  quantity: Schema.optionalKey(Schema.BigDecimal),
  /** BT-146, net price of one unit; may have more decimals than the currency. */
  unitPrice: Schema.optionalKey(MoneySchema),
  /** BT-131, line amount without tax. */
  net: Schema.optionalKey(AmountSchema),
  /** BT-152, in percent: `20`, not `0.2`. */
  taxRate: Schema.optionalKey(Schema.BigDecimal),
  /** The tax on the line. */
  tax: Schema.optionalKey(AmountSchema),
  /** BT-155, the seller's number for the item. */
  productCode: Schema.optionalKey(Text),
}).annotate({ identifier: "InvoiceLine" })
export type InvoiceLine = typeof InvoiceLine.Type

/** A demand for payment, or its reversal (a credit note: negative amounts, type `credit note`). */
export const Invoice = Schema.Struct({
  /** BT-1, invoice number: the natural key. */
  number: Identifier,
  /** The {@link Customer} who owes it, by number (BT-46). */
  customerNumber: Identifier,
  /** BT-112, total with tax, in major units. */
  total: AmountSchema,
  /** BT-2, the day it was issued. */
  issueDate: Schema.optionalKey(CalendarDateSchema),
  /** BT-9, the day by which it is to be paid. */
  dueDate: Schema.optionalKey(CalendarDateSchema),
  /** The day it counts in the books (BT-7, value added tax point date, where that is what the source keeps). */
  postingDate: Schema.optionalKey(CalendarDateSchema),
  /** BT-115, amount due for payment: what is still open. */
  balance: Schema.optionalKey(AmountSchema),
  /** BT-110, total tax. */
  tax: Schema.optionalKey(AmountSchema),
  /** BT-3. Absent: an invoice. */
  type: Schema.optionalKey(InvoiceType),
  /** BT-20, payment terms, such as `NET30`. */
  terms: Schema.optionalKey(Text),
  /** In the words of the source. */
  status: Schema.optionalKey(Text),
  /** BT-83, remittance information, or BT-10, the buyer's reference. */
  reference: Schema.optionalKey(Text),
  /** BT-22, free text. */
  note: Schema.optionalKey(Text),
  /** What it is for, line by line (BG-25). */
  lines: Schema.optionalKey(Schema.Array(InvoiceLine)),
}).annotate({ identifier: "Invoice" })
export type Invoice = typeof Invoice.Type
