/**
 * ERPLY Books `invoices`: documents of every type. Source: https://www.erplybooks.com/api/invoices/
 */
import { CallAssumed, needed, optional } from "@waybill/connector-http"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"

import { CustomerInfo } from "./Customer.ts"
import { PaymentInfo } from "./Payment.ts"
import { Code, Decimal, field, Id, list, LocalTime, paging, query } from "./values.ts"

/** A row; `price` is without VAT. */
export const InvoiceRow = Schema.Struct({
  id: needed(Id, { description: "0 where it is created" }),
  articleId: field.id,
  articleName: field.text,
  unitCode: field.code,
  code: field.text,
  quantity: field.decimal,
  price: field.decimal,
  discount: field.decimal,
  extraCharge: field.decimal,
  vatPercent: field.decimal,
  vatAccountId: field.id,
  expenseAccountId: field.id,
  revenueAccountId: field.id,
  debtAccountId: field.id,
  transactionEntryId: field.id,
  transactionDate: field.time,
  invoiceId: field.id,
  customerId: field.id,
  customerName: field.text,
  invoiceNumber: field.text,
  registrationCode: field.text,
  referringIdentifier: field.text,
  typeCode: field.code,
  projectId: field.id,
  taxRateId: field.id,
  activityItemId: field.id,
  residualValue: field.decimal,
  partnerTaxRateId: field.unknown,
  partnerTaxRateName: field.unknown,
}).annotate({ identifier: "InvoiceRow" })

const body = {
  id: needed(Id, { description: "0 where it is created: the server gives ids" }),
  number: field.text,
  customerId: field.id,
  customerName: field.text,
  date: field.time,
  transactionDate: field.time,
  deadlineDate: field.time,
  currencyCode: field.code,
  currencyRate: field.decimal,
  discountPercent: field.decimal,
  penaltyPercent: field.decimal,
  languageCode: field.code,
  vatPercent: field.decimal,
  referenceNumber: field.text,
  creatorName: field.text,
  modifierName: field.text,
  sumNoVat: field.decimal,
  taxSum: field.decimal,
  sumWithVat: field.decimal,
  sumPaid: field.decimal,
  sumLeftToPay: field.decimal,
  roundedSum: field.decimal,
  vatTotalRoundedSum: field.decimal,
  invoiceTextsInfoId: field.id,
  typeCode: field.code,
  hash: field.text,
  projectId: field.id,
  code: field.text,
  note: field.text,
  printedInfo: field.text,
  referringIdentifier: field.text,
  actionId: field.id,
  activityId: field.id,
  partnerDocumentId: field.text,
  documentStatusTypeCode: field.code,
  vatTotalsByTaxRate: field.unknown,
  discountSum: field.unknown,
  rows: optional(Schema.NullOr(Schema.Array(InvoiceRow))),
  payments: optional(Schema.NullOr(Schema.Array(PaymentInfo))),
  customer: optional(Schema.NullOr(CustomerInfo)),
  attachments: field.unknown,
  history: field.unknown,
}

/** A document. In a list `rows`, `payments` and `customer` are null: they come with the single read. */
export const InvoiceInfo = Schema.Struct(body).annotate({ identifier: "InvoiceInfo" })
export type InvoiceInfo = typeof InvoiceInfo.Type

const client = { assumed: "not on the vendor's page; known from a public client" }

const PartnerPayment = Schema.Struct({
  ...PaymentInfo.fields,
  id: optional(Id),
  sum: optional(Decimal, client),
  paymentTypeName: optional(Schema.String, client),
})

