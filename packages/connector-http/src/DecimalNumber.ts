/**
 * Exact decimals as JSON numbers. Fifteen significant digits survive a double both ways; more are refused, never rounded
 * (invariant 4).
 */
import { Decimals } from "@waybill/model"
import { BigDecimal, Schema, SchemaTransformation } from "effect"

/** A JSON number carries this many significant digits exactly. */
export const maxDigits = 15

/** How many digits `value` needs as a JSON number: all of them but leading zeros. */
export const significantDigits = (value: BigDecimal.BigDecimal): number => digitsOf(Decimals.toText(value))

/** The digits of a number as it stands in JSON that JavaScript must keep: `-0.0123e4` has three, `1000.000` four. */
export const digitsOf = (text: string): number => {
  const digits = text.replace(/e.*$/i, "")
  const exact = digits.includes(".") ? digits.replace(/0+$/, "") : digits
  return exact.replace(/[-.]/g, "").replace(/^0+/, "").length
}

/** 10^0 to 10^22: those that a double holds exactly. */
const powers: ReadonlyArray<number> = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`))

const limit = 10n ** BigInt(maxDigits)

/** Whether it has few digits and few decimals, as every usual amount. */
const isUsual = ({ value, scale }: BigDecimal.BigDecimal): boolean =>
  value < limit && value > -limit && scale >= 0 && scale < powers.length

/** Whether `value` survives as a JSON number. */
export const fitsNumber = (value: BigDecimal.BigDecimal): boolean =>
  isUsual(value) || (significantDigits(value) <= maxDigits && Decimals.scaleOf(value) <= Decimals.maxLength)

/** The double nearest to `value`. Of a usual one the quotient is that: both of its parts are exact. */
const toNumber = (value: BigDecimal.BigDecimal): number =>
  isUsual(value) ? Number(value.value) / powers[value.scale]! : Number(Decimals.toText(value))

/** A decimal that is a JSON number on the wire, exact to fifteen significant digits. */
export const DecimalNumber = Schema.Finite.pipe(
  Schema.decodeTo(
    Schema.BigDecimal.check(
      Schema.makeFilter(
        (value: BigDecimal.BigDecimal) => fitsNumber(value) || `a decimal of at most ${maxDigits} significant digits`,
      ),
    ),
    SchemaTransformation.transform<BigDecimal.BigDecimal, number>({
      decode: BigDecimal.fromNumberUnsafe,
      encode: toNumber,
    }),
  ),
)
