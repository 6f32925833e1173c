/**
 * Reading a workbook that a person has worked in: every sheet, cell by cell, whatever stands in its first row.
 */
import type { Cell, ConnectorError } from "@waybill/connector"
import type { Issue } from "@waybill/model"
import { Effect, type FileSystem, Path, type Scope, Stream } from "effect"

import { issue } from "./errors.ts"
import { type CellContext, isProblem, type RawCell, readCell } from "./internal/cell.ts"
import { defaultLimits } from "./internal/limits.ts"
import { readSharedStrings } from "./internal/sharedStrings.ts"
import { SheetHandler, type SheetVisitor } from "./internal/sheet.ts"
import { readStyles } from "./internal/styles.ts"
import { readWorkbook as readParts, type Sheet } from "./internal/workbook.ts"
import { XmlScanner } from "./internal/xml.ts"
import { type Archive, openArchive, readPart } from "./internal/zip.ts"

/** A row that holds something. Columns are counted from 0. */
export interface SheetRow {
  /** Counted from 1. */
  readonly row: number
  /** By column, sparse: an empty cell is not there. A formula has the result that is stored. */
  readonly cells: ReadonlyArray<Cell | undefined>
  /** The columns of the cells that hold a formula. */
  readonly formulas: ReadonlyArray<number>
  /** By column, why a cell can't be read; what stands in `cells` for it is nothing to go by. */
  readonly problems: ReadonlyMap<number, Issue>
}

export interface SheetContent {
  readonly name: string
  readonly rows: ReadonlyArray<SheetRow>
}

const noProblems: ReadonlyMap<number, Issue> = new Map()

/** Keeps every cell of a sheet. */
class Grid implements SheetVisitor {
  private readonly context: CellContext
  private rows: Array<SheetRow> = []
  private cells: Array<Cell | undefined> = []
  private formulas: Array<number> = []
  private problems: Map<number, Issue> | undefined

  constructor(context: CellContext) {
    this.context = context
  }

  /** The rows completed since the last time. */
  take(): ReadonlyArray<SheetRow> {
    const rows = this.rows
    this.rows = []
    return rows
  }

  startRow(): void {
    this.cells = []
    this.formulas = []
    this.problems = undefined
  }

  cell(cell: RawCell): void {
    const value = readCell(cell, this.context)
    const column = cell.column - 1
    if (cell.hasFormula) this.formulas.push(column)
    if (value === "") return
    if (isProblem(value)) {
      this.problems ??= new Map()
      this.problems.set(column, issue(value.problem, value.message))
    }
    this.cells[column] = isProblem(value) ? value.shown : value
  }

  endRow(row: number): void {
    if (this.cells.length === 0) return
    this.rows.push({ row, cells: this.cells, formulas: this.formulas, problems: this.problems ?? noProblems })
  }
}

const readSheet = Effect.fnUntraced(function* (archive: Archive, { name, part }: Sheet, context: CellContext) {
  const grid = new Grid(context)
  const scanner = new XmlScanner(new SheetHandler(grid))
  const write = (text: string): ReadonlyArray<SheetRow> => {
    scanner.write(text)
    return grid.take()
  }
  const rows = readPart(archive, part, archive.limits.sheetPart, { write, end: () => scanner.end() })
  return { name, rows: yield* Stream.runCollect(rows) } satisfies SheetContent
})

/** The sheets of a workbook in the order of their tabs, hidden ones too. All of it is held in memory. */
export const readWorkbook = Effect.fn("excel.readWorkbook")(function* (
  path: string,
): Effect.fn.Return<ReadonlyArray<SheetContent>, ConnectorError, FileSystem.FileSystem | Path.Path | Scope.Scope> {
  const paths = yield* Path.Path
  const archive = yield* openArchive(path, defaultLimits, `read ${paths.basename(path)}`)
  const workbook = yield* readParts(archive)
  const formats = yield* readStyles(archive, workbook.styles)
  const strings = yield* readSharedStrings(archive, workbook.sharedStrings)
  const context: CellContext = { strings, formats, date1904: workbook.date1904 }
  return yield* Effect.forEach(workbook.sheets, (sheet) => readSheet(archive, sheet, context))
}, Effect.scoped)
