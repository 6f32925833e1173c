/**
 * The stand-in of ERPLY Books: what the vendor leaves undocumented, or contradicts, is a switch, set to what is likeliest.
 */
import { CustomerInfo } from "@waybill/connector-erplybooks"
import { optionalField } from "@waybill/connector-http"
import { Dates } from "@waybill/model"
import { DateTime, Option, Schema, Struct } from "effect"

import { Faults } from "../Faults.ts"
import { Numbers } from "../internal/numbers.ts"
import { usualDictionaries } from "./Catalogue.ts"
import { Names } from "./Names.ts"

const count = (maximum: number) => Schema.Int.check(Schema.isBetween({ minimum: 0, maximum }))
const positive = (maximum: number) => Schema.Int.check(Schema.isBetween({ minimum: 1, maximum }))
const acceptOrRefuse = Schema.Literals(["accept", "refuse"])
const Day = Schema.String.check(
  Schema.makeFilter((text: string) => Dates.parseIso(text) !== undefined || "a day written yyyy-MM-dd"),
)
const Zone = Schema.String.check(
  Schema.makeFilter((name: string) => Option.isSome(DateTime.zoneMakeNamed(name)) || "a time zone"),
)

/** A customer that somebody made there: the vendor's fields, of which only the name is needed. */
const GivenCustomer = Schema.Struct({
  ...Struct.omit(CustomerInfo.fields, ["id", "attributes"]),
  name: Schema.NonEmptyString,
  entityTypeCode: Schema.optionalKey(Schema.Literals(usualDictionaries["ENTITY_TYPE"] ?? [])),
})

/** How many records a stand-in begins with, or gets in addition. */
export const ErplyBooksSeeds = Schema.Struct({
  customers: Schema.optionalKey(
    Schema.Union([count(100_000), Schema.Array(GivenCustomer).check(Schema.isMaxLength(100_000))]).annotate({
      description:
        "Customers: how many, or which ones; every tenth is invoiced in dollars, the others in euros. Left out: 5, or none where `customerNumbers` says which",
    }),
  ),
  customerNumbers: Schema.optionalKey(
    Numbers.annotate({
      description:
        "Codes that customers shall have, with their names; one that is there stays as it is. They have no invoices",
    }),
  ),
  invoicesPerCustomer: optionalField(count(10_000), "Invoices of each customer", 3),
  paymentsPerInvoice: optionalField(
    count(1000),
    "Payments of each invoice that is paid: of three invoices one is paid whole, one in part and one not at all",
    1,
  ),
  from: optionalField(Day, "The day of the first invoice", "2026-01-01"),
  days: optionalField(positive(3660), "Days over which invoices and payments are spread", 365),
})
export type ErplyBooksSeeds = typeof ErplyBooksSeeds.Type

/** New payments that come in while payments are listed, dated within the days that were asked for. */
export const Arrivals = Schema.Struct({
  payments: optionalField(count(1000), "Payments that come in at once", 0),
  every: optionalField(positive(1_000_000), "After every so many lists of payments", 1),
  most: optionalField(count(1_000_000), "Payments that come in, in all", 1_000_000),
})
export type Arrivals = typeof Arrivals.Type

const switches = {
  paymentTypeRequired: optionalField(Schema.Boolean, "Whether a list of payments needs `paymentType`", false),
  getEverythingRequired: optionalField(
    Schema.Boolean,
    "Whether a list of payments is empty without `getEverything=true`",
    false,
  ),
  maxLimit: optionalField(positive(1_000_000), "The longest page of a list; a longer one is cut", 10_000),
  listOrder: optionalField(Schema.Literals(["oldest", "newest"]), "The order of lists", "oldest"),
  visibleAfterMillis: optionalField(
    count(3_600_000),
    "Milliseconds until reading calls show a new record; a document's number is taken at once",
    0,
  ),
  bareDates: optionalField(acceptOrRefuse, "Whether lists accept `2026-01-31` where a time is documented", "accept"),
  createStatus: optionalField(Schema.Literals([200, 201]), "The status of a record that was made", 200),
  duplicateNumbers: optionalField(acceptOrRefuse, "Another document of the same type and number", "accept"),
  overpayment: optionalField(acceptOrRefuse, "More than is left to pay of the invoice", "accept"),
  deletePaid: optionalField(
    acceptOrRefuse,
    "Removing an invoice that has payments: where it is accepted, they stay as prepayments",
    "refuse",
  ),
  partnerApi: optionalField(Schema.Literals(["on", "off"]), "The setting GLOBAL_API_USE_PARTNER_API", "on"),
  partnerAnswer: optionalField(
    Schema.Literals(["invoice", "invoiceId"]),
    "What `invoices/partner` answers: the invoice, or `invoiceId` alone",
    "invoice",
  ),
  texts: optionalField(Schema.Literals(["english", "estonian"]), "The language of error texts", "english"),
  withoutModules: optionalField(
    Schema.Array(Schema.Literals(["payments", "customers", "invoices", "ledger"])),
    "Groups of calls that the price plan does not have: 409, with a page that names a module",
    [],
  ),
  requestsPerSecond: Schema.optionalKey(
    positive(100_000).annotate({ description: "More in one second are answered 429; no limit where it is left out" }),
  ),
  arrivals: optionalField(Arrivals, "Payments that come in while payments are listed", {}),
}

export const ErplyBooksSandboxSettings = Schema.Struct({
  port: optionalField(count(65_535), "The port on 127.0.0.1; 0: any that is free", 0),
  token: optionalField(
    Schema.String.check(Schema.isPattern(/^[a-z0-9]{40}$/, { expected: "40 lower-case letters and digits" })),
    "The API token that is accepted",
    "sandboxtokensandboxtokensandboxtoken0001",
  ),
  timeZone: optionalField(
    Zone,
    "The organisation's zone: when a record was changed is told in its time",
    "Europe/Tallinn",
  ),
  ...ErplyBooksSeeds.fields,
  ...switches,
  ...Names.fields,
  ...Faults.fields,
}).annotate({ identifier: "ErplyBooksSandboxSettings" })

export type ErplyBooksSandboxSettings = typeof ErplyBooksSandboxSettings.Type
