/** How long ago a day was, in the words of receivables. Days are counted on the calendar, without a clock (invariant 5). */
import { type CalendarDate, Dates } from "@waybill/model"

import type { Age } from "./TieOut.ts"

const ageOfDays = (days: number): Age => {
  if (days <= 0) return "not due"
  if (days <= 30) return "1–30"
  if (days <= 60) return "31–60"
  return days <= 90 ? "61–90" : "over 90"
}

/** Makes what tells ages at a day; a due date of that day is not yet late. Days are ISO 8601, and few: each is read once. */
export const agesAt = (asOf: CalendarDate): ((day: string | undefined) => Age) => {
  const today = Dates.toEpochDay(asOf)
  const told = new Map<string, Age>()
  const tell = (day: string): Age => {
    const date = Dates.parseIso(day)
    return date === undefined ? "none" : ageOfDays(today - Dates.toEpochDay(date))
  }
  return (day) => {
    if (day === undefined) return "none"
    const age = told.get(day) ?? tell(day)
    told.set(day, age)
    return age
  }
}
