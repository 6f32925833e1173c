/**
 * ERPLY Books as a source: customers whole, invoices and payments by their date.
 */
import type { BadRow, ConnectorError, Row, Source } from "@waybill/connector"
import { baseUrlText } from "@waybill/connector-http"
import { Effect, Option, Stream } from "effect"

import type { Calls } from "./Calls.ts"
import { whole } from "./map/fields.ts"
import type { RecordOf, RecordReader } from "./map/record.ts"
import { sourceFailure, sourceIssue } from "./map/sourceErrors.ts"
import { beginningOf, type Cursors, cursorsOf, type Start } from "./read/cursor.ts"
import { readPages } from "./read/pages.ts"
import { customers, invoices, payments, sinceOf, type StreamSpec } from "./read/streams.ts"
import type { ErplyBooksSettings } from "./Settings.ts"

const rawOf = (answer: object): BadRow["raw"] => Object.fromEntries(Object.entries(answer))

/** An answered record as a row; one with a date that can't be read is kept as it came. */
const rowOf =
  <B extends object>({ read }: RecordReader<B>) =>
  (answer: B, row: number): Row<RecordOf<B>> => {
    const issues: Array<BadRow["issues"][number]> = []
    const record = read(answer, (column) =>
      issues.push(sourceIssue("WB-ERPLYBOOKS-DAY", `${column} is no date`, { column })),
    )
    const [first, ...others] = issues
    return first === undefined ? { row, record } : { row, raw: rawOf(answer), issues: [first, ...others] }
  }

/** What decides, beside the stream's own settings, which records are read and what they hold. */
const decisive = (settings: ErplyBooksSettings): ReadonlyArray<unknown> => {
  const { account = "", since = "", until = "", windowDays, overlapDays = "all", customersBy } = settings
  return [baseUrlText(settings), account, since, until, windowDays, overlapDays, customersBy]
}

const openStream = <A extends { readonly id: number }, B extends { readonly id: number }>(
  stream: string,
  { entity, reader, tell, reads, incremental, begin }: StreamSpec<A, B>,
  settings: ErplyBooksSettings,
): Source<RecordOf<B>> => {
  const { since = "" } = settings
  const cursors: Cursors = cursorsOf([stream, ...decisive(settings), ...reads])
  const toRow = rowOf(reader)
  const readFrom = (from: Start | undefined) =>
    Stream.unwrap(
      Effect.map(begin(from?.begun), ({ listing, complete }) => {
        const start = from?.place ?? beginningOf(listing.windows.at(since), 0)
        const { begun } = listing.windows
        return readPages(listing, start).pipe(
          Stream.mapEffect(({ records, ...behind }) =>
            Effect.map(complete(records), (completed) => ({ completed, ...behind })),
          ),
          Stream.mapAccum(
            () => start.rows,
            (before, { completed, next: place, last }) => {
              const rows = completed.map((record, index) => toRow(record, before + 1 + index))
              const cursor = cursors.at(last ? { place } : { place, begun })
              return [before + rows.length, [{ rows, cursor }]] as const
            },
          ),
        )
      }),
    )
  const noPlace = sourceFailure(`read ${stream}`, "WB-ERPLYBOOKS-CURSOR", "the place to read on from makes no sense")
  return {
    entity,
    record: reader.schema,
    toModel: (record) => whole(tell(record)),
    ...(incremental ? { incremental } : {}),
    read: Option.match({
      onNone: () => readFrom(undefined),
      onSome: (cursor) =>
        Option.match(cursors.placeOf(cursor), { onNone: () => Stream.fail(noPlace), onSome: readFrom }),
    }),
  }
}

/**
 * Opens `customers`, `invoices` or `payments` for reading: invoices and payments from the connection's `since` on, in windows
 * of `windowDays`. Where `overlapDays` says how late records are entered, a read that goes on behind a finished one gives
 * what is new or changed since.
 *
 * A record with a date that can't be read is a bad row; any failure of a call fails the stream.
 */
export const openSource = (settings: ErplyBooksSettings, calls: Calls) => {
  const dated = <A extends { readonly id: number }, B extends { readonly id: number }>(
    stream: string,
    spec: (settings: ErplyBooksSettings, calls: Calls, since: string) => StreamSpec<A, B>,
  ) => Effect.map(sinceOf(settings, stream), (since) => openStream(stream, spec(settings, calls, since), settings))
  return (stream: string): Effect.Effect<Source<any>, ConnectorError> => {
    switch (stream) {
      case "customers":
        return Effect.succeed(openStream(stream, customers(settings, calls), settings))
      case "invoices":
        return dated(stream, invoices)
      case "payments":
        return dated(stream, payments)
      default:
        return Effect.fail(
          sourceFailure(`read ${stream}`, "WB-ERPLYBOOKS-STREAM", `ERPLY Books has no stream '${stream}' to read`),
        )
    }
  }
}
