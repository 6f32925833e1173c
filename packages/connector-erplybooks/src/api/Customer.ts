/**
 * ERPLY Books `customers`. Source: https://www.erplybooks.com/api/customers/
 */
import { CallAssumed, needed, optional } from "@waybill/connector-http"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"

import { field, Id, list, paging, query } from "./values.ts"

export const CustomerInfo = Schema.Struct({
  id: needed(Id, { description: "0 where it is created: the server gives ids" }),
  name: field.text,
  code: field.text,
  registrationCode: field.text,
  legalAddress: field.text,
  legalCountryCode: field.text,
  legalPostcode: field.text,
  deadlineDays: field.id,
  discount: field.decimal,
  penalty: field.decimal,
  referenceNumber: field.text,
  supplierReferenceNumber: field.text,
  vatNumber: field.text,
  actualAddress: field.text,
  actualPostcode: field.text,
  actualCountryCode: field.text,
  email: field.text,
  phone1: field.text,
  phone2: field.text,
  fax: field.text,
  website: field.text,
  contactPersonId: field.id,
  contactPersonName: field.text,
  contactPersonEmail: field.text,
  contactPersonPhone: field.text,
  info: field.text,
  partnerCustomerId: field.text,
  partnerSupplierId: field.text,
  bankName: field.text,
  bankAccountNumber: field.text,
  bankIban: field.text,
  bankSwift: field.text,
  bankIdentificator: field.text,
  customer: field.flag,
  supplier: field.flag,
  entityTypeCode: field.code,
  attributes: field.unknown,
}).annotate({ identifier: "CustomerInfo" })
export type CustomerInfo = typeof CustomerInfo.Type

const client = { assumed: "not on the vendor's page; known from a public client" }

/** `GET customers`. */
export const listCustomers = {
  keyword: query.text,
  sortBy: query.text,
  noSuppliers: query.flag,
  noCustomers: query.flag,
  includeEmployees: query.flag,
  ...paging,
  id: optional(Schema.FiniteFromString, client),
  code: optional(Schema.String, client),
  changedSinceDate: query.time,
  partnerCustomerId: optional(Schema.String, client),
}

const id = { id: Schema.NumberFromString.check(Schema.isInt(), Schema.isGreaterThan(0)) }
const writing = "the vendor's overview shows reading only; its prose, and public clients, write too"

export const customers = HttpApiGroup.make("customers").add(
  HttpApiEndpoint.get("list", "/customers", { query: listCustomers, success: list(CustomerInfo) }),
  HttpApiEndpoint.post("create", "/customers", { payload: CustomerInfo, success: CustomerInfo }).annotate(
    CallAssumed,
    writing,
  ),
  HttpApiEndpoint.put("update", "/customers/:id", {
    params: id,
    payload: CustomerInfo,
    success: CustomerInfo,
  }).annotate(CallAssumed, writing),
  HttpApiEndpoint.delete("remove", "/customers/:id", { params: id, success: Schema.Unknown }).annotate(
    CallAssumed,
    writing,
  ),
)
