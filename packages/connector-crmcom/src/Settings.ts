/**
 * A connection to CRM.COM. What the vendor leaves undocumented is a setting here, with the safest reading as its default.
 */
import { baseUrlField, httpsOrLoopback, limitFields, optionalField, visibleAfterField } from "@waybill/connector-http"
import { Currencies } from "@waybill/model"
import { DateTime, Option, Schema } from "effect"

import { isFrom, isReleaseName, type ReleaseName } from "./Release.ts"

const described = (description: string) => Schema.optionalKey(Schema.NonEmptyString.annotate({ description }))

/** A credential travels in a header or in JSON: no line end that was copied along. */
const secret = (description: string) =>
  Schema.optionalKey(
    Schema.RedactedFromValue(
      Schema.String.check(Schema.isPattern(/^[\x20-\x7E]+$/, { expected: "the credential, on one line" })).annotate({
        description,
      }),
    ),
  )

const Release = Schema.String.check(
  Schema.makeFilter((text: string) => isReleaseName(text) || "a release written R12.0.0"),
).pipe(Schema.refine(isReleaseName))

const Seconds = Schema.Int.check(Schema.isBetween({ minimum: 60, maximum: 86_400 }))

const patterns = (description: string, otherwise: ReadonlyArray<string>) =>
  optionalField(Schema.Array(Schema.NonEmptyString), description, otherwise)

/** Words of `status.code`, in capitals, by which a failure is told. The vendor publishes no list. */
const Failures = Schema.Struct({
  throttled: patterns("Too many requests: wait and try again", ["TOOMANY", "THROTTL", "RATELIMIT"]),
  signIn: patterns("The token is refused: get a new one, once; looked for in the message, too", [
    "TOKEN",
    "SESSION",
    "AUTHENTICATION",
  ]),
  duplicate: patterns("The back_office_code is taken: look the record up", ["NOTUNIQUE", "ALREADYEXISTS", "DUPLICATE"]),
  absent: patterns("Of a reading call: there is no such record", ["NOTFOUND", "DOESNOTEXIST"]),
  unknown: patterns("The system failed itself: what was asked may have been carried out", [
    "INTERNAL",
    "UNEXPECTED",
    "TIMEOUT",
    "NULLPOINTER",
    "DATABASE",
  ]),
})

/** What the client alone needs. */
const clientFields = {
  ...limitFields({ rateLimit: { perSecond: 5, inFlight: 4 }, timeout: 60 }),
  baseUrl: baseUrlField("Where the installation is, up to and with /crmapi/rest/v2"),
  webApiKey: secret("Web API key (from R10.0.0 on); or username, password and organisation"),
  username: described("A user of the back office, where there is no Web API key"),
  password: secret("That user's password"),
  organisation: described("That user's organisation"),
  unit: described("The unit to act for, by id; the user's own where it is left out"),
  release: optionalField(Release, "The installation's release: what is newer is neither called nor sent", "R12.0.0"),
  tokenLife: optionalField(Seconds, "Seconds a token lives; a new one is got after 80 % of them", 7200),
  failures: optionalField(Failures, "By which words of its status.code a failure is told", {}),
}

interface SignIn {
  readonly webApiKey?: unknown
  readonly username?: unknown
  readonly password?: unknown
  readonly organisation?: unknown
}

/** One way to sign in, whole. */
const oneSignIn = Schema.makeFilter(({ webApiKey, username, password, organisation }: SignIn) => {
  const user = [username, password, organisation]
  const given = user.filter((field) => field !== undefined).length
  if (webApiKey !== undefined) return given === 0 || "either webApiKey, or username, password and organisation"
  return given === user.length || "webApiKey, or username, password and organisation"
})

const keyNeedsRelease = Schema.makeFilter(({ webApiKey, release }: SignIn & { readonly release: ReleaseName }) =>
  webApiKey === undefined || isFrom(release, "R10.0.0")
    ? undefined
    : { path: ["webApiKey"], issue: "username, password and organisation: Web API keys came with R10.0.0" },
)

export const CrmComClientSettings = Schema.Struct(clientFields)
  .check(httpsOrLoopback, oneSignIn, keyNeedsRelease)
  .annotate({ identifier: "CrmComClientSettings" })
export type CrmComClientSettings = typeof CrmComClientSettings.Type

const Zone = Schema.String.check(
  Schema.makeFilter(
    (name: string) => Option.isSome(DateTime.zoneMakeNamed(name)) || "a time zone such as Asia/Nicosia",
  ),
)
const CurrencyCode = Schema.String.check(
  Schema.makeFilter((code: string) => Currencies.isCurrency(code) || "an ISO 4217 code in capitals"),
)

