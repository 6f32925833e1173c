/**
 * The ways in which spreadsheets write one number or one day, and whether two texts could mean the same.
 */
import { type CalendarDate, Dates, Decimals } from "@waybill/model"
import { BigDecimal, Result } from "effect"

export type DecimalMark = "." | ","

const formats = [
  Decimals.plainFormat,
  { decimal: ",", group: "" },
  { decimal: ".", group: "," },
  { decimal: ",", group: "." },
  { decimal: ".", group: " " },
  { decimal: ",", group: " " },
  { decimal: ".", group: "'" },
  { decimal: ".", group: "’" },
].map(Decimals.compile)

const scientific = /^([+-]?\d+(?:[.,]\d+)?)[eE]([+-]?\d{1,3})$/

export const isScientific = (text: string): boolean => scientific.test(text)

const fromScientific = (text: string): BigDecimal.BigDecimal | undefined => {
  const [, digits, exponent] = scientific.exec(text) ?? []
  const value = digits === undefined ? undefined : Decimals.parse(digits.replace(",", "."))
  return value === undefined ? undefined : BigDecimal.make(value.value, value.scale - Number(exponent))
}

/** The numbers that a text may mean: `1.234` is one or a thousand. */
export const numbersOf = (text: string): ReadonlyArray<BigDecimal.BigDecimal> =>
  /\d/.test(text)
    ? [...formats.map((parse) => parse(text)), fromScientific(text)].filter((value) => value !== undefined)
    : []

const sameNumber = (a: string, b: string): boolean => {
  const others = numbersOf(b)
  return others.length > 0 && numbersOf(a).some((one) => others.some((other) => BigDecimal.equals(one, other)))
}

/** `00123`, `-007`: a code, or a number that somebody has filled up. */
export const hasLeadingZero = (text: string): boolean => /^[+-]?0\d/.test(text)

/** Whether `text` is `kept` without its leading zeros. */
export const zerosLost = (kept: string, text: string): boolean =>
  hasLeadingZero(kept) && !hasLeadingZero(text) && sameNumber(kept, text)

/** The mark before the fraction, where the text leaves no doubt: `1.234` does, it may be a thousand. */
export const markOf = (text: string): DecimalMark | undefined => {
  const [, whole, mark, fraction] = /^[+-]?([\d.,' \u00A0\u202F]*)([.,])(\d+)$/.exec(text) ?? []
  if (whole === undefined || whole.includes(mark!)) return undefined
  const isGroup = fraction!.length === 3 && /^[1-9]\d{0,2}$/.test(whole)
  if (isGroup) return undefined
  return mark === "," ? "," : "."
}

const patterns = ["yyyy-M-d", "d-M-yyyy", "M-d-yyyy", "d-M-yy", "M-d-yy"].map((pattern) =>
  Result.getOrThrow(Dates.compile(pattern)),
)

/** The days that a text of three numbers may mean: `03/04/2026` is in April or in March. */
export const daysOf = (text: string): ReadonlyArray<CalendarDate> => {
  const plain = text.trim().replace(/[./]|(?<=\d\.) /g, "-")
  return /^\d{1,4}-\d{1,2}-\d{1,4}$/.test(plain)
    ? patterns.map((parse) => parse(plain)).filter((day) => day !== undefined)
    : []
}

const numbersWithin = (text: string): string => (text.match(/\d+/g) ?? []).map(Number).join(" ")

/** `3/4/2026` is `03/04/2026`; with the day in another place only where one of the two leaves no doubt. */
const sameDay = (a: string, b: string): boolean => {
  const [left, right] = [daysOf(a), daysOf(b)]
  if (left.length === 0 || right.length === 0) return false
  if (numbersWithin(a) === numbersWithin(b)) return true
  const isCertain = [left, right].some((days) => new Set(days.map(Dates.toIso)).size === 1)
  return isCertain && left.some((one) => right.some((other) => Dates.compare(one, other) === 0))
}

const sameTruth = (a: string, b: string): boolean =>
  ["true", "false"].includes(a.toLowerCase()) && a.toLowerCase() === b.toLowerCase()

/** Whether two texts are one number, day or truth in two notations. */
export const meansTheSame = (a: string, b: string): boolean => sameNumber(a, b) || sameDay(a, b) || sameTruth(a, b)

const month = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
/** `3-4`, `1.5`, `MAR1`, `Dec 12`: what a spreadsheet takes for a day, whatever it is. */
const dayBait = new RegExp(String.raw`^(?:\d{1,4}[-./ ]\d{1,4}|${month}[-./ ]?\d{1,4}|\d{1,2}[-./ ]?${month})$`, "i")
/** `03-Apr`, `1. Mai`, `Dec-12`: how it shows that day, in any language. */
const shownDay = /^(?:\d{1,2}[-. ]{1,2}\p{L}{3,9}\.?|\p{L}{3,9}\.?[-. ]{1,2}\d{2,4})$/u

/** Whether `text` is what a spreadsheet makes of a `kept` that it takes for a day. */
export const turnedIntoDay = (kept: string, text: string): boolean =>
  dayBait.test(kept) && (daysOf(text).length > 0 || (shownDay.test(text) && !shownDay.test(kept)))

/** Whether `text` is `kept` with its mark before the fraction gone: `1234.567` in a country that groups by points. */
export const markLost = (kept: string, text: string): boolean =>
  /^[+-]?\d+[.,]\d+$/.test(kept) && /^[+-]?\d+$/.test(text) && kept.replace(/[.,]/, "") === text

const longDigits = /^\d{12,}$/
const kept15 = 15

/** Whether `text` is what is left of a long number that a spreadsheet has rounded. */
export const digitsLost = (kept: string, text: string): boolean => {
  if (isScientific(text)) return longDigits.test(kept)
  const isLong = /^\d{16,}$/.test(kept) && kept.length === text.length
  return isLong && text === kept.slice(0, kept15).padEnd(kept.length, "0")
}

/** Whether a number cell holds more digits than a spreadsheet keeps exactly. */
export const isTooLong = (value: BigDecimal.BigDecimal): boolean =>
  Decimals.toText(value).replace(/^-?0*\.?0*|\./g, "").length > kept15
