/**
 * Acme as a source: its lists, page by page, each with the cursor behind it.
 *
 * To change: what a cursor keeps. A record that can't be read is a bad row: it is shown with the reason, and the rest is read
 * on. A call that fails is never an empty page.
 */
import type { Cursor, Row, Source } from "@waybill/connector"
import { baseUrlText } from "@waybill/connector-http"
import type { Model } from "@waybill/model"
import { Option, Result, Schema, Stream } from "effect"

import type { Calls } from "./Client.ts"
import { unreadable } from "./errors.ts"
import { issuesOf, type Kind } from "./map/Kind.ts"
import { beginning, type Place, readPages } from "./pages.ts"
import type { AcmeSettings } from "./Settings.ts"

/** `where`: the address and the list, since a token of another system means nothing here. */
const CursorText = Schema.fromJsonString(
  Schema.Struct({
    where: Schema.String,
    rows: Schema.Int,
    after: Schema.NullOr(Schema.String),
    done: Schema.Boolean,
  }),
)
const encodeCursor = Schema.encodeSync(CursorText)
const decodeCursor = Schema.decodeUnknownOption(CursorText)

/** Makes what reads a record of a page. */
const readerOf = <Kept>(kept: Schema.Codec<Kept, unknown>) => {
  const decode = Schema.decodeUnknownResult(kept, { errors: "all" })
  return (item: unknown, row: number): Row<Kept> => {
    const read = decode(item)
    if (Result.isSuccess(read)) return { row, record: read.success }
    const raw = typeof item === "object" && item !== null ? Object.fromEntries(Object.entries(item)) : { item }
    return { row, raw, issues: issuesOf(read.failure, "WB-ACME-RECORD", "column") }
  }
}

/** Opens a stream for reading. */
export const openSource = <M extends Model, Sent, Kept>(
  { name, entity, kept, toModel }: Kind<M, Sent, Kept>,
  { page }: Calls<Sent, Kept>,
  settings: AcmeSettings,
): Source<Kept> => {
  const where = `${baseUrlText(settings)} ${name}`
  const toRow = readerOf(kept)
  const read = (start: Place) =>
    Stream.map(readPages({ name, page, pageSize: settings.pageSize }, start), ({ items, from, next }) => ({
      rows: items.map((item, index) => toRow(item, from.rows + index + 1)),
      cursor: encodeCursor({ where, ...next }),
    }))
  const readOn = (cursor: Cursor) =>
    Option.match(decodeCursor(cursor), {
      onNone: () => Stream.fail(unreadable(`list ${name}`, "WB-ACME-CURSOR", "the cursor can't be read")),
      onSome: (place) => read(place.where === where ? place : beginning),
    })
  return {
    entity,
    record: kept,
    toModel: (record) => Result.succeed(toModel(record)),
    read: Option.match({ onNone: () => read(beginning), onSome: readOn }),
  }
}
