/** The differences of a flow: all are counted, and only the weightiest are kept, however many there are. */
import { Decimals } from "@waybill/model"
import { BigDecimal, Option } from "effect"

import { zero } from "./money.ts"
import { type Difference, type DifferenceKind, differenceKinds } from "./TieOut.ts"

interface Weighed {
  readonly difference: Difference
  readonly rank: number
  readonly weight: BigDecimal.BigDecimal
}

const ranks = new Map(differenceKinds.map((kind, rank) => [kind, rank]))

const weigh = (difference: Difference): Weighed => {
  const { kind, ledger, source, target } = difference
  const amount = ledger ?? source ?? target
  const weight = Option.fromUndefinedOr(amount === undefined ? undefined : Decimals.parse(amount))
  return {
    difference,
    rank: ranks.get(kind)!,
    weight: Option.match(weight, { onNone: () => zero, onSome: BigDecimal.abs }),
  }
}

/** By kind, then the greatest amount, then by key. */
const heavier = (a: Weighed, b: Weighed): number => {
  if (a.rank !== b.rank) return a.rank - b.rank
  const byAmount = BigDecimal.Order(b.weight, a.weight)
  if (byAmount !== 0) return byAmount
  const [one = "", other = ""] = [a.difference.key, b.difference.key]
  return one < other ? -1 : one > other ? 1 : 0
}

export class Differences {
  private kept: Array<Weighed> = []
  private readonly counts = new Map<DifferenceKind, number>()
  private readonly most: number

  /** @param most how many are listed */
  constructor(most: number) {
    this.most = most
  }

  add(difference: Difference): void {
    this.counts.set(difference.kind, (this.counts.get(difference.kind) ?? 0) + 1)
    this.kept.push(weigh(difference))
    // Cut now and then: sorting for each one would cost more than it saves.
    if (this.kept.length > 2 * this.most + 100) this.cut()
  }

  private cut(): void {
    this.kept = this.kept.sort(heavier).slice(0, this.most)
  }

  get isEmpty(): boolean {
    return this.counts.size === 0
  }

  get first(): ReadonlyArray<Difference> {
    this.cut()
    return this.kept.map(({ difference }) => difference)
  }

  /** In the order of their weight. */
  get differing(): Readonly<Partial<Record<DifferenceKind, number>>> {
    return Object.fromEntries([...this.counts].sort(([a], [b]) => ranks.get(a)! - ranks.get(b)!))
  }
}
