/**
 * Two readings of one source side by side: what a plan saw, and what is there now. Rows that came or went in between shift the
 * others, so that they are told by their keys.
 */
import type { PlannedRecord } from "@waybill/ledger"

/** How a record of the source is not what a plan saw. `fate`: the same content, of which something else would become. */
export interface PlanDifference {
  readonly flow: string
  readonly what: "changed" | "new" | "gone" | "fate"
  /** Where it stands: now, or for one that is gone, then. */
  readonly row: number
  readonly file?: string
  readonly key?: string
  /** What would become of it, then and now. */
  readonly was?: string
  readonly is?: string
}

/** A plan that is gone on with: what it has delivered already needs no more. */
const lessOf: ReadonlyArray<string> = ["unchanged", "unknown", "held", "arrived"]

/** Whether what would become of a record is no more than the plan says. */
export const isWithin = (planned: PlannedRecord, now: PlannedRecord): boolean =>
  planned.key === now.key &&
  planned.hash === now.hash &&
  (planned.verdict === now.verdict || lessOf.includes(now.verdict))

/** So many differences are told one by one; with so many, nobody asks any more which rows moved. */
const told = 20
const lost = 1000

/** So many records are looked through for where a row that moved goes on. */
const window = 1000

const differenceOf = (
  what: PlanDifference["what"],
  { flow, row, file, key }: PlannedRecord,
  was?: PlannedRecord,
  is?: PlannedRecord,
): PlanDifference => ({
  flow,
  what,
  row,
  ...(file === undefined ? {} : { file }),
  ...(key === undefined ? {} : { key }),
  ...(was === undefined ? {} : { was: was.verdict }),
  ...(is === undefined ? {} : { is: is.verdict }),
})

export class Alignment {
  private planned: ReadonlyArray<PlannedRecord> = []
  private now: ReadonlyArray<PlannedRecord> = []
  private readonly goesOn: boolean
  readonly differences: Array<PlanDifference> = []
  count = 0

  /** @param goesOn whether a part of the plan was carried out already */
  constructor(goesOn: boolean) {
    this.goesOn = goesOn
  }

  /** Records as they come; what has no counterpart yet is kept until enough came to see whether it moved. */
  add(planned: ReadonlyArray<PlannedRecord>, now: ReadonlyArray<PlannedRecord>): void {
    this.planned = [...this.planned, ...planned]
    this.now = [...this.now, ...now]
    this.align(false)
  }

  /** Nothing more comes: what is left has no counterpart. */
  end(): void {
    this.align(true)
    for (const one of this.planned) this.differ(differenceOf("gone", one, one))
    for (const one of this.now) this.differ(differenceOf("new", one, undefined, one))
    this.planned = []
    this.now = []
  }

  private differ(difference: PlanDifference): void {
    this.count += 1
    if (this.differences.length < told) this.differences.push(difference)
  }

  private align(isAll: boolean): void {
    let [plannedAt, nowAt] = [0, 0]
    while (plannedAt < this.planned.length && nowAt < this.now.length) {
      const [planned, now] = [this.planned[plannedAt]!, this.now[nowAt]!]
      const step = this.step(this.planned, plannedAt, this.now, nowAt)
      if (step === undefined && !isAll && this.planned.length + this.now.length < 2 * window) break
      const [gone, come] = step ?? [1, 1]
      if (come === 0)
        for (const one of this.planned.slice(plannedAt, plannedAt + gone)) this.differ(differenceOf("gone", one, one))
      else if (gone === 0)
        for (const one of this.now.slice(nowAt, nowAt + come)) this.differ(differenceOf("new", one, undefined, one))
      else this.compare(planned, now)
      plannedAt += gone
      nowAt += come
    }
    this.planned = this.planned.slice(plannedAt)
    this.now = this.now.slice(nowAt)
  }

  /** How many records of each side belong to what stands there; absent: neither side goes on in what is here so far. */
  private step(
    planned: ReadonlyArray<PlannedRecord>,
    plannedAt: number,
    now: ReadonlyArray<PlannedRecord>,
    nowAt: number,
  ): readonly [gone: number, come: number] | undefined {
    const [was, is] = [planned[plannedAt]!.key, now[nowAt]!.key]
    if (was === is || this.count >= lost) return [1, 1]
    const gone = planned.findIndex(({ key }, index) => index > plannedAt && key === is) - plannedAt
    const come = now.findIndex(({ key }, index) => index > nowAt && key === was) - nowAt
    if (gone > 0 && (come <= 0 || gone <= come)) return [gone, 0]
    return come > 0 ? [0, come] : undefined
  }

  private compare(planned: PlannedRecord, now: PlannedRecord): void {
    if (planned.key !== now.key || planned.hash !== now.hash) this.differ(differenceOf("changed", now, planned, now))
    else if (this.goesOn ? !isWithin(planned, now) : planned.verdict !== now.verdict) {
      this.differ(differenceOf("fate", now, planned, now))
    }
  }
}
