/** Writes the book as CSV files, one for each table, page by page: a book of millions of records needs no more memory. */
import { formatCsv } from "@waybill/connector-csv"
import { exportColumns, type ExportTable, Ledger, type LedgerError } from "@waybill/ledger"
import { Effect, FileSystem, Path, Stream } from "effect"

import { Exit } from "../exit.ts"

/** Rows that are written at once. */
const pageSize = 1_000

const refused = (path: string) => () =>
  new Exit({
    exit: 2,
    code: "WB-CLI-EXPORT",
    message: `'${path}' can't be written`,
    hint: "give --to a folder that you may write to, and that has room",
  })

const writeTable = Effect.fnUntraced(function* (pipeline: string, table: ExportTable, file: string) {
  const files = yield* FileSystem.FileSystem
  const ledger = yield* Ledger
  const columns = exportColumns[table]
  let written = 0
  // The file holds customers' data: only its owner may read it, also where it was there before.
  const begun = Effect.andThen(
    files.writeFileString(file, formatCsv(columns, []), { mode: 0o600 }),
    files.chmod(file, 0o600),
  )
  yield* Effect.mapError(begun, refused(file))
  yield* ledger.rows(pipeline, table).pipe(
    Stream.rechunk(pageSize),
    Stream.chunks,
    Stream.runForEach((rows) => {
      const [first = [], ...others] = rows.map((row) => columns.map((column) => row[column]!))
      written += rows.length
      return Effect.mapError(files.writeFileString(file, formatCsv(first, others), { flag: "a" }), refused(file))
    }),
  )
  return written
})

export interface Written {
  readonly table: ExportTable
  readonly file: string
  readonly rows: number
}

const tables: ReadonlyArray<ExportTable> = ["runs", "records", "rejects", "resolutions"]

/** Writes every table into the folder; gives the number of rows of each. */
export const writeExport = Effect.fn("writeExport")(function* (
  pipeline: string,
  directory: string,
): Effect.fn.Return<ReadonlyArray<Written>, Exit | LedgerError, Ledger | FileSystem.FileSystem | Path.Path> {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const folder = files.makeDirectory(directory, { recursive: true, mode: 0o700 })
  yield* Effect.mapError(folder, refused(directory))
  return yield* Effect.forEach(tables, (table) => {
    const file = path.join(directory, `${table}.csv`)
    return Effect.map(writeTable(pipeline, table, file), (rows) => ({ table, file, rows }))
  })
})
