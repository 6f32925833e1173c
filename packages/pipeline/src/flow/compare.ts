/**
 * Stage 3: what the ledger says of each record decides whether it goes out. Everything that is to be sent, held or
 * unchanged is written down here, a page in one transaction, before anything of the page is sent.
 */
import type { ConnectorError, Destination, Found, Parent } from "@waybill/connector"
import type { Compared, FlowBook, FoundRecord, Known, LedgerError, LedgerMoney, Reject } from "@waybill/ledger"
import { Decimals, type Issue, Monies, type Money } from "@waybill/model"
import { Effect } from "effect"

import type { Tally } from "./Tally.ts"
import type { Ready, Transformed } from "./transform.ts"

/** A record on its way: what is sent, and whether the target holds an earlier version of it. */
export interface Outgoing extends Ready {
  readonly change: "create" | "update"
  readonly targetId?: string
  readonly parents?: ReadonlyArray<Parent>
}

/** What is known of the parents of a page's records, by key: those that wait, and the ids that the target gave. */
export interface Parentage {
  readonly orphans: ReadonlyMap<string, Issue>
  readonly parents: ReadonlyMap<string, ReadonlyArray<Parent>>
}

export interface Comparison {
  readonly book: FlowBook
  readonly run: number
  readonly tally: Tally
  readonly distinct: boolean
  readonly destination: Pick<Destination<unknown>, "repeat" | "find" | "key">
  readonly parentage: (ready: ReadonlyArray<Ready>) => Effect.Effect<Parentage, LedgerError>
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
  hint: "look in the target whether it is there, and say so with `waybill resolve`",
}

/** Sent by an earlier run, and nobody knows whether it arrived. */
const isUnsettled = (known: Known | undefined): boolean => known?.state === "sending" || known?.state === "unknown"

/** What the target says of the records of a page whose fate is unknown: by key, `undefined` where it surely has none. */
type Asked = ReadonlyMap<string, Found | undefined>

/** Whether what was found is what was sent: another amount has not arrived, and is put right by an update. */
export const holds = (found: Found, money: Money | undefined): boolean =>
  found.money === undefined || money === undefined || Monies.equals(found.money, money)

const nothingAsked: Asked = new Map()

/** What a page's comparison writes, collected record by record. */
class Verdicts {
  readonly found: Array<FoundRecord> = []
  readonly compared: Array<Compared> = []
  readonly rejects: Array<Reject> = []
  readonly outgoing: Array<Outgoing> = []
}

/** Compares one page and writes the verdicts down; gives what is to be sent, in order. */
export const comparer = (
  comparison: Comparison,
): ((page: ReadonlyArray<Transformed>) => Effect.Effect<ReadonlyArray<Outgoing>, LedgerError | ConnectorError>) => {
  const { book, run, tally, distinct, destination } = comparison
  const { find } = destination

  /** Invariant 2: unless its call is an upsert, the target is asked before anything is sent again. */
  const ask = Effect.fnUntraced(function* (
    ready: ReadonlyArray<Ready>,
    known: ReadonlyMap<string, Known>,
  ): Effect.fn.Return<Asked, ConnectorError> {
    if (find === undefined || destination.repeat === "upsert") return nothingAsked
    const unsettled = ready.filter(({ key }) => isUnsettled(known.get(key)))
    if (unsettled.length === 0) return nothingAsked
    const keys = new Map(
      unsettled.map(({ key, record }) => [key, known.get(key)?.targetKey ?? destination.key(record)]),
    )
    const found = yield* find([...new Set(keys.values())])
    return new Map([...keys].map(([key, targetKey]) => [key, found.get(targetKey)]))
  })

  /** A key that this run has met before: in this page, or in an earlier one. */
  const again = (item: Ready, earlier: Pick<Known, "hash" | "row">, verdicts: Verdicts): void => {
    if (earlier.hash === item.hash) return tally.read("unchanged", item.money)
    if (distinct) return tally.read("skipped", item.money)
    tally.read("invalid", item.money)
    verdicts.rejects.push(keep(item, "invalid", repeated(earlier.row)))
  }

  /** A record that the target was found to hold: it is settled with what was sent then. */
  const settle = (item: Ready, { hash }: Known, { targetId, draft }: Found, verdicts: Verdicts): Known => {
    const id = targetId === undefined ? {} : { targetId }
    verdicts.found.push({ key: item.key, row: item.row, ...id, ...(draft === undefined ? {} : { draft }) })
    return { state: "confirmed", hash, confirmedHash: hash, ...id, run, row: item.row }
  }

  /** The key in the target is kept where it can be asked for: it may be another one by the time it is asked. */
  const isAsked = find !== undefined && destination.repeat !== "upsert"

  const send = (item: Ready, known: Known | undefined, found: Found | undefined, of: Parentage, verdicts: Verdicts) => {
    const { key, row, hash, money } = item
    const targetKey = isAsked ? { targetKey: destination.key(item.record) } : {}
    verdicts.compared.push({ key, row, hash, verdict: "pending", ...targetKey, ...ledgerMoney(money) })
    const targetId = known?.targetId ?? found?.targetId
    const parents = of.parents.get(key)
    tally.read("pending", money)
    verdicts.outgoing.push({
      ...item,
      change: known?.confirmedHash === undefined && found === undefined ? "create" : "update",
      ...(targetId === undefined ? {} : { targetId }),
      ...(parents === undefined ? {} : { parents }),
    })
  }

  const judge = (
    item: Ready,
    before: Known | undefined,
    asked: Asked,
    parentage: Parentage,
    verdicts: Verdicts,
  ): void => {
    const { key, row, hash, money } = item
    const write = (verdict: Compared["verdict"]) =>
      verdicts.compared.push({ key, row, hash, verdict, ...ledgerMoney(money) })
    // An update that was lost is simply sent again: it names its record, so that it can't make a second one.
    const found = before?.confirmedHash === undefined ? asked.get(key) : undefined
    const arrived = before !== undefined && found !== undefined && holds(found, money)
    const known = arrived ? settle(item, before, found, verdicts) : before
    const orphan = parentage.orphans.get(key)
    const mayRepeat = destination.repeat === "upsert" || asked.has(key)
    if (isUnsettled(known) && !mayRepeat) {
      write("unknown")
      tally.read("unknown", money)
      verdicts.rejects.push(keep(item, "unknown", fateUnknown))
    } else if (arrived && known?.confirmedHash === hash) {
      tally.arrived(money, found.draft === true)
    } else if (!isUnsettled(known) && known?.confirmedHash === hash) {
      write("unchanged")
      tally.read("unchanged", money)
    } else if (orphan !== undefined) {
      write("held")
      tally.read("held", money)
      verdicts.rejects.push(keep(item, "held", orphan))
    } else {
      send(item, known, found, parentage, verdicts)
    }
  }

  return Effect.fn("compare")(function* (page: ReadonlyArray<Transformed>) {
    const ready = page.filter((item) => item._tag === "Ready")
    const known = yield* book.lookup(ready.map((item) => item.key))
    const asked = yield* ask(ready, known)
    const parentage = yield* comparison.parentage(ready)
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
          judge(item, before, asked, parentage, verdicts)
        } else again(item, earlier, verdicts)
      }
    }
    if (verdicts.found.length > 0) yield* book.found(verdicts.found)
    if (verdicts.compared.length > 0) yield* book.compared(verdicts.compared)
    if (verdicts.rejects.length > 0) yield* book.reject(verdicts.rejects)
    return verdicts.outgoing
  })
}
