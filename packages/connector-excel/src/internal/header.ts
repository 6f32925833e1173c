/**
 * The header row: which column has which name.
 */
import { type ConnectorError, cellText } from "@waybill/connector"
import { Effect, Stream } from "effect"

import { Fault, unreadable } from "../errors.ts"
import { type CellContext, isProblem, type RawCell, readCell } from "./cell.ts"
import { maxHeaders } from "./limits.ts"
import { readSharedStrings } from "./sharedStrings.ts"
import { lettersOf, SheetHandler, type SheetVisitor } from "./sheet.ts"
import type { Workbook } from "./workbook.ts"
import { XmlScanner } from "./xml.ts"
import { type Archive, readPart } from "./zip.ts"

export interface Column {
  readonly name: string
  /** Where it stands in the sheet, counted from 1. */
  readonly index: number
}

export interface Header {
  /** The row it stands in, counted from 1. */
  readonly row: number
  readonly columns: ReadonlyArray<Column>
}

/** Copies the cells of one row, and says when it is over. */
class HeaderRow implements SheetVisitor {
  readonly cells: Array<RawCell> = []
  over = false
  private readonly wanted: number
  private current = 0

  constructor(row: number) {
    this.wanted = row
  }
  startRow(row: number): void {
    this.current = row
    if (row > this.wanted) this.over = true
  }
  cell(cell: RawCell): void {
    if (this.current === this.wanted) this.cells.push({ ...cell })
  }
  endRow(row: number): void {
    if (row >= this.wanted) this.over = true
  }
}

const fault = (message: string): Fault => new Fault("WB-EXCEL-HEADER", message)

const nameOf = (cell: RawCell, row: number, context: CellContext): string => {
  const value = readCell(cell, context)
  if (isProblem(value)) throw fault(`the header in ${lettersOf(cell.column)}${row} can't be read: ${value.message}`)
  return cellText(value).trim()
}

/** Names the columns. Throws a {@link Fault} where a name stands twice or there is none at all. */
const toColumns = (cells: ReadonlyArray<RawCell>, row: number, context: CellContext): ReadonlyArray<Column> => {
  const columns = new Map<string, Column>()
  for (const cell of cells) {
    const name = nameOf(cell, row, context)
    if (name === "") continue
    const at = `${lettersOf(cell.column)}${row}`
    const earlier = columns.get(name)
    if (earlier !== undefined)
      throw fault(`${lettersOf(earlier.index)}${row} and ${at} have the same header, '${name}'`)
    if (name === "__proto__") throw fault(`the header in ${at} can't be used as a name`)
    columns.set(name, { name, index: cell.column })
  }
  if (columns.size > maxHeaders) {
    throw new Fault("WB-EXCEL-TOO-LARGE", `the header row names more than ${maxHeaders} columns`)
  }
  if (columns.size === 0) throw fault(`row ${row} has no headers`)
  return [...columns.values()]
}

/** Reads the header row, and no more of the sheet and its texts than that takes. */
export const readHeader = Effect.fn("readHeader")(function* (
  archive: Archive,
  workbook: Workbook,
  part: string,
  row: number,
  formats: CellContext["formats"],
): Effect.fn.Return<Header, ConnectorError> {
  const visitor = new HeaderRow(row)
  const scanner = new XmlScanner(new SheetHandler(visitor))
  const write = (text: string): ReadonlyArray<boolean> => {
    scanner.write(text)
    return [visitor.over]
  }
  yield* readPart(archive, part, archive.limits.sheetPart, { write, end: () => scanner.end() }).pipe(
    Stream.takeUntil((over) => over),
    Stream.runDrain,
  )
  const last = Math.max(-1, ...visitor.cells.filter((cell) => cell.type === "s").map((cell) => cell.index))
  const strings = yield* readSharedStrings(archive, workbook.sharedStrings, last)
  const context = { strings, formats, date1904: workbook.date1904 }
  return yield* Effect.try({
    try: () => ({ row, columns: toColumns(visitor.cells, row, context) }),
    catch: unreadable(archive.operation),
  })
})
