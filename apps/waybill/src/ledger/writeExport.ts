/** Writes the book as CSV files, one for each table, page by page: a book of millions of records needs no more memory. */
import { formatCsv } from "@waybill/connector-csv"
import { type ExportRow, type ExportTable, exportTables, Ledger, type LedgerError } from "@waybill/ledger"
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

const linesOf = (rows: ReadonlyArray<ExportRow>): ReadonlyArray<ReadonlyArray<string>> =>
  rows.map((row) => Object.values(row))

/** What is written of a page; the first one begins with the names of the columns. */
const textOf = (rows: ReadonlyArray<ExportRow>, first: boolean): string => {
  const [head = [], ...rest] = [...(first ? [Object.keys(rows[0]!)] : []), ...linesOf(rows)]
  return formatCsv(head, rest)
}

const writeTable = Effect.fnUntraced(function* (pipeline: string, table: ExportTable, file: string) {
  const files = yield* FileSystem.FileSystem
  const ledger = yield* Ledger
  let written = 0
  // The file holds customers' data: only its owner may read it.
  yield* Effect.mapError(files.writeFileString(file, "", { mode: 0o600 }), refused(file))
  yield* ledger.rows(pipeline, table).pipe(
    Stream.rechunk(pageSize),
    Stream.chunks,
    Stream.runForEach((rows) => {
      const text = textOf(rows, written === 0)
      written += rows.length
      return Effect.mapError(files.writeFileString(file, text, { flag: "a" }), refused(file))
    }),
  )
  return written
})

export interface Written {
  readonly table: ExportTable
  readonly file: string
  readonly rows: number
}

/** Writes every table into the folder; gives the number of rows of each. A table without rows is an empty file. */
export const writeExport = Effect.fn("writeExport")(function* (
  pipeline: string,
  directory: string,
): Effect.fn.Return<ReadonlyArray<Written>, Exit | LedgerError, Ledger | FileSystem.FileSystem | Path.Path> {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const folder = files.makeDirectory(directory, { recursive: true, mode: 0o700 })
  yield* Effect.mapError(folder, refused(directory))
  return yield* Effect.forEach(exportTables, (table) => {
    const file = path.join(directory, `${table}.csv`)
    return Effect.map(writeTable(pipeline, table, file), (rows) => ({ table, file, rows }))
  })
})
