/**
 * ERPLY Books as a source: customers whole, invoices and payments by their date.
 */
import type { BadRow, ConnectorError, Row, Source } from "@waybill/connector"
import { Effect, Option, Stream } from "effect"

import type { Calls } from "./Calls.ts"
import type { RecordOf, RecordReader } from "./map/record.ts"
import { sourceFailure, sourceIssue } from "./map/sourceErrors.ts"
import { beginningOf, type Cursors, cursorsOf, type Place } from "./read/cursor.ts"
import { readPages } from "./read/pages.ts"
import { customers, invoices, payments, type StreamSpec } from "./read/streams.ts"
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

const openStream = <A extends { readonly id: number }, B extends object>(
  stream: string,
  { entity, reader, toModel, reads, begin }: StreamSpec<A, B>,
  settings: ErplyBooksSettings,
): Source<RecordOf<B>> => {
  const { since = "", until, windowDays } = settings
  const cursors: Cursors = cursorsOf([stream, since, until ?? "", windowDays, ...reads])
  const toRow = rowOf(reader)
  const readFrom = (from: Place | undefined) =>
    Stream.unwrap(
      Effect.map(begin, ({ listing, complete }) => {
        const start = from ?? beginningOf(listing.windows.at(since), 0)
        return readPages(listing, start).pipe(
          Stream.mapEffect(({ records, next }) => Effect.map(complete(records), (completed) => ({ completed, next }))),
          Stream.mapAccum(
            () => start.rows,
            (before, { completed, next }) => {
              const rows = completed.map((record, index) => toRow(record, before + 1 + index))
              return [before + rows.length, [{ rows, cursor: cursors.at(next) }]] as const
            },
          ),
        )
      }),
    )
  const noPlace = sourceFailure(`read ${stream}`, "WB-ERPLYBOOKS-CURSOR", "the place to read on from makes no sense")
  return {
    entity,
    record: reader.schema,
    toModel,
    read: Option.match({
      onNone: () => readFrom(undefined),
      onSome: (cursor) =>
        Option.match(cursors.placeOf(cursor), { onNone: () => Stream.fail(noPlace), onSome: readFrom }),
    }),
  }
}

/**
 * Opens `customers`, `invoices` or `payments` for reading: invoices and payments from the connection's `since` on, in windows
 * of `windowDays`. A read that goes on behind a finished one begins `overlapDays` before the last window.
 *
 * A record with a date that can't be read is a bad row; any failure of a call fails the stream.
 */
export const openSource = (settings: ErplyBooksSettings, calls: Calls) => {
  const dated = <A extends { readonly id: number }, B extends object>(
    stream: string,
    spec: (settings: ErplyBooksSettings, calls: Calls, since: string) => StreamSpec<A, B>,
  ) =>
    settings.since === undefined
      ? Effect.fail(
          sourceFailure(
            `read ${stream}`,
            "WB-ERPLYBOOKS-SINCE",
            "the connection does not say from which day on to read",
          ),
        )
      : Effect.succeed(openStream(stream, spec(settings, calls, settings.since), settings))
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
