/**
 * A connection to ERPLY Books. What the vendor leaves undocumented is a setting here, with the safest reading as its default.
 */
import { httpFields, httpsOrLoopback, optionalField, visibleAfterField } from "@waybill/connector-http"
import { Dates } from "@waybill/model"
import { DateTime, Option, Schema } from "effect"

/** A credential travels in a header: visible ASCII only, so that a line end copied along is found here. */
const secret = (description: string) =>
  Schema.RedactedFromValue(
    Schema.String.check(Schema.isPattern(/^[\x21-\x7E]+$/, { expected: "the token, without spaces" })).annotate({
      description,
    }),
  )

/** What the client alone needs. */
const clientFields = {
  ...httpFields({
    baseUrl: "https://api.erplybooks.com/api",
    rateLimit: { perSecond: 2, inFlight: 1 },
    timeout: 60,
  }),
  token: secret("API token of one user and one organisation, from the application's settings"),
  pageSize: optionalField(
    Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 10_000 })),
    "Records a page of a list",
    100,
  ),
  absentCodes: optionalField(
    Schema.Array(Schema.NonEmptyString),
    "Message codes that mean, of a record read by its id, that there is none; no list of them is published",
    ["Item not Found"],
  ),
}

export const ErplyBooksClientSettings = Schema.Struct(clientFields)
  .check(httpsOrLoopback)
  .annotate({ identifier: "ErplyBooksClientSettings" })
export type ErplyBooksClientSettings = typeof ErplyBooksClientSettings.Type

const Zone = Schema.String.check(
  Schema.makeFilter(
    (name: string) => Option.isSome(DateTime.zoneMakeNamed(name)) || "a time zone such as Europe/Tallinn",
  ),
)
const Day = Schema.String.check(
  Schema.makeFilter((text: string) => Dates.parseIso(text) !== undefined || "a day written yyyy-MM-dd"),
)
const days = (maximum: number) => Schema.Int.check(Schema.isBetween({ minimum: 1, maximum }))

export const ErplyBooksSettings = Schema.Struct({
  ...clientFields,
  timeZone: optionalField(
    Zone,
    "The organisation's zone: which day is today there; dates carry none",
    "Europe/Tallinn",
  ),
  account: Schema.optionalKey(
    Schema.String.annotate({
      description: "Names the organisation, where several on one host are used: each has a book of its own",
    }),
  ),
  since: Schema.optionalKey(
    Day.annotate({ description: "To read payments and invoices: from this day on, yyyy-MM-dd" }),
  ),
  until: Schema.optionalKey(Day.annotate({ description: "To read: up to this day; today where it is left out" })),
  windowDays: optionalField(days(366), "Days read at a time", 31),
  overlapDays: Schema.optionalKey(
    Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 366 })).annotate({
      description:
        "So many days after their date records are entered or changed at the most: `read: incremental` goes on so many days before the day on which the last read began, and before its last window. Where it is left out, every read begins at `since`",
    }),
  ),
  documentType: optionalField(Schema.NonEmptyString, "Type of the documents that are invoices", "DOCUMENT_SELL"),
  paymentType: optionalField(Schema.NonEmptyString, "Type of the payments that are written", "INVOICE_PAYMENT"),
  readPaymentType: Schema.optionalKey(
    Schema.NonEmptyString.annotate({ description: "Only payments of this type are read; all where it is left out" }),
  ),
  direction: optionalField(
    Schema.Literals(["incoming", "outgoing", "both"]),
    "Which payments are read: from customers, to suppliers, or both",
    "incoming",
  ),
  paymentAccount: Schema.optionalKey(
    Schema.NonEmptyString.annotate({
      description: "To write payments: the number of the bank or cash account, where the method names none",
    }),
  ),
  methodAccounts: optionalField(
    Schema.Record(Schema.String, Schema.NonEmptyString),
    "To write payments: the number of the account for each payment method",
    {},
  ),
  customersBy: optionalField(
    Schema.Literals(["code", "registrationCode", "id"]),
    "Which field of a customer is the customer's number",
    "code",
  ),
  codePrefix: optionalField(
    Schema.String.check(Schema.isPattern(/^[A-Z0-9]{1,8}$/, { expected: "1 to 8 capitals and digits" })),
    "What the own id of a payment begins with: another one for each system whose numbers may be the same",
    "WB",
  ),
  visibleAfter: visibleAfterField("ERPLY Books", 30),
  usePartnerApi: optionalField(
    Schema.Boolean,
    "Whether the organisation's setting GLOBAL_API_USE_PARTNER_API is on: invoices and customers can be written then",
    false,
  ),
  article: Schema.optionalKey(
    Schema.NonEmptyString.annotate({
      description: "To write invoices: the name of the article of an invoice without lines",
    }),
  ),
})
  .check(
    httpsOrLoopback,
    Schema.makeFilter(({ since, until }: { readonly since?: string; readonly until?: string }) =>
      since === undefined || until === undefined || since <= until
        ? undefined
        : { path: ["until"], issue: "a day that is not before `since`" },
    ),
  )
  .annotate({ identifier: "ErplyBooksSettings" })
export type ErplyBooksSettings = typeof ErplyBooksSettings.Type
