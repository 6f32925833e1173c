/**
 * Stage 3: what the ledger says of each record decides whether it goes out. Everything that is to be sent, held or
 * unchanged is written down here, a page in one transaction, before anything of the page is sent.
 */
import type { ConnectorError, Destination, Found } from "@waybill/connector"
import type { Compared, FlowBook, Known, LedgerError } from "@waybill/ledger"
import type { Issue } from "@waybill/model"
import { Effect } from "effect"

import { type Asked, asker, holds, isUnsettled } from "./ask.ts"
import type { Decision, Verdict } from "./Decision.ts"
import { digestFields } from "./fieldDigests.ts"
import type { InFront } from "./InFront.ts"
import { fateUnknown, keep, kept, ledgerMoney, notYetTold, repeated, sentAgain } from "./kept.ts"
import { type FindMatches, isNew, type Match } from "./matching.ts"
import type { Outgoing } from "./Outgoing.ts"
import type { FindParentage, Parentage } from "./parentage.ts"
import type { PageMark } from "./Reading.ts"
import type { Sighted } from "./recognise.ts"
import type { Tally } from "./Tally.ts"
import type { Ready, Transformed } from "./transform.ts"
import { placeOf, Verdicts } from "./Verdicts.ts"
import type { Lost, Waiting } from "./Waiting.ts"

export interface Comparison {
  readonly book: FlowBook
  readonly run: number
  readonly tally: Tally
  readonly distinct: boolean
  readonly destination: Pick<Destination<unknown>, "entity" | "repeat" | "find" | "key" | "visibleAfter">
  readonly parentage: FindParentage
  readonly matches: FindMatches
  readonly waiting: Waiting
  readonly inFront: InFront
  /** Looks at what was decided about a page; `false`: nothing of it is written down or sent. */
  readonly onDecided?: (decisions: ReadonlyArray<Decision>) => Effect.Effect<boolean, LedgerError>
}

/** A page that was transformed. */
export interface TransformedPage extends Omit<Sighted, "rows"> {
  readonly items: ReadonlyArray<Transformed>
  readonly page: PageMark
}

/** What the records of one page are judged by. */
interface Context {
  readonly asked: Asked
  readonly parentage: Parentage
  readonly matches: ReadonlyMap<string, Match>
  readonly verdicts: Verdicts
  readonly page: PageMark
}

/**
 * Of a reject that is sent again without its source: whether the record of its number was made of another row. That row is
 * not here to be met, and must not be overwritten.
 */
const isOfAnotherRow = ({ key, row, lineage: { again } }: Ready, known: Known | undefined): boolean =>
  again !== undefined &&
  known !== undefined &&
  (again.repeated === key || (known.row !== row && known.run >= again.run))

/** What the ledger says of a record decides what becomes of it now. */
const verdictOf = (
  { hash }: Ready,
  known: Known | undefined,
  mayRepeat: boolean,
  isOrphan: boolean,
): Compared["verdict"] => {
  if (isUnsettled(known)) {
    if (!mayRepeat) return "unknown"
  } else if (known?.confirmedHash === hash) return "unchanged"
  return isOrphan ? "held" : "pending"
}

/** What is said of a record that takes its usual way. */
const usual = (verdict: Compared["verdict"], { change }: Outgoing): Verdict =>
  verdict === "pending" ? change : verdict

/** What an earlier run sent of a record. */
const sentBefore = (known: Known | undefined, key: string): Pick<Lost, "sentHash" | "sentKey" | "sentAt"> => ({
  sentHash: known?.hash ?? "",
  sentKey: known?.targetKey ?? key,
  sentAt: known?.sentAt ?? 0,
})

