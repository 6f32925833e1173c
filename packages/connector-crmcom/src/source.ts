/**
 * CRM.COM as a source: customers, invoices and payments of the accounts that the connection names.
 */
import type { BadRow, ConnectorError, OpenOptions, Page, Row, Source } from "@waybill/connector"
import { baseUrlText } from "@waybill/connector-http"
import { Effect, type FileSystem, Option, type Path, Stream } from "effect"

import { readAccounts } from "./accounts.ts"
import type { Calls } from "./Calls.ts"
import { whole } from "./map/fields.ts"
import type { RecordOf, RecordReader } from "./map/record.ts"
import { sourceFailure, sourceIssue } from "./map/sourceErrors.ts"
import { beginning, type Cursors, cursorsOver, type Place } from "./read/cursor.ts"
import { type Part, readAccountPages } from "./read/pages.ts"
import { customers, invoices, payments, type StreamSpec } from "./read/streams.ts"
import type { CrmComSettings } from "./Settings.ts"

const absentRow = (row: number, account: string): BadRow => ({
  row,
  raw: { account },
  issues: [sourceIssue("WB-CRMCOM-ACCOUNT-ABSENT", "CRM.COM has no such account", { column: "account" })],
})

const rawOf = (answer: object): BadRow["raw"] => Object.fromEntries(Object.entries(answer))

/** An answered record as a row; one with a moment that can't be read is kept as it came. */
const rowOf =
  <A extends object>({ read }: RecordReader<A>) =>
  (answer: A, row: number): Row<RecordOf<A>> => {
    const issues: Array<BadRow["issues"][number]> = []
    const record = read(answer, (column) =>
      issues.push(sourceIssue("WB-CRMCOM-MOMENT", `${column} is no moment`, { column })),
    )
    const [first, ...others] = issues
    return first === undefined ? { row, record } : { row, raw: rawOf(answer), issues: [first, ...others] }
  }

/** Numbers the rows and says where each page ends. */
const toPages = <A extends object>(
  reader: RecordReader<A>,
  accounts: ReadonlyArray<string>,
  cursors: Cursors,
  start: Place,
) => {
  const toRow = rowOf(reader)
  return (parts: Stream.Stream<Part<A>, ConnectorError>): Stream.Stream<Page<RecordOf<A>>, ConnectorError> =>
    Stream.mapAccum(
      parts,
      () => start.rows,
      (before, { account, next, records }) => {
        const rows =
          records === undefined
            ? [absentRow(before + 1, accounts[account]!)]
            : records.map((record, index) => toRow(record, before + 1 + index))
        const behind = before + rows.length
        const place =
          next === undefined
            ? { account: account + 1, offset: 0, rows: behind }
            : { account, offset: next, rows: behind }
        return [behind, [{ rows, cursor: cursors.at(account, place) }]] as const
      },
    )
}

const openStream = <A extends object>(
  stream: string,
  { entity, reader, listing, tell }: StreamSpec<A>,
  accounts: ReadonlyArray<string>,
  settings: CrmComSettings,
): Source<RecordOf<A>> => {
  const { accountsBy, rateLimit, unit = "" } = settings
  const cursors = cursorsOver(accounts, JSON.stringify([baseUrlText(settings), unit, stream, accountsBy]))
  const readFrom = (place: Place) =>
    toPages(reader, accounts, cursors, place)(readAccountPages(accounts, listing, place, rateLimit.inFlight))
  const noPlace = sourceFailure(`read ${stream}`, "WB-CRMCOM-CURSOR", "the place to read on from makes no sense")
  return {
    entity,
    record: reader.schema,
    toModel: (record) => whole(tell(record)),
    read: Option.match({
      onNone: () => readFrom(beginning),
      onSome: (cursor) =>
        Option.match(cursors.placeOf(cursor), { onNone: () => Stream.fail(noPlace), onSome: readFrom }),
    }),
  }
}

/**
 * Opens `customers`, `invoices` or `payments` for reading, account by account in the order of the connection's `accounts`.
 *
 * An account that CRM.COM does not have is a bad row; any other failure fails the stream. Amounts keep their sign, moments
 * become days in the connection's zone.
 */
export const openSource = (settings: CrmComSettings, calls: Calls, { baseDirectory }: OpenOptions) => {
  const accounts = readAccounts(settings, baseDirectory)
  const open = <A extends object>(stream: string, spec: StreamSpec<A>) =>
    Effect.map(accounts, (listed) => openStream(stream, spec, listed, settings))
  return (stream: string): Effect.Effect<Source<any>, ConnectorError, FileSystem.FileSystem | Path.Path> => {
    switch (stream) {
      case "customers":
        return open(stream, customers(settings, calls))
      case "invoices":
        return open(stream, invoices(settings, calls))
      case "payments":
        return open(stream, payments(settings, calls))
      default:
        return Effect.fail(
          sourceFailure(`read ${stream}`, "WB-CRMCOM-STREAM", `CRM.COM has no stream '${stream}' to read`),
        )
    }
  }
}
