/**
 * Every code of this connector, what it means and how it is mended.
 */
import { ConnectorError, Lost, Unreachable, Unreadable } from "@waybill/connector"
import { type Catalogue, issueFrom, toErrorCodes } from "@waybill/model"

const catalogue = {
  "WB-EXCEL-STREAM": [
    "the stream does not name a workbook of the connection's folder",
    "write `book.xlsx` or `book.xlsx#Sheet name`; the file lies in the connection's `directory` or below it",
    {
      where: "pipeline file",
      leaves: ["not begun"],
      example: { of: "pipeline file", after: "flows:\n  workbook:\n    from:\n      stream: book.xlsx#Open items" },
      related: ["WB-EXCEL-SHEET"],
    },
  ],
  "WB-EXCEL-FILE": [
    "the workbook, or the folder it lies in, can't be opened or read",
    "check the connection's `directory`, the file's name and that you may read it",
    { where: "machine", leaves: ["not begun", "flow stopped"] },
  ],
  "WB-EXCEL-OLD-FORMAT": [
    "the file is a workbook in an older or binary format (.xls, .xlsb)",
    "open it in Excel and save it as an Excel workbook (.xlsx)",
    { leaves: ["not begun"], related: ["WB-EXCEL-NOT-WORKBOOK"] },
  ],
  "WB-EXCEL-ENCRYPTED": [
    "the workbook is protected by a password and its contents are encrypted",
    "open it in Excel, remove the password (File, Info, Protect Workbook) and save it",
    { leaves: ["not begun"] },
  ],
  "WB-EXCEL-NOT-WORKBOOK": [
    "the file is not an Excel workbook",
    "save it as an Excel workbook (.xlsx)",
    { leaves: ["not begun"] },
  ],
  "WB-EXCEL-DAMAGED": [
    "the workbook is cut short or contradicts itself",
    "fetch it again from where it came from; if Excel can open it, save it there under a new name",
    { leaves: ["not begun", "flow stopped"] },
  ],
  "WB-EXCEL-TOO-LARGE": [
    "the workbook holds more than Excel itself or Waybill can handle; it may be made to exhaust memory",
    "see that the file comes from whom you think it does; split it if it is genuine",
    { leaves: ["not begun", "flow stopped"] },
  ],
  "WB-EXCEL-SHEET": [
    "the workbook has no such sheet",
    "name a sheet of the workbook behind the #",
    { where: "pipeline file", leaves: ["not begun"] },
  ],
  "WB-EXCEL-HEADER": [
    "the header row does not name the columns",
    "give every column a name of its own in the header row, or set `headerRow` to the row that has them",
    {
      leaves: ["not begun", "flow stopped"],
      example: { of: "pipeline file", after: "connections:\n  books:\n    connector: excel\n    headerRow: 3" },
    },
  ],
  "WB-EXCEL-CURSOR": [
    "the place to read on from was not made by this connector",
    "read the stream from its start",
    { where: "machine", leaves: ["flow stopped"], example: { of: "command", after: "waybill run --full" } },
  ],
  "WB-EXCEL-ERROR-CELL": [
    "a cell holds an error of Excel, such as #N/A",
    "mend the formula in Excel and save the workbook",
    { leaves: ["invalid", "warning"], related: ["WB-MAP-CELL-ERROR"] },
  ],
  "WB-EXCEL-UNCALCULATED": [
    "a formula was never calculated: the program that wrote the workbook left its result out",
    "open the workbook in Excel, which calculates it, and save it",
    { leaves: ["invalid", "warning"] },
  ],
  "WB-EXCEL-NUMBER": [
    "a cell's number can't be read exactly",
    "store it with at most 15 significant digits, or as text",
  ],
  "WB-EXCEL-DATE": [
    "a cell is formatted as a date, and its number is not a day of the calendar",
    "correct the cell, or give it a number format",
    { related: ["WB-EXCEL-MIXED-DATES"] },
  ],
  "WB-EXCEL-VALUE": ["a cell's value does not fit its type", "type the value again in Excel and save the workbook"],
  "WB-EXCEL-MIXED-DATES": [
    "a column holds real dates beside texts that look like dates: the sign of a file opened under the date settings of another country. Excel swaps day and month of what it can read and leaves the rest as text, so that the real dates may be wrong too",
    "go back to the file the workbook was made from, and import it with that column set to text or to its right order of day and month",
    { leaves: ["warning"] },
  ],
  "WB-EXCEL-TEXT-NUMBERS": [
    "a column holds numbers stored as text beside numbers",
    "convert the column to numbers in Excel, or read the texts with `money(…)` or `decimal(…)` in the mapping",
    { leaves: ["warning"] },
  ],
  "WB-EXCEL-LOST-ZEROS": [
    "leading zeros of a key seem to be gone: the value is a number, and a number has none",
    "format the column as text at the source and export again, or pad the key in the mapping",
    { leaves: ["warning"], related: ["WB-CSV-SCIENTIFIC"] },
  ],
  "WB-EXCEL-HIDDEN-ROWS": [
    "rows of the sheet are hidden, by hand or by a filter; they are read like the others",
    "delete them from the workbook if they are not to be moved",
    { leaves: ["warning"], related: ["WB-EXCEL-HIDDEN-COLUMNS", "WB-EXCEL-HIDDEN-SHEET"] },
  ],
  "WB-EXCEL-HIDDEN-COLUMNS": [
    "a column of the sheet is hidden; it is read like the others",
    "see that its values are wanted",
    { leaves: ["warning"] },
  ],
  "WB-EXCEL-HIDDEN-SHEET": [
    "the sheet is hidden in Excel",
    "see that it is the sheet you mean",
    { where: "pipeline file", leaves: ["warning"] },
  ],
  "WB-EXCEL-MERGED": [
    "cells are merged: the value stands in the first of them, the others read as empty",
    "unmerge them in Excel and fill in the values",
    { leaves: ["warning"] },
  ],
  "WB-EXCEL-ENTITY": [
    "nobody said whether the sheet takes customers, invoices or payments",
    "name the flow's entity in the pipeline file",
    {
      where: "pipeline file",
      leaves: ["not begun"],
      example: { of: "pipeline file", after: "flows:\n  copy:\n    entity: customer" },
    },
  ],
  "WB-EXCEL-FOREIGN-FILE": [
    "a workbook of this name exists, and Waybill did not write it",
    "move it away, or write to another name: nothing is ever overwritten",
    { where: "target system", leaves: ["not begun", "flow stopped"] },
  ],
  "WB-EXCEL-PRECISION": [
    "a number has more than the 15 significant digits that Excel keeps",
    "write it to a CSV file instead, which has no such limit",
    { where: "pipeline file", leaves: ["invalid", "refused"] },
  ],
  "WB-EXCEL-CURRENCY": [
    "one record has amounts in several currencies, and the sheet has one currency column",
    "map the amounts in the currency of the record's total",
    { where: "pipeline file" },
  ],
  "WB-EXCEL-DATE-RANGE": [
    "Excel has no dates before 1900-01-01",
    "correct the date, or write to a CSV file",
    { leaves: ["invalid", "refused"] },
  ],
  "WB-EXCEL-TEXT": [
    "a text is longer than the 32,767 characters of a cell, or is not valid Unicode",
    "shorten or correct the text at the source, or write to a CSV file",
    { leaves: ["invalid", "refused"] },
  ],
  "WB-EXCEL-ROWS": [
    "a sheet holds at most 1,048,576 rows",
    "split the flow over several sheets, or write to a CSV file",
    { where: "pipeline file", leaves: ["refused", "flow stopped"] },
  ],
  "WB-EXCEL-SPOOL": [
    "the rows kept beside the workbook (`.book.xlsx.….rows`) can't be read",
    "restore the file from a backup; without it, move the workbook away and deliver everything again",
    { where: "machine", leaves: ["not begun", "flow stopped"] },
  ],
  "WB-EXCEL-WRITE": [
    "the workbook can't be written",
    "check free space and rights in the folder; close the workbook in Excel",
    { where: "machine", leaves: ["run stopped", "unknown"] },
  ],
} as const satisfies Catalogue

