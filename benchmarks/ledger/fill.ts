/** Makes a ledger that knows many records, as loads of several years would leave it behind: `node fill.ts FOLDER KEYS`. */
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"

import { NodeServices } from "@effect/platform-node"
import { Effect, Layer } from "effect"

import { Ledger, layerSqlite } from "../../packages/ledger/src/index.ts"
import { invoices, start } from "./keys.ts"

const [directory = "", count = ""] = process.argv.slice(2)

/** A run of the flow: all that the records refer to. */
const begin = Effect.gen(function* () {
  const run = yield* (yield* Ledger).start(start)
  yield* run.flow(invoices)
  yield* run.end("complete", {})
}).pipe(Effect.scoped, Effect.provide(Layer.provide(layerSqlite({ directory }), NodeServices.layer)))
await Effect.runPromise(begin)

const database = new DatabaseSync(join(directory, "ledger.db"))
database.exec("PRAGMA synchronous = OFF")
const insert = database.prepare(`
  WITH RECURSIVE n (i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?2)
  INSERT INTO records (flow, key, state, run, row, hash, amount, currency, landed, fields, source)
  SELECT 1, format('INV-%08d', i), 3, 1, i + 2, randomblob(16), format('%d.%02d', i * 7919 % 99999, i % 100), 'EUR', 1,
    randomblob(52), randomblob(8) FROM n`)
const step = 100_000
for (let first = 0; first < Number(count); first += step) insert.run(first, Math.min(first + step, Number(count)))
database.close()
