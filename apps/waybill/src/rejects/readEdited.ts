/** Reads a file of rejects that somebody has edited, as it stands: what it says is judged elsewhere. */
import { type Cell, cellText, type ConnectorError, type Platform } from "@waybill/connector"
import { csv, restoreCell } from "@waybill/connector-csv"
import { readWorkbook, type SheetRow } from "@waybill/connector-excel"
import type { Issue } from "@waybill/model"
import { type EditedRow, type EditedSheet, ownColumns } from "@waybill/pipeline"
import { Effect, Option, Path, Stream } from "effect"

import { Exit } from "../exit.ts"

const [idColumn] = ownColumns
/** A person may put a title above the header. */
const headerWithin = 20

type GridRow = Pick<SheetRow, "row" | "cells"> & Partial<SheetRow>

const nameIn = (cell: Cell | undefined): string => (cell === undefined ? "" : cellText(cell))

const isHeader = ({ cells }: GridRow): boolean => cells.some((cell) => nameIn(cell).trim() === idColumn)

const isFilled = (cell: Cell | undefined): boolean => nameIn(cell).trim() !== ""

type Named = ReadonlyArray<readonly [index: number, name: string]>

const toRow = ({ row, cells, formulas, problems }: GridRow, columns: Named): EditedRow => {
  const names = new Map(columns)
  const nameOf = (index: number): string => names.get(index) ?? ""
  const unreadable = [...(problems ?? [])].map(([index, issue]): Issue => ({ ...issue, column: nameOf(index) }))
  return {
    row,
    cells: Object.fromEntries(columns.map(([index, name]) => [name, cells[index] ?? ""])),
    ...(formulas === undefined || formulas.length === 0 ? {} : { formulas: formulas.map(nameOf) }),
    ...(unreadable.length === 0 ? {} : { problems: unreadable }),
  }
}

/** The rows below the header, which is the first row that names the column of ids. */
const toSheet = (rows: ReadonlyArray<GridRow>): EditedSheet => {
  const at = Math.max(0, rows.slice(0, headerWithin).findIndex(isHeader))
  const columns = [...(rows[at]?.cells ?? []).entries()]
    .map(([index, cell]) => [index, nameIn(cell)] as const)
    .filter(([, name]) => name.trim() !== "")
  const named = new Set(columns.map(([index]) => index))
  const body = rows.slice(at + 1)
  const unnamed = body
    .flatMap(({ cells }) => [...cells.entries()])
    .find(([index, cell]) => !named.has(index) && isFilled(cell))
  return {
    header: columns.map(([, name]) => name),
    rows: body.map((row) => toRow(row, columns)),
    ...(unnamed === undefined ? {} : { unnamed: `column ${unnamed[0] + 1}` }),
  }
}

const encodingHint = "save it in Excel as `CSV UTF-8 (Comma delimited)`, or as a workbook (.xlsx)"

const unreadable = ({ code, message, hint }: ConnectorError): Exit =>
  new Exit({
    exit: 2,
    code,
    message,
    ...(code === "WB-CSV-ENCODING" ? { hint: encodingHint } : hint === undefined ? {} : { hint }),
  })

/** The rows of delimited text, the header among them; a row that can't be told apart keeps all of the file out. */
const readRows = (
  path: { readonly directory: string; readonly name: string },
  delimiter: string | undefined,
): Stream.Stream<GridRow, Exit, Platform> =>
  Effect.gen(function* () {
    const settings = { directory: path.directory, encoding: "utf-8", header: false } as const
    const dialect = delimiter === undefined ? {} : { delimiter }
    const open = csv.open({ ...settings, ...dialect }, { connection: "rejects", baseDirectory: path.directory })
    const source = yield* (yield* open).source!(path.name)
    return Stream.flattenIterable(Stream.map(source.read(Option.none()), ({ rows }) => rows))
  }).pipe(
    Stream.unwrap,
    Stream.mapError(unreadable),
    Stream.mapEffect((row) => {
      // A record may have been rejected for the very character that makes its line a bad one.
      if (!("record" in row) && row.issues[0].code !== "WB-CSV-NUL") {
        const [{ code, message, hint }] = row.issues
        const said = { exit: 2, code, message: `line ${row.row}: ${message}` } as const
        return Effect.fail(new Exit({ ...said, ...(hint === undefined ? {} : { hint }) }))
      }
      const values: ReadonlyArray<unknown> = Object.values("record" in row ? row.record : row.raw)
      return Effect.succeed({ row: row.row, cells: values.map((value) => restoreCell(String(value))) })
    }),
  )

/** Excel writes the separator of its country. */
const delimiters = [",", ";", "\t"]

const readCsv = Effect.fnUntraced(function* (path: string) {
  const paths = yield* Path.Path
  const file = { directory: paths.resolve(paths.dirname(path)), name: paths.basename(path) }
  const fits = (delimiter: string) =>
    Effect.match(Stream.runHead(readRows(file, delimiter)), {
      onFailure: () => false,
      onSuccess: (head) => Option.exists(head, isHeader),
    })
  const fitting = yield* Effect.filter(delimiters, fits)
  return { ...toSheet(yield* Stream.runCollect(readRows(file, fitting[0]))), textOnly: true }
})

/**
 * The sheets of a workbook, or the one of a CSV file: UTF-8, with or without a byte order mark, separated by comma,
 * semicolon or tab. Exit 2 where it can't be read.
 */
export const readEdited = Effect.fn("readEdited")(function* (
  path: string,
): Effect.fn.Return<ReadonlyArray<EditedSheet>, Exit, Platform> {
  const paths = yield* Path.Path
  const ending = paths.extname(path).toLowerCase()
  if (ending === ".csv" || ending === ".tsv" || ending === ".txt") return [yield* readCsv(path)]
  if (ending !== ".xlsx" && ending !== ".xlsm") {
    return yield* new Exit({
      exit: 2,
      code: "WB-REJECTS-FILE",
      message: `'${path}' has an ending that is neither .csv nor .xlsx`,
      hint: "give the file that `waybill rejects export` wrote, saved in the same format",
    })
  }
  const sheets = yield* Effect.mapError(readWorkbook(path), unreadable)
  return sheets.map(({ name, rows }) => ({ name, ...toSheet(rows) }))
})
