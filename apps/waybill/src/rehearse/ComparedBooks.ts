/** Adds up what two ledgers hold of one flow, and keeps where they differ. */
import type { HeldRecord } from "@waybill/ledger"
import { Decimals, Monies, Money } from "@waybill/model"
import { BigDecimal } from "effect"

import type { Otherwise, RecordOtherwise, Side } from "./Compared.ts"
import type { Pair } from "./mergeByKey.ts"

/** Exact sums (invariant 4). */
class Sum {
  private records = 0
  private readonly amounts = new Map<string, BigDecimal.BigDecimal>()

  add({ money }: HeldRecord): void {
    this.records += 1
    const amount = money === undefined ? undefined : Decimals.parse(money.amount)
    if (money === undefined || amount === undefined) return
    const before = this.amounts.get(money.currency)
    this.amounts.set(money.currency, before === undefined ? amount : BigDecimal.sum(before, amount))
  }

  total(): Pick<Side, "confirmed" | "money"> {
    const money = [...this.amounts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, amount]) => [currency, Monies.format(new Money(amount, currency))] as const)
    return { confirmed: this.records, money: Object.fromEntries(money) }
  }
}

const isConfirmed = (record: HeldRecord | undefined): record is HeldRecord => record?.state === "confirmed"

const isSameAmount = (a: HeldRecord["money"], b: HeldRecord["money"]): boolean => {
  if (a === undefined || b === undefined) return a === b
  const [one, other] = [Decimals.parse(a.amount), Decimals.parse(b.amount)]
  return a.currency === b.currency && one !== undefined && other !== undefined && BigDecimal.equals(one, other)
}

const kindOf = (rehearsed: HeldRecord | undefined, real: HeldRecord | undefined): Otherwise | undefined => {
  if (isConfirmed(rehearsed) !== isConfirmed(real)) return isConfirmed(rehearsed) ? "missing" : "extra"
  return isConfirmed(rehearsed) && !isSameAmount(rehearsed.money, real?.money) ? "amount" : undefined
}

const whyOf = ({ code, message }: HeldRecord): string | undefined =>
  code === undefined ? undefined : message === undefined ? code : `${code}: ${message}`

const amountOf = (record: HeldRecord | undefined): string | undefined =>
  isConfirmed(record) && record.money !== undefined ? `${record.money.amount} ${record.money.currency}` : undefined

const recordOf = (kind: Otherwise, { key, left, right }: Pair<HeldRecord>): RecordOtherwise => {
  const other = kind === "missing" ? right : kind === "extra" ? left : undefined
  const why = other === undefined ? undefined : whyOf(other)
  const [rehearsedAmount, realAmount] = [amountOf(left), amountOf(right)]
  return {
    kind,
    key,
    ...(left === undefined ? {} : { rehearsed: left.state }),
    ...(right === undefined ? {} : { real: right.state }),
    ...(rehearsedAmount === undefined ? {} : { rehearsedAmount }),
    ...(realAmount === undefined ? {} : { realAmount }),
    ...(why === undefined ? {} : { why }),
  }
}

export class ComparedBooks {
  private readonly rehearsed = new Sum()
  private readonly real = new Sum()
  private readonly counts: Record<Otherwise, number> = { missing: 0, extra: 0, amount: 0 }
  private readonly records: Array<RecordOtherwise> = []
  private readonly most: number

  /** @param most so many records that are otherwise are kept */
  constructor(most: number) {
    this.most = most
  }

  addPage(pairs: ReadonlyArray<Pair<HeldRecord>>): void {
    for (const pair of pairs) {
      const { left, right } = pair
      if (isConfirmed(left)) this.rehearsed.add(left)
      if (isConfirmed(right)) this.real.add(right)
      const kind = kindOf(left, right)
      if (kind === undefined) continue
      this.counts[kind] += 1
      if (this.records.length < this.most) this.records.push(recordOf(kind, pair))
    }
  }

  total() {
    const { rehearsed, real, counts, records } = this
    return { rehearsed: rehearsed.total(), real: real.total(), differing: counts, records }
  }
}
