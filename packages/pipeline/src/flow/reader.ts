/**
 * Stage 1: the source's pages, from where this run begins to read, and the cursor for the next one.
 */
import type { ConnectorError, Page } from "@waybill/connector"
import type { FlowBook, LedgerError } from "@waybill/ledger"
import { Effect, Option, Stream } from "effect"

import type { Taken } from "./Lineage.ts"
import type { OpenFlow } from "./OpenFlow.ts"
import { type PageMark, Reading } from "./Reading.ts"

export interface ReadOptions {
  /** Read at most this many records. */
  readonly limit?: number
  /** What is read, by everything that decides it: a cursor of another reading is not gone on from. */
  readonly reading: string
  /** Read from the start, whatever the file says. */
  readonly full: boolean
}

export interface MarkedPage {
  readonly rows: ReadonlyArray<Taken>
  readonly mark: PageMark
}

export interface Reader {
  readonly pages: Stream.Stream<MarkedPage, ConnectorError | LedgerError>
  /** Moves the cursor as far as everything is settled (invariant 6). */
  readonly move: Effect.Effect<void, LedgerError>
  /** The source was read to its end. */
  readonly complete: Effect.Effect<void, LedgerError>
}

/** Cuts the stream of pages after `limit` rows. */
const takeRows = <E>(
  pages: Stream.Stream<Page<object>, E>,
  limit: number | undefined,
): Stream.Stream<Page<object>, E> => {
  if (limit === undefined) return pages
  let left = limit
  return pages.pipe(
    Stream.map((page) => {
      const rows = page.rows.slice(0, left)
      left -= rows.length
      return { ...page, rows }
    }),
    Stream.takeUntil(() => left <= 0),
  )
}

export const openReader = Effect.fnUntraced(function* (
  { spec, source }: OpenFlow,
  book: FlowBook,
  { limit, full, reading }: ReadOptions,
): Effect.fn.Return<Reader, LedgerError> {
  // A page that `limit` cuts has no cursor of its own.
  const keeps = spec.from.read === "incremental" && limit === undefined
  const earlier = keeps ? yield* book.readTo : undefined
  const goesOn = !full && earlier?.reading === reading
  const from = goesOn ? Option.some(earlier.cursor) : Option.none()
  // Reading from the start: where it stops early, the next run must not go on from an earlier run's place.
  const forget = earlier === undefined ? Effect.void : book.moveTo(undefined)
  if (!goesOn) yield* forget

  const progress = new Reading()
  const move = Effect.suspend(() => {
    const cursor = progress.take()
    return cursor === undefined || !keeps ? Effect.void : book.moveTo({ cursor, reading })
  })
  // Other sources' cursors lead to the end of this reading, and not to what is new since.
  const closed = keeps && source.incremental !== true ? book.moveTo(undefined) : move
  return {
    pages: Stream.map(takeRows(source.read(from), limit), ({ rows, cursor }) => ({
      rows,
      mark: progress.begin(cursor),
    })),
    move,
    // What did not come again is gone from the source, if all of it was read.
    complete: limit === undefined && !goesOn ? Effect.andThen(closed, book.complete) : closed,
  }
})
