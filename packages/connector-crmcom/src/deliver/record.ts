/**
 * Invoices and payments as `set` sees them: the parameters of `create` by the vendor's names, with days instead of moments
 * and identifiers of one field. The encoded side is the JSON that is sent. Of customers nothing is.
 */
import { DecimalNumber } from "@waybill/connector-http"
import { Identifier } from "@waybill/model"
import { DateTime, Schema, SchemaTransformation } from "effect"

import * as Id from "../api/identifiers.ts"
import { discountOnce, priceOnce } from "../api/Invoice.ts"
import { noonText } from "../map/noon.ts"
import type { CrmComSettings } from "../Settings.ts"

type Text = Schema.optionalKey<Schema.NonEmptyString>
type OneOf<Names extends PropertyKey> = Schema.Struct<{ readonly [Name in Names]: Text }>

const text: Text = Schema.optionalKey(Schema.NonEmptyString)
const number = Schema.optionalKey(DecimalNumber)

/** How one record names another: one of the fields that its kind has. */
const identifier = <Fields extends object>({ fields }: { readonly fields: Fields }): OneOf<keyof Fields> => {
  const names = Object.keys(fields)
  // The types can't follow a struct that is made from a list of names.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const struct = Schema.Struct(Object.fromEntries(names.map((name) => [name, text]))) as unknown as OneOf<keyof Fields>
  return struct.check(
    Schema.makeFilter((value: object) => Object.keys(value).length === 1 || `exactly one of ${names.join(", ")}`),
  )
}

const optional = <Fields extends object>(of: { readonly fields: Fields }) => Schema.optionalKey(identifier(of))

/** What the model alone says: to expressions a value of no type that they could yield, so that `set` can't write it. */
const fixed = <A, E>(schema: Schema.Codec<A, E>) =>
  schema.pipe(Schema.decodeTo(Schema.declare(Schema.is(schema)), SchemaTransformation.passthrough()))

/**
 * What names a customer, and no more: CRM.COM takes nothing of one, so that a change of name or address is no change here, and
 * is never said to have arrived (invariant 9).
 */
export const CustomerRecord = Schema.Struct({ number: fixed(Identifier) })
export type CustomerRecord = typeof CustomerRecord.Type

const userFields = (zone: DateTime.TimeZone) => {
  const date = Schema.optionalKey(noonText(zone))
  return {
    udf_string_1: text,
    udf_string_2: text,
    udf_string_3: text,
    udf_string_4: text,
    udf_string_5: text,
    udf_string_6: text,
    udf_string_7: text,
    udf_string_8: text,
    udf_float_1: number,
    udf_float_2: number,
    udf_float_3: number,
    udf_float_4: number,
    udf_date_1: date,
    udf_date_2: date,
    udf_date_3: date,
    udf_date_4: date,
  }
}

/** What an invoice and a payment have in common. `number` is the source's; not sent: `back_office_code` is made from it. */
const shared = (zone: DateTime.TimeZone) => ({
  number: fixed(Identifier),
  accounts_receivable_identifier: identifier(Id.AccountIdentifier),
  type_identifier: identifier(Id.TypeIdentifier),
  category_identifier: optional(Id.CategoryIdentifier),
  intended_currency_identifier: optional(Id.CurrencyIdentifier),
  notes: text,
  ...userFields(zone),
})

const item = (zone: DateTime.TimeZone) =>
  Schema.Struct({
    product_identifier: identifier(Id.ProductIdentifier),
    installed_item_identifier: optional(Id.InstalledItemIdentifier),
    quantity: number,
    cost: number,
    sub_total: number,
    discount_percentage: number,
    discount_amount: number,
    vat_rate_identifier: optional(Id.VatRateIdentifier),
    ...userFields(zone),
  }).check(priceOnce, discountOnce)

const zoneOf = ({ timeZone }: Pick<CrmComSettings, "timeZone">): DateTime.TimeZone =>
  DateTime.zoneMakeNamedUnsafe(timeZone)

type ZoneSettings = Pick<CrmComSettings, "timeZone">

/** An invoice on its way, in the connection's time zone. `total` is not sent: CRM.COM must come to it by itself. */
export const invoiceRecord = (settings: ZoneSettings) => {
  const zone = zoneOf(settings)
  const date = Schema.optionalKey(noonText(zone))
  return Schema.Struct({
    ...shared(zone),
    total: fixed(DecimalNumber),
    invoice_item_set: Schema.Array(item(zone)).check(Schema.isMinLength(1)),
    member_accounts_receivable_identifier: optional(Id.AccountIdentifier),
    due_on: date,
    posted_on: date,
  })
}
export type InvoiceRecord = ReturnType<typeof invoiceRecord>["Type"]
export type ItemRecord = InvoiceRecord["invoice_item_set"][number]

/** A payment on its way, in the connection's time zone. */
export const paymentRecord = (settings: ZoneSettings) => {
  const zone = zoneOf(settings)
  return Schema.Struct({
    ...shared(zone),
    payment_amount: DecimalNumber,
    payment_method_identifier: identifier(Id.PaymentMethodIdentifier),
    received_on: Schema.optionalKey(noonText(zone)),
    received_by_user_identifier: optional(Id.UserIdentifier),
    received_by_unit_identifier: optional(Id.UnitIdentifier),
    card_identifier: optional(Id.CardIdentifier),
    accounts_receivable_payment_preference_identifier: optional(Id.AccountPaymentPreferenceIdentifier),
    invoices_to_pay_set: Schema.optionalKey(
      Schema.Array(Schema.Struct({ invoice_identifier: identifier(Id.InvoiceIdentifier) })),
    ),
  })
}
export type PaymentRecord = ReturnType<typeof paymentRecord>["Type"]
