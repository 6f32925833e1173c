/**
 * Where to go on reading: in which window, and where within its list.
 */
import { hash } from "node:crypto"

import type { Cursor } from "@waybill/connector"
import { Dates } from "@waybill/model"
import { Option, Result, Schema } from "effect"

import type { Window } from "./windows.ts"

export interface Place {
  readonly window: Window
  /** How many records of the window's list lie behind. */
  readonly offset: number
  /** The id of the last of these; 0 where there is none. */
  readonly last: number
  /** How many rows of the stream lie behind. */
  readonly rows: number
}

/** The beginning of a window. */
export const beginningOf = (window: Window, rows: number): Place => ({ window, offset: 0, last: 0, rows })

const Count = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))
const Day = Schema.String.check(Schema.makeFilter((text: string) => text === "" || Dates.parseIso(text) !== undefined))
const CursorText = Schema.fromJsonString(Schema.Tuple([Schema.String, Day, Day, Count, Count, Count, Day]))
const decode = Schema.decodeUnknownResult(CursorText)
const encode = Schema.encodeSync(CursorText)

/** A place, and the day on which the read began that is gone on with there; `undefined`: a new one begins. */
export interface Start {
  readonly place: Place
  readonly begun?: string
}

export interface Cursors {
  readonly at: (start: Start) => Cursor
  /** `undefined` where another stream, or one with other settings, was read; none where no source of this kind made it. */
  readonly placeOf: (cursor: Cursor) => Option.Option<Start | undefined>
}

/** Cursors of a stream; `read` says what is read, by every setting that decides which records those are. */
export const cursorsOf = (read: ReadonlyArray<unknown>): Cursors => {
  const stamp = hash("sha256", JSON.stringify(read), "hex").slice(0, 16)
  return {
    at: ({ place: { window, offset, last, rows }, begun = "" }) =>
      encode([stamp, window.from, window.to, offset, last, rows, begun]),
    placeOf: (cursor) =>
      Option.map(Result.getSuccess(decode(cursor)), ([stamped, from, to, offset, last, rows, begun]) => {
        const place = { window: { from, to }, offset, last, rows }
        return stamped === stamp ? { place, ...(begun === "" ? {} : { begun }) } : undefined
      }),
  }
}