const oneField = Schema.makeFilter((value: object) => Object.keys(value).length === 1 || "exactly one of the fields")
/** A record of the installation by one of the names it has. */
const Named = Schema.Struct({
  id: described("By its id"),
  name: described("By its name"),
  alternative_code: described("By its alternative code"),
}).check(oneField)
const ProductName = Schema.Struct({
  id: described("By its id"),
  code: described("By its code"),
  alternative_code: described("By its alternative code"),
}).check(oneField)

const named = (description: string) => Schema.optionalKey(Named.annotate({ description }))

const accountFields = ["number", "id", "name"] as const

export const CrmComSettings = Schema.Struct({
  ...clientFields,
  currency: CurrencyCode.annotate({
    description: "The accounts' currency, ISO 4217: CRM.COM's records do not name theirs",
  }),
  timeZone: optionalField(Zone, "The zone in which CRM.COM's moments (UTC) become days", "UTC"),
  accounts: Schema.optionalKey(
    Schema.Union([Schema.Array(Schema.NonEmptyString), Schema.NonEmptyString]).annotate({
      description:
        "To read from, and to match customers with: the accounts, or a CSV file whose first column names them below a header. No call lists them all",
    }),
  ),
  accountsBy: optionalField(
    Schema.Literals(accountFields),
    "What names an account, in `accounts` and in customerNumber",
    "number",
  ),
  pageSize: optionalField(
    Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1000 })),
    "Records a page of a list, from R13.0.0 on",
    100,
  ),
  land: optionalField(
    Schema.Literals(["draft", "posted"]),
    "Whether records are left as drafts, which `waybill post` posts later, or posted",
    "draft",
  ),
  codePrefix: optionalField(
    Schema.String.check(Schema.isPattern(/^[A-Z0-9]{1,8}$/, { expected: "1 to 8 capitals and digits" })),
    "What back_office_code begins with: another one for each system whose numbers may be the same",
    "WB",
  ),
  visibleAfter: visibleAfterField("CRM.COM", 10),
  intendedCurrency: optionalField(
    Schema.Literals(["send", "omit"]),
    "Whether the currency is sent along for CRM.COM to compare (from R11.0.0 on)",
    "send",
  ),
  invoiceType: named("To write invoices: their type"),
  product: Schema.optionalKey(
    ProductName.annotate({ description: "To write invoices: the product of an invoice or a line that names none" }),
  ),
  itemAmount: optionalField(
    Schema.Literals(["sub_total", "cost"]),
    "In which field the amount of an invoice without lines is sent: sub_total is with tax, cost without",
    "sub_total",
  ),
  paymentType: named("To write payments: their type"),
  paymentMethod: named("To write payments: the method of a payment that names none"),
  payWith: optionalField(
    Schema.Literals(["create", "pay_invoice"]),
    "pay_invoice pays the whole open amount of the one invoice that a payment names, posted at once",
    "create",
  ),
  invoicesBy: optionalField(
    Schema.Literals(["number", "reference_number", "back_office_code"]),
    "What names the invoices that a payment is for; back_office_code: invoices that Waybill loaded, by their number at the source",
    "number",
  ),
  allocationAmounts: optionalField(
    Schema.Literals(["refuse", "drop"]),
    "What happens to part amounts per invoice, which CRM.COM can't take",
    "refuse",
  ),
  cancellationType: named("To take back posted invoices: the type of their cancellations"),
  writeOffType: named("To take back posted invoices by writing them off: the type of the write-offs"),
  paymentCancellationType: named("To take back posted payments: the type of their cancellations"),
  rejectionReason: named("Why drafts are rejected when they are taken back"),
})
  .check(
    httpsOrLoopback,
    oneSignIn,
    keyNeedsRelease,
    Schema.makeFilter(({ payWith, land }: { readonly payWith: string; readonly land: string }) =>
      payWith === "create" || land === "posted"
        ? undefined
        : { path: ["payWith"], issue: "create, or `land: posted` beside it: pay_invoice posts at once" },
    ),
    Schema.makeFilter(
      ({ cancellationType, writeOffType }: { readonly cancellationType?: object; readonly writeOffType?: object }) =>
        cancellationType === undefined || writeOffType === undefined || "either cancellationType or writeOffType",
    ),
  )
  .annotate({ identifier: "CrmComSettings" })
export type CrmComSettings = typeof CrmComSettings.Type
