/**
 * Stage 3: what the ledger says of each record decides whether it goes out. Everything that is to be sent, held or
 * unchanged is written down here, a page in one transaction, before anything of the page is sent.
 */
import type { Compared, FlowBook, Known, LedgerError, LedgerMoney, Reject } from "@waybill/ledger"
import { Decimals, type Issue, type Money } from "@waybill/model"
import { Effect } from "effect"

import type { Tally } from "./Tally.ts"
import type { Ready, Transformed } from "./transform.ts"

/** A record on its way: what is sent, and whether the target holds an earlier version of it. */
export interface Outgoing extends Ready {
  readonly change: "create" | "update"
  readonly targetId?: string
}

export interface Comparison {
  readonly book: FlowBook
  readonly run: number
  readonly tally: Tally
  readonly distinct: boolean
  /** Whether a record whose fate is unknown may simply be sent again: the target's call is an upsert (invariant 2). */
  readonly upsert: boolean
  /** The keys of those records of a page whose parent is not confirmed, with the issue that says so. */
  readonly orphans: (ready: ReadonlyArray<Ready>) => Effect.Effect<ReadonlyMap<string, Issue>, LedgerError>
}

export const ledgerMoney = (money: Money | undefined): { readonly money?: LedgerMoney } =>
  money === undefined ? {} : { money: { amount: Decimals.toText(money.amount), currency: money.currency } }

const kept = (
  item: Exclude<Transformed, { _tag: "Skipped" }>,
  state: Reject["state"],
  issues: ReadonlyArray<Issue>,
): Reject => ({
  row: item.row,
  ...(item.file === undefined ? {} : { file: item.file }),
  state,
  source: item.source(),
  issues,
  ...(item.key === undefined ? {} : { key: item.key }),
  ...ledgerMoney(item.money),
})

/** The record as it waits in the ledger for a person or for its parent. */
export const keep = (ready: Ready, state: Reject["state"], issue: Issue): Reject => kept(ready, state, [issue])

const repeated = (row: number): Issue => ({
  code: "WB-RUN-REPEATED",
  message: `the same number stands in row ${row} with different content`,
  hint: "mend one of the two rows, or say `distinct: first` in the flow to keep only the first",
})

const fateUnknown: Issue = {
  code: "WB-RUN-UNKNOWN",
  message: "it was sent before and nobody knows whether it arrived; it is not sent again blindly",
  hint: "look in the target whether it is there",
}

/** What a page's comparison writes, collected record by record. */
class Verdicts {
  readonly compared: Array<Compared> = []
  readonly rejects: Array<Reject> = []
  readonly outgoing: Array<Outgoing> = []
}

/** Compares one page and writes the verdicts down; gives what is to be sent, in order. */
export const comparer = (
  comparison: Comparison,
): ((page: ReadonlyArray<Transformed>) => Effect.Effect<ReadonlyArray<Outgoing>, LedgerError>) => {
  const { book, run, tally, distinct, upsert } = comparison

  /** A key that this run has met before: in this page, or in an earlier one. */
  const again = (item: Ready, earlier: Pick<Known, "hash" | "row">, verdicts: Verdicts): void => {
    if (earlier.hash === item.hash) return tally.read("unchanged", item.money)
    if (distinct) return tally.read("skipped", item.money)
    tally.read("invalid", item.money)
    verdicts.rejects.push(keep(item, "invalid", repeated(earlier.row)))
  }

  const judge = (item: Ready, known: Known | undefined, orphan: Issue | undefined, verdicts: Verdicts): void => {
    const { key, row, hash } = item
    const write = (verdict: Compared["verdict"]) =>
      verdicts.compared.push({ key, row, hash, verdict, ...ledgerMoney(item.money) })
    const unsettled = known?.state === "sending" || known?.state === "unknown"
    if (unsettled && !upsert) {
      write("unknown")
      tally.read("unknown", item.money)
      verdicts.rejects.push(keep(item, "unknown", fateUnknown))
    } else if (!unsettled && known?.confirmedHash === hash) {
      write("unchanged")
      tally.read("unchanged", item.money)
    } else if (orphan !== undefined) {
      write("held")
      tally.read("held", item.money)
      verdicts.rejects.push(keep(item, "held", orphan))
    } else {
      write("pending")
      tally.read("pending", item.money)
      verdicts.outgoing.push({
        ...item,
        change: known?.confirmedHash === undefined ? "create" : "update",
        ...(known?.targetId === undefined ? {} : { targetId: known.targetId }),
      })
    }
  }

  return Effect.fn("compare")(function* (page: ReadonlyArray<Transformed>) {
    const ready = page.filter((item) => item._tag === "Ready")
    const known = yield* book.lookup(ready.map((item) => item.key))
    const orphans = yield* comparison.orphans(ready)
    const verdicts = new Verdicts()
    const met = new Map<string, Ready>()
    for (const item of page) {
      if (item._tag === "Skipped") tally.read("skipped", item.money)
      else if (item._tag === "Invalid") {
        tally.read("invalid", item.money)
        verdicts.rejects.push(kept(item, "invalid", item.issues))
      } else {
        const before = known.get(item.key)
        const earlier = met.get(item.key) ?? (before?.run === run ? before : undefined)
        if (earlier === undefined) {
          met.set(item.key, item)
          judge(item, before, orphans.get(item.key), verdicts)
        } else again(item, earlier, verdicts)
      }
    }
    if (verdicts.compared.length > 0) yield* book.compared(verdicts.compared)
    if (verdicts.rejects.length > 0) yield* book.reject(verdicts.rejects)
    return verdicts.outgoing
  })
}
