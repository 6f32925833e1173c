/**
 * What became of a flow's drafts, in counts and in money: drafts = posted + refused + unknown + left (invariant 3).
 */
import type { Draft } from "@waybill/ledger"
import { Currencies, Decimals, type Issue } from "@waybill/model"
import { BigDecimal } from "effect"

/** Where a draft ended. `left`: it was not touched, because something newer of it waits, or the posting stopped before it. */
export type PostFate = "posted" | "refused" | "unknown" | "left"

/** Why drafts were not posted: those that share a reason, with the keys of the first few. */
export interface PostProblem {
  readonly code: string
  readonly message: string
  readonly hint?: string
  readonly records: number
  readonly keys: ReadonlyArray<string>
}

/** As many keys as a person looks up. */
const keysShown = 5

/** Counts of drafts, and money by ISO 4217 currency: exact plain decimal text in major units. */
export interface PostedFlow extends Readonly<Record<"drafts" | PostFate, number>> {
  readonly money: Readonly<Record<string, { readonly drafts: string; readonly posted: string }>>
  readonly problems: ReadonlyArray<PostProblem>
}

const zero = BigDecimal.make(0n, 0)

export class PostTally {
  private readonly counts = { drafts: 0, posted: 0, refused: 0, unknown: 0, left: 0 }
  private readonly problems = new Map<string, PostProblem>()
  private readonly money = new Map<string, { drafts: BigDecimal.BigDecimal; posted: BigDecimal.BigDecimal }>()

  /** @param issue why it was not posted */
  settle(draft: Draft, fate: PostFate, issue?: Issue): void {
    this.counts.drafts += 1
    this.counts[fate] += 1
    if (issue !== undefined) this.note(draft.key, issue)
    const amount = draft.money === undefined ? undefined : Decimals.parse(draft.money.amount)
    if (draft.money === undefined || amount === undefined) return
    const sums = this.money.get(draft.money.currency) ?? { drafts: zero, posted: zero }
    this.money.set(draft.money.currency, sums)
    sums.drafts = BigDecimal.sum(sums.drafts, amount)
    if (fate === "posted") sums.posted = BigDecimal.sum(sums.posted, amount)
  }

  private note(key: string, { code, message, hint }: Issue): void {
    const id = `${code} ${message}`
    const { records, keys } = this.problems.get(id) ?? { records: 0, keys: [] }
    this.problems.set(id, {
      code,
      message,
      ...(hint === undefined ? {} : { hint }),
      records: records + 1,
      keys: keys.length < keysShown ? [...keys, key] : keys,
    })
  }

  summary(): PostedFlow {
    const money = [...this.money]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, { drafts, posted }]) => {
        const digits = Currencies.minorUnits(currency)
        return [currency, { drafts: Decimals.toText(drafts, digits), posted: Decimals.toText(posted, digits) }] as const
      })
    return { ...this.counts, money: Object.fromEntries(money), problems: [...this.problems.values()] }
  }
}
