/**
 * ERPLY Books' payment as the model's.
 */
import { optional } from "@waybill/connector-http"
import type { Allocation, Issue, Payment as ModelPayment } from "@waybill/model"
import { Schema } from "effect"

import { PaymentInfo } from "../api/Payment.ts"
import { checkNeeded, currencyOf, given, payable, type Told } from "./fields.ts"
import type { RecordOf } from "./record.ts"
import { sourceIssue } from "./sourceErrors.ts"

/** A payment with the numbers of what its ids refer to: fields that are added to the vendor's own. */
export const NumberedPayment = Schema.Struct({
  ...PaymentInfo.fields,
  customerNumber: optional(Schema.String, { description: "of `customerId`, by the connection's `customersBy`" }),
  invoiceNumber: optional(Schema.String, { description: "of `invoiceId`" }),
  accountNumber: optional(Schema.String, { description: "of `accountId`: the bank or cash account" }),
})
export type NumberedPayment = typeof NumberedPayment.Type

export type PaymentRecord = RecordOf<NumberedPayment>

/** The invoice that it pays, if any; how much of the payment went to it is not told. */
const allocationsOf = (
  { invoiceId, invoiceNumber }: PaymentRecord,
  issues: Array<Issue>,
): ReadonlyArray<Allocation> | undefined => {
  if (invoiceId === undefined) return undefined
  if (invoiceNumber) return [{ invoiceNumber }]
  const at = { column: "invoiceNumber", field: "allocations[0].invoiceNumber" }
  issues.push(sourceIssue("WB-ERPLYBOOKS-INVOICE-NUMBER", "the number of the invoice that it pays can't be told", at))
  return undefined
}

/**
 * A payment's number is its id: its field `number` is empty in every published example. Its method is the number of the
 * account that the money came to: `typeCode` only says that it is a payment.
 */
export const fromPayment = (record: PaymentRecord): Told<ModelPayment> => {
  const issues: Array<Issue> = []
  const at = { column: "sumPaid", field: "amount" }
  const currency = currencyOf(record.currencyCode, at.field, issues)
  const amount = payable(record.sumPaid, currency, at, issues)
  const { id: number, customerNumber } = record
  checkNeeded({ number, customerNumber, amount }, { number: "id", amount: at }, issues)
  const model = given({
    number,
    customerNumber,
    amount,
    receivedDate: record.opDate,
    method: record.accountNumber,
    reference: record.referenceNumber || record.archivingId,
    status: record.documentStatusTypeCode,
    note: record.note,
    allocations: allocationsOf(record, issues),
  })
  return { model, issues }
}
