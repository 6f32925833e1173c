import { Columns, type Entity, Dates, Decimals, type Model, Money } from "@waybill/model"
/** A folder of delimited text, read and written without the connector. */
import type { System } from "@waybill/testkit"
import { Effect, FileSystem, Path } from "effect"
import Papa from "papaparse"

const entities: Readonly<Record<string, Entity>> = {
  "customers.csv": "customer",
  "invoices.csv": "invoice",
  "payments.csv": "payment",
}

const textOf = (value: Columns.Value | undefined): string => {
  if (value instanceof Money) return Decimals.toText(value.amount, 2)
  return value === undefined ? "" : Dates.isCalendarDate(value) ? Dates.toIso(value) : value
}

const linesOf = (stream: string, models: ReadonlyArray<Model>): string => {
  const columns = Columns.of(entities[stream]!).map(({ name }) => name)
  const rows = models.map((model) => {
    const { values } = Columns.layOut(model)
    return columns.map((column) => textOf(values[column]))
  })
  return Papa.unparse([columns, ...rows], { newline: "\n" }) + "\n"
}

export const folderSystem = Effect.gen(function* () {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const directory = yield* files.makeTempDirectoryScoped()
  const put = new Map<string, ReadonlyArray<Model>>()
  const at = (stream: string) => path.join(directory, stream)
  const system: System = {
    settings: { directory },
    put: (stream, models) => {
      const all = [...(put.get(stream) ?? []), ...models]
      put.set(stream, all)
      return Effect.orDie(files.writeFileString(at(stream), linesOf(stream, all)))
    },
    holds: (stream) =>
      files.readFileString(at(stream)).pipe(
        Effect.map((text) =>
          Papa.parse<Readonly<Record<string, string>>>(text, { header: true, skipEmptyLines: true }),
        ),
        // What a spreadsheet would run stands behind an apostrophe.
        Effect.map(({ data }) => data.map(({ number = "" }) => number.replace(/^'(?=[=+@-])/, ""))),
        Effect.orElseSucceed(() => []),
      ),
  }
  return system
})
