/**
 * A day as ERPLY Books takes it: noon of it, in the organisation's own time and without a zone, which survives a shift of
 * hours (invariant 5).
 */
import { type CalendarDate, Dates } from "@waybill/model"

/** `2026-11-20T12:00:00`. */
export const noonOf = (day: CalendarDate): string => `${Dates.toIso(day)}T12:00:00`

/** The day of a time, whatever its hour; `undefined` where the text is none. */
export const dayOf = (time: string): CalendarDate | undefined =>
  /^.{10}(?:T.*)?$/.test(time) ? Dates.parseIso(time.slice(0, 10)) : undefined
