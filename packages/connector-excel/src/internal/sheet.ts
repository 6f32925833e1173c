/**
 * The sheet's own part, read row by row as its text comes.
 */
import { Fault } from "../errors.ts"
import type { RawCell } from "./cell.ts"
import { maxColumns, maxRows } from "./limits.ts"
import { lengthen } from "./sharedStrings.ts"
import { isTrue } from "./workbook.ts"
import { decodeText, parseAttributes, type XmlHandler } from "./xml.ts"

/** What looks at a sheet. Rows and cells come in their order, and only those that are in the file. */
export interface SheetVisitor {
  readonly startRow: (row: number, hidden: boolean) => void
  /** `cell` is the same object each time. */
  readonly cell: (cell: RawCell) => void
  readonly endRow: (row: number) => void
  readonly hiddenColumns?: (first: number, last: number) => void
  readonly merged?: (area: Area) => void
}

/** Rows and columns counted from 1, both ends included. */
export interface Area {
  readonly top: number
  readonly left: number
  readonly bottom: number
  readonly right: number
}

const damaged = (what: string): Fault => new Fault("WB-EXCEL-DAMAGED", `the sheet is damaged: ${what}`)

const reference = /^\$?([A-Z]{1,3})\$?([1-9]\d{0,6})$/

/** The column of its letters: 1 for A, 16,384 for XFD. */
export const columnOf = (letters: string): number => {
  let column = 0
  for (let i = 0; i < letters.length; i++) column = column * 26 + letters.charCodeAt(i) - 64
  return column
}

/** The letters of a column: A for 1. */
export const lettersOf = (column: number): string =>
  (column > 26 ? lettersOf(Math.floor((column - 1) / 26)) : "") + String.fromCharCode(65 + ((column - 1) % 26))

/** A short whole number, or -1 where there is none. */
const digitsOf = (source: string, from: number, to: number): number => {
  let number = from === to || to - from > 9 ? -1 : 0
  for (let at = from; at < to && number >= 0; at++) {
    const digit = source.charCodeAt(at) - 48
    number = digit >= 0 && digit <= 9 ? number * 10 + digit : -1
  }
  return number
}

const areaOf = (ref: string): Area => {
  const [from, to] = ref.split(":").map((corner) => reference.exec(corner))
  if (!from) throw damaged("an area of cells can't be read")
  const [, left, top] = from
  const [, right, bottom] = to ?? from
  return { top: Number(top), left: columnOf(left!), bottom: Number(bottom), right: columnOf(right!) }
}

export class SheetHandler implements XmlHandler {
  private readonly visitor: SheetVisitor
  private readonly cell: RawCell = {
    column: 0,
    type: "n",
    style: 0,
    text: "",
    index: -1,
    hasValue: false,
    hasFormula: false,
  }
  private depth = 0
  /** The name of the element below the root that is open: `sheetData`, `cols`, … */
  private section = ""
  private inData = false
  private row = 0
  private column = 0
  private inCell = false
  /** Whether the text that comes is the cell's own. */
  private reading = false
  private phonetic = false
  private columnRanges = 0

  constructor(visitor: SheetVisitor) {
    this.visitor = visitor
  }

  open(name: string, source: string, from: number, to: number): void {
    this.depth += 1
    if (this.inData) this.openData(name, source, from, to)
    else if (this.depth === 1 && name !== "worksheet") throw damaged("it is no worksheet")
    else if (this.depth === 2) {
      this.section = name
      this.inData = name === "sheetData"
    } else if (this.depth === 3) this.openOther(name, source, from, to)
  }

  private openData(name: string, source: string, from: number, to: number): void {
    if (this.depth === 3) {
      if (name !== "row") throw damaged("its data is no row")
      this.startRow(parseAttributes(source, from, to))
    } else if (this.depth === 4) {
      this.inCell = name === "c"
      if (this.inCell) this.startCell(source, from, to)
    } else if (this.inCell) this.openInCell(name)
  }

  private openInCell(name: string): void {
    if (this.depth === 5) {
      if (name === "f") this.cell.hasFormula = true
      else if (name === "v" || name === "is") this.cell.hasValue = true
      this.reading = name === "v"
    } else {
      if (name === "rPh") this.phonetic = true
      this.reading = name === "t" && !this.phonetic && this.depth <= 7
    }
  }

