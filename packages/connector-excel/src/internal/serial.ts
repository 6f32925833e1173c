/**
 * Excel's dates: a count of days, with the time of day as a fraction. Computed in whole milliseconds, never in binary
 * fractions, and never through a time zone (invariant 5).
 */
import { CellDateTime } from "@waybill/connector"
import { CalendarDate, Dates } from "@waybill/model"
import { BigDecimal } from "effect"

const millisecondsOfDay = 86_400_000n

/** Day 0 of each system, as days since 1970-01-01. */
const day0 = {
  system1900: Dates.toEpochDay(new CalendarDate(1899, 12, 30)),
  system1904: Dates.toEpochDay(new CalendarDate(1904, 1, 1)),
}
/** 9999-12-31 in the 1900 system, the last day that Excel knows. */
const lastDay = 2_958_465

/** `13:30:15`, with milliseconds only where there are any. */
export const timeText = (milliseconds: number): string => {
  const two = (value: number): string => String(value).padStart(2, "0")
  const seconds = Math.floor(milliseconds / 1000)
  const fraction = milliseconds % 1000
  const time = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return fraction === 0 ? time : `${time}.${String(fraction).padStart(3, "0").replace(/0+$/, "")}`
}

/** The nearest count of milliseconds; half of one away from zero. `serial` is at most {@link lastDay}. */
const toMilliseconds = (serial: BigDecimal.BigDecimal): number => {
  const { value, scale } = serial
  if (scale <= 0) return Number(value * 10n ** BigInt(-scale) * millisecondsOfDay)
  const unit = 10n ** BigInt(scale)
  return Number((value * millisecondsOfDay * 2n + unit) / (unit * 2n))
}

/** The day with this number, or `undefined` where there is none: 60 is 29 February 1900, which never was. */
export const dayOf = (serial: number, date1904: boolean): CalendarDate | undefined => {
  if (date1904) return serial < 0 ? undefined : Dates.fromEpochDay(day0.system1904 + serial)
  if (serial < 1 || serial === 60) return undefined
  // Before that day the 1900 system is a day ahead of the calendar.
  return Dates.fromEpochDay(day0.system1900 + serial + (serial < 60 ? 1 : 0))
}

/** The date that a number stands for, with its time where it has one; `undefined` where it is none. */
export const fromSerial = (
  serial: BigDecimal.BigDecimal,
  date1904: boolean,
): CalendarDate | CellDateTime | undefined => {
  if (
    BigDecimal.isNegative(serial) ||
    BigDecimal.isGreaterThanOrEqualTo(serial, BigDecimal.make(BigInt(lastDay) + 1n, 0))
  ) {
    return undefined
  }
  const milliseconds = toMilliseconds(serial)
  const day = Math.floor(milliseconds / 86_400_000)
  const date = dayOf(day, date1904)
  const time = milliseconds - day * 86_400_000
  return date === undefined || time === 0 ? date : new CellDateTime(date, timeText(time))
}

/** The number of a day in the 1900 system; `undefined` before 1900-01-01. */
export const toSerial = (date: CalendarDate): number | undefined => {
  const serial = Dates.toEpochDay(date) - day0.system1900
  // 1 March 1900 is day 61.
  return serial >= 61 ? serial : serial >= 2 ? serial - 1 : undefined
}

const isoDate = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?Z?)?$/

/** Reads a cell of type `d`: `2026-11-20`, `2026-11-20T13:30:15`. A `Z` says nothing, since Excel has no zones. */
export const fromIso = (text: string): CalendarDate | CellDateTime | undefined => {
  const match = isoDate.exec(text)
  const date = match === null ? undefined : Dates.parseIso(match[1]!)
  if (match === null || date === undefined) return undefined
  const [hours, minutes, seconds] = [Number(match[2] ?? 0), Number(match[3] ?? 0), Number(match[4] ?? 0)]
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined
  const milliseconds = Number((match[5] ?? "").padEnd(3, "0").slice(0, 3))
  const time = ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds
  return time === 0 ? date : new CellDateTime(date, timeText(time))
}
