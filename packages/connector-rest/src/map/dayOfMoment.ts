/**
 * The day of a moment, where that is no question (invariant 5).
 */
import { type CalendarDate, Dates } from "@waybill/model"

const moment = /^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?$/

/** The day of a moment that has no zone; `undefined` for one that has: which day it is would be a question. */
export const dayOfMoment = (text: string): CalendarDate | undefined => {
  const day = moment.exec(text.trim())?.[1]
  return day === undefined ? undefined : Dates.parseIso(day)
}
