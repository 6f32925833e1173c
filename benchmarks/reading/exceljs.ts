/** `node exceljs.ts FOLDER FILE`: exceljs's streaming reader, with what it needs to tell a date from a number. */
import { join } from "node:path"

import Excel from "exceljs"

import { tell } from "../measure/script.ts"
import { asciiTexts, Count } from "./count.ts"

const [directory, file] = process.argv.slice(2) as [string, string]
const count = new Count()

const begin = performance.now()
const book = new Excel.stream.xlsx.WorkbookReader(join(directory, file), {
  sharedStrings: "cache",
  styles: "cache",
  hyperlinks: "ignore",
  worksheets: "emit",
})
for await (const sheet of book) {
  let header: ReadonlyArray<unknown> | undefined
  let texts: ReadonlyArray<number> = []
  for await (const { values } of sheet) {
    const cells = values as ReadonlyArray<unknown>
    if (header === undefined) {
      header = cells
      texts = asciiTexts.map((column) => cells.indexOf(column))
      continue
    }
    let characters = 0
    for (const column of texts) characters += (cells[column] as string).length
    count.add(characters, Math.round((cells[header.indexOf("Amount")] as number) * 100))
  }
}
tell({ seconds: (performance.now() - begin) / 1000, check: String(count) })