/** What the Partner API takes: nested records may leave their ids out, and a payment may be as small as its sum. */
export const PartnerInvoice = Schema.Struct({
  ...body,
  rows: optional(Schema.NullOr(Schema.Array(InvoiceRow))),
  payments: optional(Schema.NullOr(Schema.Array(PartnerPayment))),
  customer: optional(Schema.NullOr(Schema.Struct({ ...CustomerInfo.fields, id: optional(Id) }))),
  payer: field.unknown,
  payerName: field.text,
  payerCustomerId: field.id,
  documentConnections: field.unknown,
  username: field.text,
  projects: field.unknown,
  projectNames: field.unknown,
  attributes: field.unknown,
}).annotate({ identifier: "PartnerInvoice" })
export type PartnerInvoice = typeof PartnerInvoice.Type

/** `GET invoices`: a document type or an id is always needed. */
export const listInvoices = {
  dateFrom: query.time,
  dateTo: query.time,
  transactionDateFrom: query.time,
  transactionDateTo: query.time,
  documentType: optional(Schema.String, { description: "this or documentIds is needed" }),
  customerId: query.id,
  userId: query.id,
  projectId: query.id,
  keyword: query.text,
  description: query.text,
  number: query.text,
  documentNumberOnly: optional(Schema.String, client),
  documentIds: optional(Schema.String, client),
  certainDocumentType: optional(Schema.String, client),
  partnerDocumentId: optional(Schema.String, client),
  partnerCustomerId: optional(Schema.String, client),
  documentStatusType: query.text,
  getUnpaid: query.flag,
  isPaidInvolved: query.flag,
  isOverdueInvolved: query.flag,
  preventWaybills: query.flag,
  searchUnpaidWithCertainDate: query.flag,
  dontCalculateToLocalCurrency: query.flag,
  showOnlyPrepayments: query.flag,
  showOnlyNotConfirmedPayments: query.flag,
  detailed: query.flag,
  getRows: query.flag,
  changedSinceDate: query.time,
  sort: query.text,
  ...paging,
}

/** Whether a number is taken: `exists`, and by which document. */
export const NewNumber = Schema.Struct({
  id: needed(Id),
  number: field.text,
  customerId: field.id,
  typeCode: field.code,
  date: field.time,
  exists: field.flag,
  existingDocumentId: field.id,
}).annotate({ identifier: "NewNumber" })

const id = { id: Schema.NumberFromString.check(Schema.isInt(), Schema.isGreaterThan(0)) }
const registration = { registrationCode: query.text }
const partner = "the call is known from a public comparison with the vendor's OpenAPI file; what it answers is not"

export const invoices = HttpApiGroup.make("invoices").add(
  HttpApiEndpoint.get("list", "/invoices", { query: listInvoices, success: list(InvoiceInfo) }),
  HttpApiEndpoint.get("suggestNumber", "/invoices/new_number", {
    query: { typeCode: query.text, date: optional(LocalTime), projectId: query.id, articleRowType: query.text },
    success: NewNumber,
  }),
  HttpApiEndpoint.post("checkNumber", "/invoices/new_number", {
    payload: Schema.Struct({
      id: Id,
      number: Schema.String,
      customerId: field.id,
      typeCode: field.code,
      date: optional(LocalTime),
    }),
    success: NewNumber,
  }),
  HttpApiEndpoint.post("savePartner", "/invoices/partner", {
    payload: PartnerInvoice,
    success: Schema.Unknown,
  }).annotate(CallAssumed, partner),
  HttpApiEndpoint.post("confirm", "/invoices/confirm_invoices", {
    query: { ids: Schema.String, documentStatusTypeCode: Code },
    success: Schema.Unknown,
  }),
  HttpApiEndpoint.get("get", "/invoices/:id", { params: id, query: { lang: query.text }, success: InvoiceInfo }),
  HttpApiEndpoint.post("create", "/invoices", { query: registration, payload: InvoiceInfo, success: InvoiceInfo }),
  HttpApiEndpoint.put("update", "/invoices/:id", {
    params: id,
    query: registration,
    payload: InvoiceInfo,
    success: InvoiceInfo,
  }),
  HttpApiEndpoint.delete("remove", "/invoices/:id", { params: id, query: registration, success: Schema.Unknown }),
)
