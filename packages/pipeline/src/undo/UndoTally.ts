/**
 * What became of a run's records that are taken back, in counts and in money:
 * landed = gone + restored + edited + left + unknown + waiting (invariant 3).
 */
import type { Issue } from "@waybill/model"

import { elsewhere, later } from "./landed.ts"
import { type Counted, Problems, Total } from "./Sums.ts"
import type { Undoable } from "./undoable.ts"
import { type UndoFate, undoFates, type UndoneFlow } from "./UndoPlan.ts"

const columns = ["landed", ...undoFates] as const
type Column = (typeof columns)[number]

/** One value for each column. */
const each = <A>(make: (column: Column) => A): Record<Column, A> => ({
  landed: make("landed"),
  gone: make("gone"),
  restored: make("restored"),
  edited: make("edited"),
  left: make("left"),
  unknown: make("unknown"),
  waiting: make("waiting"),
})

export class UndoTally {
  private readonly totals = each(() => new Total())
  private readonly problems = new Problems()
  private readonly earlier: Total
  /** Landed in another target than the pipeline file names now. */
  private readonly strangers: ReadonlyArray<Counted>
  private readonly confirmed: number

  /** @param flow its name */
  constructor(flow: string, { confirmed, earlier, elsewhere: other }: Undoable) {
    this.strangers = other.filter((page) => page.flow === flow).flatMap(({ records }) => records)
    this.earlier = earlier.get(flow) ?? new Total()
    this.confirmed = confirmed.get(flow) ?? 0
    for (const record of this.strangers) this.settle(record, "left", elsewhere)
  }

  /** How many records have been settled so far. */
  get records(): number {
    return this.totals.landed.records
  }

  /** @param issue why it is not taken back */
  settle(record: Counted, fate: UndoFate, issue?: Issue): void {
    this.totals.landed.add(record)
    this.totals[fate].add(record)
    if (issue !== undefined) this.problems.add(record, issue)
  }

  /** So many records of it that a later run landed again. */
  get later(): number {
    return Math.max(0, this.confirmed - this.records - this.earlier.records)
  }

  summary(): UndoneFlow {
    const { landed } = this.totals
    const money = landed.currencies.map(
      (currency) => [currency, each((column) => this.totals[column].moneyIn(currency))] as const,
    )
    const again = new Problems()
    again.count(this.later, later)
    return {
      ...each((column) => this.totals[column].records),
      money: Object.fromEntries(money),
      problems: [...this.problems.list(), ...again.list()],
      earlier: this.earlier.sum(),
    }
  }
}
