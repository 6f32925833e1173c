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
}

const whole: Window = { from: "", to: "" }

/** The one window of a list that knows no days. */
export const oneList: Windows = { at: () => whole, after: () => undefined, again: () => whole.from }

/** A setting, and what was made here, is a day. */
const dayOf = (text: string): number => Dates.toEpochDay(Dates.parseIso(text)!)
const textOf = (day: number): string => Dates.toIso(Dates.fromEpochDay(day)!)

/** Windows of `windowDays` days up to `until`; the next read begins `overlapDays` before the last of them. */
export const datedWindows = (
  since: string,
  until: string,
  { windowDays, overlapDays }: Pick<ErplyBooksSettings, "windowDays" | "overlapDays">,
): Windows => {
  const [first, last] = [dayOf(since), dayOf(until)]
  const at = (from: number): Window => ({ from: textOf(from), to: textOf(Math.min(from + windowDays - 1, last)) })
  return {
    at: (from) => at(dayOf(from)),
    after: ({ to }) => (dayOf(to) < last ? at(dayOf(to) + 1) : undefined),
    again: ({ from }) => textOf(Math.max(dayOf(from) - overlapDays, first)),
  }
}

/** The last day that is read: `until`, else today in the organisation's zone. */
export const lastDay = ({ until, timeZone }: Pick<ErplyBooksSettings, "until" | "timeZone">): Effect.Effect<string> =>
  until === undefined ? Effect.map(Clock.currentTimeMillis, (now) => todayIn(timeZone, now)) : Effect.succeed(until)

const todayIn = (timeZone: string, now: number): string => {
  const { year, month, day } = DateTime.toParts(DateTime.makeZonedUnsafe(now, { timeZone }))
  const today: CalendarDate = Dates.make(year, month, day)!
  return Dates.toIso(today)
}
