/**
 * Records that need a person, as the ledger keeps them.
 */
import { type KeptReject, Ledger, type LedgerError, type RejectFilter } from "@waybill/ledger"
import { Decimals, Monies, Money } from "@waybill/model"
import { BigDecimal, Effect } from "effect"

import { shownIssues } from "./rejects/shownIssues.ts"

/** Rejects of one flow that share a state, a code and a column or field. */
export interface RejectGroup {
  readonly flow: string
  readonly state: KeptReject["state"]
  readonly code: string
  /** The column of the source, or else the field of the model. */
  readonly at?: string
  readonly records: number
  /** What they add up to by currency, exact decimal text in major units; a record without money adds nothing. */
  readonly money: Readonly<Record<string, string>>
  /** The first record of the group. */
  readonly firstRow: number
  readonly message: string
  readonly hint?: string
}

/** The rejects of a pipeline: the invalid and the refused, unless the filter names other states. */
export const listRejects = (
  pipeline: string,
  filter: RejectFilter,
): Effect.Effect<ReadonlyArray<KeptReject>, LedgerError, Ledger> =>
  Effect.flatMap(Ledger, (ledger) => ledger.rejects(pipeline, { states: ["invalid", "refused"], ...filter }))

/** Exact sums (invariant 4). */
const withMoney = (sums: RejectGroup["money"], money: KeptReject["money"]): RejectGroup["money"] => {
  const amount = money === undefined ? undefined : Decimals.parse(money.amount)
  if (money === undefined || amount === undefined) return sums
  const before = Decimals.parse(sums[money.currency] ?? "0") ?? zero
  return { ...sums, [money.currency]: Monies.format(new Money(BigDecimal.sum(before, amount), money.currency)) }
}

const zero = BigDecimal.make(0n, 0)

/** What rejects add up to by currency, as {@link RejectGroup.money}. */
export const moneyOfRejects = (rejects: ReadonlyArray<Pick<KeptReject, "money">>): RejectGroup["money"] =>
  rejects.reduce<RejectGroup["money"]>((sums, { money }) => withMoney(sums, money), {})

/** Groups by flow, state, code and column: one line for each mistake, whatever number of rows have it. */
export const groupRejects = (rejects: ReadonlyArray<KeptReject>): ReadonlyArray<RejectGroup> => {
  const groups = new Map<string, RejectGroup>()
  for (const { flow, state, row, issues, money } of rejects) {
    for (const { code, column, field, message, hint } of shownIssues(issues)) {
      const at = column ?? field
      const id = JSON.stringify([flow, state, code, at])
      const group = groups.get(id)
      groups.set(id, {
        flow,
        state,
        code,
        message,
        records: (group?.records ?? 0) + 1,
        money: withMoney(group?.money ?? {}, money),
        firstRow: group?.firstRow ?? row,
        ...(at === undefined ? {} : { at }),
        ...(hint === undefined ? {} : { hint }),
      })
    }
  }
  return [...groups.values()].sort((a, b) => b.records - a.records)
}

/** What one run left behind, in every state, grouped. */
export const rejectGroups = (
  pipeline: string,
  { run }: { readonly run: number },
): Effect.Effect<ReadonlyArray<RejectGroup>, LedgerError, Ledger> =>
  Effect.map(listRejects(pipeline, { states: ["invalid", "held", "refused", "unknown"] }), (rejects) =>
    groupRejects(rejects.filter((reject) => reject.run === run)),
  )