export type Code = keyof typeof catalogue

/** Every code with its meaning and fix, as `waybill errors` lists them. */
export const errors = toErrorCodes(catalogue, { where: "source data", leaves: ["invalid"] })

/** What is wrong with one cell or record; the hint is the catalogue's fix. */
export const issue = issueFrom(catalogue)

/** Thrown by the parsers of this package, which are plain functions; {@link unreadable} makes it a ConnectorError. */
export class Fault extends Error {
  readonly code: Code
  constructor(code: Code, message: string) {
    super(message)
    this.code = code
  }
}

const damaged = (cause: unknown): Fault =>
  cause instanceof Fault ? cause : new Fault("WB-EXCEL-DAMAGED", "the workbook's parts can't be unpacked")

/** Makes what turns whatever was thrown during `operation` into the contract's error. */
export const unreadable =
  (operation: string) =>
  (cause: unknown): ConnectorError => {
    const { code, message } = damaged(cause)
    return new ConnectorError({
      connector: "excel",
      operation,
      code,
      message,
      hint: catalogue[code][1],
      reason: new Unreadable(cause instanceof Fault ? {} : { cause }),
    })
  }

/** The disk did not take what was to be written. `torn`: something of it may be there all the same. */
export const unwritable = (operation: string, message: string, cause: unknown, torn = false): ConnectorError =>
  new ConnectorError({
    connector: "excel",
    operation,
    code: "WB-EXCEL-WRITE",
    message,
    hint: catalogue["WB-EXCEL-WRITE"][1],
    reason: torn ? new Lost({ how: "half written", cause }) : new Unreachable({ cause }),
  })

/** A fault as the contract's error. */
export const failure = (operation: string, code: Code, message: string): ConnectorError =>
  unreadable(operation)(new Fault(code, message))
