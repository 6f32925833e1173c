/**
 * A look at the sheet as a whole, in one pass: what a person should know before anything is sent. Only counters are kept,
 * and the row of one example each; no value ever leaves a cell (invariant 7).
 */
import type { Cell, ConnectorError, Finding } from "@waybill/connector"
import { Effect, Stream } from "effect"

import { type Code, issue } from "./errors.ts"
import { type CellContext, formatOf, isProblem, type RawCell, readCell } from "./internal/cell.ts"
import { ColumnCounts } from "./internal/columnCounts.ts"
import { Count, plural } from "./internal/count.ts"
import type { Header } from "./internal/header.ts"
import { isBlank, positionsOf, withoutHeader } from "./internal/rows.ts"
import { type Area, SheetHandler, type SheetVisitor } from "./internal/sheet.ts"
import type { Sheet } from "./internal/workbook.ts"
import { XmlScanner } from "./internal/xml.ts"
import { type Archive, readPart } from "./internal/zip.ts"

const finding = (code: Code, message: string, at: { readonly row?: number; readonly column?: string }): Finding => ({
  ...issue(code, message, at.column === undefined ? {} : { column: at.column }),
  ...(at.row === undefined || at.row === 0 ? {} : { row: at.row }),
})

class Inspector implements SheetVisitor {
  private readonly header: Header
  private readonly context: CellContext
  private readonly positions: ReadonlyArray<number | undefined>
  private readonly columns: ReadonlyArray<ColumnCounts>
  private readonly hiddenRows = new Count()
  private readonly mergedAreas = new Count()
  private readonly hiddenNames = new Set<string>()
  private row = 0
  private hidden = false
  private blank = true

  constructor(header: Header, context: CellContext) {
    this.header = header
    this.context = context
    this.positions = positionsOf(header)
    this.columns = header.columns.map(({ name }) => new ColumnCounts(name))
  }

  startRow(row: number, hidden: boolean): void {
    this.row = row
    this.hidden = hidden
    this.blank = true
  }

  cell(cell: RawCell): void {
    if (this.row <= this.header.row) return
    const value = readCell(cell, this.context)
    if (value === "") return
    const position = this.positions[cell.column]
    if (position === undefined) {
      if (isProblem(value) || !isBlank(value)) throw withoutHeader(cell.column, this.row)
      return
    }
    if (this.blank) this.blank = !isProblem(value) && isBlank(value)
    const column = this.columns[position]!
    if (isProblem(value)) column.problem(value.problem, this.row)
    else column.value(value satisfies Cell, this.row, cell.type === "n" ? formatOf(cell, this.context).padding : 0)
  }

  endRow(row: number): void {
    if (this.hidden && !this.blank) this.hiddenRows.add(row)
  }

  hiddenColumns(first: number, last: number): void {
    for (const { name, index } of this.header.columns) if (index >= first && index <= last) this.hiddenNames.add(name)
  }

  merged(area: Area): void {
    const last = this.header.columns.at(-1)!.index
    if (area.bottom > this.header.row && area.left <= last) this.mergedAreas.add(Math.max(area.top, this.header.row))
  }

  findings(sheet: Sheet): ReadonlyArray<Finding> {
    const { hiddenRows, mergedAreas } = this
    const found: Array<Finding> = []
    if (sheet.hidden) found.push(finding("WB-EXCEL-HIDDEN-SHEET", "the sheet that is read is hidden in Excel", {}))
    if (hiddenRows.count > 0) {
      found.push(
        finding(
          "WB-EXCEL-HIDDEN-ROWS",
          `${plural(hiddenRows.count, "hidden row")} with values, read like the others`,
          hiddenRows,
        ),
      )
    }
    for (const column of this.hiddenNames) {
      found.push(finding("WB-EXCEL-HIDDEN-COLUMNS", "the column is hidden in Excel", { column }))
    }
    if (mergedAreas.count > 0) {
      found.push(
        finding(
          "WB-EXCEL-MERGED",
          `${plural(mergedAreas.count, "merged area")} among the rows; only the first cell of each has the value`,
          mergedAreas,
        ),
      )
    }
    for (const column of this.columns) {
      found.push(
        ...column.findings().map(({ code, message, row }) => finding(code, message, { row, column: column.name })),
      )
    }
    return found
  }
}

/** Reads the whole sheet once; fails as reading it would. */
export const inspectSheet = Effect.fn("excel.inspect")(function* (
  archive: Archive,
  sheet: Sheet,
  header: Header,
  context: CellContext,
): Effect.fn.Return<ReadonlyArray<Finding>, ConnectorError> {
  const inspector = new Inspector(header, context)
  const scanner = new XmlScanner(new SheetHandler(inspector))
  const write = (text: string): ReadonlyArray<never> => {
    scanner.write(text)
    return []
  }
  const reader = { write, end: () => scanner.end() }
  yield* Stream.runDrain(readPart(archive, sheet.part, archive.limits.sheetPart, reader))
  return inspector.findings(sheet)
})
