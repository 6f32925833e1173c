/**
 * A record as the ledger keeps it for a person, with the reason.
 */
import type { LedgerMoney, Reject } from "@waybill/ledger"
import { Decimals, type Issue, type Money } from "@waybill/model"

import type { Ready, Transformed } from "./transform.ts"

export const ledgerMoney = (money: Money | undefined): { readonly money?: LedgerMoney } =>
  money === undefined ? {} : { money: { amount: Decimals.toText(money.amount), currency: money.currency } }

export const kept = (item: Transformed, state: Reject["state"], issues: ReadonlyArray<Issue>): Reject => ({
  row: item.row,
  ...(item.file === undefined ? {} : { file: item.file }),
  state,
  source: item.lineage.source,
  origin: item.lineage.origin,
  version: item.lineage.version,
  ...(item.lineage.isUnread ? { unread: true } : {}),
  issues,
  ...(item.key === undefined ? {} : { key: item.key }),
  ...ledgerMoney(item.money),
})

/** The record as it waits in the ledger for a person or for its parent. */
export const keep = (ready: Ready, state: Reject["state"], issue: Issue): Reject => kept(ready, state, [issue])

export const sentAgain: Issue = {
  code: "WB-RUN-AGAIN",
  message: "it is being sent again",
  hint: "nothing, if that run is still under way; otherwise run again, or `waybill rejects retry`",
}

export const repeated = (row: number): Issue => ({
  code: "WB-RUN-REPEATED",
  message: `the same number stands in row ${row} with different content`,
  hint: "mend one of the two rows, or say `distinct: first` in the flow to keep only the first",
})

export const fateUnknown: Issue = {
  code: "WB-RUN-UNKNOWN",
  message: "it was sent before and nobody knows whether it arrived; it is not sent again blindly",
  hint: "look in the target whether it is there, and say so with `waybill resolve`",
}

export const notYetTold: Issue = {
  code: "WB-RUN-UNKNOWN",
  message: "it was sent a moment ago, the target does not show it yet, and may be late; it is not sent again blindly",
  hint: "run again: the target is asked once more, and believed once it has had the time that `visibleAfter` gives it",
}
