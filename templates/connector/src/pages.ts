/**
 * A list of Acme's, page by page, from any place on.
 *
 * To change: what a place is, where your system pages in another way (numbers of pages, offsets, links). It must lead to the
 * records behind it also when others were added meanwhile.
 */
import { Effect, Option, Stream } from "effect"

import type { Calls } from "./Client.ts"
import { lost } from "./errors.ts"

/** How many records lie behind, and the token of the next page, null for the first one. `done`: there is no next page. */
export interface Place {
  readonly rows: number
  readonly after: string | null
  readonly done: boolean
}

export const beginning: Place = { rows: 0, after: null, done: false }

/** Records as they came, and the places before and behind them. */
export interface Part {
  readonly items: ReadonlyArray<unknown>
  readonly from: Place
  readonly next: Place
}

/** How a list is read. */
export interface Listing {
  readonly name: string
  readonly pageSize: number
  readonly page: Calls<never, unknown>["page"]
}

/** Fails where a page can't be read, or leads to itself. */
export const readPages = ({ name, pageSize, page }: Listing, start: Place) => {
  const read = Effect.fnUntraced(function* (from: Place) {
    const { items, next: after } = yield* page(from.after, pageSize)
    if (after !== null && after === from.after) return yield* lost(`list ${name}`, "the list does not go on")
    const next: Place = { rows: from.rows + items.length, after, done: after === null }
    const part: Part = { items, from, next }
    return [[part], next.done ? Option.none<Place>() : Option.some(next)] as const
  })
  return start.done ? Stream.empty : Stream.paginate(start, read)
}
