// Makes a workbook of delimited text: texts shared, amounts as numbers, days as dates, as a person's export has them.
// node writeWorkbook.mjs FROM TO
import { createReadStream } from "node:fs"

import Excel from "exceljs"
import Papa from "papaparse"

const amounts = ["Amount", "Local Amount", "Balance"]
const days = ["Posted", "Due", "Issued"]

const cellOf = (column, value) => {
  if (amounts.includes(column)) return Number(value)
  return days.includes(column) ? new Date(`${value.split("/").toReversed().join("-")}T00:00:00Z`) : value
}

const [from, to] = process.argv.slice(2)
const book = new Excel.stream.xlsx.WorkbookWriter({ filename: to, useSharedStrings: true, useStyles: true })
const sheet = book.addWorksheet("Invoices")
const options = { newline: "\n", delimiter: ",", skipEmptyLines: true }
let columns
for await (const values of createReadStream(from, "utf8").pipe(Papa.parse(Papa.NODE_STREAM_INPUT, options))) {
  const row = sheet.addRow(columns === undefined ? values : columns.map((column, at) => cellOf(column, values[at])))
  if (columns !== undefined) for (const day of days) row.getCell(columns.indexOf(day) + 1).numFmt = "dd/mm/yyyy"
  columns ??= values
  row.commit()
}
sheet.commit()
await book.commit()
