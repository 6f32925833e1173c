/**
 * Exact decimals as text: strict parsing, plain notation, never a JavaScript number.
 *
 * The value itself is Effect's `BigDecimal`; this module owns only how it is read and written.
 */
import { BigDecimal, Result } from "effect"

/** How a number is written: the mark before the fraction, and the mark between groups of three digits (`""`: none). */
export interface DecimalFormat {
  readonly decimal: string
  readonly group: string
}

/** `1234.50`: a point, no groups. */
export const plainFormat: DecimalFormat = { decimal: ".", group: "" }

/** Longer than any amount or quantity in receivables; a longer text is refused before it costs anything. */
export const maxLength = 100

const spaces = /[\u0020\u00A0\u2009\u202F]/g

const isDigit = (code: number): boolean => code >= 48 && code <= 57

const minus = "-".charCodeAt(0)

/**
 * Most numbers are a few digits with a decimal mark among them, and are read without a regular expression; `undefined`
 * where there is more to look at.
 */
const parseSimple = (text: string, mark: number): BigDecimal.BigDecimal | undefined => {
  const { length } = text
  const start = text.charCodeAt(0) === minus ? 1 : 0
  let point = length
  for (let at = start; at < length; at++) {
    const code = text.charCodeAt(at)
    if (isDigit(code)) continue
    // A digit on either side of it.
    if (code !== mark || point < length || at === start || at === length - 1) return undefined
    point = at
  }
  if (length === start || length > maxLength) return undefined
  return point === length
    ? BigDecimal.make(BigInt(text), 0)
    : BigDecimal.make(BigInt(text.slice(0, point) + text.slice(point + 1)), length - 1 - point)
}

/**
 * Compiles a strict parser for one way of writing numbers.
 *
 * The parser takes an optional sign, digits (in complete groups of three where the format has a group mark and the text
 * uses it) and an optional fraction. White space around the number is ignored; a no-break or thin space counts as the
 * space of the format. Anything else, an exponent or a currency sign too, fails with `undefined`: nothing is guessed.
 */
export const compile = (format: DecimalFormat): ((text: string) => BigDecimal.BigDecimal | undefined) => {
  const group = format.group === "" ? undefined : RegExp.escape(format.group.replace(spaces, " "))
  // The first group has no leading zero: `0.123` is a fraction in another format.
  const whole = group === undefined ? String.raw`\d+` : String.raw`(?:[1-9]\d{0,2}(?:${group}\d{3})+|\d+)`
  const pattern = new RegExp(String.raw`^([+-]?)(${whole})(?:${RegExp.escape(format.decimal)}(\d+))?$`)
  const groups = group === undefined ? undefined : new RegExp(group, "g")
  const mark = format.decimal.length === 1 ? format.decimal.charCodeAt(0) : Number.NaN
  return (text) => {
    const simple = parseSimple(text, mark)
    if (simple !== undefined || text.length > maxLength) return simple
    const match = pattern.exec(text.trim().replace(spaces, " "))
    if (match === null) return undefined
    const digits = groups === undefined ? match[2]! : match[2]!.replace(groups, "")
    const fraction = match[3] ?? ""
    const value = BigInt(digits + fraction)
    return BigDecimal.make(match[1] === "-" ? -value : value, fraction.length)
  }
}

/** Reads `1234.50`, strictly: see {@link compile}. `undefined` where the text is not such a number. */
export const parse: (text: string) => BigDecimal.BigDecimal | undefined = compile(plainFormat)

/** Whether `value` needs no more than `digits` digits after the point. */
export const fitsScale = (value: BigDecimal.BigDecimal, digits: number): boolean =>
  value.scale <= digits || scaleOf(value) <= digits

/** The number of digits after the point that `value` needs: 1 for `1234.50`, 0 for `1200`. */
export const scaleOf = (value: BigDecimal.BigDecimal): number => Math.max(0, BigDecimal.normalize(value).scale)

/**
 * Plain notation with a point, exact, never an exponent: `1234.5`, `-0.000001`.
 *
 * @param digits the least number of digits after the point; the exact value is padded with zeros, never rounded
 */
export const toText = (value: BigDecimal.BigDecimal, digits = 0): string => {
  // Zeros at the end need not be found where they are asked for.
  const { value: unscaled, scale } = value.scale >= 0 && value.scale <= digits ? value : BigDecimal.normalize(value)
  const negative = unscaled < 0n
  const absolute = (negative ? -unscaled : unscaled).toString()
  const plain = scale >= 0 ? absolute.padStart(scale + 1, "0") : absolute + "0".repeat(-scale)
  const point = plain.length - Math.max(0, scale)
  const fraction = plain.slice(point).padEnd(digits, "0")
  return `${negative ? "-" : ""}${plain.slice(0, point)}${fraction === "" ? "" : `.${fraction}`}`
}

/**
 * The value as a count of units of 10^-digits: `12.34` with 2 digits is `1234n`.
 *
 * Fails with the number of digits the value really needs where it doesn't fit: money is exact or refused (invariant 4).
 */
export const toUnits = (value: BigDecimal.BigDecimal, digits: number): Result.Result<bigint, number> => {
  const normal = BigDecimal.normalize(value)
  return normal.scale > digits
    ? Result.fail(normal.scale)
    : Result.succeed(normal.value * 10n ** BigInt(digits - normal.scale))
}
