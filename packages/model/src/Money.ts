/**
 * An exact decimal amount in a currency. Amounts of different currencies never mix.
 */
import { BigDecimal, Result, Schema, SchemaTransformation } from "effect"

import { isCurrency, minorUnits } from "./Currency.ts"
import * as Decimal from "./Decimal.ts"

/** The same for every copy of this package in a process: a connector may bring its own. */
const brand = Symbol.for("@waybill/model/Money")

/** An amount in major units of `currency` (12.34 EUR is twelve euros and thirty-four cents), exact. */
export class Money {
  readonly amount: BigDecimal.BigDecimal
  /** ISO 4217, in capitals. */
  readonly currency: string
  constructor(amount: BigDecimal.BigDecimal, currency: string) {
    this.amount = amount
    this.currency = currency
  }
  static [Symbol.hasInstance](value: unknown): value is Money {
    return typeof value === "object" && value !== null && brand in value
  }
  get [brand](): true {
    return true
  }
  /** `1234.50 EUR`, at least with the currency's minor units. */
  toString(): string {
    return `${format(this)} ${this.currency}`
  }
}

export const isMoney = (value: unknown): value is Money => value instanceof Money

/** The amount as plain text with at least the digits of the currency's minor unit: `1234.50`, `1234` for JPY. */
export const format = (money: Money): string => Decimal.toText(money.amount, minorUnits(money.currency))

/** Whether the amount needs no more digits than the currency's minor unit has: 12.345 EUR does not fit. */
export const fitsMinorUnit = (money: Money): boolean => Decimal.fitsScale(money.amount, minorUnits(money.currency))

/** The amount in minor units (cents), or the number of digits it needs where it has more than the currency. */
export const toMinorUnits = (money: Money): Result.Result<bigint, number> =>
  Decimal.toUnits(money.amount, minorUnits(money.currency))

export const equals = (a: Money, b: Money): boolean =>
  a.currency === b.currency && BigDecimal.equals(a.amount, b.amount)

/** `amount CUR`, as it stands in JSON: `"1234.5 EUR"`. */
const MoneyText = Schema.String.check(
  Schema.isMaxLength(Decimal.maxLength + " EUR".length),
  Schema.isPattern(/^-?\d+(\.\d+)? [A-Z]{3}$/),
)

const fromText = (text: string): Money => {
  const space = text.lastIndexOf(" ")
  return new Money(Decimal.parse(text.slice(0, space))!, text.slice(space + 1))
}

/** Any exact amount in a known currency. As JSON: `"1234.5 EUR"`. */
export const MoneySchema: Schema.declare<Money> = Schema.declare(
  (value): value is Money => isMoney(value) && isCurrency(value.currency),
  {
    representation: { id: "@waybill/model/Money", payload: null },
    expected: "Money",
    toCodecJson: () =>
      Schema.link<Money>()(
        MoneyText,
        SchemaTransformation.transform({
          decode: fromText,
          encode: (money) => `${Decimal.toText(money.amount)} ${money.currency}`,
        }),
      ),
  },
)

/**
 * An amount that could be paid: no finer than the currency's minor unit (EN 16931 BR-DEC: two decimals at most).
 * Unit prices are {@link MoneySchema}.
 */
export const AmountSchema = MoneySchema.check(
  Schema.makeFilter((money: Money) => fitsMinorUnit(money) || "no more decimals than the currency has"),
)
