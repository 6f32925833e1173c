/**
 * The plain values of ERPLY Books' JSON.
 */
import { answered, DecimalNumber, optional } from "@waybill/connector-http"
import { Schema, SchemaTransformation } from "effect"

/** An id that the server gave: a whole number, 0 for "no link". */
export const Id = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))

/** An exact amount, price, quantity or percentage, up to six decimals: a JSON number on the wire. */
export const Decimal = DecimalNumber

/** The organisation's own time, no zone: `2014-04-14T12:00:00`. Answers also hold bare days: `2020-07-10`. */
export const LocalTime = Schema.String.check(
  Schema.isPattern(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/, { expected: "a time written yyyy-MM-ddTHH:mm:ss" }),
)

/** A code with a prefix, from one of the dictionaries: `CURRENCY_EUR`. */
export const Code = Schema.NonEmptyString

const TrueOrFalse = Schema.Literals(["true", "false"]).pipe(
  Schema.decodeTo(
    Schema.Boolean,
    SchemaTransformation.transform<boolean, "true" | "false">({
      decode: (text) => text === "true",
      encode: (value) => (value ? "true" : "false"),
    }),
  ),
)

const WholeNumber = Schema.NumberFromString.check(Schema.isInt(), Schema.isGreaterThanOrEqualTo(0))

/** Parameters of a query, which are text. */
export const query = {
  text: optional(Schema.String),
  time: optional(LocalTime),
  id: optional(WholeNumber),
  flag: optional(TrueOrFalse),
}

/** Paging: `start` from 0, at most `limit` records. */
export const paging = { start: optional(WholeNumber), limit: optional(WholeNumber) }

/** Fields of a record, which may be absent or null. */
export const field = {
  text: answered(Schema.String),
  time: answered(Schema.String, { description: "organisation's own time, no zone" }),
  id: answered(Id),
  decimal: answered(Decimal),
  flag: answered(Schema.Boolean),
  code: answered(Schema.String, { description: "a code of a dictionary" }),
  unknown: answered(Schema.Unknown),
}

/** A list's envelope: `items` is null where there are none. */
export const list = <S extends Schema.Top>(item: S) =>
  Schema.Struct({
    items: Schema.NullOr(Schema.Array(item)),
    totalCount: Schema.Int,
    organisation: answered(Schema.Unknown),
  })
