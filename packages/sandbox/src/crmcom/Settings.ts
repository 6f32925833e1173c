/**
 * The stand-in of CRM.COM: what the vendor leaves undocumented, or contradicts, is a switch, set to what is likeliest.
 */
import { isReleaseName } from "@waybill/connector-crmcom"
import { optionalField } from "@waybill/connector-http"
import { Currencies } from "@waybill/model"
import { Schema } from "effect"

import { Faults } from "../Faults.ts"
import { Numbers } from "../internal/numbers.ts"
import { Names } from "./Names.ts"

const count = (maximum: number) => Schema.Int.check(Schema.isBetween({ minimum: 0, maximum }))
const Release = Schema.String.pipe(Schema.refine(isReleaseName, { expected: "a release written R13.0.0" }))

/** How many records a stand-in begins with, or gets in addition. */
export const Seeds = Schema.Struct({
  accounts: Schema.optionalKey(
    count(100_000).annotate({
      description:
        "Accounts, each with an owner; every second one is a company's. Left out: 5, or none where `accountNumbers` says which",
    }),
  ),
  accountNumbers: Schema.optionalKey(
    Numbers.annotate({
      description:
        "Numbers that accounts shall have, with their names; one that is there stays as it is. They have no invoices",
    }),
  ),
  invoicesPerAccount: optionalField(count(10_000), "Invoices of each account: posted, but for some", 3),
  paymentsPerAccount: optionalField(count(10_000), "Payments of each account, of its posted invoices", 1),
})
export type Seeds = typeof Seeds.Type

const signIn = {
  webApiKey: optionalField(Schema.NonEmptyString, "The Web API key that is accepted", "sandbox-key"),
  username: optionalField(Schema.NonEmptyString, "The user that is accepted", "sandbox"),
  password: optionalField(Schema.NonEmptyString, "That user's password", "sandbox-password"),
  organisation: optionalField(Schema.NonEmptyString, "That user's organisation", "SANDBOX"),
  tokenLife: optionalField(
    Schema.Finite.check(Schema.isBetween({ minimum: 0.001, maximum: 86_400 })),
    "Seconds a token lives",
    7200,
  ),
  tokenCalls: Schema.optionalKey(
    count(1_000_000).annotate({ description: "Calls after which a token is dead; as many as it likes where left out" }),
  ),
}

const switches = {
  stateAfterCancel: optionalField(
    Schema.Literals(["CANCELLED", "POSTED"]),
    "How a cancelled invoice is shown later; the answer to the cancellation itself shows POSTED, as the vendor's does",
    "CANCELLED",
  ),
  httpStatusOfFailures: optionalField(Schema.Literals([200, 400]), "The HTTP status of a failure", 200),
  throttleAs: optionalField(
    Schema.Literals(["status", "envelope"]),
    "How the fault `throttle` answers: 429, or a failure like any other",
    "status",
  ),
  payInvoicePays: optionalField(
    Schema.Literals(["unsettled", "outstanding"]),
    "What pay_invoice pays: all that is not yet paid, or what of it is past due",
    "unsettled",
  ),
  createAnswer: optionalField(
    Schema.Literals(["short", "full"]),
    "What invoices/create answers with where fields_set names nothing",
    "short",
  ),
  paymentAnswer: optionalField(
    Schema.Literals(["short", "full"]),
    "What the calls that make or change a payment answer with where fields_set names nothing",
    "short",
  ),
  signOfOpenAmounts: optionalField(
    Schema.Literals(["positive", "negative"]),
    "The sign of unsettled_amount and outstanding_amount: the vendor's examples have both",
    "positive",
  ),
  uniqueness: optionalField(
    Schema.Literals(["kind", "all"]),
    "Whether a back_office_code is unique among records of its kind, or among all",
    "kind",
  ),
  numberOfDrafts: optionalField(Schema.Literals(["null", "given"]), "Whether a draft has a number already", "null"),
  maxResults: optionalField(
    Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100_000 })),
    "The longest page of a list, from R13.0.0 on; a longer one is not refused, but cut",
    100,
  ),
  listOrder: optionalField(
    Schema.Literals(["oldest", "newest", "shuffled"]),
    "The order of lists; shuffled: by id, the same at each call",
    "oldest",
  ),
  visibleAfterMillis: optionalField(
    count(3_600_000),
    "Milliseconds until reading calls show a new invoice, payment or credit note; its code is taken at once",
    0,
  ),
  overpayment: optionalField(
    Schema.Literals(["accept", "refuse"]),
    "Whether a payment may be more than what is open of the invoices it names; the rest is the account's credit",
    "accept",
  ),
}

export const CrmComSandboxSettings = Schema.Struct({
  port: optionalField(count(65_535), "The port on 127.0.0.1; 0: any that is free", 0),
  release: optionalField(Release, "The release it is: what is newer is neither answered nor accepted", "R13.0.0"),
  currency: optionalField(
    Schema.String.check(Schema.makeFilter((code: string) => Currencies.isCurrency(code) || "an ISO 4217 code")),
    "The accounts' currency",
    "EUR",
  ),
  ...signIn,
  ...Seeds.fields,
  ...switches,
  ...Names.fields,
  ...Faults.fields,
}).annotate({ identifier: "CrmComSandboxSettings" })

export type CrmComSandboxSettings = typeof CrmComSandboxSettings.Type
