/** Records and their money, added up exactly (invariant 4); and records that share a reason. */
import type { LedgerMoney } from "@waybill/ledger"
import { Decimals, type Issue, Monies, Money } from "@waybill/model"
import { BigDecimal } from "effect"

import type { Sum } from "../tieOut/TieOut.ts"
import type { UndoLeft } from "./UndoPlan.ts"

/** A record as it is counted. */
export interface Counted {
  readonly key: string
  readonly money?: LedgerMoney
}

const zero = BigDecimal.make(0n, 0)

export class Total {
  private counted = 0
  private readonly amounts = new Map<string, BigDecimal.BigDecimal>()

  add({ money }: Pick<Counted, "money">): void {
    this.counted += 1
    const amount = money === undefined ? undefined : Decimals.parse(money.amount)
    if (money === undefined || amount === undefined) return
    this.amounts.set(money.currency, BigDecimal.sum(this.amounts.get(money.currency) ?? zero, amount))
  }

  /** So many of which nobody knows the money. */
  count(records: number): void {
    this.counted += records
  }

  get records(): number {
    return this.counted
  }

  /** In the currencies' order. */
  get currencies(): ReadonlyArray<string> {
    return [...this.amounts.keys()].sort()
  }

  moneyIn(currency: string): string {
    return Monies.format(new Money(this.amounts.get(currency) ?? zero, currency))
  }

  sum(): Sum {
    const money = this.currencies.map((currency) => [currency, this.moneyIn(currency)])
    return { records: this.counted, money: Object.fromEntries(money) }
  }
}

/** As many keys as a person looks up. */
const keysShown = 10

export class Problems {
  private readonly groups = new Map<
    string,
    { readonly issue: Issue; readonly total: Total; readonly keys: Array<string> }
  >()

  add(record: Counted, issue: Issue): void {
    const { total, keys } = this.group(issue)
    total.add(record)
    if (keys.length < keysShown) keys.push(record.key)
  }

  /** So many records, whose keys nobody knows. */
  count(records: number, issue: Issue): void {
    if (records > 0) this.group(issue).total.count(records)
  }

  private group(issue: Issue) {
    const id = `${issue.code} ${issue.message}`
    const group = this.groups.get(id) ?? { issue, total: new Total(), keys: [] }
    this.groups.set(id, group)
    return group
  }

  list(): ReadonlyArray<UndoLeft> {
    return [...this.groups.values()].map(({ issue: { code, message, hint }, total, keys }) => ({
      code,
      message,
      ...(hint === undefined ? {} : { hint }),
      records: total.sum(),
      keys: [...keys].sort(),
    }))
  }
}
