/**
 * The plain values of CRM.COM's JSON.
 */
import { answered, changed, DecimalNumber, optional } from "@waybill/connector-http"
import { Schema, SchemaTransformation } from "effect"

/** A session's token. It travels in the query of a GET and in the body of a POST, and is shown nowhere else. */
export const Token = Schema.RedactedFromValue(Schema.NonEmptyString)

/** An exact amount in major units of the account's currency: a JSON number on the wire. */
export const Amount = DecimalNumber

/** A moment in UTC without a zone: `2014-11-05T15:49:59`. */
export const Timestamp = Schema.String.check(
  Schema.isPattern(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/, { expected: "a moment written yyyy-MM-ddTHH:mm:ss" }),
)

/** Names of the fields to answer with, separated by commas on the wire; without it all fields come. */
export const FieldsSet = Schema.NonEmptyString.pipe(
  Schema.decodeTo(
    Schema.NonEmptyArray(Schema.NonEmptyString),
    SchemaTransformation.transform<readonly [string, ...Array<string>], string>({
      decode: (text) => {
        const [first = "", ...others] = text.split(",").map((name) => name.trim())
        return [first, ...others]
      },
      encode: (names) => names.join(","),
    }),
  ),
)

/** Which part of a list is asked for: so many records at the most, and so many left out before them. */
export const queryPaging = {
  number_of_results: optional(Schema.NumberFromString.check(Schema.isInt()), { since: "R13.0.0" }),
  offset: optional(Schema.NumberFromString.check(Schema.isInt()), { since: "R13.0.0" }),
}

const text = optional(Schema.String)
const number = optional(Amount)
const date = optional(Timestamp)

/** User-defined fields as they are sent with a record, or with an item of an invoice, which never answers them. */
export const userFields = {
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

const anyText = changed(Schema.String)
const anyNumber = changed(Amount)
const anyDate = changed(Timestamp)

/** User-defined fields in an update: null clears one. */
export const changedUserFields = {
  udf_string_1: anyText,
  udf_string_2: anyText,
  udf_string_3: anyText,
  udf_string_4: anyText,
  udf_string_5: anyText,
  udf_string_6: anyText,
  udf_string_7: anyText,
  udf_string_8: anyText,
  udf_float_1: anyNumber,
  udf_float_2: anyNumber,
  udf_float_3: anyNumber,
  udf_float_4: anyNumber,
  udf_date_1: anyDate,
  udf_date_2: anyDate,
  udf_date_3: anyDate,
  udf_date_4: anyDate,
}

const dropped = changed(Amount, { assumed: "accepted and dropped, as the published update examples show" })

/** What the update of an invoice takes beyond them. */
export const droppedUserFields = {
  udf_float_5: dropped,
  udf_float_6: dropped,
  udf_float_7: dropped,
  udf_float_8: dropped,
}

const more = { assumed: "sent under the names that a contact answers with" } as const
const moreText = optional(Schema.String, more)
const anyMoreText = changed(Schema.String, more)

/** User-defined fields of a contact, which has more of them. */
export const contactUserFields = {
  ...userFields,
  udf_string_9: moreText,
  udf_string_10: moreText,
  udf_string_11: moreText,
  udf_string_12: moreText,
  udf_string_13: moreText,
  udf_string_14: moreText,
  udf_string_15: moreText,
  udf_string_16: moreText,
}

/** The same in an update. */
export const changedContactUserFields = {
  ...changedUserFields,
  udf_string_9: anyMoreText,
  udf_string_10: anyMoreText,
  udf_string_11: anyMoreText,
  udf_string_12: anyMoreText,
  udf_string_13: anyMoreText,
  udf_string_14: anyMoreText,
  udf_string_15: anyMoreText,
  udf_string_16: anyMoreText,
}

const saidText = answered(Schema.String)
const saidNumber = answered(Amount)

/** User-defined fields as they are answered. */
export const answeredUserFields = {
  udf_string_1: saidText,
  udf_string_2: saidText,
  udf_string_3: saidText,
  udf_string_4: saidText,
  udf_string_5: saidText,
  udf_string_6: saidText,
  udf_string_7: saidText,
  udf_string_8: saidText,
  udf_float_1: saidNumber,
  udf_float_2: saidNumber,
  udf_float_3: saidNumber,
  udf_float_4: saidNumber,
  udf_date_1: saidText,
  udf_date_2: saidText,
  udf_date_3: saidText,
  udf_date_4: saidText,
}
