/** Writes and reads a workbook in the time zone of the process; prints the dates that came back. */
import { NodeServices } from "@effect/platform-node"
import { CellDateTime } from "@waybill/connector"
import { Dates } from "@waybill/model"
import { Effect, Option } from "effect"

import { writeWorkbook } from "../../src/index.ts"
import { openSource } from "../../src/source.ts"
import { rowsOf, shown } from "./book.ts"

const [directory = ""] = process.argv.slice(2)
const day = (text: string) => Dates.parseIso(text)!

const program = Effect.gen(function* () {
  const rows = ["1900-01-01", "1900-02-28", "1900-03-01", "2026-03-29", "2026-11-01", "9999-12-31"].map((text) => [
    day(text),
    new CellDateTime(day(text), "23:59:59.999"),
  ])
  yield* writeWorkbook(`${directory}/book.xlsx`, [{ name: "Dates", header: ["date", "time"], rows }])
  const source = yield* openSource("book.xlsx", { directory, headerRow: 1 })
  const read = yield* rowsOf(source, Option.none())
  return read.flatMap((row) => ("record" in row ? Object.values(row.record).map(shown) : ["bad"]))
})

process.stdout.write(JSON.stringify(await Effect.runPromise(Effect.provide(program, NodeServices.layer))))
