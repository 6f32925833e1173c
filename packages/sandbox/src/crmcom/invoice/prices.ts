/**
 * The arithmetic of an invoice's items, exact. Rounded to the currency's minor unit are a discount and a tax that come
 * from a percentage: no page says so, but no system charges less than a cent.
 */
import { Decimals } from "@waybill/model"
import { BigDecimal, Result } from "effect"

import { refuse, type Refusal } from "../Refusal.ts"

type Decimal = BigDecimal.BigDecimal

export const zero = BigDecimal.make(0n, 0)
const hundred = BigDecimal.make(100n, 0)
const { subtract, multiply, sum } = BigDecimal

export const total = (amounts: Iterable<Decimal>): Decimal => BigDecimal.sumAll(amounts)

/** What a caller gives: `cost` (of one, before tax) or `sub_total` (of all, after discount and tax), and one discount. */
export interface Price {
  readonly quantity: Decimal
  readonly cost?: Decimal
  readonly sub_total?: Decimal
  readonly discount_percentage?: Decimal
  readonly discount_amount?: Decimal
}

/** `sub_total` = `net_amount` − `discount_amount` + `vat_amount`, always. */
export interface Priced {
  readonly quantity: Decimal
  readonly cost: Decimal
  readonly net_amount: Decimal
  readonly discount_percentage: Decimal
  readonly discount_amount: Decimal
  readonly vat_percentage: Decimal
  readonly vat_amount: Decimal
  readonly sub_total: Decimal
}

/** Digits of what is calculated backwards and is no amount: a cost of one, a percentage. */
const fineDigits = 6

const round = (value: Decimal, scale: number): Decimal => BigDecimal.round(value, { scale, mode: "half-from-zero" })
const share = (amount: Decimal, percentage: Decimal): Decimal =>
  BigDecimal.divideUnsafe(multiply(amount, percentage), hundred)
const shareOf = (part: Decimal, whole: Decimal): Decimal =>
  BigDecimal.isZero(whole) ? zero : round(BigDecimal.divideUnsafe(multiply(part, hundred), whole), fineDigits)

const fromCost = (price: Price, cost: Decimal, vat_percentage: Decimal, digits: number): Priced => {
  const { quantity, discount_amount, discount_percentage } = price
  const net_amount = multiply(quantity, cost)
  const discount = discount_amount ?? round(share(net_amount, discount_percentage ?? zero), digits)
  const vat_amount = round(share(subtract(net_amount, discount), vat_percentage), digits)
  return {
    quantity,
    cost,
    net_amount,
    discount_percentage: discount_percentage ?? shareOf(discount, net_amount),
    discount_amount: discount,
    vat_percentage,
    vat_amount,
    sub_total: sum(subtract(net_amount, discount), vat_amount),
  }
}

/** The tax is the rest, so that `sub_total` stays what was given, to the last digit. */
const fromSubTotal = (price: Price, sub_total: Decimal, vat_percentage: Decimal, digits: number): Priced => {
  const { quantity, discount_amount, discount_percentage } = price
  const scale = Math.max(digits, Decimals.scaleOf(sub_total))
  const discounted = round(BigDecimal.divideUnsafe(multiply(sub_total, hundred), sum(hundred, vat_percentage)), scale)
  const kept = subtract(hundred, discount_percentage ?? zero)
  const net_amount =
    discount_amount === undefined
      ? round(BigDecimal.divideUnsafe(multiply(discounted, hundred), kept), scale)
      : sum(discounted, discount_amount)
  const discount = subtract(net_amount, discounted)
  return {
    quantity,
    cost: round(BigDecimal.divideUnsafe(net_amount, quantity), fineDigits),
    net_amount,
    discount_percentage: discount_percentage ?? shareOf(discount, net_amount),
    discount_amount: discount,
    vat_percentage,
    vat_amount: subtract(sub_total, discounted),
    sub_total,
  }
}

/** An item that comes to `sub_total`, with the quantity, the discount and the rate that it has. */
export const withSubTotal = (
  { quantity, discount_amount, vat_percentage }: Priced,
  sub_total: Decimal,
  digits: number,
): Priced => fromSubTotal({ quantity, discount_amount }, sub_total, vat_percentage, digits)

/** Prices one item. `digits`: of the currency's minor unit. */
export const priceItem = (
  price: Price,
  vat_percentage: Decimal,
  listPrice: Decimal | undefined,
  digits: number,
): Result.Result<Priced, Refusal> => {
  const { quantity, cost, sub_total, discount_amount, discount_percentage } = price
  if (!BigDecimal.isPositive(quantity)) return refuse("AMOUNTNOTPOSITIVE", "quantity must be more than 0")
  for (const amount of [cost, sub_total, discount_amount, discount_percentage]) {
    if (amount !== undefined && BigDecimal.isNegative(amount)) {
      return refuse("AMOUNTNOTPOSITIVE", "an amount of an item is negative")
    }
  }
  if (discount_percentage !== undefined && !BigDecimal.isLessThan(discount_percentage, hundred)) {
    return refuse("WRONGVALUE", "discount_percentage must be less than 100")
  }
  if (sub_total !== undefined) return Result.succeed(fromSubTotal(price, sub_total, vat_percentage, digits))
  const each = cost ?? listPrice
  if (each === undefined) return refuse("MANDATORYFIELDMISSING", "an item needs cost or sub_total")
  const priced = fromCost(price, each, vat_percentage, digits)
  return BigDecimal.isNegative(priced.sub_total)
    ? refuse("AMOUNTNOTPOSITIVE", "an item's discount is more than its amount")
    : Result.succeed(priced)
}
