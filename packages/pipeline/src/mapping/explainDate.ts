/**
 * Why a text is not a date of a pattern, so that a person knows what to mend. Pure; the value itself is never repeated.
 */
import { type CalendarDate, Dates } from "@waybill/model"
import { Result } from "effect"

import { explainAny } from "./explainNumber.ts"
import { Failure } from "./failure.ts"

const date = (name: string, message: string, hint: string) => new Failure(`WB-MAP-DATE${name}`, message, hint)

const parse = (pattern: string, text: string): CalendarDate | undefined => {
  const parser = Dates.compile(pattern)
  return Result.isSuccess(parser) ? parser.success(text) : undefined
}

/** Patterns that exports have; the first that fits is proposed. */
const common = [
  ..."yyyy-MM-dd dd/MM/yyyy MM/dd/yyyy dd.MM.yyyy dd-MM-yyyy MM-dd-yyyy yyyy/MM/dd yyyy.MM.dd yyyyMMdd ddMMyyyy".split(
    " ",
  ),
  ..."d/M/yyyy M/d/yyyy d.M.yyyy d-M-yyyy yyyy-M-d dd/MM/yy MM/dd/yy dd.MM.yy dd-MM-yy d/M/yy M/d/yy d.M.yy".split(" "),
  ..."dd-MMM-yyyy dd-MMM-yy d-MMM-yyyy d-MMM-yy".split(" "),
  "d MMM yyyy",
  "d MMMM yyyy",
  "MMM d, yyyy",
  "MMMM d, yyyy",
  "d. MMMM yyyy",
  "d MMM yy",
  "dd.MM.yyyy.",
]

const swapped = (pattern: string): string =>
  pattern.replace(/M+|d+/g, (run) => (run[0] === "M" ? "d" : "M").repeat(run.length))
const shortYear = (pattern: string): string => pattern.replace(/y+/, "yy")
const unpadded = (pattern: string): string => pattern.replace("dd", "d").replace(/(?<!M)MM(?!M)/, "M")

/** Digits where the pattern has digits: the right look, whatever day it names. */
const hasShapeOf = (pattern: string, text: string): boolean => {
  const shapes: Readonly<Record<string, string>> = {
    y: "\\d{4}",
    d: "\\d\\d?",
    M: "\\d\\d?",
    MMM: "[A-Za-z]{3}",
    MMMM: "[A-Za-z]+",
  }
  const source = pattern.replace(/'([^']*)'|([A-Za-z])\2*|[^A-Za-z']+/g, (run, quoted: string | undefined, letter) =>
    quoted !== undefined || letter === undefined ? RegExp.escape(quoted ?? run) : (shapes[run] ?? `\\d{${run.length}}`),
  )
  return new RegExp(`^${source}$`).test(text)
}

/** The other pattern that the text fits, if there is one. */
const otherPattern = (pattern: string, text: string): Failure | undefined => {
  if (parse(swapped(pattern), text) !== undefined) {
    return date(
      "-ORDER",
      `is not a date of the pattern ${pattern}: the day and the month look swapped`,
      `if the whole column is like this, write "${swapped(pattern)}"`,
    )
  }
  if (hasShapeOf(pattern, text)) {
    return date("-DAY", "is a day that the calendar does not have", "mend the day, the month or the year at the source")
  }
  if (parse(unpadded(pattern), text) !== undefined) {
    return date("-PADDING", `has single digits where ${pattern} has two`, `write "${unpadded(pattern)}"`)
  }
  if ([pattern, unpadded(pattern)].some((one) => parse(shortYear(one), text) !== undefined)) {
    return date("-YEAR", "has a year of two digits", `write "${shortYear(pattern)}": 50 to 99 are read as 1950 to 1999`)
  }
  const fitting = common.filter((other) => parse(other, text) !== undefined)
  return fitting.length === 0
    ? undefined
    : date("-PATTERN", `is a date of another pattern than ${pattern}`, `write "${fitting.slice(0, 2).join('" or "')}"`)
}

type Kind = readonly [expression: RegExp, name: string, message: string, hint: string]

const zeros: ReadonlyArray<Kind> = [
  [
    /^[0.,/ -]*0[0.,/ -]*$/,
    "-ZERO",
    "is a zero date",
    "leave it empty at the source, or compare it first: x == … ? … : …",
  ],
  [
    /^1900[-/.]0?1[-/.]0?0$|^0?0[-/.]0?1[-/.]1900$/,
    "-ZERO",
    "is Excel's day zero",
    "leave the cell empty at the source",
  ],
]

const others: ReadonlyArray<Kind> = [
  [
    /^\d{5}(?:[.,]\d+)?$/,
    "-SERIAL",
    "looks like the day number that Excel keeps for a date",
    "format the column as a date before it is exported, or read the workbook itself",
  ],
  [/^-?\d{10}(?:\d{3})?$/, "-TIMESTAMP", "looks like a count of seconds", "have the source write calendar dates"],
  [
    /^\d{6}$|^\d{8}$/,
    "-DAY",
    "is a row of digits that names no day of the pattern",
    "mend it at the source, or the pattern",
  ],
  [
    /^\d{4}$|^\d{1,2}[/.-]\d{4}$|^\d{4}[/.-]\d{1,2}$|^\d{1,2}[/.-]\d{1,2}\.?$/,
    "-PART",
    "is only a part of a date",
    "write day, month and year",
  ],
  [/\d\s*(?:st|nd|rd|th)\b/i, "-ORDINAL", "has an ordinal (1st, 2nd)", "write the day as a plain number"],
  [/\p{L}{3,}.*\d|\d.*\p{L}{3,}/u, "-MONTH-NAME", "has words in it", "month names are read in English: MMM, MMMM"],
]

const explained = (found: Kind | undefined): Failure | undefined =>
  found === undefined ? undefined : date(found[1], found[2], found[3])

const matching = (kinds: ReadonlyArray<Kind>, text: string): Failure | undefined =>
  explained(kinds.find(([expression]) => expression.test(text)))

/** `2026-11-20T10:00:00Z`, `20/11/2026 10:00`: what stands before the time of day. */
const timed = /^(.*?\d)(?:T|\s+)\d{1,2}[:.]\d{2}.*$/

const withTime = (pattern: string, text: string): Failure | undefined => {
  const day = timed.exec(text)?.[1]
  if (day === undefined) return undefined
  const separator = text[day.length] === "T" ? "T" : " "
  const fits = parse(pattern, day) === undefined ? common.find((other) => parse(other, day) !== undefined) : pattern
  return date(
    "-TIME",
    "has a time of day behind the date",
    `take the day alone: date(x.split("${separator}")[0], "${fits ?? pattern}")`,
  )
}

const longest = 60

/** Explains a text that `date()` could not read with `pattern`. */
export const explainDate = (text: string, pattern: string): Failure => {
  const trimmed = text.trim()
  // Also keeps the expressions below from going over a whole page of text.
  if (trimmed.length > longest) return date("-LONG", "is longer than any date", "see whether the columns have shifted")
  const found =
    matching(zeros, trimmed) ??
    explainAny(trimmed) ??
    withTime(pattern, trimmed) ??
    otherPattern(pattern, trimmed) ??
    matching(others, trimmed)
  if (found !== undefined) return found
  return /\d/.test(trimmed)
    ? date("", `is not a date of the pattern ${pattern}`, "mend it at the source, or the pattern if all are like this")
    : date("", "is text, not a date", "see whether the expression reads the right column")
}
