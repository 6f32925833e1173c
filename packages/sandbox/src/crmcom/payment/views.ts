/**
 * Payments, and what takes them back, as the calls answer them.
 */
import { unit, user } from "../Catalogue.ts"
import type { Payment, Reversal } from "../Entities.ts"
import { accountOfRecord, logOf, shortInvoiceView } from "../invoice/views.ts"
import type { Office } from "../Office.ts"
import type { PaymentData } from "../Served.ts"

/** The fields of a short payment. Assumed: the page's table is empty. */
export const shortPaymentFields = [
  "id",
  "number",
  "reference_number",
  "life_cycle_state",
  "payment_amount",
  "issued_on",
  "posted_on",
  "received_on",
] as const

export const paymentCancellationView = ({ id, number, reference_number, amount, issued_on, posted_on }: Reversal) => ({
  id,
  number,
  reference_number,
  life_cycle_state: "POSTED",
  payment_amount: amount,
  issued_on,
  posted_on,
  processed_by_payment_gateway: null,
  payment_gateway_reference_number: null,
})

/** What no payment of the stand-in has. */
const nothing = {
  processed_by_payment_gateway: null,
  payment_gateway_reference_number: null,
  voucher: null,
  card: null,
  payment_preference: null,
  accounting_period_information: null,
  currency_rate_period: null,
  products_to_pay_set: [],
}

const whatItPays = (office: Office, { toPay, billsToPay, allocations }: Payment, now: string) => ({
  invoices_to_pay_set: toPay.map((invoice) => shortInvoiceView(office, invoice, now)),
  bills_to_pay_set: billsToPay.map(({ id, number }) => ({ id, number })),
  bills_paid: billsToPay
    .filter((bill) => allocations.some(({ invoice }) => bill.invoices.includes(invoice)))
    .map(({ id, number }) => ({ id, number })),
})

export const paymentView = (office: Office, payment: Payment, now: string): PaymentData => ({
  id: payment.id,
  number: payment.number,
  reference_number: payment.reference_number,
  life_cycle_state: payment.state,
  payment_amount: payment.amount,
  issued_on: payment.issued_on,
  posted_on: payment.posted_on,
  received_on: payment.received_on,
  notes: payment.notes,
  back_office_code: payment.back_office_code,
  ...payment.udf,
  ...nothing,
  accounts_receivable: accountOfRecord(payment.account),
  type: payment.type,
  category: payment.category,
  payment_method: payment.method,
  received_by_user: user,
  received_by_unit: unit,
  received_by_business_unit: unit,
  rejection_reason: payment.rejectionReason,
  ...whatItPays(office, payment, now),
  payment_cancellation: payment.cancellation === null ? null : paymentCancellationView(payment.cancellation),
  log_information: logOf(payment),
})
