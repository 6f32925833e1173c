/**
 * CRM.COM `payments`: reading, creating, and the steps of a payment's life.
 */
import { answered, CallAssumed, changed, needed, optional } from "@waybill/connector-http"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"

import { CallSince } from "./CallSince.ts"
import { answer } from "./envelope.ts"
import { atMostOne, exactlyOne } from "./exclusive.ts"
import * as Id from "./identifiers.ts"
import { Action } from "./Invoice.ts"
import {
  AccountOfRecord,
  LogInformation,
  Named,
  ShortInvoice,
  TransactionCategory,
  TransactionType,
  Unit,
  User,
} from "./related.ts"
import {
  Amount,
  answeredUserFields,
  changedUserFields,
  FieldsSet,
  queryPaging,
  Timestamp,
  Token,
  userFields,
} from "./values.ts"

const text = answered(Schema.String)
const number = answered(Amount)
const unknown = answered(Schema.Unknown)

/** A payment cancellation: a record of its own that takes a posted payment back. */
export const PaymentCancellation = Schema.Struct({
  id: text,
  number: text,
  reference_number: text,
  life_cycle_state: text,
  payment_amount: number,
  issued_on: text,
  posted_on: text,
  processed_by_payment_gateway: answered(Schema.Unknown, { since: "R5.0.0" }),
  payment_gateway_reference_number: answered(Schema.String, { since: "R5.0.0" }),
}).annotate({ identifier: "PaymentCancellation" })

/** A bill as a payment shows it. */
export const ShortBill = Schema.Struct({ id: text, number: text }).annotate({ identifier: "ShortBill" })

export const Payment = Schema.Struct({
  id: text,
  number: text,
  reference_number: text,
  life_cycle_state: answered(Schema.String, { description: "DRAFT, REJECTED, POSTED or CANCELLED" }),
  payment_amount: number,
  issued_on: text,
  posted_on: text,
  received_on: text,
  notes: text,
  processed_by_payment_gateway: answered(Schema.Unknown, {
    description: "of gateway methods, or once it is filled on a posted payment",
  }),
  payment_gateway_reference_number: text,
  back_office_code: answered(Schema.String, { since: "R9.1.0" }),
  ...answeredUserFields,
  accounts_receivable: answered(AccountOfRecord, {
    description: "from R14.0.0 on only where the payment is against an account",
  }),
  voucher: answered(Schema.Unknown, { since: "R14.0.0" }),
  type: answered(TransactionType),
  category: answered(TransactionCategory),
  payment_method: answered(Named),
  received_by_user: answered(User),
  received_by_unit: answered(Unit, { deprecated: "R18.0.0" }),
  received_by_business_unit: answered(Unit, { since: "R18.0.0", assumed: "it has the fields of a unit" }),
  rejection_reason: answered(Named),
  card: unknown,
  payment_preference: unknown,
  accounting_period_information: answered(Schema.Unknown, { since: "R10.0.0" }),
  currency_rate_period: answered(Schema.Unknown, { since: "R10.0.0" }),
  invoices_to_pay_set: answered(Schema.Array(ShortInvoice), { description: "what was meant to be paid" }),
  bills_to_pay_set: answered(Schema.Array(ShortBill), { description: "what was meant to be paid" }),
  products_to_pay_set: answered(Schema.Unknown, { since: "R12.0.0" }),
  bills_paid: answered(Schema.Unknown, { since: "R14.28.0" }),
  payment_cancellation: answered(PaymentCancellation, { since: "R14.5.0" }),
  log_information: answered(LogInformation, { assumed: "the name is that of an invoice's" }),
}).annotate({ identifier: "Payment" })
export type Payment = typeof Payment.Type

/** The account, or from R14.0.0 on the wallet, that is paid into: exactly one of the two. */
const payer = {
  accounts_receivable_identifier: optional(Id.AccountIdentifier.body, { description: "this or wallet_identifier" }),
  wallet_identifier: optional(Id.WalletIdentifier.body, {
    since: "R14.0.0",
    description: "this or accounts_receivable_identifier; not with payment gateways",
  }),
}