  private openOther(name: string, source: string, from: number, to: number): void {
    if (this.section === "cols" && name === "col" && this.visitor.hiddenColumns !== undefined) {
      this.columnRanges += 1
      if (this.columnRanges > maxColumns) throw damaged("it describes more columns than there are")
      const column = parseAttributes(source, from, to)
      if (isTrue(column.get("hidden"))) this.visitor.hiddenColumns(Number(column.get("min")), Number(column.get("max")))
    } else if (this.section === "mergeCells" && name === "mergeCell" && this.visitor.merged !== undefined) {
      this.visitor.merged(areaOf(parseAttributes(source, from, to).get("ref") ?? ""))
    }
  }

  text(source: string, from: number, to: number, plain: boolean): void {
    if (!this.reading) return
    const cell = this.cell
    if (cell.type === "s") {
      if (cell.index >= 0) throw damaged("the number of a shared text can't be read")
      cell.index = digitsOf(source, from, to)
    } else cell.text = lengthen(cell.text, decodeText(source, from, to, plain))
  }

  close(name: string): void {
    this.depth -= 1
    this.reading = false
    if (this.depth === 1) {
      this.section = ""
      this.inData = false
    } else if (!this.inData) return
    else if (this.depth === 3) {
      if (this.inCell) this.visitor.cell(this.cell)
      this.inCell = false
    } else if (this.depth === 2) this.visitor.endRow(this.row)
    else if (name === "rPh") this.phonetic = false
  }

  private startRow(attributes: ReadonlyMap<string, string>): void {
    const written = attributes.get("r")
    // Some programs leave the number out: then it is the next one.
    const row = written === undefined ? this.row + 1 : Number(written)
    if (!Number.isSafeInteger(row) || row <= this.row) throw damaged("its rows are not in order")
    if (row > maxRows) throw new Fault("WB-EXCEL-TOO-LARGE", `the sheet has more than ${maxRows} rows`)
    this.row = row
    this.column = 0
    this.visitor.startRow(row, isTrue(attributes.get("hidden")))
  }

  private startCell(source: string, from: number, to: number): void {
    const cell = this.cell
    cell.column = this.column + 1
    cell.type = "n"
    cell.style = 0
    cell.text = ""
    cell.index = -1
    cell.hasValue = false
    cell.hasFormula = false
    if (!this.scanAttributes(source, from, to)) {
      for (const [name, value] of parseAttributes(source, from, to)) this.setAttribute(name, value)
    }
    if (cell.column <= this.column) throw damaged("the cells of a row are not in order")
    if (cell.column > maxColumns) throw new Fault("WB-EXCEL-TOO-LARGE", `the sheet has more than ${maxColumns} columns`)
    this.column = cell.column
  }

  /** The quick way through `r="A1" s="1" t="s"`; false where the attributes are written in an unusual way. */
  private scanAttributes(source: string, from: number, to: number): boolean {
    let at = from
    while (at < to) {
      if (source.charCodeAt(at) !== 32 || source.charCodeAt(at + 2) !== 61 || source.charCodeAt(at + 3) !== 34)
        return false
      const start = at + 4
      let end = start
      while (end < to && source.charCodeAt(end) !== 34) end++
      const name = source.charCodeAt(at + 1)
      if (name === 114) this.setReference(source, start, end)
      else if (name === 115) this.setStyle(source, start, end)
      else if (name === 116) this.cell.type = end === start + 1 ? source.charAt(start) : source.slice(start, end)
      at = end + 1
    }
    return true
  }

  private setAttribute(name: string, value: string): void {
    if (name === "r") this.setReference(value, 0, value.length)
    else if (name === "s") this.setStyle(value, 0, value.length)
    else if (name === "t") this.cell.type = value
  }

  private setReference(source: string, start: number, end: number): void {
    let column = 0
    let row = 0
    let at = start
    for (; at < end; at++) {
      const letter = source.charCodeAt(at)
      if (letter < 65 || letter > 90) break
      column = column * 26 + letter - 64
    }
    const letters = at - start
    for (; at < end; at++) row = row * 10 + source.charCodeAt(at) - 48
    if (letters === 0 || letters > 3 || row !== this.row)
      throw damaged("a cell stands in the wrong row, or its name can't be read")
    this.cell.column = column
  }

  private setStyle(source: string, start: number, end: number): void {
    const style = digitsOf(source, start, end)
    if (style < 0) throw damaged("the style of a cell can't be read")
    this.cell.style = style
  }
}