/** Compares one page and writes the verdicts down; gives what is to be sent, in order. */
export const comparer = (
  comparison: Comparison,
): ((page: TransformedPage) => Effect.Effect<ReadonlyArray<Outgoing>, LedgerError | ConnectorError>) => {
  const { book, run, tally, distinct, destination, waiting, inFront, onDecided } = comparison
  const { find } = destination
  const ask = asker(destination)
  const isAsked = find !== undefined && destination.repeat !== "upsert"

  const decide = (verdicts: Verdicts, item: Transformed, verdict: Verdict, more: Partial<Decision> = {}): void => {
    if (onDecided === undefined) return
    const { row, file, key, money } = item
    const content = item._tag === "Ready" ? { hash: item.hash, model: item.model } : {}
    const named = { ...(file === undefined ? {} : { file }), ...(key === undefined ? {} : { key }) }
    verdicts.decisions.push({ row, ...named, verdict, ...(money === undefined ? {} : { money }), ...content, ...more })
  }

  const skip = (item: Extract<Transformed, { _tag: "Skipped" }>, verdicts: Verdicts): void => {
    decide(verdicts, item, item.dismissed ? "dismissed" : "skipped")
    if (item.dismissed) {
      tally.dismissed(item.money)
      verdicts.rejects.push(kept(item, "dismissed", []))
    } else {
      tally.read("skipped", item.money)
      if (item.lineage.isAmended) verdicts.past.push(placeOf(item))
    }
  }

  /** A key that this run has met before: in this page, or in an earlier one. */
  const again = (item: Ready, earlier: Pick<Known, "hash" | "row">, verdicts: Verdicts): void => {
    if (earlier.hash === item.hash || distinct) {
      decide(verdicts, item, "repeated")
      if (item.lineage.isAmended) verdicts.past.push(placeOf(item))
      return tally.read(earlier.hash === item.hash ? "unchanged" : "skipped", item.money)
    }
    const issue = repeated(earlier.row)
    decide(verdicts, item, "invalid", { issues: [issue] })
    tally.read("invalid", item.money)
    verdicts.rejects.push(keep(item, "invalid", issue))
  }

  /** A record that the target was found to hold: it is settled with what was sent then. */
  const settle = (item: Ready, { hash }: Known, { targetId, draft }: Found, verdicts: Verdicts): Known => {
    const id = targetId === undefined ? {} : { targetId }
    verdicts.found.push({ key: item.key, row: item.row, ...id, ...(draft === undefined ? {} : { draft }) })
    return { state: "confirmed", hash, confirmedHash: hash, ...id, run, row: item.row }
  }

  const outgoing = (item: Ready, known: Known | undefined, found: Found | undefined, context: Context): Outgoing => {
    // An id without confirmed content is that of a record that was found, and is still to be put right; unless it is gone.
    const isGone = known?.confirmedHash === undefined && found === undefined && context.asked.has(item.key)
    const targetId = isGone ? undefined : (known?.targetId ?? found?.targetId)
    const isConfirmed = known?.confirmedHash !== undefined
    const isThere = isConfirmed || found !== undefined || targetId !== undefined
    const parents = context.parentage.parents.get(item.key)
    return {
      ...item,
      change: isThere ? "update" : "create",
      ...(isThere && !isConfirmed ? { unconfirmed: true } : {}),
      ...(targetId === undefined ? {} : { targetId }),
      ...(parents === undefined ? {} : { parents }),
      page: context.page,
    }
  }

  /** It stays as it is for now: for a person, for its parent, or for a target that may be late. */
  const wait = (item: Outgoing, known: Known | undefined, orphan: Issue | undefined, { rejects }: Verdicts): void => {
    if (orphan !== undefined) {
      rejects.push(keep(item, "held", orphan))
      waiting.hold({ item, by: "ledger" })
    } else if (find === undefined) rejects.push(keep(item, "unknown", fateUnknown))
    else {
      rejects.push(keep(item, "unknown", notYetTold))
      waiting.lose({ item, ...sentBefore(known, destination.key(item.record)) })
    }
  }

  /** The target held it before this pipeline came; or a person must say which of its records it is. */
  const match = (item: Ready, found: Match, { verdicts, page }: Context): void => {
    const { key, row, hash, money } = item
    const fields = digestFields(destination.entity, item.model)
    if (found._tag === "Counterpart") {
      decide(verdicts, item, "matched", { fields })
      verdicts.adopted.push({ key, row, hash, fields, link: found.link, ...ledgerMoney(money) })
      if (item.lineage.isAmended) verdicts.past.push(placeOf(item))
      return tally.matched(money)
    }
    decide(verdicts, item, "held", { fields, issues: [found.issue] })
    verdicts.compared.push({ key, row, hash, fields, verdict: "held", ...ledgerMoney(money) })
    verdicts.rejects.push(keep(item, "held", found.issue))
    verdicts.candidates.push(...found.candidates)
    page.open += 1
    tally.read("held", money)
  }

  /** What is sent again stays in the list of rejects until its fate is known; what was amended is past there. */
  const takeUp = (item: Ready, verdict: Compared["verdict"], verdicts: Verdicts): void => {
    const { lineage } = item
    if (!lineage.isAmended || verdict === "held" || verdict === "unknown") return
    if (verdict === "pending" && lineage.again !== undefined) verdicts.rejects.push(keep(item, "held", sentAgain))
    else verdicts.past.push(placeOf(item))
  }

  const judge = (item: Ready, before: Known | undefined, context: Context): void => {
    const { asked, parentage, matches, verdicts, page } = context
    const { key, row, hash, money } = item
    const matched = matches.get(key)
    if (matched !== undefined) return match(item, matched, context)
    // An update that was lost is simply sent again: it names its record, so that it can't make a second one.
    const found = before?.confirmedHash === undefined ? asked.get(key) : undefined
    const arrived = before !== undefined && found !== undefined && holds(found, money)
    const known = arrived ? settle(item, before, found, verdicts) : before
    const fields = digestFields(destination.entity, item.model)
    const about = { fields, ...(before === undefined ? {} : { known: before }) }
    if (arrived && known?.confirmedHash === hash) {
      decide(verdicts, item, "arrived", about)
      takeUp(item, "unchanged", verdicts)
      return tally.arrived(money, found.draft === true)
    }

    const orphan = parentage.orphans.get(key)
    const mayRepeat = destination.repeat === "upsert" || asked.has(key)
    const verdict = verdictOf(item, known, mayRepeat, orphan !== undefined)
    // The key in the target is kept where it can be asked for: it may be another one by the time it is asked.
    const targetKey = verdict === "pending" && isAsked ? { targetKey: destination.key(item.record) } : {}
    const going = outgoing(item, known, found, context)
    // Whatever becomes of this try: what is there must never be made a second time.
    const targetId = going.targetId === undefined ? {} : { targetId: going.targetId }
    const issues = verdict === "held" && orphan !== undefined ? { issues: [orphan] } : {}
    decide(verdicts, item, usual(verdict, going), { ...about, ...issues })
    const source = item.source === undefined ? {} : { source: item.source }
    verdicts.compared.push({
      key,
      row,
      hash,
      fields,
      verdict,
      ...source,
      ...targetKey,
      ...targetId,
      ...ledgerMoney(money),
    })
    tally.read(verdict, money)
    takeUp(item, verdict, verdicts)
    if (verdict === "unchanged") return
    page.open += 1
    if (verdict === "pending") verdicts.outgoing.push(going)
    else wait(going, known, verdict === "held" ? orphan : undefined, verdicts)
  }

  return Effect.fn("compare")(function* ({ items, page, recognised, numbers, known: told }: TransformedPage) {
    const ready = items.filter((item) => item._tag === "Ready")
    const known = told ?? (yield* book.lookup(ready.map((item) => item.key)))
    const first = ready.filter(({ key }) => numbers.earlier(key) === undefined)
    const asked = yield* ask(first, known)
    const parentage = yield* comparison.parentage(first)
    const matches = yield* comparison.matches(first.filter(({ key }) => isNew(known.get(key), run)))
    const verdicts = new Verdicts()
    const context = { asked, parentage, matches, verdicts, page }
    for (const one of recognised) {
      numbers.met.set(one.key, one)
      tally.read("unchanged", one.money)
    }
    for (const item of items) {
      if (item._tag === "Skipped") skip(item, verdicts)
      else if (item._tag === "Invalid") {
        decide(verdicts, item, "invalid", { issues: item.issues })
        tally.read("invalid", item.money)
        verdicts.rejects.push(kept(item, "invalid", item.issues))
      } else {
        const before = known.get(item.key)
        const isKnown = before?.run === run || isOfAnotherRow(item, before)
        const earlier = numbers.earlier(item.key) ?? (isKnown ? before : undefined)
        if (earlier === undefined) {
          numbers.met.set(item.key, { hash: item.hash, row: item.row })
          judge(item, before, context)
        } else again(item, earlier, verdicts)
      }
    }
    if (onDecided !== undefined && !(yield* onDecided(verdicts.decisions))) return []
    if (recognised.length > 0) yield* book.seen(recognised)
    yield* verdicts.write(book)
    inFront.end(numbers)
    page.open -= 1
    return verdicts.outgoing
  })
}
