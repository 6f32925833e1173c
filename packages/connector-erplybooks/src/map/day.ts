/**
 * ERPLY Books' dates are written in the organisation's own time without a zone: a date is the day that is written
 * (invariant 5).
 */
import { type CalendarDate, Dates } from "@waybill/model"

const written = /^(\d{4}-\d{2}-\d{2})(?:T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)?$/

/** The day of `2020-07-10` and of `2014-04-14T12:00:00`; `undefined` where the text is neither. */
export const dayOf = (text: string): CalendarDate | undefined => Dates.parseIso(written.exec(text)?.[1] ?? "")
