/**
 * What a real organisation calls its accounts, articles and codes, so that a pipeline file that names them runs against the
 * stand-in unchanged.
 */
import { optionalField } from "@waybill/connector-http"
import { Schema } from "effect"

const text = Schema.NonEmptyString
const id = Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 2_147_483_647 })))

export const Names = Schema.Struct({
  accounts: optionalField(
    Schema.Array(Schema.Struct({ id, number: text, name: Schema.optionalKey(text) })),
    "Accounts besides the usual ones, by their numbers",
    [],
  ),
  articles: optionalField(
    Schema.Array(Schema.Struct({ id, name: text, code: Schema.optionalKey(text) })),
    "Articles besides the usual ones, by their names",
    [],
  ),
  projects: optionalField(Schema.Array(Schema.Struct({ id, name: text })), "Projects besides the usual one", []),
  dictionaries: optionalField(
    Schema.Record(Schema.String, Schema.Array(text)),
    'Codes besides the usual ones: {"DOCUMENT_TYPE": ["DOCUMENT_OWN"]}; likewise PAYMENT_TYPE, CURRENCY and the others',
    {},
  ),
})
export type Names = typeof Names.Type
