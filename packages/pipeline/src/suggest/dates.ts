/**
 * How the dates of a column are written. Day and month in numbers may be read two ways: then both readings are given.
 */
import { type CalendarDate, Dates } from "@waybill/model"
import { Result } from "effect"

/** The order of day, month and year. */
export type Order = "dMy" | "Mdy" | "yMd"

export interface DateReading {
  readonly order: Order
  /** A Unicode date pattern: `dd/MM/yyyy`. */
  readonly pattern: string
  /** One for each text that is a date by the pattern. */
  readonly dates: ReadonlyArray<CalendarDate>
}

export interface DateLook {
  /** All ways to read as many of the texts as can be read; more than one: nobody can tell from the texts. */
  readonly readings: readonly [DateReading, ...Array<DateReading>]
  /** What stands between the day and a time of day, where one follows. */
  readonly timeBehind?: " " | "T"
  /** The share of the texts that are dates, 0 to 1. */
  readonly share: number
  /** Eight digits: numbers of invoices look like this too. */
  readonly compact: boolean
}

const orders: ReadonlyArray<Order> = ["dMy", "Mdy", "yMd"]

const days = ["dd", "d"]
const months = ["MM", "M"]
const years = ["yyyy", "yy"]

/** Every pattern of the order with this sign between its parts; the strictest first. */
const withSign = (order: Order, sign: string): ReadonlyArray<string> =>
  years.flatMap((year) =>
    months.flatMap((month) =>
      days.map((day) => {
        const parts = { dMy: [day, month, year], Mdy: [month, day, year], yMd: [year, month, day] }
        return parts[order].join(sign)
      }),
    ),
  )

const withNames = ["MMM", "MMMM"].flatMap((month) =>
  years.flatMap((year) => days.flatMap((day) => [" ", "-"].map((sign) => [day, month, year].join(sign)))),
)
const americanNames = ["MMM", "MMMM"].flatMap((month) => days.map((day) => `${month} ${day}, yyyy`))

const patternsFor = (order: Order, text: string): ReadonlyArray<string> => {
  if (/\p{L}/u.test(text)) return order === "dMy" ? withNames : order === "Mdy" ? americanNames : []
  const sign = /[./ -]/.exec(text)?.[0]
  if (sign !== undefined) return withSign(order, sign)
  return { dMy: ["ddMMyyyy"], Mdy: ["MMddyyyy"], yMd: ["yyyyMMdd"] }[order]
}

/** Years in two digits before the month are believed only where they stay together: `15.03.26` is no day of 2015. */
const widestYears = 10

const isPlausible = ({ order, pattern, dates }: DateReading): boolean => {
  const found = dates.map(({ year }) => year)
  const [first, last] = [Math.min(...found), Math.max(...found)]
  if (/^\D*$/.test(pattern) && !/[./ ,-]/.test(pattern)) return first >= 1950 && last < 2100
  return order !== "yMd" || pattern.startsWith("yyyy") || last - first < widestYears
}

const readBy = (order: Order, texts: ReadonlyArray<string>): DateReading | undefined => {
  let best: DateReading | undefined
  for (const pattern of patternsFor(order, texts[0] ?? "")) {
    const parse = Result.getOrThrow(Dates.compile(pattern))
    const dates = texts.flatMap((text) => parse(text) ?? [])
    if (dates.length > (best?.dates.length ?? 0)) best = { order, pattern, dates }
  }
  return best === undefined || !isPlausible(best) ? undefined : best
}

const withTime = /^(\S+)([ T])\d{1,2}:\d{2}/

/** A column is one of dates where nearly all of its texts are. */
export const enough = 0.9

/** How the texts are written as dates; `undefined` where they are none. The texts are not blank. */
export const lookAtDates = (texts: ReadonlyArray<string>): DateLook | undefined => {
  const times = texts.map((text) => withTime.exec(text.trim()))
  const [, , timeBehind] = times.find((time) => time !== null) ?? []
  const bare = texts.map((text, index) => times[index]?.[1] ?? text)
  // The first text that has a digit shows the signs: a word for nothing may stand before it.
  const sample = bare.filter((text) => /\d/.test(text))
  const found = orders.flatMap((order) => readBy(order, sample) ?? [])
  const most = Math.max(0, ...found.map(({ dates }) => dates.length))
  const [first, ...others] = found.filter(({ dates }) => dates.length === most)
  if (first === undefined || most < texts.length * enough) return undefined
  return {
    readings: [first, ...others],
    share: most / texts.length,
    compact: !/[./ ,-]/.test(first.pattern),
    ...(timeBehind === " " || timeBehind === "T" ? { timeBehind } : {}),
  }
}