const payers = ["accounts_receivable_identifier", "wallet_identifier"] as const
const payOnce = exactlyOne(...payers)

const fields_set = optional(FieldsSet)
const code = optional(Schema.String, { since: "R9.1.0", description: "unique where it is given" })

/** What every call that makes a payment takes. */
const details = {
  ...payer,
  type_identifier: Id.TypeIdentifier.body,
  payment_method_identifier: Id.PaymentMethodIdentifier.body,
  category_identifier: optional(Id.CategoryIdentifier.body),
  received_on: optional(Timestamp, { description: "the day of issue where it is left out" }),
  received_by_user_identifier: optional(Id.UserIdentifier.body, {
    description: "the issuing user where it is left out",
  }),
  received_by_unit_identifier: optional(Id.UnitIdentifier.body, { deprecated: "R18.0.0" }),
  card_identifier: optional(Id.CardIdentifier.body, {
    description: "needed where the method is linked to a payment gateway",
  }),
  accounts_receivable_payment_preference_identifier: optional(Id.AccountPaymentPreferenceIdentifier.body, {
    description: "needed where a generic gateway processes the payment",
  }),
  notes: optional(Schema.String),
  back_office_code: code,
  ...userFields,
  fields_set,
}

const setName = "the name is lost in the published page; it is that of the answer's field"

/** `payments/create`, without the token. Part amounts per invoice can't be given. */
export const createPayment = {
  ...details,
  life_cycle_state: Schema.Literals(["DRAFT", "POSTED"]),
  payment_amount: Amount,
  intended_currency_identifier: optional(Id.CurrencyIdentifier.body, {
    since: "R11.0.0",
    description: "only compared with the account's currency: another one is an error",
  }),
  invoices_to_pay_set: optional(Schema.Array(Schema.Struct({ invoice_identifier: Id.InvoiceIdentifier.body })), {
    assumed: setName,
  }),
  bills_to_pay_set: optional(Schema.Array(Schema.Struct({ bill_identifier: Id.BillIdentifier.body })), {
    assumed: setName,
  }),
}

/** `payments/pay_invoice`, without the token: pays the whole open amount of one invoice, posted at once. */
export const payInvoice = { ...details, invoice_identifier: Id.InvoiceIdentifier.body }
/** `payments/pay_bill`, without the token: pays the whole open amount of one bill, posted at once. */
export const payBill = { ...details, bill_identifier: Id.BillIdentifier.body }

const changedSetName = `${setName}; an entry has nothing to update, so it is added or removed`

const changedSet = <S extends Schema.Struct.Fields>(identifier: S) =>
  Schema.Array(
    Schema.Union([
      Schema.Struct({ action: Action("add"), ...identifier }),
      Schema.Struct({ action: Action("remove"), ...identifier }),
    ]),
  )

/** `payments/update`, without the token: drafts only. */
export const updatePayment = {
  payment_identifier: Id.PaymentIdentifier.body,
  accounts_receivable_identifier: optional(Id.AccountIdentifier.body),
  wallet_identifier: optional(Id.WalletIdentifier.body, { since: "R14.0.0" }),
  type_identifier: optional(Id.TypeIdentifier.body, { description: "its classification must be Payment" }),
  payment_method_identifier: optional(Id.PaymentMethodIdentifier.body),
  payment_amount: optional(Amount),
  intended_currency_identifier: optional(Id.CurrencyIdentifier.body, { since: "R11.0.0" }),
  category_identifier: changed(Id.CategoryIdentifier.body),
  received_on: changed(Timestamp),
  received_by_user_identifier: changed(Id.UserIdentifier.body),
  received_by_unit_identifier: changed(Id.UnitIdentifier.body, { deprecated: "R18.0.0" }),
  card_identifier: changed(Id.CardIdentifier.body),
  accounts_receivable_payment_preference_identifier: changed(Id.AccountPaymentPreferenceIdentifier.body),
  notes: changed(Schema.String, { description: "appended to what is there, with author and time" }),
  back_office_code: changed(Schema.String, { description: "unique where it is given" }),
  ...changedUserFields,
  invoices_to_pay_set: optional(changedSet({ invoice_identifier: Id.InvoiceIdentifier.body }), {
    assumed: changedSetName,
  }),
  bills_to_pay_set: optional(changedSet({ bill_identifier: Id.BillIdentifier.body }), { assumed: changedSetName }),
  fields_set,
}

