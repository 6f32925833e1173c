/**
 * A connection to PayorCRM. What the vendor leaves undocumented is a setting here, with the safest reading as its
 * default.
 */
import {
  baseUrlText,
  batchField,
  dateFormats,
  httpFields,
  httpsOrLoopback,
  optionalField,
} from "@waybill/connector-http"
import { Schema } from "effect"

export const amountUnits = ["whole", "minor", "decimal"] as const
/** What a number in an amount field counts. */
export type AmountUnit = (typeof amountUnits)[number]

/** A credential travels in a header: visible ASCII only, so that a line end copied along is found here. */
const credential = (description: string) =>
  Schema.RedactedFromValue(
    Schema.String.check(Schema.isPattern(/^[\x21-\x7E]+$/, { expected: "the credential, without spaces" })).annotate({
      description,
    }),
  )

export const PayorCrmSettings = Schema.Struct({
  ...httpFields({
    baseUrl: "https://app.payorcrm.com",
    rateLimit: { perSecond: 1, inFlight: 1 },
    timeout: 60,
  }),
  apiKey: credential("API Key, from the API tab of PayorCRM's settings"),
  apiSecret: credential("API Secret, from the same place"),
  account: Schema.optionalKey(
    Schema.NonEmptyString.annotate({
      description: "A name for the account that the credentials select: accounts on one host keep books of their own",
    }),
  ),
  batch: batchField({ records: 100, most: 10_000 }),
  amountUnit: optionalField(
    Schema.Literals(amountUnits),
    "What invoiceAmount counts: whole units (an amount with a fraction is refused), minor units (cents), or units with a fraction (decimal)",
    "whole",
  ),
  localAmountUnit: Schema.optionalKey(
    Schema.Literals(amountUnits).annotate({ description: "What localAmount counts; as amountUnit where absent" }),
  ),
  balanceFormat: optionalField(
    Schema.Literals(["decimal", "amountUnit"]),
    'How balanceAmount is written: "121.12" with the digits of the currency (decimal), or as invoiceAmount is',
    "decimal",
  ),
  negativeAmounts: optionalField(
    Schema.Literals(["send", "refuse"]),
    "Whether credits are sent as negative amounts, or refused",
    "send",
  ),
  dateFormat: optionalField(Schema.Literals(dateFormats), "How dates are written, never with a zone", "yyyy-MM-dd"),
  currencyCode: optionalField(
    Schema.Literals(["send", "omit"]),
    "Whether the ISO 4217 code is sent as currency",
    "send",
  ),
  addresses: optionalField(Schema.Boolean, "Whether `set` may write billAddr and shipAddr", false),
  onDuplicate: optionalField(
    Schema.Literals(["upsert", "refuse", "duplicate"]),
    "What PayorCRM does with a record that it has already",
    "upsert",
  ),
  partialSuccess: optionalField(
    Schema.Literals(["never", "possible"]),
    "Whether PayorCRM may keep some records of a call that it refuses",
    "never",
  ),
  answers: optionalField(
    Schema.Literals(["any", "json"]),
    "What a success must look like beside its status: anything but a page of HTML, or JSON",
    "any",
  ),
})
  .check(httpsOrLoopback)
  .annotate({ identifier: "PayorCrmSettings" })

export type PayorCrmSettings = typeof PayorCrmSettings.Type

/** Where PayorCRM is and, where it is named, whose account it is. */
export const accountText = (settings: Pick<PayorCrmSettings, "baseUrl" | "account">): string =>
  settings.account === undefined ? baseUrlText(settings) : `${baseUrlText(settings)} (${settings.account})`
