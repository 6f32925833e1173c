/** Writes a table as CSV or Excel, by the ending of the file's name. */
import { formatCsv } from "@waybill/connector-csv"
import { writeWorkbook } from "@waybill/connector-excel"
import { Effect, FileSystem } from "effect"

import { Exit } from "../exit.ts"
import type { RejectTable } from "./rejectTable.ts"

const refused = (path: string, why: string) =>
  new Exit({
    exit: 2,
    code: "WB-CLI-EXPORT",
    message: `'${path}' ${why}`,
    hint: "give --to a path that ends with .csv or .xlsx in a folder you may write to",
  })

/** The file holds customers' data: only its owner may read it. */
export const writeTable = Effect.fn("writeTable")(function* (path: string, { header, rows }: RejectTable) {
  const files = yield* FileSystem.FileSystem
  const cannot = () => refused(path, "can't be written")
  if (path.endsWith(".csv")) {
    yield* Effect.mapError(files.writeFileString(path, formatCsv(header, rows), { mode: 0o600 }), cannot)
  } else if (path.endsWith(".xlsx")) {
    yield* Effect.mapError(writeWorkbook(path, [{ name: "Rejects", header, rows }]), cannot)
  } else return yield* refused(path, "has an ending that is neither .csv nor .xlsx")
})
