/**
 * What became of a flow's records, in counts and in money (invariant 3):
 * read = skipped + invalid + unchanged + held + confirmed + refused + unknown, plus `pending` in a run that was stopped.
 */
import { Currencies, Decimals, type Money } from "@waybill/model"
import { BigDecimal, Record as Records } from "effect"

/** Where a record of this run ended. `pending`: compared and surely not sent, in a run that was stopped. */
export const fates = ["skipped", "invalid", "unchanged", "held", "confirmed", "refused", "unknown", "pending"] as const
export type Fate = (typeof fates)[number]

/** What is a part of a fate. */
type Part = "dismissed" | "matched" | "created" | "updated"

/** Exact plain decimal text in major units of one currency: what was read in all, by fate, and of parts of a fate. */
export type MoneySummary = Readonly<Record<"read" | Fate | Part, string>>

/** Counts of records, and money by ISO 4217 currency. */
export interface FlowSummary extends Readonly<Record<"read" | Fate, number>> {
  /** Of the confirmed: new to the target, and already there. */
  readonly created: number
  readonly updated: number
  /** Of the confirmed: held by the target as drafts, which count once they are posted. */
  readonly drafts: number
  /** Of the skipped: those of which a person decided that they do not go. */
  readonly dismissed: number
  /** Of the unchanged: those that the target held before, taken over as counterparts by this run. */
  readonly matched: number
  readonly money: Readonly<Record<string, MoneySummary>>
}

/** An exact sum that is added to for every record: in place, and in units of the finest amount so far. */
class Sum {
  private units = 0n
  private scale = 0

  add({ value, scale }: BigDecimal.BigDecimal, taken: boolean): void {
    let units = value
    if (scale > this.scale) {
      this.units *= 10n ** BigInt(scale - this.scale)
      this.scale = scale
    } else if (scale < this.scale) units *= 10n ** BigInt(this.scale - scale)
    if (taken) this.units -= units
    else this.units += units
  }

  get total(): BigDecimal.BigDecimal {
    return BigDecimal.make(this.units, this.scale)
  }
}

type Amounts = Record<"read" | Fate | Part, Sum>

const noMoney = (): Amounts => ({
  read: new Sum(),
  skipped: new Sum(),
  invalid: new Sum(),
  unchanged: new Sum(),
  held: new Sum(),
  confirmed: new Sum(),
  refused: new Sum(),
  unknown: new Sum(),
  pending: new Sum(),
  dismissed: new Sum(),
  matched: new Sum(),
  created: new Sum(),
  updated: new Sum(),
})

export class Tally {
  private readonly counts: Record<"read" | Fate | Part | "drafts", number> = {
    read: 0,
    skipped: 0,
    invalid: 0,
    unchanged: 0,
    held: 0,
    confirmed: 0,
    refused: 0,
    unknown: 0,
    pending: 0,
    created: 0,
    updated: 0,
    drafts: 0,
    dismissed: 0,
    matched: 0,
  }
  private readonly money = new Map<string, Amounts>()

  /** A record was read and stands at `fate` for now. */
  read(fate: Fate, money: Money | undefined): void {
    this.counts.read += 1
    this.counts[fate] += 1
    this.add("read", money, false)
    this.add(fate, money, false)
  }

  /** A record was read, and a person decided that it does not go. */
  dismissed(money: Money | undefined): void {
    this.read("skipped", money)
    this.counts.dismissed += 1
    this.add("dismissed", money, false)
  }

  /** A record was read that the target held before. */
  matched(money: Money | undefined): void {
    this.read("unchanged", money)
    this.counts.matched += 1
    this.add("matched", money, false)
  }

  /** A record of an earlier run was read again, and found to have arrived. */
  arrived(money: Money | undefined, draft: boolean): void {
    this.read("confirmed", money)
    this.counts.created += 1
    this.add("created", money, false)
    if (draft) this.counts.drafts += 1
  }

  /** A record that waited is to be sent after all. */
  release(from: "held" | "unknown", money: Money | undefined): void {
    this.counts[from] -= 1
    this.counts.pending += 1
    this.add(from, money, true)
    this.add("pending", money, false)
  }

  /** A record that was to be sent has its fate. */
  settle(
    fate: "confirmed" | "refused" | "unknown" | "held",
    { change, draft }: { readonly change: "create" | "update"; readonly draft: boolean },
    money: Money | undefined,
  ): void {
    this.counts.pending -= 1
    this.counts[fate] += 1
    const part = change === "create" ? "created" : "updated"
    if (fate === "confirmed") {
      this.counts[part] += 1
      this.add(part, money, false)
    }
    if (fate === "confirmed" && draft) this.counts.drafts += 1
    this.add("pending", money, true)
    this.add(fate, money, false)
  }

  private add(of: "read" | Fate | Part, money: Money | undefined, taken: boolean): void {
    if (money === undefined) return
    let amounts = this.money.get(money.currency)
    if (amounts === undefined) this.money.set(money.currency, (amounts = noMoney()))
    amounts[of].add(money.amount, taken)
  }

  /** Invalid and refused so far: what `--max-rejects` counts. */
  get rejects(): number {
    return this.counts.invalid + this.counts.refused
  }

  get confirmed(): number {
    return this.counts.confirmed
  }

  get records(): number {
    return this.counts.read
  }

  summary(): FlowSummary {
    const money = [...this.money]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, amounts]) => {
        const digits = Currencies.minorUnits(currency)
        return [currency, Records.map(amounts, ({ total }) => Decimals.toText(total, digits))] as const
      })
    return { ...this.counts, money: Object.fromEntries(money) }
  }
}
