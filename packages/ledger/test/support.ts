/** What the tests of the book share. */
import { NodeServices } from "@effect/platform-node"
import { Effect, FileSystem, type Scope } from "effect"

import { type Compared, type FlowBook, Ledger, layerSqlite, type Reject, type RunBook } from "../src/index.ts"

export const platform = NodeServices.layer

export const folder = Effect.flatMap(FileSystem.FileSystem, (fs) =>
  fs.makeTempDirectoryScoped({ prefix: "waybill-ledger-" }),
)

/** Opens the folder's ledger for `use` and closes it: what a process does. */
export const inLedger = <A, E>(directory: string, use: Effect.Effect<A, E, Ledger | Scope.Scope>) =>
  Effect.scoped(Effect.provide(use, layerSqlite({ directory })))

export const start = { pipeline: "nightly", fileHash: "f1", version: "0.0.0" }
export const invoices = { flow: "invoices", target: "https://target.example/invoices" }

/** A run of its own, with the flow `invoices`. */
export const inRun = <A, E>(use: (book: FlowBook, run: RunBook) => Effect.Effect<A, E>) =>
  Effect.gen(function* () {
    const run = yield* (yield* Ledger).start(start)
    return yield* use(yield* run.flow(invoices), run)
  }).pipe(Effect.scoped)

/** 128 bits, hexadecimal, made of one short text. */
export const hashOf = (content: string): string => Buffer.from(content.padEnd(16)).toString("hex").slice(0, 32)

export const compared = (
  key: string,
  verdict: Compared["verdict"],
  { content = "a", row = 2, amount = "10.00", currency = "EUR" } = {},
): Compared => ({ key, row, hash: hashOf(content), verdict, money: { amount, currency } })

/** Sends and confirms keys, as the engine does. */
export const confirm = Effect.fnUntraced(function* (book: FlowBook, keys: ReadonlyArray<string>, content = "a") {
  yield* book.compared(keys.map((key, index) => compared(key, "pending", { content, row: index + 2 })))
  yield* book.intend(keys)
  yield* book.settle(keys.map((key) => ({ key, state: "confirmed", targetId: `t-${key}` })))
})

export const reject = (row: number, key: string | undefined, state: Reject["state"], code = "WB-TEST"): Reject => ({
  row,
  state,
  source: { Number: key ?? "", Amount: "10.00" },
  issues: [{ code, message: "does not fit", column: "Amount" }],
  ...(key === undefined ? {} : { key }),
})
