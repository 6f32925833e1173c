/**
 * Records that the target held before this pipeline came: found by what people decided, by an imported cross-walk, or by the
 * flow's `match` rules, and taken over instead of being created a second time.
 */
import type { ConnectorError, Destination } from "@waybill/connector"
import type { Adopted, Candidate, CrosswalkRow, FlowBook, Known, LedgerError, Link } from "@waybill/ledger"
import { type Issue, Monies, type Money } from "@waybill/model"
import { Effect, Stream } from "effect"

import type { MatchRule } from "../match/MatchRule.ts"
import { TargetIndex } from "../match/TargetIndex.ts"
import { isUnsettled } from "./ask.ts"
import type { Ready } from "./transform.ts"

/** What becomes of a record that is new to the ledger; no match: it is created. */
export type Match =
  | { readonly _tag: "Counterpart"; readonly link: Adopted["link"] }
  | { readonly _tag: "Undecided"; readonly issue: Issue; readonly candidates: ReadonlyArray<Candidate> }

export type FindMatches = (
  ready: ReadonlyArray<Ready>,
) => Effect.Effect<ReadonlyMap<string, Match>, LedgerError | ConnectorError>

/** What matching found out about one record, for the match table. */
export interface MatchFinding {
  readonly key: string
  readonly row: number
  /** `same`: taken over. `new`: to be created. `undecided`: held until a person decides. */
  readonly verdict: "same" | "new" | "undecided"
  /** Why: the rule, the reason of a decision, or a code. */
  readonly why: string
  /** Of `same`: the one; of `undecided`: what it may be. */
  readonly candidates: ReadonlyArray<Pick<Candidate, "targetId" | "targetKey" | "about" | "rule">>
}

export interface Matching {
  readonly book: Pick<FlowBook, "links">
  readonly destination: Pick<Destination<unknown>, "list" | "find" | "key">
  readonly rules: ReadonlyArray<MatchRule>
  /** What is already known to be the counterpart of which record. */
  readonly crosswalk: Stream.Stream<CrosswalkRow, LedgerError>
  readonly onMatch: (finding: MatchFinding) => void
}

/** Nothing of it was ever sent, found or confirmed, nor met in this run: the target may hold it without our doing. */
export const isNew = (known: Known | undefined, run: number): boolean =>
  known === undefined ||
  (known.run !== run && known.confirmedHash === undefined && known.targetId === undefined && !isUnsettled(known))

const issues = {
  Several: ["WB-MATCH-SEVERAL", "several records of the target could be this one"],
  Near: ["WB-MATCH-NEAR", "a record of the target looks much like this one"],
  Contradicted: ["WB-MATCH-CONTRADICTED", "a record of the target matches by one rule and differs in the rest"],
  Taken: ["WB-MATCH-TAKEN", "the one record of the target that matches is the counterpart of another record already"],
  Amount: ["WB-MATCH-AMOUNT", "the record of the target that matches has another amount"],
} as const

const undecided = (why: keyof typeof issues, candidates: ReadonlyArray<Candidate>): Match => {
  const [code, message] = issues[why]
  const hint = "see `waybill match list`, and say with `waybill match same` or `waybill match new` which it is"
  return { _tag: "Undecided", issue: { code, message, hint }, candidates }
}

/** What the target holds, to find counterparts in. */
interface Holdings {
  readonly index: TargetIndex
  /** What its records say their amounts are, by id. */
  readonly amounts: ReadonlyMap<string, Money>
}

const matchOf = ({ key, model, money }: Ready, { index, amounts }: Holdings): Match | undefined => {
  const verdict = index.match(key, model)
  if (verdict._tag === "None") return undefined
  const candidates = verdict.candidates.map(({ why, ...candidate }): Candidate => ({ key, rule: why, ...candidate }))
  if (verdict._tag !== "One") return undecided(verdict._tag, candidates)
  const { targetId, targetKey } = verdict.candidates[0]
  const amount = amounts.get(targetId)
  // One that says no amount does not contradict.
  if (amount !== undefined && money !== undefined && !Monies.equals(amount, money))
    return undecided("Amount", candidates)
  index.claim(targetId, key)
  const there = targetKey === undefined ? {} : { targetKey }
  return { _tag: "Counterpart", link: { targetId, ...there, how: "rule", note: verdict.rule } }
}

