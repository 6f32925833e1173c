/**
 * A calendar date: a year, a month and a day, without a time and without a zone. A due date is the same day everywhere
 * (invariant 5).
 */
import { Result, Schema, SchemaTransformation } from "effect"

/** The same for every copy of this package in a process: a connector may bring its own. */
const brand = Symbol.for("@waybill/model/CalendarDate")

/** A day of the proleptic Gregorian calendar, year 1 to 9999. */
export class CalendarDate {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  /** 1 to 31. */
  readonly day: number
  constructor(year: number, month: number, day: number) {
    this.year = year
    this.month = month
    this.day = day
  }
  static [Symbol.hasInstance](value: unknown): value is CalendarDate {
    return typeof value === "object" && value !== null && brand in value
  }
  get [brand](): true {
    return true
  }
  /** ISO 8601: `2026-11-20`. */
  toString(): string {
    return toIso(this)
  }
}

export const isCalendarDate = (value: unknown): value is CalendarDate => value instanceof CalendarDate

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

/** The last day of a month, 28 to 31. */
export const daysInMonth = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : (monthLengths[month - 1] ?? 0)

const isWhole = (value: number, last: number): boolean => Number.isInteger(value) && value >= 1 && value <= last

/** The date, or `undefined` where there is no such day (30 February, month 13, year 0). */
export const make = (year: number, month: number, day: number): CalendarDate | undefined =>
  isWhole(year, 9999) && isWhole(month, 12) && isWhole(day, daysInMonth(year, month))
    ? new CalendarDate(year, month, day)
    : undefined

const pad = (value: number, length: number): string => String(value).padStart(length, "0")

const twoDigits: ReadonlyArray<string> = Array.from({ length: 32 }, (_, value) => pad(value, 2))

/** A month or a day in two digits. */
export const inTwoDigits = (value: number): string => twoDigits[value] ?? pad(value, 2)

/** A year in four digits. */
export const inFourDigits = (year: number): string => (year > 999 ? String(year) : pad(year, 4))

/** `2026-11-20`. */
export const toIso = ({ year, month, day }: CalendarDate): string =>
  `${inFourDigits(year)}-${inTwoDigits(month)}-${inTwoDigits(day)}`

