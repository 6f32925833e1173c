/**
 * A day as CRM.COM takes it: a moment in UTC. Noon in the connection's zone is the same day there, and in most zones in
 * UTC, too (invariant 5).
 */
import { type CalendarDate, CalendarDateSchema, Dates } from "@waybill/model"
import { DateTime, Effect, Option, Schema, SchemaIssue, SchemaTransformation } from "effect"

import { Timestamp } from "../api/values.ts"
import { dayIn } from "./zone.ts"

/** A ledger's days are few: so many are remembered, since asking a zone costs more than all else of a record. */
const remembered = 10_000

/**
 * Makes what writes noon of a day in `zone` as UTC text. `undefined` where the zone left the day out (it moved across the
 * date line), or where UTC is beyond the year 9999.
 */
export const noonIn = (zone: DateTime.TimeZone): ((date: CalendarDate) => string | undefined) => {
  const dayOf = dayIn(zone)
  const known = new Map<number, string | undefined>()
  const calculate = (date: CalendarDate): string | undefined => {
    const { year, month, day } = date
    const noon = DateTime.makeZoned({ year, month, day, hour: 12 }, { timeZone: zone, adjustForTimeZone: true })
    if (Option.isNone(noon)) return undefined
    const text = DateTime.formatIso(noon.value).slice(0, "yyyy-MM-ddTHH:mm:ss".length)
    const back = dayOf(text)
    return back !== undefined && Dates.compare(back, date) === 0 ? text : undefined
  }
  return (date) => {
    const day = Dates.toEpochDay(date)
    if (!known.has(day)) {
      if (known.size >= remembered) known.clear()
      known.set(day, calculate(date))
    }
    return known.get(day)
  }
}

const orInvalid = <A>(value: A | undefined, message: string): Effect.Effect<A, SchemaIssue.Issue> =>
  value === undefined ? Effect.fail(new SchemaIssue.InvalidValue({ message })) : Effect.succeed(value)

/** A day that is a moment in UTC on the wire. */
export const noonText = (zone: DateTime.TimeZone) => {
  const [dayOf, noonOf] = [dayIn(zone), noonIn(zone)]
  return Timestamp.pipe(
    Schema.decodeTo(
      CalendarDateSchema,
      SchemaTransformation.transformEffect<CalendarDate, string>({
        decode: (text) => orInvalid(dayOf(text), "a moment of the calendar"),
        encode: (date) => orInvalid(noonOf(date), "a day that the time zone has"),
      }),
    ),
  )
}
