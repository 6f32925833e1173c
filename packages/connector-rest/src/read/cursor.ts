/**
 * Where to go on reading: within a read, or behind a finished one.
 */
import { hash } from "node:crypto"

import type { Cursor } from "@waybill/connector"
import { Option, Result, Schema } from "effect"

/** A place within a read. */
export interface Place {
  /** As the pager wrote it; none behind the last page. */
  readonly at: Option.Option<string>
  /** Records that lie behind. */
  readonly rows: number
  /** When the read began by the API's clock, in seconds since 1970; undefined: it has not begun. */
  readonly begun: number | undefined
  /** From when on it reads what changed, in seconds since 1970; undefined: everything. */
  readonly since: number | undefined
}

export const beginning = (since?: number): Place => ({ at: Option.some(""), rows: 0, begun: undefined, since })

const Seconds = Schema.NullOr(Schema.Int)
const CursorText = Schema.fromJsonString(
  Schema.Tuple([Schema.String, Schema.NullOr(Schema.String), Schema.Int, Seconds, Seconds]),
)
const decode = Schema.decodeUnknownResult(CursorText)
const encode = Schema.encodeSync(CursorText)

export interface Cursors {
  readonly at: (place: Place) => Cursor
  /** `undefined` where the stream was another, or described in another way; none where nobody of this kind made it. */
  readonly placeOf: (cursor: Cursor) => Option.Option<Place | undefined>
}

/** @param read every setting that decides which records are read */
export const cursorsOf = (read: ReadonlyArray<unknown>): Cursors => {
  const stamp = hash("sha256", JSON.stringify(read), "hex").slice(0, 16)
  return {
    at: ({ at, rows, begun, since }) => encode([stamp, Option.getOrNull(at), rows, begun ?? null, since ?? null]),
    placeOf: (cursor) =>
      Option.map(Result.getSuccess(decode(cursor)), ([stamped, at, rows, begun, since]) =>
        stamped === stamp
          ? { at: Option.fromNullOr(at), rows, begun: begun ?? undefined, since: since ?? undefined }
          : undefined,
      ),
  }
}
