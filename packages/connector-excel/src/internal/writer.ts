/**
 * Writes workbooks with exceljs, row by row, into a file of another name that takes its place when it is complete.
 */
import { createWriteStream, type WriteStream } from "node:fs"

import type { ConnectorError } from "@waybill/connector"
import { Effect, FileSystem, Path, Stream } from "effect"
import type ExcelJS from "exceljs"

import { failure, unwritable } from "../errors.ts"
import { cellOut, type CellOut, textFormat, type WrittenCell } from "./cellOut.ts"
import { maxRows } from "./limits.ts"

export interface WrittenSheet {
  readonly name: string
  readonly header: ReadonlyArray<string>
  /** In characters, as Excel counts the width of a column. */
  readonly widths: ReadonlyArray<number>
  /** Columns whose empty cells are text cells too, once somebody fills them. */
  readonly textColumns?: ReadonlyArray<boolean>
  /** Whether the header can be filtered by. */
  readonly filter?: boolean
  readonly rows: Stream.Stream<ReadonlyArray<WrittenCell>, ConnectorError>
}

const headerStyle: Partial<ExcelJS.Style> = { font: { bold: true }, numFmt: textFormat }
const markFill: ExcelJS.Fill = { type: "pattern", pattern: "solid", fgColor: { argb: "FFFFF2CC" } }

/** One object for each style in use: exceljs recognises them by identity. */
class Styles {
  private readonly plain = new Map<string, Partial<ExcelJS.Style>>()
  private readonly marked = new Map<string, Partial<ExcelJS.Style>>()

  of(format: string, marked: boolean): Partial<ExcelJS.Style> {
    const styles = marked ? this.marked : this.plain
    const known = styles.get(format)
    if (known !== undefined) return known
    const style = { numFmt: format, ...(marked ? { fill: markFill } : {}) }
    styles.set(format, style)
    return style
  }
}

/** With all columns on one page: a table that is cut in the middle is of no use on paper. */
const onPaper: Partial<ExcelJS.PageSetup> = {
  orientation: "landscape",
  fitToPage: true,
  fitToWidth: 1,
  fitToHeight: 0,
}

const put = (row: ExcelJS.Row, column: number, { value, format }: CellOut, marked: boolean, styles: Styles): void => {
  if (value === null && !marked) return
  const cell = row.getCell(column)
  cell.value = value
  cell.style = styles.of(format, marked)
}

const rowsFault = (operation: string) =>
  failure(operation, "WB-EXCEL-ROWS", `a sheet would have more than ${maxRows} rows`)

/** Lets zlib and the disk catch up: exceljs itself never waits for them. */
const breathe = Effect.callback<void>((resume) => {
  setImmediate(() => resume(Effect.void))
})

const writeSheet = Effect.fnUntraced(function* (
  book: ExcelJS.stream.xlsx.WorkbookWriter,
  sheet: WrittenSheet,
  operation: string,
): Effect.fn.Return<void, ConnectorError> {
  const page = book.addWorksheet(sheet.name, { views: [{ state: "frozen", ySplit: 1 }], pageSetup: onPaper })
  page.columns = sheet.widths.map((width, column) => ({
    width,
    ...(sheet.textColumns?.[column] === true ? { style: { numFmt: textFormat } } : {}),
  }))
  const styles = new Styles()
  const header = page.addRow([])
  sheet.header.forEach((name, index) => {
    const cell = header.getCell(index + 1)
    cell.value = cellOut({ value: name }).value
    cell.style = headerStyle
  })
  header.commit()
  let rows = 1
  const addRow = (cells: ReadonlyArray<WrittenCell>): void => {
    const row = page.addRow([])
    cells.forEach((cell, index) => put(row, index + 1, cellOut(cell), cell.marked === true, styles))
    row.commit()
  }
  yield* Stream.runForEachArray(sheet.rows, (cells) => {
    rows += cells.length
    if (rows > maxRows) return Effect.fail(rowsFault(operation))
    cells.forEach(addRow)
    return breathe
  })
  if (sheet.filter === true)
    page.autoFilter = { from: { row: 1, column: 1 }, to: { row: rows, column: sheet.header.length } }
  page.commit()
})

/** Loaded when it is needed: it takes as long as a start of the whole command. */
const loadExcelJs = Effect.promise(() => import("./workbookWriter.ts"))

/** Fails with the stream's error; exceljs would wait for ever. */
const failureOf = (stream: WriteStream): Effect.Effect<never, unknown> =>
  Effect.callback((resume) => {
    stream.once("error", (cause) => resume(Effect.fail(cause)))
  })

const writeTo = Effect.fnUntraced(function* (
  temporary: string,
  sheets: ReadonlyArray<WrittenSheet>,
  mode: number,
  operation: string,
) {
  const { WorkbookWriter } = yield* loadExcelJs
  const cannot = (cause: unknown) => unwritable(operation, "the workbook can't be written", cause)
  const out = yield* Effect.acquireRelease(
    Effect.sync(() => createWriteStream(temporary, { mode })),
    (out) => Effect.sync(() => out.destroy()),
  )
  const failed = Effect.mapError(failureOf(out), cannot)
  const book = new WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false })
  book.creator = "Waybill"
  const written = Effect.gen(function* () {
    yield* Effect.forEach(sheets, (sheet) => writeSheet(book, sheet, operation), { discard: true })
    yield* Effect.tryPromise({ try: () => book.commit(), catch: cannot })
  })
  yield* Effect.raceFirst(written, failed)
}, Effect.scoped)

/** It holds customers' data: only its owner may read a new one. */
const newMode = 0o600

/**
 * Writes a workbook, all or nothing: whoever opens it sees the old one or the new one, also after a crash. One that takes
 * another's place keeps its permissions.
 */
export const writeBook = Effect.fn("excel.writeBook")(function* (
  path: string,
  sheets: ReadonlyArray<WrittenSheet>,
): Effect.fn.Return<void, ConnectorError, FileSystem.FileSystem | Path.Path> {
  const files = yield* FileSystem.FileSystem
  const paths = yield* Path.Path
  const operation = `write ${paths.basename(path)}`
  const mode = yield* Effect.match(files.stat(path), {
    onFailure: () => newMode,
    onSuccess: (before) => before.mode & 0o777,
  })
  const temporary = paths.join(paths.dirname(path), `.${paths.basename(path)}.waybill`)
  const sync = Effect.scoped(Effect.flatMap(files.open(temporary, { flag: "r+" }), (file) => file.sync))
  const settle = Effect.andThen(sync, files.rename(temporary, path)).pipe(
    Effect.mapError((cause) => unwritable(operation, "the workbook can't be written", cause)),
  )
  yield* Effect.andThen(writeTo(temporary, sheets, mode, operation), settle).pipe(
    Effect.onError(() => Effect.ignore(files.remove(temporary))),
  )
})
