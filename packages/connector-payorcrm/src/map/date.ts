/**
 * A calendar date in one of the formats that the connection may be told to write. No time, no zone (invariant 5).
 */
import { type CalendarDate, CalendarDateSchema, Dates } from "@waybill/model"
import { Effect, Option, Result, Schema, SchemaGetter, SchemaIssue, SchemaTransformation } from "effect"

import type { DateFormat } from "../Settings.ts"

const writers: Readonly<Record<DateFormat, (year: string, month: string, day: string) => string>> = {
  "yyyy-MM-dd": (year, month, day) => `${year}-${month}-${day}`,
  yyyyMMdd: (year, month, day) => `${year}${month}${day}`,
  "dd/MM/yyyy": (year, month, day) => `${day}/${month}/${year}`,
  "dd.MM.yyyy": (year, month, day) => `${day}.${month}.${year}`,
  "dd-MM-yyyy": (year, month, day) => `${day}-${month}-${year}`,
  "MM/dd/yyyy": (year, month, day) => `${month}/${day}/${year}`,
}

export const formatDate = ({ year, month, day }: CalendarDate, format: DateFormat): string =>
  writers[format](Dates.inFourDigits(year), Dates.inTwoDigits(month), Dates.inTwoDigits(day))

/** A date that is text in `format` on the wire. */
export const dateText = (format: DateFormat) => {
  const parse = Result.getOrThrow(Dates.compile(format))
  return Schema.String.pipe(
    Schema.decodeTo(
      CalendarDateSchema,
      // Encoding is one plain function: whoever writes a million of them can tell, and calls that.
      SchemaTransformation.makeTransformation({
        decode: SchemaGetter.transformEffect<CalendarDate, string>((text) =>
          Effect.mapError(
            Effect.fromOption(Option.fromUndefinedOr(parse(text))),
            () => new SchemaIssue.InvalidValue({ message: `a date written ${format}` }),
          ),
        ),
        encode: SchemaGetter.transform<string, CalendarDate>((date) => formatDate(date, format)),
      }),
    ),
  )
}
