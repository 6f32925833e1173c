/** `node csvSource.ts FOLDER FILE`: the connector's source, strict and with cursors, as a flow reads it. */
import { join } from "node:path"

import { NodeServices } from "@effect/platform-node"
import { Effect, Option, Stream } from "effect"
import { FetchHttpClient } from "effect/http"

import { csv } from "../../packages/connector-csv/src/index.ts"
import { tell } from "../measure/script.ts"
import { centsOf, charactersOf, Count, headerOf } from "./count.ts"

const [directory, file] = process.argv.slice(2) as [string, string]
const count = new Count()
const characters = charactersOf(headerOf(join(directory, file)))

const read = Effect.gen(function* () {
  const connection = yield* csv.open(
    { directory, encoding: "utf-8", header: true },
    { connection: "files", baseDirectory: "/" },
  )
  const source = yield* connection.source!(file)
  yield* Stream.runForEach(source.read(Option.none()), ({ rows }) =>
    Effect.sync(() => {
      for (const row of rows) {
        if (!("record" in row)) throw new Error(`row ${row.row}: ${row.issues[0].message}`)
        const record = row.record as Readonly<Record<string, string>>
        count.add(characters(record), centsOf(record["Amount"]!))
      }
    }),
  )
})

const begin = performance.now()
await Effect.runPromise(read.pipe(Effect.scoped, Effect.provide([NodeServices.layer, FetchHttpClient.layer])))
tell({ seconds: (performance.now() - begin) / 1000, check: String(count) })
