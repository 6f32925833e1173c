/**
 * CRM.COM's moments are in UTC; which day a moment belongs to is for the connection's zone to say (invariant 5).
 */
import { type CalendarDate, Dates } from "@waybill/model"
import { DateTime } from "effect"

const moment = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)$/

const dayMillis = 86_400_000

/**
 * Makes what tells the day of a moment in `zone`: `2014-11-05T23:30:00` is the 6th in Asia/Nicosia. The zone of the machine
 * plays no part. `undefined` where the text is no moment of the calendar, or the day lies outside the years 1 to 9999.
 */
export const dayIn =
  (zone: DateTime.TimeZone) =>
  (text: string): CalendarDate | undefined => {
    const [, day = "", hours, minutes, seconds] = moment.exec(text) ?? []
    const date = Dates.parseIso(day)
    if (date === undefined) return undefined
    const ofDay = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000
    const {
      year,
      month,
      day: local,
    } = DateTime.toParts(DateTime.setZone(DateTime.makeUnsafe(Dates.toEpochDay(date) * dayMillis + ofDay), zone))
    return Dates.make(year, month, local)
  }
