/**
 * Stretches of days, one behind the other, in which payments and invoices are read: each is a list short enough to be read
 * again where it moves.
 */
import { type CalendarDate, Dates } from "@waybill/model"
import { Clock, DateTime, Effect } from "effect"

import type { ErplyBooksSettings } from "../Settings.ts"

/** Days written `yyyy-MM-dd`, both read; empty in a list that knows no days. */
export interface Window {
  readonly from: string
  readonly to: string
}

/** The windows of one read. */
export interface Windows {
  /** The window that begins with a day. */
  readonly at: (from: string) => Window
  readonly after: (window: Window) => Window | undefined
  /** The day from which the next read goes on, behind the last window. */
  readonly again: (last: Window) => string
  /** The day on which this read began, however often it was broken off since. */
  readonly begun: string
}

const whole: Window = { from: "", to: "" }

/** The one window of a list that knows no days. */
export const oneList: Windows = { at: () => whole, after: () => undefined, again: () => whole.from, begun: "" }

/** A setting, and what was made here, is a day. */
const dayOf = (text: string): number => Dates.toEpochDay(Dates.parseIso(text)!)
const textOf = (day: number): string => Dates.toIso(Dates.fromEpochDay(day)!)

/** The days of one read: from `since` to `until`, and the one on which it began. */
interface Days {
  readonly since: string
  readonly until: string
  readonly begun: string
}

/**
 * Windows of `windowDays` days up to `until`. The next read begins `overlapDays` before the day on which this one began, and
 * before its last window: what was entered since then is dated no earlier. Without `overlapDays` it begins at `since`.
 */
export const datedWindows = (
  { since, until, begun }: Days,
  { windowDays, overlapDays }: Pick<ErplyBooksSettings, "windowDays" | "overlapDays">,
): Windows => {
  const [first, last] = [dayOf(since), dayOf(until)]
  const at = (from: number): Window => ({ from: textOf(from), to: textOf(Math.min(from + windowDays - 1, last)) })
  return {
    at: (from) => at(dayOf(from)),
    after: ({ to }) => (dayOf(to) < last ? at(dayOf(to) + 1) : undefined),
    again: ({ from }) =>
      overlapDays === undefined ? since : textOf(Math.max(Math.min(dayOf(from), dayOf(begun)) - overlapDays, first)),
    begun,
  }
}

/** Today in the organisation's zone. */
export const today = ({ timeZone }: Pick<ErplyBooksSettings, "timeZone">): Effect.Effect<string> =>
  Effect.map(Clock.currentTimeMillis, (now) => todayIn(timeZone, now))

const todayIn = (timeZone: string, now: number): string => {
  const { year, month, day } = DateTime.toParts(DateTime.makeZonedUnsafe(now, { timeZone }))
  const date: CalendarDate = Dates.make(year, month, day)!
  return Dates.toIso(date)
}
