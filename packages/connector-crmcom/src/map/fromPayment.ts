/**
 * CRM.COM's payment as the model's.
 */
import type { Allocation, Issue, Payment as ModelPayment } from "@waybill/model"

import type { Payment } from "../api/Payment.ts"
import { given, type ModelSettings, neededOf, type Told } from "./fields.ts"
import type { RecordOf } from "./record.ts"
import { sourceIssue } from "./sourceErrors.ts"

export type PaymentRecord = RecordOf<Payment>
type ShortInvoice = NonNullable<PaymentRecord["invoices_to_pay_set"]>[number]

/** An invoice that was meant to be paid; how much of the payment went to it is not told. */
const allocationOf =
  (issues: Array<Issue>) =>
  ({ number = "" }: ShortInvoice, index: number): ReadonlyArray<Allocation> => {
    if (number !== "") return [{ invoiceNumber: number }]
    const column = `invoices_to_pay_set[${index}].number`
    const at = { column, field: `allocations[${index}].invoiceNumber` }
    issues.push(sourceIssue("WB-CRMCOM-NUMBER", "an invoice that the payment is for has no number", at))
    return []
  }

/** A payment that has a cancellation is cancelled, whatever state it is shown in. */
const statusOf = ({ payment_cancellation: cancellation, life_cycle_state: state }: PaymentRecord): string | undefined =>
  cancellation === undefined ? state : "CANCELLED"

/** A payment's number, account and amount are needed; the amount is in the connection's currency. */
export const fromPayment =
  (settings: ModelSettings) =>
  (record: PaymentRecord): Told<ModelPayment> => {
    const issues: Array<Issue> = []
    const own = { amount: record.payment_amount, column: "payment_amount", field: "amount" }
    const model = given({
      ...neededOf(record, own, settings, issues),
      receivedDate: record.received_on,
      method: record.payment_method?.name,
      reference: record.reference_number,
      status: statusOf(record),
      note: record.notes,
      allocations: record.invoices_to_pay_set?.flatMap(allocationOf(issues)),
    })
    return { model, issues }
  }
