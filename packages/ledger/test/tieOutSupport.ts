/** What the tests of the tie-out's book share: facts in short. */
import { Effect, Stream } from "effect"

import { type HeldRecord, openTieOutBook, type SideBySide, type SourceFact, type TargetFact } from "../src/index.ts"

export interface Sides {
  readonly source?: ReadonlyArray<SourceFact>
  readonly ledger?: ReadonlyArray<HeldRecord>
  readonly target?: ReadonlyArray<TargetFact>
}

export const money = { amount: "10.00", currency: "EUR" }

export const read = (row: number, key: string, more: Partial<SourceFact> = {}): SourceFact => ({
  row,
  key,
  fate: "ready",
  hash: "aa",
  money,
  ...more,
})

/** Confirmed under the id `t-KEY`. */
export const held = (key: string, more: Partial<HeldRecord> = {}): HeldRecord => ({
  ...withoutId(key),
  targetId: `t-${key}`,
  ...more,
})

export const withoutId = (key: string, more: Partial<HeldRecord> = {}): HeldRecord => ({
  key,
  state: "confirmed",
  draft: false,
  landed: 1,
  hash: "aa",
  money,
  ...more,
})

/** Listed under the id `t-NUMBER`, its natural key being its number. */
export const there = (number: string, more: Partial<TargetFact> = {}): TargetFact => ({
  id: `t-${number}`,
  key: number,
  number,
  money,
  ...more,
})

/** A book with these facts, in pages of two. */
export const bookOf = Effect.fnUntraced(function* ({ source = [], ledger = [], target = [] }: Sides) {
  const book = yield* openTieOutBook
  yield* Effect.forEach(pages(source), book.addSource)
  yield* Effect.forEach(pages(ledger), book.addLedger)
  yield* Effect.forEach(pages(target), book.addTarget)
  return book
})

const pages = <A>(all: ReadonlyArray<A>): ReadonlyArray<ReadonlyArray<A>> =>
  Array.from({ length: Math.ceil(all.length / 2) + 1 }, (_, page) => all.slice(2 * page, 2 * page + 2))

export const sideBySide = (sides: Sides) =>
  bookOf(sides).pipe(
    Effect.flatMap((book) => Stream.runCollect(book.sideBySide)),
    Effect.map((pages) => pages.flat()),
    Effect.scoped,
  )

/** The row, the ledger's key, the target's id, then the ids of copies: `2 A t-A +x`, with `-` for what is not there. */
export const inShort = ({ source, ledger, target, copies }: SideBySide): string =>
  [source?.row ?? "-", ledger?.key ?? "-", target?.id ?? "-", ...copies.map(({ id }) => `+${id}`)].join(" ")

export const short = (sides: Sides) => Effect.map(sideBySide(sides), (lines) => lines.map(inShort))
