import { mkdtempSync, rmSync, statSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import { NodeServices } from "@effect/platform-node"
import { Effect } from "effect"
const [root = "./src", n = "100000", fields = "no", mode="sqlite"] = process.argv.slice(2)
const { Ledger, layerSqlite } = await import(root + "/index.ts")
const dir = mkdtempSync("/tmp/ledger-bench/state-")
const total = Number(n), size = 500
const hash = (i: number) => (i * 2654435761 >>> 0).toString(16).padStart(8, "0").repeat(4)
const six = (i: number) => "003f" + Array.from({ length: 6 }, (_, f) => ((i * 31 + f) * 2654435761 >>> 0).toString(16).padStart(8, "0")).join("")
const load = (content: number) => Effect.gen(function* () {
  const ledger = yield* Ledger
  const run = yield* ledger.start({ pipeline: "p", fileHash: "f", version: "0" })
  const book = yield* run.flow({ flow: "invoices", target: "t" })
  const t0 = performance.now()
  let settle = 0
  for (let at = 0; at < total; at += size) {
    const ks = Array.from({ length: size }, (_, i) => "INV-" + String(at + i).padStart(7, "0"))
    yield* book.lookup(ks)
    yield* book.compared(ks.map((key, i) => ({ key, row: at + i + 2, hash: hash(at + i + content), verdict: "pending", money: { amount: ((at + i) % 9000) + ".50", currency: "EUR" }, ...(fields === "yes" ? { fields: six(at + i + content) } : {}) })))
    yield* book.intend(ks)
    const s = performance.now()
    yield* book.settle(ks.map((key, i) => ({ key, state: "confirmed", targetId: String(880000 + at + i) })))
    settle += performance.now() - s
  }
  const ms = performance.now() - t0
  yield* run.end("complete", {})
  return { ms: Math.round(ms), settle: Math.round(settle) }
}).pipe(Effect.scoped)
const runs = await Effect.runPromise(Effect.gen(function* () { return [yield* load(0), yield* load(7)] }).pipe(Effect.provide(layerSqlite({ directory: dir })), Effect.scoped, Effect.provide(NodeServices.layer)) as any) as any
const one = await (async () => statSync(dir + "/ledger.db").size)()
const db = new DatabaseSync(dir + "/ledger.db"); db.exec("PRAGMA wal_checkpoint(TRUNCATE)"); const rows = db.prepare("SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 4").all(); db.close()
console.log(JSON.stringify({ root, fields, runs, file: statSync(dir + "/ledger.db").size, rows: rows.map((r: any) => [r.name, r.bytes / total]) }), one)
rmSync(dir, { recursive: true })
