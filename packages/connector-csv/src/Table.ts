/**
 * A CSV file of two columns as a lookup table.
 */
import type { ConnectorError, Row } from "@waybill/connector"
import { Effect, type FileSystem, Path, Result, type Scope, Stream } from "effect"

import { type Fault, failure, fault } from "./errors.ts"
import { filesOf } from "./internal/files.ts"
import { openFile, pagesOf } from "./internal/readFile.ts"
import type { TextRecord } from "./internal/recordMaker.ts"

type Table = ReadonlyMap<string, string>

/** Adds rows to the table; a row that is no pair, or repeats a key, is a fault. */
const addRows = (
  table: Map<string, string>,
  rows: ReadonlyArray<Row<TextRecord>>,
  [key, value]: ReadonlyArray<string>,
): Result.Result<Map<string, string>, Fault> => {
  for (const row of rows) {
    if (!("record" in row)) return Result.fail(fault("WB-CSV-TABLE", `line ${row.row}: ${row.issues[0].message}`))
    if (table.has(row.record[key!]!)) {
      return Result.fail(fault("WB-CSV-TABLE", `line ${row.row} repeats the key of an earlier line`))
    }
    table.set(row.record[key!]!, row.record[value!]!)
  }
  return Result.succeed(table)
}

const read = Effect.fnUntraced(function* (
  path: string,
): Effect.fn.Return<Table, ConnectorError, FileSystem.FileSystem | Path.Path | Scope.Scope> {
  const paths = yield* Path.Path
  const name = paths.basename(path)
  const [file] = yield* filesOf(paths.dirname(path), name)
  const open = yield* openFile(file!, { directory: ".", encoding: "utf-8", header: true })
  const { columns, body } = open.layout
  if (columns.length !== 2) {
    return yield* failure(`read ${name}`, fault("WB-CSV-TABLE", `'${name}' has ${columns.length} columns, not two`))
  }
  return yield* pagesOf(open, body).pipe(
    Stream.runFoldEffect(
      () => new Map<string, string>(),
      (table, { rows }) =>
        Effect.mapError(Effect.fromResult(addRows(table, rows, columns)), (of) => failure(`read ${name}`, of)),
    ),
  )
}, Effect.scoped)

/** Reads a UTF-8 file of two columns below a header, key and value; fails with a sentence that says what is wrong. */
export const readTable = (path: string): Effect.Effect<Table, string, FileSystem.FileSystem | Path.Path> =>
  Effect.mapError(read(path), ({ message, hint }) => `${message} (${hint})`)
