/**
 * What a real installation calls its types, products, methods and reasons, so that a pipeline file that names them runs
 * against the stand-in unchanged.
 */
import { optionalField } from "@waybill/connector-http"
import { Schema } from "effect"

import { DecimalText } from "../internal/decimalText.ts"

const classifications = [
  "INVOICE",
  "INVOICE_CANCELLATION",
  "WRITE_OFF",
  "PAYMENT",
  "PAYMENT_CANCELLATION",
  "CREDIT_NOTE",
] as const
export type Classification = (typeof classifications)[number]

const text = Schema.optionalKey(Schema.NonEmptyString)

type Texts = Readonly<Record<string, unknown>>

/** At least one of the fields that a pipeline file may name it by; the others follow from it. */
const anyOf = (...fields: ReadonlyArray<string>) =>
  Schema.makeFilter((entry: Texts) => fields.some((field) => entry[field] !== undefined) || fields.join(" or "))

const named = { id: text, name: text, alternative_code: text }
const isNamed = anyOf("name", "alternative_code", "id")

const Named = Schema.Struct(named).check(isNamed)
export type OwnNamed = typeof Named.Type

const Type = Schema.Struct({ classification: Schema.Literals(classifications), ...named }).check(isNamed)
const Category = Schema.Struct({ id: text, name: text, code: text }).check(anyOf("name", "code", "id"))
const VatRate = Schema.Struct({ ...named, percentage: DecimalText }).check(isNamed)
const Product = Schema.Struct({
  id: text,
  code: text,
  alternative_code: text,
  vat_percentage: Schema.optionalKey(DecimalText),
}).check(anyOf("code", "alternative_code", "id"))

const list = <S extends Schema.Top>(entry: S, description: string) =>
  optionalField(Schema.Array(entry), description, [])

export const Names = Schema.Struct({
  types: list(Type, "Types besides the usual ones, each with its classification"),
  categories: list(Category, "Categories besides the usual ones"),
  products: list(Product, "Products besides the usual ones, with no tax where `vat_percentage` is left out"),
  vatRates: list(VatRate, "VAT rates besides the usual ones"),
  paymentMethods: list(Named, "Payment methods besides the usual ones"),
  rejectionReasons: list(Named, "Rejection reasons besides the usual ones"),
})
export type Names = typeof Names.Type
