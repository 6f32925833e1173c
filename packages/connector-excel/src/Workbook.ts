/**
 * Writing a workbook from tables of typed cells.
 */
import type { Cell, ConnectorError } from "@waybill/connector"
import { BigDecimal, Effect, type FileSystem, type Path, Stream } from "effect"

import { failure } from "./errors.ts"
import { maxCellCharacters } from "./internal/limits.ts"
import { writeBook, type WrittenSheet } from "./internal/writer.ts"

/** A table: a header, and one list of cells a row. Text stays text: leading zeros live, nothing becomes a formula. */
export interface SheetTable {
  /** At most 31 characters, none of `[ ] : * ? / \`. */
  readonly name: string
  readonly header: ReadonlyArray<string>
  readonly rows: ReadonlyArray<ReadonlyArray<Cell>>
  /** Per column, in characters; absent: as wide as the longest of the first rows. */
  readonly widths?: ReadonlyArray<number>
  /** Cells to colour, both counted from 0 in {@link rows}. */
  readonly marked?: (row: number, column: number) => boolean
  /** How Excel shows a number, as it writes formats (`#,##0.00`); counted as {@link marked}. Absent: as it is. */
  readonly format?: (row: number, column: number) => string | undefined
  /** Columns, counted from 0, in which whatever is typed later stays text, also where a cell is empty now. */
  readonly textColumns?: (column: number) => boolean
  /** Whether the header can be filtered by. */
  readonly filter?: boolean
}

const pageSize = 500

const widthOf = (sheet: SheetTable, column: number): number => {
  const cells = sheet.rows.slice(0, 100).map((row) => row[column] ?? "")
  const lengths = [sheet.header[column]!, ...cells].map((cell) => String(cell).length)
  return Math.min(60, Math.max(8, ...lengths) + 2)
}

const toWritten = (sheet: SheetTable): WrittenSheet => ({
  name: sheet.name,
  header: sheet.header,
  widths: sheet.header.map((_, column) => sheet.widths?.[column] ?? widthOf(sheet, column)),
  textColumns: sheet.header.map((_, column) => sheet.textColumns?.(column) === true),
  filter: sheet.filter === true,
  rows: Stream.fromArray(sheet.rows).pipe(
    Stream.zipWithIndex,
    Stream.map(([cells, row]) =>
      cells.map((value, column) => {
        const format = sheet.format?.(row, column)
        return {
          value,
          marked: sheet.marked?.(row, column) === true,
          ...(format === undefined || !BigDecimal.isBigDecimal(value) ? {} : { format }),
        }
      }),
    ),
    Stream.rechunk(pageSize),
  ),
})

const faultOf = ({ name, rows }: SheetTable): string | undefined => {
  const row = rows.findIndex((cells) => cells.some(isTooLong))
  return row === -1
    ? undefined
    : `row ${row + 2} of sheet '${name}' has a text of more than ${maxCellCharacters} characters`
}

const isTooLong = (cell: Cell): boolean => typeof cell === "string" && cell.length > maxCellCharacters

/**
 * Writes a workbook, replacing a file of that name: all or nothing. Numbers with more than 15 significant digits, which
 * Excel can't hold, and dates before 1900 are written as text. Fails where a text is longer than a cell may be.
 */
export const writeWorkbook = Effect.fn("excel.writeWorkbook")(function* (
  path: string,
  sheets: ReadonlyArray<SheetTable>,
): Effect.fn.Return<void, ConnectorError, FileSystem.FileSystem | Path.Path> {
  const fault = sheets.map(faultOf).find((found) => found !== undefined)
  if (fault !== undefined) return yield* failure("write a workbook", "WB-EXCEL-TEXT", fault)
  return yield* writeBook(path, sheets.map(toWritten))
})
