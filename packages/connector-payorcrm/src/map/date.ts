/**
 * A calendar date in one of the formats that the connection may be told to write. No time, no zone (invariant 5).
 */
import { type CalendarDate, CalendarDateSchema, Dates } from "@waybill/model"
import { Effect, Option, Result, Schema, SchemaIssue, SchemaTransformation } from "effect"

import type { DateFormat } from "../Settings.ts"

const digits = (value: number, length: number): string => String(value).padStart(length, "0")

export const formatDate = (date: CalendarDate, format: DateFormat): string =>
  format.replace("yyyy", digits(date.year, 4)).replace("MM", digits(date.month, 2)).replace("dd", digits(date.day, 2))

/** A date that is text in `format` on the wire. */
export const dateText = (format: DateFormat) => {
  const parse = Result.getOrThrow(Dates.compile(format))
  return Schema.String.pipe(
    Schema.decodeTo(
      CalendarDateSchema,
      SchemaTransformation.transformEffect<CalendarDate, string>({
        decode: (text) =>
          Effect.mapError(
            Effect.fromOption(Option.fromUndefinedOr(parse(text))),
            () => new SchemaIssue.InvalidValue({ message: `a date written ${format}` }),
          ),
        encode: (date) => Effect.succeed(formatDate(date, format)),
      }),
    ),
  )
}
