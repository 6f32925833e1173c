/** `node excelSource.ts FOLDER FILE`: the connector's source, strict and with cursors, as a flow reads it. */
import { NodeServices } from "@effect/platform-node"
import { BigDecimal, Effect, Option, Stream } from "effect"
import { FetchHttpClient } from "effect/http"

import { excel, type SheetRecord } from "../../packages/connector-excel/src/index.ts"
import { tell } from "../measure/script.ts"
import { asciiTexts, Count } from "./count.ts"

const [directory, file] = process.argv.slice(2) as [string, string]
const count = new Count()
const hundred = BigDecimal.make(100n, 0)

const add = (record: SheetRecord) => {
  let characters = 0
  for (const column of asciiTexts) characters += (record[column] as string).length
  count.add(
    characters,
    BigDecimal.toNumberUnsafe(BigDecimal.multiply(record["Amount"] as BigDecimal.BigDecimal, hundred)),
  )
}

const read = Effect.gen(function* () {
  const connection = yield* excel.open({ directory, headerRow: 1 }, { connection: "files", baseDirectory: "/" })
  const source = yield* connection.source!(file)
  yield* Stream.runForEach(source.read(Option.none()), ({ rows }) =>
    Effect.sync(() => {
      for (const row of rows) {
        if (!("record" in row)) throw new Error(`row ${row.row}: ${row.issues[0].message}`)
        add(row.record as SheetRecord)
      }
    }),
  )
})

const begin = performance.now()
await Effect.runPromise(read.pipe(Effect.scoped, Effect.provide([NodeServices.layer, FetchHttpClient.layer])))
tell({ seconds: (performance.now() - begin) / 1000, check: String(count) })
