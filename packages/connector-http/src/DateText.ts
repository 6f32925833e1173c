/**
 * Calendar dates as text, in the format that a system reads and writes. No time, no zone (invariant 5).
 */
import { type CalendarDate, CalendarDateSchema, Dates } from "@waybill/model"
import { Effect, Option, Result, Schema, SchemaGetter, SchemaIssue, SchemaTransformation } from "effect"

type Writer = (year: string, month: string, day: string) => string

const days = {
  "yyyy-MM-dd": (year, month, day) => `${year}-${month}-${day}`,
  yyyyMMdd: (year, month, day) => `${year}${month}${day}`,
  "dd/MM/yyyy": (year, month, day) => `${day}/${month}/${year}`,
  "dd.MM.yyyy": (year, month, day) => `${day}.${month}.${year}`,
  "dd-MM-yyyy": (year, month, day) => `${day}-${month}-${year}`,
  "MM/dd/yyyy": (year, month, day) => `${month}/${day}/${year}`,
} satisfies Readonly<Record<string, Writer>>

const midnights = {
  "yyyy-MM-dd'T00:00:00'": (year, month, day) => `${year}-${month}-${day}T00:00:00`,
  "yyyy-MM-dd'T00:00:00Z'": (year, month, day) => `${year}-${month}-${day}T00:00:00Z`,
} satisfies Readonly<Record<string, Writer>>

const writers = { ...days, ...midnights }

/** How a day is written: a Unicode date pattern. */
export type DateFormat = keyof typeof writers

/** Days alone, for a setting. */
export const dateFormats = [
  "yyyy-MM-dd",
  "yyyyMMdd",
  "dd/MM/yyyy",
  "dd.MM.yyyy",
  "dd-MM-yyyy",
  "MM/dd/yyyy",
] as const satisfies ReadonlyArray<keyof typeof days>

/** Days that are written as a moment: its midnight, which is never moved into another zone. */
export const midnightFormats = ["yyyy-MM-dd'T00:00:00'", "yyyy-MM-dd'T00:00:00Z'"] as const satisfies ReadonlyArray<
  keyof typeof midnights
>

export const formatDate = ({ year, month, day }: CalendarDate, format: DateFormat): string =>
  writers[format](Dates.inFourDigits(year), Dates.inTwoDigits(month), Dates.inTwoDigits(day))

/** Makes what reads such texts, strictly; `undefined` for any other. */
export const dateReader = (format: DateFormat): Dates.DateParser => Result.getOrThrow(Dates.compile(format))

/** A date that is text in `format` on the wire. */
export const dateText = (format: DateFormat) => {
  const parse = dateReader(format)
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
