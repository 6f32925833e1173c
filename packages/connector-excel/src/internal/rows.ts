/**
 * Rows of the sheet as records: one value per named column, `""` where the cell is empty.
 */
import type { Cell, Row } from "@waybill/connector"
import type { Issue } from "@waybill/model"

import { Fault, issue } from "../errors.ts"
import { type CellContext, isProblem, type RawCell, readCell } from "./cell.ts"
import type { Header } from "./header.ts"
import { lettersOf, type SheetVisitor } from "./sheet.ts"

/** A row of a sheet, by header. */
export type SheetRecord = Readonly<Record<string, Cell>>

/** Where in the record each column of the sheet goes: sparse, so that a cell far to the right costs nothing. */
export const positionsOf = (header: Header): ReadonlyArray<number | undefined> => {
  const positions: Array<number | undefined> = Array.from({ length: (header.columns.at(-1)?.index ?? 0) + 1 })
  header.columns.forEach((column, position) => (positions[column.index] = position))
  return positions
}

/** Values that no header names would be lost without a word. */
export const withoutHeader = (column: number, row: number): Fault =>
  new Fault("WB-EXCEL-HEADER", `column ${lettersOf(column)} has values (row ${row}) and no header`)

export const isBlank = (value: Cell): boolean => typeof value === "string" && value.trim() === ""

export class RowReader implements SheetVisitor {
  private readonly names: ReadonlyArray<string>
  private readonly positions: ReadonlyArray<number | undefined>
  private readonly context: CellContext
  /** Rows up to this one are passed over. */
  private readonly after: number
  private readonly empty: SheetRecord
  private row = 0
  private skipping = false
  private blank = true
  private record: Record<string, Cell> = {}
  private issues: Array<Issue> = []
  private rows: Array<Row<SheetRecord>> = []

  constructor(header: Header, context: CellContext, after: number) {
    this.names = header.columns.map((column) => column.name)
    this.positions = positionsOf(header)
    this.context = context
    this.after = Math.max(after, header.row)
    this.empty = Object.fromEntries(this.names.map((name) => [name, ""]))
  }

  /** The rows completed since the last time. */
  take(): ReadonlyArray<Row<SheetRecord>> {
    const rows = this.rows
    this.rows = []
    return rows
  }

  startRow(row: number): void {
    this.row = row
    this.skipping = row <= this.after
    this.blank = true
    if (this.skipping) return
    // A copy has room for every column at once; a record grown name by name is moved nine times on its way to 31.
    this.record = { ...this.empty }
    this.issues = []
  }

  cell(cell: RawCell): void {
    if (this.skipping) return
    const value = readCell(cell, this.context)
    if (value === "") return
    const position = this.positions[cell.column]
    if (isProblem(value)) {
      if (position === undefined) throw withoutHeader(cell.column, this.row)
      this.blank = false
      const column = this.names[position]!
      this.issues.push(issue(value.problem, value.message, { column }))
      this.record[column] = value.shown
    } else if (position !== undefined) {
      this.record[this.names[position]!] = value
      if (this.blank) this.blank = isBlank(value)
    } else if (!isBlank(value)) throw withoutHeader(cell.column, this.row)
  }

  endRow(row: number): void {
    if (this.skipping || this.blank) return
    const [first, ...more] = this.issues
    this.rows.push(
      first === undefined ? { row, record: this.record } : { row, raw: this.record, issues: [first, ...more] },
    )
  }
}
