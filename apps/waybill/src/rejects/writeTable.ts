/** Writes rejects as CSV or Excel, by the ending of the file's name. */
import type { ConnectorError } from "@waybill/connector"
import { formatCsv } from "@waybill/connector-csv"
import { writeWorkbook } from "@waybill/connector-excel"
import { Effect, FileSystem, Path, type PlatformError } from "effect"

import { Exit } from "../exit.ts"
import { type FlowTable, toCsv, toSheets } from "./rejectTable.ts"

const refused = (path: string, why: string, hint?: string) =>
  new Exit({
    exit: 2,
    code: "WB-CLI-EXPORT",
    message: `'${path}' ${why}`,
    hint: hint ?? "give --to a path that ends with .csv or .xlsx in a folder you may write to",
  })

const writeAs = Effect.fnUntraced(function* (
  ending: string,
  file: string,
  tables: ReadonlyArray<FlowTable>,
): Effect.fn.Return<void, ConnectorError | PlatformError.PlatformError, FileSystem.FileSystem | Path.Path> {
  const files = yield* FileSystem.FileSystem
  if (ending === ".xlsx") return yield* writeWorkbook(file, toSheets(tables))
  const { header, rows } = toCsv(tables)
  yield* files.writeFileString(file, formatCsv(header, rows), { mode: 0o600, flag: "wx" })
})

/**
 * All or nothing: whoever opens the file sees the old one or the new one. It holds customers' data: only its owner may read
 * it, also where an earlier file could be read by others.
 */
export const writeTable = Effect.fn("writeTable")(function* (
  path: string,
  tables: ReadonlyArray<FlowTable>,
): Effect.fn.Return<void, Exit, FileSystem.FileSystem | Path.Path> {
  const files = yield* FileSystem.FileSystem
  const paths = yield* Path.Path
  const ending = paths.extname(path).toLowerCase()
  if (ending !== ".csv" && ending !== ".xlsx")
    return yield* refused(path, "has an ending that is neither .csv nor .xlsx")
  const temporary = paths.join(paths.dirname(path), `.${paths.basename(path)}.export`)
  const remove = Effect.ignore(files.remove(temporary))
  yield* remove.pipe(
    Effect.andThen(writeAs(ending, temporary, tables)),
    Effect.andThen(files.rename(temporary, path)),
    Effect.onError(() => remove),
    Effect.mapError((error) =>
      error._tag === "ConnectorError" && error.code !== "WB-EXCEL-WRITE"
        ? refused(path, `can't be written: ${error.message}`, error.hint)
        : refused(path, "can't be written"),
    ),
  )
})
