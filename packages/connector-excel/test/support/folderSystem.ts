/** A folder of workbooks, read and written without the connector. */
import { Columns, Dates, Decimals, type Entity, type Model, Money } from "@waybill/model"
import type { System } from "@waybill/testkit"
import { Effect, FileSystem, Path } from "effect"
import ExcelJS from "exceljs"

import { readPart } from "./readPart.ts"

const sheets: Readonly<Record<string, { readonly entity: Entity; readonly sheet: string }>> = {
  "customers.xlsx": { entity: "customer", sheet: "Customers" },
  "invoices.xlsx": { entity: "invoice", sheet: "Invoices" },
}

const textOf = (value: Columns.Value | undefined): string => {
  if (value instanceof Money) return Decimals.toText(value.amount, 2)
  return value === undefined ? "" : Dates.isCalendarDate(value) ? Dates.toIso(value) : value
}

const isLost = (model: Model): boolean =>
  Object.values(model).some((value) => typeof value === "string" && /[^\P{Cc}\n\t]/u.test(value))

/** Every cell is text, as it is where a system exports one. */
const write = (path: string, stream: string, models: ReadonlyArray<Model>) =>
  Effect.promise(() => {
    const { entity, sheet } = sheets[stream]!
    const columns = Columns.of(entity).map(({ name }) => name)
    const book = new ExcelJS.Workbook()
    const page = book.addWorksheet(sheet)
    page.addRow(columns)
    for (const model of models) {
      const { values } = Columns.layOut(model)
      page.addRow(columns.map((column) => textOf(values[column])))
    }
    return book.xlsx.writeFile(path)
  })

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" }

/** The first column below its header, from the sheet's own XML: exceljs decodes such texts twice. */
const numbers = (xml: string): ReadonlyArray<string> =>
  Array.from(xml.matchAll(/<c r="A\d+"[^>]*><v>(.*?)<\/v>/gs), ([, text = ""]) =>
    text.replace(/&(\w+);/g, (_, name: string) => entities[name] ?? ""),
  ).slice(1)

export const folderSystem = Effect.gen(function* () {
  const files = yield* FileSystem.FileSystem
  const paths = yield* Path.Path
  const directory = yield* files.makeTempDirectoryScoped()
  const put = new Map<string, ReadonlyArray<Model>>()
  const system: System = {
    settings: { directory },
    put: (stream, models) => {
      if (models.some(isLost)) return Effect.die("exceljs writes some characters otherwise than it is given them")
      const all = [...(put.get(stream) ?? []), ...models]
      put.set(stream, all)
      return write(paths.join(directory, stream), stream, all)
    },
    holds: (stream) =>
      readPart(paths.join(directory, stream), "xl/worksheets/sheet1.xml").pipe(
        Effect.map(numbers),
        Effect.orElseSucceed(() => []),
      ),
  }
  return system
})
