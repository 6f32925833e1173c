/**
 * CRM.COM `invoices`: reading, creating, and the steps of an invoice's life.
 */
import { answered, CallAssumed, changed, needed, optional } from "@waybill/connector-http"
import { Schema, SchemaTransformation } from "effect"
import { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"

import { CallSince } from "./CallSince.ts"
import { answer } from "./envelope.ts"
import { atMostOne } from "./exclusive.ts"
import * as Id from "./identifiers.ts"
import {
  AccountOfRecord,
  LogInformation,
  Named,
  Product,
  ShortInvoice,
  TransactionCategory,
  TransactionType,
} from "./related.ts"
import {
  Amount,
  answeredUserFields,
  changedUserFields,
  droppedUserFields,
  FieldsSet,
  queryPaging,
  Timestamp,
  Token,
  userFields,
} from "./values.ts"

const text = answered(Schema.String)
const number = answered(Amount)

/** One item of an answered invoice. `net_amount` is before discount; `sub_total` is after discount and tax. */
export const InvoiceItem = Schema.Struct({
  id: text,
  quantity: number,
  cost: number,
  net_amount: number,
  discount_percentage: number,
  discount_amount: number,
  vat_percentage: number,
  vat_amount: number,
  tax_percentage: answered(Amount, { since: "R12.0.0" }),
  tax_amount: answered(Amount, { since: "R12.0.0" }),
  sub_total: number,
  product: answered(Product),
  vat_rate: answered(Named),
  applied_tax_rates: answered(Schema.Unknown, { since: "R12.0.0" }),
}).annotate({ identifier: "InvoiceItem" })

/**
 * An invoice. `unsettled_amount` is what is not yet paid, `outstanding_amount` what of it is past due; both are null in a
 * draft, and their sign differs between the published examples.
 */
export const Invoice = Schema.Struct({
  id: text,
  number: answered(Schema.String, { description: "may be null in a draft" }),
  reference_number: text,
  life_cycle_state: answered(Schema.String, {
    description: "DRAFT, REJECTED, POSTED or CANCELLED; examples show POSTED after a cancellation",
  }),
  net_amount: number,
  discount_amount: number,
  vat_amount: answered(Amount, { deprecated: "R17.0.0" }),
  tax_amount: answered(Amount, { since: "R12.0.0" }),
  total_amount: number,
  outstanding_amount: answered(Amount, { assumed: "unpaid and past due; the sign differs between the examples" }),
  unsettled_amount: answered(Amount, { assumed: "unpaid; the sign differs between the examples" }),
  issued_on: text,
  posted_on: text,
  due_on: answered(Schema.String, { description: "the end of the credit period" }),
  notes: answered(Schema.String, { description: "a log: an update appends author, local time and text, with tabs" }),
  back_office_code: answered(Schema.String, { since: "R9.1.0" }),
  ...answeredUserFields,
  accounts_receivable: answered(AccountOfRecord),
  type: answered(TransactionType),
  category: answered(TransactionCategory),
  rejection_reason: answered(Named),
  invoice_item_set: answered(Schema.Array(InvoiceItem)),
  currency_rate_period: answered(Schema.Unknown),
  accounting_period_information: answered(Schema.Unknown),
  log_information: answered(LogInformation),
}).annotate({ identifier: "Invoice" })
export type Invoice = typeof Invoice.Type

/** An invoice cancellation, or a write-off: a record of its own that closes the invoice. */
export const InvoiceReversal = Schema.Struct({
  id: text,
  number: text,
  reference_number: text,
  life_cycle_state: text,
  total_amount: number,
  issued_on: text,
  posted_on: text,
  currency_rate_period: answered(Schema.Unknown, { since: "R10.0.0" }),
}).annotate({ identifier: "InvoiceReversal" })

const priced = {
  product_identifier: Id.ProductIdentifier.body,
  installed_item_identifier: optional(Id.InstalledItemIdentifier.body, {
    deprecated: "R17.0.0",
    description: "needed for a traceable physical good",
  }),
  quantity: optional(Amount, { description: "needed, but for traceable goods from R15.0.0 on" }),
  cost: optional(Amount, { description: "of one unit; this or sub_total" }),
  sub_total: optional(Amount, { description: "this or cost; from R15.0.0 on neither is needed (price list)" }),
  discount_percentage: optional(Amount, {
    description: "this or discount_amount; from R15.0.0 on not for stockable goods",
  }),
  discount_amount: optional(Amount, { description: "this or discount_percentage" }),
  vat_rate_identifier: optional(Id.VatRateIdentifier.body, {
    deprecated: "R12.0.0",
    description: "the product's own rate where it is left out",
  }),
  ...userFields,
}
export const priceOnce = atMostOne("cost", "sub_total")
export const discountOnce = atMostOne("discount_percentage", "discount_amount")

/** An item of a new invoice. */
export const NewInvoiceItem = Schema.Struct(priced).check(priceOnce, discountOnce).annotate({
  identifier: "NewInvoiceItem",
  assumed: "the published table is that of an update; a new invoice's items are the same without action and identifier",
})

/** Lower case in the vendor's examples, upper case in its tables: both are read, lower case is sent. */
export const Action = <const A extends "add" | "update" | "remove">(action: A) =>
  Schema.Literals([action, action.toUpperCase()]).pipe(
    Schema.decodeTo(
      Schema.Literal(action),
      SchemaTransformation.transform<A, string>({ decode: () => action, encode: () => action }),
    ),
  )

const { product_identifier, ...itemDetails } = priced

/** A change of one item of a draft. */
export const ChangedInvoiceItem = Schema.Union([
  Schema.Struct({ action: Action("add"), ...priced }).check(priceOnce, discountOnce),
  Schema.Struct({
    action: Action("update"),
    invoice_item_identifier: Id.InvoiceItemIdentifier.body,
    product_identifier: optional(product_identifier),
    ...itemDetails,
  }).check(priceOnce, discountOnce),
  Schema.Struct({ action: Action("remove"), invoice_item_identifier: Id.InvoiceItemIdentifier.body }),
]).annotate({ identifier: "ChangedInvoiceItem" })

const code = optional(Schema.String, { since: "R9.1.0", description: "unique where it is given" })
const fields_set = optional(FieldsSet)

/** `invoices/create`, without the token. */
export const createInvoice = {
  accounts_receivable_identifier: Id.AccountIdentifier.body,
  type_identifier: Id.TypeIdentifier.body,
  life_cycle_state: Schema.Literals(["DRAFT", "POSTED"]),
  invoice_item_set: Schema.Array(NewInvoiceItem),
  category_identifier: optional(Id.CategoryIdentifier.body),
  member_accounts_receivable_identifier: optional(Id.AccountIdentifier.body, {
    description: "where the account is a parent that funds members",
  }),
  due_on: optional(Timestamp, { description: "the end of the credit period" }),
  posted_on: optional(Timestamp),
  intended_currency_identifier: optional(Id.CurrencyIdentifier.body, {
    since: "R11.0.0",
    description: "only compared with the account's currency: another one is an error",
  }),
  notes: optional(Schema.String),
  back_office_code: code,
  ...userFields,
  fields_set,
}

/** `invoices/update`, without the token: drafts only. */
export const updateInvoice = {
  invoice_identifier: Id.InvoiceIdentifier.body,
  accounts_receivable_identifier: optional(Id.AccountIdentifier.body),
  type_identifier: optional(Id.TypeIdentifier.body, { description: "its classification must be INVOICE" }),
  invoice_item_set: optional(Schema.Array(ChangedInvoiceItem)),
  category_identifier: changed(Id.CategoryIdentifier.body),
  member_accounts_receivable_identifier: changed(Id.AccountIdentifier.body),
  due_on: changed(Timestamp),
  posted_on: changed(Timestamp),
  intended_currency_identifier: optional(Id.CurrencyIdentifier.body, { since: "R11.0.0" }),
  notes: changed(Schema.String, { description: "appended to what is there, with author and time" }),
  back_office_code: changed(Schema.String, {
    assumed: "unique where it is given, as on create: the page does not say",
  }),
  ...changedUserFields,
  ...droppedUserFields,
  fields_set,
}

/** What `cancel` and `write_off` have in common. */
const reversal = {
  invoice_identifier: Id.InvoiceIdentifier.body,
  type_identifier: Id.TypeIdentifier.body,
  category_identifier: optional(Id.CategoryIdentifier.body),
  notes: optional(Schema.String),
  back_office_code: code,
  ...userFields,
}

export const cancelInvoice = { ...reversal, issue_reason: optional(Schema.String), fields_set }
export const writeOffInvoice = reversal

export const postInvoice = { invoice_identifier: Id.InvoiceIdentifier.body, fields_set }
export const rejectInvoice = {
  invoice_identifier: Id.InvoiceIdentifier.body,
  rejection_reason_identifier: optional(Id.RejectionReasonIdentifier.body),
  fields_set,
}

export const showInvoice = { invoice_identifier: needed(Id.InvoiceIdentifier.query), fields_set }
export const listInvoices = {
  accounts_receivable_identifier: needed(Id.AccountIdentifier.query),
  type_identifier: optional(Id.TypeIdentifier.query),
  category_identifier: optional(Id.CategoryIdentifier.query),
  fields_set,
  ...queryPaging,
}

export const CancelledInvoice = Schema.Struct({
  invoice: answered(ShortInvoice),
  invoice_cancellation: answered(InvoiceReversal),
})
export const WrittenOffInvoice = Schema.Struct({
  invoice: answered(ShortInvoice),
  write_off: answered(InvoiceReversal),
})

const token = Token

export const invoices = HttpApiGroup.make("invoices").add(
  HttpApiEndpoint.get("show", "/invoices/show", { query: { token, ...showInvoice }, success: answer(Invoice) }),
  HttpApiEndpoint.get("list", "/invoices/list", {
    query: { token, ...listInvoices },
    success: answer(Schema.Array(Invoice)),
  }),
  HttpApiEndpoint.post("create", "/invoices/create", {
    payload: Schema.Struct({ token, ...createInvoice }),
    success: answer(Invoice),
  }).annotate(CallAssumed, "what is answered is the invoice, short or whole: the page's example is lost"),
  HttpApiEndpoint.post("post", "/invoices/post", {
    payload: Schema.Struct({ token, ...postInvoice }),
    success: answer(ShortInvoice),
  }),
  HttpApiEndpoint.post("reject", "/invoices/reject", {
    payload: Schema.Struct({ token, ...rejectInvoice }),
    success: answer(ShortInvoice),
  }),
  HttpApiEndpoint.post("cancel", "/invoices/cancel", {
    payload: Schema.Struct({ token, ...cancelInvoice }),
    success: answer(CancelledInvoice),
  }),
  HttpApiEndpoint.post("update", "/invoices/update", {
    payload: Schema.Struct({ token, ...updateInvoice }),
    success: answer(Invoice),
  }).annotate(CallSince, "R9.1.0"),
  HttpApiEndpoint.post("writeOff", "/invoices/write_off", {
    payload: Schema.Struct({ token, ...writeOffInvoice }),
    success: answer(WrittenOffInvoice),
  }).annotate(CallSince, "R13.0.0"),
)
