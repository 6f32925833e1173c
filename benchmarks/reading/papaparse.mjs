// papaparse on decoded text; for arrays it is given newline and delimiter.
// node papaparse.mjs FOLDER FILE arrays|objects
import { createReadStream } from "node:fs"
import { join } from "node:path"

import Papa from "papaparse"

import { tell } from "../measure/script.ts"
import { centsOf, charactersOf, Count, headerOf } from "./count.ts"

const [folder, file, mode] = process.argv.slice(2)
const path = join(folder, file)
const columns = headerOf(path)
const count = new Count()

const takeArray = (amount) => {
  let header = true
  return (values) => {
    let characters = 0
    for (let index = 0; index < values.length; index++) characters += values[index].length
    if (!header) count.add(characters, centsOf(values[amount]))
    header = false
  }
}

const takeObject = (characters) => (record) => count.add(characters(record), centsOf(record.Amount))

const read = (options, take) =>
  new Promise((complete, error) => {
    const step = ({ data }) => take(data)
    Papa.parse(createReadStream(path, { encoding: "utf8" }), {
      ...options,
      skipEmptyLines: true,
      step,
      complete,
      error,
    })
  })

const begin = performance.now()
await (mode === "arrays"
  ? read({ newline: "\n", delimiter: "," }, takeArray(columns.indexOf("Amount")))
  : read({ header: true }, takeObject(charactersOf(columns))))
tell({ seconds: (performance.now() - begin) / 1000, check: String(count) })
