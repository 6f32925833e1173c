/**
 * Windows read one after the other, each page by page: no record lost, none twice, though the list moves meanwhile.
 */
import type { ConnectorError } from "@waybill/connector"
import { Effect, Option, Stream } from "effect"

import type { Listed } from "../Calls.ts"
import { shifted } from "../errors.ts"
import { beginningOf, type Place } from "./cursor.ts"
import type { Window, Windows } from "./windows.ts"

/** How records are asked for. */
export interface Listing<A> {
  /** For messages: `read payments`. */
  readonly operation: string
  readonly windows: Windows
  readonly list: (window: Window, start: number, limit: number) => Effect.Effect<Listed<A>, ConnectorError>
  readonly pageSize: number
}

/** What one answer brought. */
export interface Part<A> {
  /** Without those that an earlier answer of the window brought. */
  readonly records: ReadonlyArray<A>
  /** The place behind them. */
  readonly next: Place
  /** Whether they end the read: the place is where the next one begins. */
  readonly last: boolean
}

/** An answer, and the state behind it where there is more. */
type Step<A> = readonly [ReadonlyArray<Part<A>>, Option.Option<State>]

/** How often a window is read before a list that keeps moving is an error. */
const most = 5

interface State {
  readonly place: Place
  /** The pass through the window, from 1. */
  readonly pass: number
  /** Ids of the records that the window gave so far. */
  readonly given: Set<number>
  /** Those that this pass met, without the `before` that lie before the place where it began. */
  readonly met: Set<number>
  readonly before: number
  /** Whether the list was seen to move in this pass. */
  readonly moved: boolean
}

const enter = (place: Place): State => ({
  place,
  pass: 1,
  given: new Set(),
  met: new Set(),
  before: place.offset,
  moved: false,
})

const again = ({ place, pass, given }: State): State => ({
  ...enter(beginningOf(place.window, place.rows)),
  pass: pass + 1,
  given,
})

/** The state behind an answer that began with the last record of the one before, and the records that are new. */
const take = <A extends { readonly id: number }>(state: State, { items }: Listed<A>) => {
  const { place, given, met } = state
  const repeats = place.offset > 0 && items[0]?.id === place.last
  const moved = state.moved || (place.offset > 0 && !repeats)
  for (const { id } of repeats ? items.slice(1) : items) met.add(id)
  // The last record of the answer before was given by a read that this one goes on behind.
  const records = items.filter(({ id }, index) => !(given.has(id) || (repeats && index === 0)))
  for (const { id } of records) given.add(id)
  const start = Math.max(0, place.offset - 1)
  const offset = Math.max(place.offset, start + items.length)
  const next: State = {
    ...state,
    moved,
    place: { window: place.window, offset, last: items.at(-1)?.id ?? place.last, rows: place.rows + records.length },
  }
  return { next, records, advanced: offset > place.offset }
}

/**
 * Reads the windows of `listing` from a place on. Each page begins with the last record of the page before: another one
 * there says that the list moved. A window is whole where no page said so and as many records were met as the list says it
 * has; otherwise it is read again, and what is new of it given, at most five times. So nothing waits for the end of a window,
 * and what is remembered is its ids.
 *
 * Fails with `WB-ERPLYBOOKS-SHIFTED` where a window would not keep still.
 */
export const readPages = <A extends { readonly id: number }>(
  { operation, windows, list, pageSize }: Listing<A>,
  from: Place,
): Stream.Stream<Part<A>, ConnectorError> => {
  // One record repeats, so a page of one would never get further.
  const limit = Math.max(2, pageSize)
  const read = Effect.fnUntraced(function* (state: State): Effect.fn.Return<Step<A>, ConnectorError> {
    const { window, offset } = state.place
    const listed = yield* list(window, Math.max(0, offset - 1), limit)
    const { next, records, advanced } = take(state, listed)
    if (advanced && next.place.offset < listed.totalCount) {
      // A place in a list that moved is none: whoever goes on from there begins the window anew.
      const place = next.moved ? beginningOf(window, next.place.rows) : next.place
      return [[{ records, next: place, last: false }], Option.some(next)]
    }
    if (next.moved || next.before + next.met.size !== listed.totalCount) {
      if (next.pass === most) return yield* shifted(operation)
      const place = beginningOf(window, next.place.rows)
      return [[{ records, next: place, last: false }], Option.some(again(next))]
    }
    const following = windows.after(window)
    if (following === undefined) {
      // It counts its rows anew.
      const place = beginningOf(windows.at(windows.again(window)), 0)
      return [[{ records, next: place, last: true }], Option.none()]
    }
    const place = beginningOf(following, next.place.rows)
    return [[{ records, next: place, last: false }], Option.some(enter(place))]
  })
  return Stream.suspend(() => Stream.paginate(enter(from), read))
}
