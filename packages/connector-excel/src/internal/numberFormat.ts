/**
 * What a number format says of the numbers shown through it (ECMA-376 part 1, 18.8.30 and 18.8.31). A date in a workbook
 * is a number, and only its format tells.
 */

/**
 * `date`: has a day, a month or a year. `time`: only hours, minutes, seconds, or an elapsed time such as `[h]:mm`; its
 * number is a count of days.
 */
export type FormatKind = "number" | "date" | "time"

export interface NumberFormat {
  readonly kind: FormatKind
  /** How many digits a whole number is filled up to with zeros: 5 for `00000`, 0 where it isn't. */
  readonly padding: number
}

export const general: NumberFormat = { kind: "number", padding: 0 }

/** Text in quotes, an escaped or repeated character, a space as wide as a character, brackets. */
const literals = /"[^"]*"|[\\_*]./gu
const brackets = /\[[^\]]*\]/g
const elapsed = /\[(?:h+|m+|s+)\]/i
const amPm = /am\/pm|a\/p|上午\/下午|午前\/午後/gi

/** The letters that dates and times are made of; `e`, `g`, `r`: eras, `b`: Buddhist years, `a`: Japanese weekdays. */
const fieldLetters = /^[ymdhsegbra]+$/
/** A month beside hours or seconds is a minute. */
const minute = /h[^a-z]*m{1,2}(?!m)|m{1,2}[^a-z]*s/g

const kindOfSection = (section: string): FormatKind => {
  if (elapsed.test(section)) return "time"
  const fields = section.replace(brackets, "").toLowerCase().replace(amPm, "")
  // A date has no placeholders of digits, but for the fraction behind its seconds.
  if (/[0#?]/.test(fields.replace(/s\.0+/g, "s"))) return "number"
  const letters = fields.replaceAll("general", "").replace(/[^\p{Script=Latin}]/gu, "")
  if (!fieldLetters.test(letters)) return "number"
  return /[ymdegbra]/.test(fields.replace(minute, "")) ? "date" : "time"
}

const kindOf = (code: string): FormatKind => {
  const kinds = code.replace(literals, "").split(";").map(kindOfSection)
  return kinds.includes("date") ? "date" : kinds.includes("time") ? "time" : "number"
}

const paddingOf = (code: string): number => {
  const first = code.replace(literals, "").replace(brackets, "").split(";")[0]!
  return /^0{2,}$/.test(first.trim()) ? first.trim().length : 0
}

/** What a format code such as `[$-409]d/m/yy h:mm;@` says. Sections with a date make the whole a date. */
export const parseFormat = (code: string): NumberFormat => ({ kind: kindOf(code), padding: paddingOf(code) })

const times = new Set([18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47])

const isDateId = (id: number): boolean =>
  (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58)

/** The formats that Excel knows by number alone; those from 27 on are the dates and times of East Asian versions. */
export const builtinFormat = (id: number): NumberFormat =>
  times.has(id) ? { kind: "time", padding: 0 } : isDateId(id) ? { kind: "date", padding: 0 } : general
