/** Writes the book as CSV files, one for each table. */
import { exportColumns, type ExportTable, Ledger, type LedgerError } from "@waybill/ledger"
import { Effect, FileSystem, Path, Record as Records } from "effect"

import { Exit } from "../exit.ts"
import { writeCsv } from "../output/writeCsv.ts"

export interface Written {
  readonly table: ExportTable
  readonly file: string
  readonly rows: number
}

/** Writes every table into the folder; gives the number of rows of each. */
export const writeExport = Effect.fn("writeExport")(function* (
  pipeline: string,
  directory: string,
): Effect.fn.Return<ReadonlyArray<Written>, Exit | LedgerError, Ledger | FileSystem.FileSystem | Path.Path> {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const ledger = yield* Ledger
  const cannot = () =>
    new Exit({
      exit: 2,
      code: "WB-CLI-EXPORT",
      message: `'${directory}' can't be written`,
      hint: "give --to a folder that you may write to, and that has room",
    })
  yield* Effect.mapError(files.makeDirectory(directory, { recursive: true, mode: 0o700 }), cannot)
  return yield* Effect.forEach(Records.keys(exportColumns), (table) => {
    const file = path.join(directory, `${table}.csv`)
    const written = writeCsv(file, exportColumns[table], ledger.rows(pipeline, table))
    return Effect.map(written, (rows) => ({ table, file, rows }))
  })
})
