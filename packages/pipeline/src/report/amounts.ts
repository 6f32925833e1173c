/** Numbers for the eye, and what is computed of them: exact, never through a JavaScript number (invariant 4). */
import { Currencies, Decimals } from "@waybill/model"
import { BigDecimal, Order } from "effect"

import type { Sum } from "../tieOut/TieOut.ts"

const zero = BigDecimal.make(0n, 0)

/** An amount of a tie-out: plain decimal text; absent is nothing. */
export const amountOf = (text: string | undefined): BigDecimal.BigDecimal =>
  text === undefined ? zero : BigDecimal.fromStringUnsafe(text)

/** Groups of three with spaces that keep the number on one line, and a true minus. */
const spaced = (plain: string): string => {
  const [whole = "", fraction] = plain.replace("-", "\u2212").split(".")
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, "\u00A0")
  return fraction === undefined ? groups : `${groups}.${fraction}`
}

const written = (amount: BigDecimal.BigDecimal, currency: string): string =>
  spaced(Decimals.toText(amount, currency === "" ? 0 : Currencies.minorUnits(currency)))

/** `1 234 567.50`, at least with the digits of the currency's minor unit. */
export const grouped = (amount: string, currency: string): string => written(amountOf(amount), currency)

export const count = (records: number): string => spaced(String(records))

/** `1 record`, `1 234 records`. */
export const counted = (records: number, one: string, many = `${one}s`): string =>
  `${count(records)} ${records === 1 ? one : many}`

/** `to` less `from`, with its sign; empty where they are equal. */
export const differenceText = (from: string, to: string, currency: string): string => {
  const difference = BigDecimal.subtract(amountOf(to), amountOf(from))
  if (BigDecimal.isZero(difference)) return ""
  return `${BigDecimal.isPositive(difference) ? "+" : ""}${written(difference, currency)}`
}

export const isSame = (a: string | undefined, b: string | undefined): boolean =>
  BigDecimal.equals(amountOf(a), amountOf(b))

/** The largest first, credits by their size. */
export const byWeight = <A>(amount: (item: A) => string): Order.Order<A> =>
  Order.flip(Order.mapInput(BigDecimal.Order, (item: A) => BigDecimal.abs(amountOf(amount(item)))))

/** The currencies of some sums, in alphabetical order. */
export const currenciesOf = (sums: ReadonlyArray<Sum | undefined>): ReadonlyArray<string> =>
  [...new Set(sums.flatMap((sum) => Object.keys(sum?.money ?? {})))].sort()

/** Whether both are the same to the record and to the cent. */
export const sameSum = (a: Sum, b: Sum): boolean =>
  a.records === b.records && currenciesOf([a, b]).every((currency) => isSame(a.money[currency], b.money[currency]))

/** `sum`, and `factor` times the other one. */
export const plus = (sum: Sum, other: Sum, factor: 1 | -1): Sum => ({
  records: sum.records + factor * other.records,
  money: Object.fromEntries(
    currenciesOf([sum, other]).map((currency) => {
      const [a, b] = [amountOf(sum.money[currency]), amountOf(other.money[currency])]
      return [currency, Decimals.toText(factor === 1 ? BigDecimal.sum(a, b) : BigDecimal.subtract(a, b))]
    }),
  ),
})

/** How long each amount is beside the longest, in hundredths of a percent: a length on paper, not an amount; 0 only of nothing. */
export const lengths = (amounts: ReadonlyArray<string>): ReadonlyArray<number> => {
  const values = amounts.map((amount) => BigDecimal.abs(amountOf(amount)))
  const scale = Math.max(0, ...values.map(({ scale }) => scale))
  const units = values.map((value) => BigDecimal.scale(value, scale).value)
  const longest = units.reduce((most, unit) => (unit > most ? unit : most), 1n)
  return units.map((unit) => Number((unit * 10_000n + longest - 1n) / longest))
}
