/**
 * PayorCRM's upload API, every published call and field.
 *
 * Source: https://help.payorcrm.com/api-integration. The page publishes no host, no answers and no errors: what is
 * declared of them here is the usual practice, and the client reads nothing but the status.
 */
import { DecimalNumber } from "@waybill/connector-http"
import { Schema } from "effect"
import {
  HttpApi,
  HttpApiEndpoint,
  HttpApiGroup,
  HttpApiMiddleware,
  HttpApiSchema,
  HttpApiSecurity,
} from "effect/http-api"

const text = Schema.optionalKey(Schema.String)
/** The page says `date`, without a format. */
const date = text
/** The page says `json`, without the inner names. */
const json = Schema.optionalKey(Schema.Record(Schema.String, Schema.Json))

/** One customer: 7 fields, 2 of them required. */
export const Customer = Schema.Struct({
  customerno: Schema.NonEmptyString,
  cocode: text,
  companyname: text,
  firstname: text,
  lastname: text,
  emailaddress1: Schema.NonEmptyString,
  phoneno: text,
}).annotate({ identifier: "Customer" })
export type Customer = typeof Customer.Type

/** One invoice, or one item of a receivables ledger: 31 fields, 3 of them required. */
export const Invoice = Schema.Struct({
  customerNumber: Schema.NonEmptyString,
  invoiceNumber: Schema.NonEmptyString,
  /** The page says integer; a fraction is sent only where the connection is told to. */
  invoiceAmount: DecimalNumber,
  companyCode: text,
  profitCenter: text,
  customerName: text,
  accountingDocNumber: text,
  postDate: date,
  dueDate: date,
  invoiceDate: date,
  issueDate: date,
  paymentTerms: text,
  documentType: text,
  postingKey: text,
  debitCreditIndicator: text,
  reference1: text,
  reference2: text,
  soldTo: text,
  status: text,
  localAmount: Schema.optionalKey(DecimalNumber),
  /** A string, unlike the other two amounts. */
  balanceAmount: text,
  currency: text,
  billAddr: json,
  shipAddr: json,
  reasonCode: text,
  reasonCodeDescription: text,
  fiscalYear: text,
  fiscalPeriod: text,
  itemText: text,
  lineItem: text,
  referenceDocNo: text,
}).annotate({ identifier: "Invoice" })
export type Invoice = typeof Invoice.Type

const Answer = Schema.Struct({ message: Schema.String })

/** Both credentials, as headers: `api_key`, which the declaration names, and `api_secret` beside it. */
export class Keys extends HttpApiMiddleware.Service<Keys>()("@waybill/connector-payorcrm/Keys", {
  requiredForClient: true,
  error: Answer.pipe(HttpApiSchema.status(401)),
  security: { key: HttpApiSecurity.apiKey({ key: "api_key", in: "header" }) },
}) {}

/** How a body that does not fit the declaration is answered. */
export class BadBody extends HttpApiMiddleware.Service<BadBody>()("@waybill/connector-payorcrm/BadBody", {
  error: Answer.pipe(HttpApiSchema.status(400)),
}) {}

export const PayorCrmApi = HttpApi.make("payorcrm")
  .add(
    HttpApiGroup.make("upload")
      .add(
        HttpApiEndpoint.post("customers", "/customers", { payload: Schema.Array(Customer), success: Schema.Json }),
        HttpApiEndpoint.post("invoices", "/invoices", { payload: Schema.Array(Invoice), success: Schema.Json }),
      )
      .prefix("/jsonApi/upload")
      .middleware(BadBody)
      .middleware(Keys),
  )
  // Strict on both sides: a misspelt field is found by whoever sends it.
  .annotate(HttpApi.PayloadParseOptions, { onExcessProperty: "error", errors: "all" })