/** Everything that the target holds, and which of it is somebody's counterpart already. */
const loadHoldings = Effect.fn("match.load")(function* (
  list: NonNullable<Destination<unknown>["list"]>,
  { rules, crosswalk }: Matching,
): Effect.fn.Return<Holdings, LedgerError | ConnectorError> {
  const index = new TargetIndex(rules)
  const amounts = new Map<string, Money>()
  yield* Stream.runForEach(list, (page) =>
    Effect.sync(() => {
      index.add(page)
      for (const { targetId, model } of page) {
        const amount = model["total"] ?? model["amount"]
        if (Monies.isMoney(amount)) amounts.set(targetId, amount)
      }
    }),
  )
  yield* Stream.runForEachArray(crosswalk, (rows) =>
    Effect.sync(() => {
      for (const { key, targetId } of rows) if (targetId !== undefined) index.claim(targetId, key)
    }),
  )
  return { index, amounts }
})

/** By the number alone, where the target can be asked for records and not for all of them. */
const findByNumber = Effect.fnUntraced(function* (
  find: NonNullable<Destination<unknown>["find"]>,
  { destination }: Matching,
  ready: ReadonlyArray<Ready>,
): Effect.fn.Return<ReadonlyMap<string, Match>, ConnectorError> {
  const found = yield* find(ready.map(({ record }) => destination.key(record)))
  return new Map(
    ready.flatMap(({ key, record, money }): ReadonlyArray<readonly [string, Match]> => {
      const there = found.get(destination.key(record))
      if (there?.targetId === undefined) return []
      const { targetId } = there
      const isOther = there.money !== undefined && money !== undefined && !Monies.equals(there.money, money)
      const candidate: Candidate = { key, targetId, rule: "number", about: {} }
      return [
        [
          key,
          isOther
            ? undecided("Amount", [candidate])
            : { _tag: "Counterpart", link: { targetId, how: "rule", note: "number" } },
        ],
      ]
    }),
  )
})

const byLink = ({ targetId, targetKey, how, note }: Link): Match | undefined =>
  targetId === undefined
    ? undefined
    : {
        _tag: "Counterpart",
        link: { targetId, ...(targetKey === undefined ? {} : { targetKey }), how, note },
      }

const findingOf = ({ key, row }: Ready, match: Match | undefined, link: Link | undefined): MatchFinding => {
  if (match === undefined) return { key, row, verdict: "new", why: link?.note ?? "", candidates: [] }
  if (match._tag === "Undecided") {
    return { key, row, verdict: "undecided", why: match.issue.code, candidates: match.candidates }
  }
  const { targetId, targetKey, note } = match.link
  const one = { targetId, ...(targetKey === undefined ? {} : { targetKey }), rule: note, about: {} }
  return { key, row, verdict: "same", why: note, candidates: [one] }
}

/** Makes what looks for counterparts. What the target holds is read once, when the first record asks for it. */
export const openMatching = Effect.fnUntraced(function* (matching: Matching): Effect.fn.Return<FindMatches> {
  const { book, destination, rules, onMatch } = matching
  const { list, find } = destination
  const holdings = list === undefined ? undefined : yield* Effect.cached(loadHoldings(list, matching))

  const byRules = Effect.fnUntraced(function* (
    ready: ReadonlyArray<Ready>,
  ): Effect.fn.Return<ReadonlyMap<string, Match>, LedgerError | ConnectorError> {
    if (rules.length === 0 || ready.length === 0) return new Map()
    if (holdings === undefined) return find === undefined ? new Map() : yield* findByNumber(find, matching, ready)
    const held = yield* holdings
    return new Map(
      ready.flatMap((item) => {
        const match = matchOf(item, held)
        return match === undefined ? [] : [[item.key, match] as const]
      }),
    )
  })

  return Effect.fn("match")(function* (ready) {
    if (ready.length === 0) return new Map()
    const links = yield* book.links(ready.map(({ key }) => key))
    const ruled = yield* byRules(ready.filter(({ key }) => !links.has(key)))
    const matches = new Map(ruled)
    for (const item of ready) {
      const link = links.get(item.key)
      const match = link === undefined ? ruled.get(item.key) : byLink(link)
      if (match !== undefined) matches.set(item.key, match)
      if (rules.length > 0 || link !== undefined) onMatch(findingOf(item, match, link))
    }
    return matches
  })
})
