/**
 * ERPLY Books `payments`. Source: https://www.erplybooks.com/api/payments/
 */
import { CallAssumed, needed, optional } from "@waybill/connector-http"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"

import { field, Id, list, paging, query } from "./values.ts"

/** A payment, as it is answered and as it is sent. */
export const PaymentInfo = Schema.Struct({
  id: needed(Id, { description: "0 where it is created: the server gives ids" }),
  opDate: field.time,
  invoiceId: field.id,
  transactionIdentifier: field.text,
  transactionEntryId: field.id,
  sumPaid: field.decimal,
  sumWithVat: field.decimal,
  currencyCode: field.code,
  typeCode: field.code,
  accountId: field.id,
  customerName: field.text,
  number: field.text,
  referenceNumber: field.text,
  archivingId: field.text,
  note: field.text,
  code: field.text,
  badDebt: field.flag,
  partnerPaymentId: field.id,
  customerId: field.id,
  originalSum: field.decimal,
  partnerDocumentId: field.id,
  imported: field.flag,
  documentStatusTypeCode: field.code,
  statusChangeDatetime: field.time,
  currencyRate: field.decimal,
  projectId: field.id,
  entityName: field.text,
  parentPaymentId: field.id,
  projects: field.unknown,
}).annotate({ identifier: "PaymentInfo" })
export type PaymentInfo = typeof PaymentInfo.Type

const client = { assumed: "not on the vendor's page; known from a public client" }

/** `GET payments`: every parameter of the page, and those that public clients use. */
export const listPayments = {
  dateFrom: query.time,
  dateTo: query.time,
  entityId: query.id,
  isIncome: query.flag,
  getEverything: query.flag,
  documentId: query.id,
  type: query.text,
  paymentType: query.text,
  showOnlyPrepayments: query.flag,
  documentStatusType: query.text,
  accountId: query.id,
  projectId: query.id,
  description: query.text,
  sortBy: query.text,
  ...paging,
  customerId: optional(Schema.FiniteFromString, client),
  keyword: optional(Schema.String, client),
  partnerDocumentId: optional(Schema.FiniteFromString, client),
  documentType: optional(Schema.String, client),
  getOnlyThoseWithContact: query.flag,
  changedSince: query.time,
}

const id = { id: Schema.NumberFromString.check(Schema.isInt(), Schema.isGreaterThan(0)) }

export const payments = HttpApiGroup.make("payments").add(
  HttpApiEndpoint.get("list", "/payments", { query: listPayments, success: list(PaymentInfo) }),
  HttpApiEndpoint.get("get", "/payments/:id", { params: id, success: PaymentInfo }).annotate(
    CallAssumed,
    "the bare payment is answered, as for invoices; the page's example of a read by id shows no id",
  ),
  HttpApiEndpoint.post("create", "/payments", { payload: PaymentInfo, success: PaymentInfo }),
  HttpApiEndpoint.put("update", "/payments/:id", { params: id, payload: PaymentInfo, success: PaymentInfo }).annotate(
    CallAssumed,
    "the whole record is replaced, as invoices are said to be",
  ),
  HttpApiEndpoint.delete("remove", "/payments/:id", { params: id, success: Schema.Unknown }),
)
