/** A workbook as a person changes it: opened, edited cell by cell and saved by another program. */
import { Effect } from "effect"
import ExcelJS from "exceljs"

/** A cell by the name of its column in row 1. */
export const cellIn = (sheet: ExcelJS.Worksheet, row: number, column: string): ExcelJS.Cell => {
  const names = sheet.getRow(1).values
  return sheet.getRow(row).getCell(Array.isArray(names) ? names.indexOf(column) : 0)
}

export const editWorkbook = (path: string, edit: (book: ExcelJS.Workbook) => void): Effect.Effect<void> =>
  Effect.promise(async () => {
    const book = new ExcelJS.Workbook()
    await book.xlsx.readFile(path)
    edit(book)
    await book.xlsx.writeFile(path)
  })
