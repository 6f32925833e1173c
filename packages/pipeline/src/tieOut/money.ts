/** Amounts as the three sides tell them, and exact sums of them (invariant 4). */
import type { LedgerMoney } from "@waybill/ledger"
import { Currencies, Decimals, Money, Monies } from "@waybill/model"
import { BigDecimal } from "effect"

import type { Sum } from "./TieOut.ts"

export const zero = BigDecimal.make(0n, 0)

/** The amount that stands in a book; `undefined` where none does. */
export const readMoney = (money: LedgerMoney | undefined): Money | undefined => {
  const amount = money === undefined ? undefined : Decimals.parse(money.amount)
  return money === undefined || amount === undefined ? undefined : new Money(amount, money.currency)
}

/** With the digits of the currency's minor unit; of no currency: as it is. */
export const amountText = (amount: BigDecimal.BigDecimal, currency: string): string =>
  Decimals.toText(amount, currency === "" ? 0 : Currencies.minorUnits(currency))

/** Whether both say the same, or both say nothing. */
export const sameMoney = (a: LedgerMoney | undefined, b: LedgerMoney | undefined): boolean => {
  const [one, other] = [readMoney(a), readMoney(b)]
  return one === undefined || other === undefined ? one === other : Monies.equals(one, other)
}

/** So many records, and what they add up to in each currency. */
export class Total {
  private count = 0
  private readonly amounts = new Map<string, BigDecimal.BigDecimal>()

  add(money: Money | undefined): void {
    this.count += 1
    if (money === undefined) return
    this.amounts.set(money.currency, BigDecimal.sum(this.amounts.get(money.currency) ?? zero, money.amount))
  }

  get records(): number {
    return this.count
  }

  /** A currency that only one of the two has is no difference where it adds up to nothing. */
  equals(other: Total): boolean {
    const currencies = new Set([...this.amounts.keys(), ...other.amounts.keys()])
    const same = (currency: string) =>
      BigDecimal.equals(this.amounts.get(currency) ?? zero, other.amounts.get(currency) ?? zero)
    return this.count === other.count && [...currencies].every(same)
  }

  get sum(): Sum {
    const money = [...this.amounts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, amount]) => [currency, amountText(amount, currency)] as const)
    return { records: this.count, money: Object.fromEntries(money) }
  }
}