/** Days since 1970-01-01, negative before. */
export const toEpochDay = (date: CalendarDate): number => {
  // Years counted from March, so that the leap day is the last of its year.
  const year = date.month > 2 ? date.year : date.year - 1
  const era = Math.floor(year / 400)
  const yearOfEra = year - era * 400
  const dayOfYear = Math.floor((153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5) + date.day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** The inverse of {@link toEpochDay}; `undefined` outside the years 1 to 9999. */
export const fromEpochDay = (epochDay: number): CalendarDate | undefined => {
  const shifted = epochDay + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return make(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
}

/** `date` moved by a number of days; `undefined` outside the years 1 to 9999. */
export const addDays = (date: CalendarDate, days: number): CalendarDate | undefined =>
  fromEpochDay(toEpochDay(date) + days)

/** Negative, zero or positive, as `a` is before, on or after `b`. */
export const compare = (a: CalendarDate, b: CalendarDate): number =>
  a.year - b.year || a.month - b.month || a.day - b.day

/** Reads one text as a date, or gives `undefined`: nothing is guessed and nothing rolls over. */
export type DateParser = (text: string) => CalendarDate | undefined

const monthNames = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ")
const fullMonthNames = "january february march april may june july august september october november december".split(
  " ",
)

interface Part {
  readonly of: "year" | "month" | "day"
  readonly source: string
  readonly read: (text: string) => number
  /** How many digits it is, where it is always that many and nothing else. */
  readonly width?: number
}

/** The fields of Unicode's date patterns (UTS 35) that name a day. */
const fields: Readonly<Record<string, Part>> = {
  yyyy: { of: "year", source: String.raw`(\d{4})`, read: Number, width: 4 },
  y: { of: "year", source: String.raw`(\d{4})`, read: Number, width: 4 },
  // Two digits are read within 1950 to 2049, as receivables are.
  yy: { of: "year", source: String.raw`(\d{2})`, read: (text) => (Number(text) < 50 ? 2000 : 1900) + Number(text) },
  MM: { of: "month", source: String.raw`(\d{2})`, read: Number, width: 2 },
  M: { of: "month", source: String.raw`(\d{1,2})`, read: Number },
  MMM: { of: "month", source: "([A-Za-z]{3})", read: (text) => monthNames.indexOf(text.toLowerCase()) + 1 },
  MMMM: { of: "month", source: "([A-Za-z]{3,9})", read: (text) => fullMonthNames.indexOf(text.toLowerCase()) + 1 },
  dd: { of: "day", source: String.raw`(\d{2})`, read: Number, width: 2 },
  d: { of: "day", source: String.raw`(\d{1,2})`, read: Number },
}

const tokens = /'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+|'/g

/** What stands between the fields: signs, or letters in quotes. Fails with a sentence. */
const literal = (token: string, quoted: string | undefined): Result.Result<string, string> => {
  if (quoted !== undefined) return Result.succeed(quoted.replaceAll("''", "'") || "'")
  if (token === "'") return Result.fail("a quote is not closed")
  return /^[A-Za-z]/.test(token)
    ? Result.fail(`'${token}' is not a field of a date; known are ${Object.keys(fields).join(", ")}`)
    : Result.succeed(token)
}

const digitsAt = (text: string, at: number, width: number): number => {
  let value = 0
  for (let index = at; index < at + width; index++) {
    const digit = text.charCodeAt(index) - 48
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

/**
 * Reads what is written to the letter, without a regular expression; `undefined` also where that has to decide.
 * None for a pattern whose fields have no fixed places.
 */
const fixedParser = (shape: ReadonlyArray<Part | string>): DateParser | undefined => {
  const at = { year: 0, month: 0, day: 0 }
  const signs: Array<readonly [sign: string, at: number]> = []
  let length = 0
  for (const piece of shape) {
    if (typeof piece !== "string") at[piece.of] = length
    // White space around the text is taken away first.
    else if (/\s/.test(piece)) return undefined
    else signs.push([piece, length])
    const width = typeof piece === "string" ? piece.length : piece.width
    if (width === undefined) return undefined
    length += width
  }
  return (text) => {
    if (text.length !== length) return undefined
    for (const [sign, index] of signs) if (!text.startsWith(sign, index)) return undefined
    return make(digitsAt(text, at.year, 4), digitsAt(text, at.month, 2), digitsAt(text, at.day, 2))
  }
}

/**
 * Compiles a Unicode date pattern (UTS 35): `dd/MM/yyyy`, `d.M.yyyy`, `yyyyMMdd`, `d MMM yyyy` (English month names),
 * literal letters in quotes (`yyyy-MM-dd'T00:00:00'`).
 *
 * Fails with a sentence that says which part of the pattern is wrong. The parser is strict: `dd` is two digits, and
 * white space around the text is ignored.
 */
export const compile = (pattern: string): Result.Result<DateParser, string> => {
  const parts: Array<Part> = []
  const shape: Array<Part | string> = []
  let source = ""
  // Whether the fields since the last literal hold one of open length.
  let open = false
  for (const [token, quoted] of pattern.trim().matchAll(tokens)) {
    const part = fields[token]
    if (part !== undefined) {
      if (parts.some((earlier) => earlier.of === part.of)) return Result.fail(`the ${part.of} stands twice`)
      const opens = token === "d" || token === "M"
      if (opens && open) return Result.fail("d and M stand without a sign between them, so 111 could be two dates")
      open ||= opens
      parts.push(part)
      shape.push(part)
      source += part.source
      continue
    }
    open = false
    const text = literal(token, quoted)
    if (Result.isFailure(text)) return Result.fail(text.failure)
    shape.push(text.success)
    source += RegExp.escape(text.success)
  }
  const missing = (["year", "month", "day"] as const).filter((of) => !parts.some((part) => part.of === of))
  if (missing.length > 0)
    return Result.fail(`the ${missing.join(" and the ")} ${missing.length > 1 ? "are" : "is"} missing`)
  const expression = new RegExp(`^${source}$`)
  const at = (of: Part["of"]): number => parts.findIndex((part) => part.of === of)
  const [year, month, day] = [at("year"), at("month"), at("day")]
  const read = (match: RegExpExecArray, index: number): number => parts[index]!.read(match[index + 1]!)
  const parseClosely: DateParser = (text) => {
    const match = expression.exec(text.trim())
    return match === null ? undefined : make(read(match, year), read(match, month), read(match, day))
  }
  const parseFixed = fixedParser(shape)
  return Result.succeed(parseFixed === undefined ? parseClosely : (text) => parseFixed(text) ?? parseClosely(text))
}

/** Reads `2026-11-20`. */
export const parseIso: DateParser = Result.getOrThrow(compile("yyyy-MM-dd"))

const IsoDate = Schema.String.check(
  Schema.makeFilter((text: string) => parseIso(text) !== undefined || "a date of the calendar written yyyy-MM-dd"),
)

/** A calendar date. As JSON: `"2026-11-20"`. */
export const CalendarDateSchema: Schema.declare<CalendarDate> = Schema.declare(isCalendarDate, {
  representation: { id: "@waybill/model/CalendarDate", payload: null },
  expected: "CalendarDate",
  toCodecJson: () =>
    Schema.link<CalendarDate>()(
      IsoDate,
      SchemaTransformation.transform({ decode: (text) => parseIso(text)!, encode: toIso }),
    ),
})
