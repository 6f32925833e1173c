/** The records of a flow by currency, customer, status and age, at each of the three sides. */
import type { Entity, Money } from "@waybill/model"
import { BigDecimal } from "effect"

import { amountText, zero } from "./money.ts"
import { type Age, ages, type Dimension, type Group } from "./TieOut.ts"

export type Side = "source" | "ledger" | "target"

/** What a record is grouped by; what nobody told is absent. */
export interface Names {
  readonly customer?: string | undefined
  readonly status?: string | undefined
  readonly day?: string | undefined
}

interface Part {
  records: number
  amount: BigDecimal.BigDecimal
}

type Parts = Readonly<Record<Side, Part>>

const none = (): Parts => ({
  source: { records: 0, amount: zero },
  ledger: { records: 0, amount: zero },
  target: { records: 0, amount: zero },
})

/** One dimension: by currency, then by name. */
class Table {
  private readonly parts = new Map<string, Map<string, Parts>>()

  add(side: Side, name: string, money: Money | undefined): void {
    const currency = money?.currency ?? ""
    const names = this.parts.get(currency) ?? new Map<string, Parts>()
    this.parts.set(currency, names)
    const parts = names.get(name) ?? none()
    names.set(name, parts)
    const part = parts[side]
    part.records += 1
    if (money !== undefined) part.amount = BigDecimal.sum(part.amount, money.amount)
  }

  groups(isTargetRead: boolean, order: (a: string, b: string) => number): ReadonlyArray<Group> {
    return [...this.parts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([currency, names]) => {
        const shown = ({ records, amount }: Part) => ({ records, amount: amountText(amount, currency) })
        const toGroup = ([name, { source, ledger, target }]: readonly [string, Parts]): Group => ({
          name,
          currency,
          source: shown(source),
          ledger: shown(ledger),
          ...(isTargetRead ? { target: shown(target) } : {}),
        })
        return [...names].sort(([a], [b]) => order(a, b)).map(toGroup)
      })
  }
}

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const places: ReadonlyMap<string, number> = new Map(ages.map((age, place) => [age, place]))
const byAge = (a: string, b: string): number => (places.get(a) ?? 0) - (places.get(b) ?? 0)

/** Of customers there is nothing to add up by customer; only invoices have ages. */
export class Groups {
  private readonly currency = new Table()
  private readonly customer = new Table()
  private readonly status = new Table()
  private readonly age = new Table()
  private readonly entity: Entity
  private readonly ageOf: (day: string | undefined) => Age

  constructor(entity: Entity, ageOf: (day: string | undefined) => Age) {
    this.entity = entity
    this.ageOf = ageOf
  }

  /** What is not told has the name `""`. */
  add(side: Side, { customer = "", status = "", day }: Names, money: Money | undefined): void {
    this.currency.add(side, money?.currency ?? "", money)
    if (this.entity !== "customer") this.customer.add(side, customer, money)
    this.status.add(side, status, money)
    if (this.entity === "invoice") this.age.add(side, this.ageOf(day), money)
  }

  groups(isTargetRead: boolean): Readonly<Record<Dimension, ReadonlyArray<Group>>> {
    return {
      currency: this.currency.groups(isTargetRead, byName),
      customer: this.customer.groups(isTargetRead, byName),
      status: this.status.groups(isTargetRead, byName),
      age: this.age.groups(isTargetRead, byAge),
    }
  }
}
