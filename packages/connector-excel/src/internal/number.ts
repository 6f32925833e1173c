/**
 * Numbers between a workbook and exact decimals. A cell's number is read from its text, never through a JavaScript number
 * (invariant 4).
 */
import { Decimals } from "@waybill/model"
import { BigDecimal } from "effect"

/** The digits that Excel keeps and shows. */
export const significantDigits = 15

const number = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/

/** Half of the finest minor unit of any currency (0.0001): rounding never moves a number by as much. */
const tolerance = BigDecimal.make(5n, 5)

/** `digits` × 10^-`scale`, rounded to 15 significant digits, half of one away from zero. */
const round = (digits: bigint, dropped: number, scale: number): BigDecimal.BigDecimal => {
  const unit = 10n ** BigInt(dropped)
  return BigDecimal.make((digits + unit / 2n) / unit, scale - dropped)
}

/**
 * The exact value of a cell's number, or `undefined` where there is none.
 *
 * Excel computes in binary and keeps 15 significant digits, but writes up to 17: the 0.30000000000000004 of 0.1 + 0.2
 * means 0.3. So a number of more than 15 digits that has a fraction or an exponent is rounded to 15, as Excel itself
 * shows it; where that would move it by half of 0.0001 or more, its real value can't be known and there is none. A whole
 * number without an exponent was not written by Excel: it stands as it is, whatever its length.
 */
export const parseNumber = (text: string): BigDecimal.BigDecimal | undefined => plainNumber(text) ?? anyNumber(text)

/** Digits with at most one point among them, as most numbers are: no more of them than an integer holds exactly. */
const plainNumber = (text: string): BigDecimal.BigDecimal | undefined => {
  if (text.length > significantDigits) return undefined
  const start = text.charCodeAt(0) === 45 ? 1 : 0
  let digits = 0
  let point = -1
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= 48 && code <= 57) digits = digits * 10 + code - 48
    else if (code === 46 && point < 0 && at > start) point = at
    else return undefined
  }
  if (start === text.length) return undefined
  return BigDecimal.make(BigInt(start === 1 ? -digits : digits), point < 0 ? 0 : text.length - point - 1)
}

const anyNumber = (text: string): BigDecimal.BigDecimal | undefined => {
  const match = number.exec(text)
  if (match === null || text.length > 400) return undefined
  const [, sign, whole, fraction = "", exponent = "0"] = match
  const scale = fraction.length - Number(exponent)
  const written = (whole! + fraction).replace(/^0+(?=\d)/, "")
  const digits = BigInt(written)
  const negative = sign === "-"
  const dropped = written.replace(/0+$/, "").length - significantDigits
  if (dropped <= 0 || (fraction === "" && match[4] === undefined))
    return BigDecimal.make(negative ? -digits : digits, scale)
  const exact = BigDecimal.make(digits, scale)
  const rounded = round(digits, written.length - significantDigits, scale)
  if (BigDecimal.isGreaterThanOrEqualTo(BigDecimal.abs(BigDecimal.subtract(exact, rounded)), tolerance))
    return undefined
  return negative ? BigDecimal.negate(rounded) : rounded
}

/**
 * The number for a cell: the one place where a decimal becomes a JavaScript number. With at most 15 significant digits
 * the way there and back is exact (IEEE 754: DBL_DIG); with more there is no number, and `undefined` comes back.
 */
export const toCellNumber = (value: BigDecimal.BigDecimal): number | undefined => {
  const { value: digits, scale } = BigDecimal.normalize(value)
  const length = (digits < 0n ? -digits : digits).toString().length
  return length > significantDigits || Math.abs(scale) > 250 ? undefined : Number(Decimals.toText(value))
}
