/**
 * Calendar dates in the format of the connection. No time, no zone (invariant 5).
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
  "yyyy-MM-dd'T00:00:00'": (year, month, day) => `${year}-${month}-${day}T00:00:00`,
  "yyyy-MM-dd'T00:00:00Z'": (year, month, day) => `${year}-${month}-${day}T00:00:00Z`,
}

export const dateReader = (format: DateFormat): Dates.DateParser => Result.getOrThrow(Dates.compile(format))

const moment = /^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?$/

/** The day of a moment that has no zone; `undefined` for one that has: which day it is would be a question. */
export const dayOfMoment = (text: string): CalendarDate | undefined => {
  const day = moment.exec(text.trim())?.[1]
  return day === undefined ? undefined : Dates.parseIso(day)
}

/** A date that is text in `format` on the wire. */
export const dateText = (format: DateFormat) => {
  const parse = dateReader(format)
  return Schema.String.pipe(
    Schema.decodeTo(
      CalendarDateSchema,
      SchemaTransformation.makeTransformation({
        decode: SchemaGetter.transformEffect<CalendarDate, string>((text) =>
          Effect.mapError(
            Effect.fromOption(Option.fromUndefinedOr(parse(text))),
            () => new SchemaIssue.InvalidValue({ message: `a date written ${format}` }),
          ),
        ),
        encode: SchemaGetter.transform<string, CalendarDate>(({ year, month, day }) =>
          writers[format](Dates.inFourDigits(year), Dates.inTwoDigits(month), Dates.inTwoDigits(day)),
        ),
      }),
    ),
  )
}
