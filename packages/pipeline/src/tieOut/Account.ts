/** One flow's tie-out as it is added up, record by record; needs as much memory as it has customers. */
import type { SideBySide, TargetFact } from "@waybill/ledger"
import type { Money } from "@waybill/model"

import { Differences } from "./Differences.ts"
import { Groups, type Names } from "./Groups.ts"
import { counts, type Ground, isConfirmed, isUnnamed, judge } from "./judge.ts"
import { readMoney, Total } from "./money.ts"
import { type FlowTieOut, type LookedAt, type Step, steps } from "./TieOut.ts"

export interface AccountOptions extends Ground {
  readonly lookedAt: LookedAt
  readonly ageOf: ConstructorParameters<typeof Groups>[1]
  /** How many differences are listed. */
  readonly most: number
}

export type Totals = Pick<
  FlowTieOut,
  "ties" | "steps" | "source" | "ledger" | "target" | "drafts" | "others" | "groups" | "differences" | "differing"
>

export class Account {
  private readonly steps = new Map<Step, Total>([
    ["read", new Total()],
    ["confirmed", new Total()],
  ])
  private readonly source = new Total()
  private readonly ledger = new Total()
  private readonly target = new Total()
  private readonly drafts = new Total()
  private readonly others = new Total()
  private readonly groups: Groups
  private readonly differences: Differences
  private readonly options: AccountOptions
  private unasked = 0

  constructor(options: AccountOptions) {
    this.options = options
    this.groups = new Groups(options.entity, options.ageOf)
    this.differences = new Differences(options.most)
  }

  addPage(page: ReadonlyArray<SideBySide>): void {
    for (const side of page) this.add(side)
  }

  /** Confirmed records that could not be asked for, where only ids can. */
  get unnamed(): number {
    return this.unasked
  }

  private add({ source, ...rest }: SideBySide): void {
    // Half a source says nothing about what it has.
    const side: SideBySide = source === undefined || !this.options.isSourceRead ? rest : { source, ...rest }
    const { step, differences } = judge(side, this.options, this.options.lookedAt === "listed")
    for (const difference of differences) this.differences.add(difference)
    this.addStep(side, step)
    this.addSides(side)
  }

  private addStep({ source, ledger }: SideBySide, step: Step | undefined): void {
    const money = readMoney((source ?? ledger)?.money)
    if (source !== undefined) this.steps.get("read")!.add(money)
    if (step === undefined) return
    const total = this.steps.get(step) ?? new Total()
    this.steps.set(step, total)
    total.add(money)
  }

  private addSides(side: SideBySide): void {
    const { source, ledger, target, copies } = side
    const isReady = source?.fate === "ready"
    const told: Names = isReady ? source : (target ?? {})
    if (isReady) this.addTo("source", told, readMoney(source.money))
    if (isConfirmed(ledger)) this.addTo("ledger", told, readMoney(ledger.money))
    if (this.options.lookedAt === "shown" && isUnnamed(side)) this.unasked += 1
    if (!this.options.isTargetRead) return
    const isStranger = source === undefined && ledger === undefined
    for (const held of [target, ...copies]) {
      if (!counts(held)) continue
      if (isStranger) this.others.add(readMoney(held.money))
      else this.addHeld(held, told)
    }
  }

  private addHeld(held: TargetFact, told: Names): void {
    const { customer = told.customer, status = told.status, day = told.day } = held
    const money = readMoney(held.money)
    this.addTo("target", { customer, status, day }, money)
    if (held.standing === "draft") this.drafts.add(money)
  }

  private addTo(side: "source" | "ledger" | "target", names: Names, money: Money | undefined): void {
    this[side].add(money)
    this.groups.add(side, names, money)
  }

  /** Records decide, and the sums: a customer of another name over there alone is no difference. */
  private get ties(): boolean {
    const { isSourceRead, lookedAt, isTargetRead } = this.options
    const isLookedAt = isSourceRead && lookedAt !== "unreachable"
    const agrees = this.source.equals(this.ledger) && (!isTargetRead || this.target.equals(this.ledger))
    return isLookedAt && agrees && this.differences.isEmpty
  }

  get totals(): Totals {
    const { lookedAt, isTargetRead } = this.options
    const occurring = steps.flatMap((step) => {
      const total = this.steps.get(step)
      return total === undefined ? [] : [[step, total.sum] as const]
    })
    return {
      ties: this.ties,
      steps: Object.fromEntries(occurring),
      source: this.source.sum,
      ledger: this.ledger.sum,
      ...(isTargetRead ? { target: this.target.sum } : {}),
      ...(isTargetRead && this.drafts.records > 0 ? { drafts: this.drafts.sum } : {}),
      ...(lookedAt === "listed" ? { others: this.others.sum } : {}),
      groups: this.groups.groups(isTargetRead),
      differences: this.differences.first,
      differing: this.differences.differing,
    }
  }
}
