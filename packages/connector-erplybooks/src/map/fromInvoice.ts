/**
 * ERPLY Books' invoice as the model's.
 */
import { optional } from "@waybill/connector-http"
import { type Invoice as ModelInvoice, type InvoiceLine, type InvoiceType, type Issue, Money } from "@waybill/model"
import { BigDecimal, Schema, Struct } from "effect"

import { InvoiceInfo } from "../api/Invoice.ts"
import { checkNeeded, currencyOf, given, payable, type Told } from "./fields.ts"
import type { RecordOf } from "./record.ts"

/** Whoever has its hash may fetch the invoice: a secret, so it is no part of the record (invariant 7). */
export const withoutHash = (invoice: InvoiceInfo) => Struct.omit(invoice, ["hash"])

/** An invoice with its customer's number, a field that is added to the vendor's own. */
export const NumberedInvoice = Schema.Struct({
  ...Struct.omit(InvoiceInfo.fields, ["hash"]),
  customerNumber: optional(Schema.String, { description: "of `customerId`, by the connection's `customersBy`" }),
})
export type NumberedInvoice = typeof NumberedInvoice.Type

export type InvoiceRecord = RecordOf<NumberedInvoice>
type RowRecord = NonNullable<InvoiceRecord["rows"]>[number]

/** Only these are demands for payment; of any other document the model's type says nothing. */
const types: Readonly<Record<string, InvoiceType>> = {
  DOCUMENT_SELL: "invoice",
  DOCUMENT_POS_SELL: "invoice",
  DOCUMENT_BUY: "invoice",
  DOCUMENT_POS_BUY: "invoice",
  DOCUMENT_PRE_SELL: "prepayment invoice",
  DOCUMENT_PRE_BUY: "prepayment invoice",
}

const isNothing = (amount: BigDecimal.BigDecimal | undefined): boolean =>
  amount === undefined || BigDecimal.isZero(amount)

/** The model's unit price is after discounts and charges, and it is not documented how these are reckoned. */
const unitPriceOf = ({ price, discount, extraCharge }: RowRecord, currency: string): Money | undefined =>
  price && isNothing(discount) && isNothing(extraCharge) ? new Money(price, currency) : undefined

const lineOf =
  (currency: string) =>
  (row: RowRecord): InvoiceLine =>
    given({
      description: row.articleName,
      quantity: row.quantity,
      unitPrice: unitPriceOf(row, currency),
      taxRate: row.vatPercent,
      productCode: row.code,
    })

/** An invoice's number, customer and total are needed. A list has rows where ERPLY Books gives them there. */
export const fromInvoice = (record: InvoiceRecord): Told<ModelInvoice> => {
  const issues: Array<Issue> = []
  const at = { column: "sumWithVat", field: "total" }
  const currency = currencyOf(record.currencyCode, at.field, issues)
  const total = payable(record.sumWithVat, currency, at, issues)
  const { number, customerNumber } = record
  checkNeeded({ number, customerNumber, amount: total }, { number: "number", amount: at }, issues)
  const model = given({
    number,
    customerNumber,
    total,
    issueDate: record.date,
    dueDate: record.deadlineDate,
    postingDate: record.transactionDate,
    balance: payable(record.sumLeftToPay, currency, { column: "sumLeftToPay", field: "balance" }, issues),
    tax: payable(record.taxSum, currency, { column: "taxSum", field: "tax" }, issues),
    type: types[record.typeCode ?? ""],
    status: record.documentStatusTypeCode,
    reference: record.referenceNumber,
    note: record.note,
    lines: currency === undefined ? undefined : record.rows?.map(lineOf(currency)),
  })
  return { model, issues }
}