export const postPayment = { payment_identifier: Id.PaymentIdentifier.body, fields_set }
export const rejectPayment = {
  payment_identifier: Id.PaymentIdentifier.body,
  rejection_reason_identifier: optional(Id.RejectionReasonIdentifier.body),
}
export const cancelPayment = {
  payment_identifier: Id.PaymentIdentifier.body,
  type_identifier: Id.TypeIdentifier.body,
  category_identifier: optional(Id.CategoryIdentifier.body),
  notes: optional(Schema.String),
  back_office_code: code,
  issue_reason: optional(Schema.String),
  ...userFields,
}

export const showPayment = { payment_identifier: needed(Id.PaymentIdentifier.query), fields_set }
const filters = {
  type_identifier: optional(Id.TypeIdentifier.query),
  category_identifier: optional(Id.CategoryIdentifier.query),
  payment_method_identifier: optional(Id.PaymentMethodIdentifier.query),
  fields_set,
}
export const listPayments = {
  accounts_receivable_identifier: needed(Id.AccountIdentifier.query),
  ...filters,
  ...queryPaging,
}
export const latestPayments = {
  accounts_receivable_identifier: optional(Id.AccountIdentifier.query, { description: "this or wallet_identifier" }),
  wallet_identifier: optional(Id.WalletIdentifier.query, { since: "R14.0.0" }),
  number: needed(Schema.NumberFromString.check(Schema.isInt()), { description: "how many, newest first" }),
  ...filters,
}

export const CancelledPayment = Schema.Struct({
  payment: answered(Payment, { assumed: "the name is by analogy with an invoice's cancellation" }),
  payment_cancellation: answered(PaymentCancellation),
})

const token = Token
const made = "what is answered is the payment, short or whole: the page's table is empty"
const stepped = "what is answered is the payment: the page does not say"

export const payments = HttpApiGroup.make("payments").add(
  HttpApiEndpoint.get("show", "/payments/show", { query: { token, ...showPayment }, success: answer(Payment) }),
  HttpApiEndpoint.get("list", "/payments/list", {
    query: { token, ...listPayments },
    success: answer(Schema.Array(Payment)),
  }),
  HttpApiEndpoint.get("getLatest", "/payments/get_latest", {
    query: Schema.Struct({ token, ...latestPayments }).check(payOnce),
    success: answer(Schema.Array(Payment)),
  }),
  HttpApiEndpoint.post("create", "/payments/create", {
    payload: Schema.Struct({ token, ...createPayment }).check(payOnce),
    success: answer(Payment),
  }).annotate(CallAssumed, made),
  HttpApiEndpoint.post("payInvoice", "/payments/pay_invoice", {
    payload: Schema.Struct({ token, ...payInvoice }).check(payOnce),
    success: answer(Payment),
  }).annotate(CallAssumed, made),
  HttpApiEndpoint.post("payBill", "/payments/pay_bill", {
    payload: Schema.Struct({ token, ...payBill }).check(payOnce),
    success: answer(Payment),
  }).annotate(CallAssumed, made),
  HttpApiEndpoint.post("post", "/payments/post", {
    payload: Schema.Struct({ token, ...postPayment }),
    success: answer(Payment),
  }).annotate(CallAssumed, stepped),
  HttpApiEndpoint.post("reject", "/payments/reject", {
    payload: Schema.Struct({ token, ...rejectPayment }),
    success: answer(Payment),
  }).annotate(CallAssumed, stepped),
  HttpApiEndpoint.post("cancel", "/payments/cancel", {
    payload: Schema.Struct({ token, ...cancelPayment }),
    success: answer(CancelledPayment),
  }),
  HttpApiEndpoint.post("update", "/payments/update", {
    payload: Schema.Struct({ token, ...updatePayment }).check(atMostOne(...payers)),
    success: answer(Payment),
  }).annotate(CallSince, "R9.1.0"),
)
