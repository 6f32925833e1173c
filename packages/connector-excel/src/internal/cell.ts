/**
 * From a cell as it stands in the sheet's XML to the value it has.
 */
import type { Cell } from "@waybill/connector"

import { type Code, Fault } from "../errors.ts"
import { parseNumber } from "./number.ts"
import type { NumberFormat } from "./numberFormat.ts"
import { fromIso, fromSerial } from "./serial.ts"
import { finishText, type StringTable } from "./sharedStrings.ts"

/** A cell of the sheet's XML. One object is used for all cells of a sheet: it is never kept. */
export interface RawCell {
  /** Counted from 1. */
  column: number
  /** The attribute `t`: s, str, inlineStr, b, e, d, or n. */
  type: string
  style: number
  /** What stands in `v`, or in `is` for an inline text. */
  text: string
  /** The number in `v` of a shared text; -1 where there is none. */
  index: number
  hasValue: boolean
  hasFormula: boolean
}

/** What cells are read with. */
export interface CellContext {
  readonly strings: StringTable
  readonly formats: ReadonlyArray<NumberFormat>
  readonly date1904: boolean
}

/** Why a cell can't be read. */
export interface CellProblem {
  readonly problem: Code
  readonly message: string
  /** What is shown in the cell's place to who mends the row. */
  readonly shown: string
}

const problem = (code: Code, message: string, shown: string): CellProblem => ({ problem: code, message, shown })

export const isProblem = (value: Cell | CellProblem): value is CellProblem =>
  typeof value === "object" && "problem" in value

/** The format a cell's number is shown in. */
export const formatOf = (cell: RawCell, context: CellContext): NumberFormat => {
  const format = context.formats[cell.style]
  if (format === undefined) throw new Fault("WB-EXCEL-DAMAGED", "a cell names a style that the workbook does not have")
  return format
}

const sharedString = (cell: RawCell, context: CellContext): string => {
  const text = context.strings.get(cell.index)
  if (text === undefined) throw new Fault("WB-EXCEL-DAMAGED", "a cell names a text that the workbook does not have")
  return text
}

const numberOrDate = (cell: RawCell, context: CellContext): Cell | CellProblem => {
  const value = parseNumber(cell.text.trim())
  if (value === undefined) {
    return problem(
      "WB-EXCEL-NUMBER",
      "the cell's number has more digits than Excel keeps exactly, or is none",
      cell.text,
    )
  }
  if (formatOf(cell, context).kind !== "date") return value
  return (
    fromSerial(value, context.date1904) ??
    problem("WB-EXCEL-DATE", "the cell is shown as a date, and its number is not a day", cell.text)
  )
}

const errorCell = /^#[A-Z0-9/_!?]{1,20}$/

const errorOf = (cell: RawCell): CellProblem => {
  // The codes are Excel's own words; anything else may be somebody's data.
  const code = errorCell.test(cell.text) ? cell.text : "an error"
  return problem("WB-EXCEL-ERROR-CELL", `the cell shows ${code}`, code)
}

/** The value of a cell; empty is `""`. Throws a {@link Fault} where the workbook contradicts itself. */
export const readCell = (cell: RawCell, context: CellContext): Cell | CellProblem => {
  if (!cell.hasValue) {
    return cell.hasFormula ? problem("WB-EXCEL-UNCALCULATED", "the cell's formula was never calculated", "") : ""
  }
  switch (cell.type) {
    case "s":
      return sharedString(cell, context)
    case "str":
    case "inlineStr":
      return finishText(cell.text)
    case "n":
      return cell.text === "" ? "" : numberOrDate(cell, context)
    case "b":
      if (cell.text === "1" || cell.text === "true") return true
      if (cell.text === "0" || cell.text === "false") return false
      return problem("WB-EXCEL-VALUE", "the cell is marked as true or false, and is neither", cell.text)
    case "e":
      return errorOf(cell)
    case "d":
      return (
        fromIso(cell.text.trim()) ?? problem("WB-EXCEL-DATE", "the cell is marked as a date, and holds none", cell.text)
      )
    default:
      throw new Fault("WB-EXCEL-DAMAGED", "a cell is of a type that no workbook has")
  }
}
