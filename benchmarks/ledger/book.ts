/**
 * What a run does over the book, page by page, without a source and a target: `node book.ts FOLDER KEYS WAY FIRST`.
 *
 * - `load`: looks a page of 1,000 up, writes it down as compared, and sends it in two batches of 500 that are confirmed.
 * - `unchanged`: looks the page up and writes down that it is as it was.
 * - `seen`: the same where the source rows tell that by themselves.
 */
import { createHash } from "node:crypto"
import { statSync } from "node:fs"
import { join } from "node:path"

import { NodeServices } from "@effect/platform-node"
import { Effect, Layer } from "effect"

import { type Compared, type FlowBook, Ledger, layerSqlite, type LedgerError } from "../../packages/ledger/src/index.ts"
import { invoices, keyOf, start } from "./keys.ts"
import { tellBook, type ToldOfBook } from "./told.ts"

const [directory = "", count = "", way = "", first = "0"] = process.argv.slice(2)

const page = 1_000
const batch = 500

const digits = (text: string, length: number): string =>
  createHash("sha512").update(text).digest("hex").slice(0, length)

/** As an invoice of 31 columns leaves it behind, each of its 13 fields with a value. */
const recordOf = (index: number): Compared => {
  const key = keyOf(index)
  return {
    key,
    row: index + 2,
    hash: digits(key, 32),
    fields: digits(`fields of ${key}`, 104),
    source: digits(`source of ${key}`, 16),
    verdict: way === "load" ? "pending" : "unchanged",
    money: { amount: `${(index * 7919) % 99_999}.${String(index % 100).padStart(2, "0")}`, currency: "EUR" },
  }
}

/** Made before the clocks are read. */
const pages = Array.from({ length: Number(count) / page }, (_, at) =>
  Array.from({ length: page }, (_, index) => recordOf(Number(first) + at * page + index)),
)

const steps = { lookup: 0, compared: 0, intend: 0, settle: 0 }

const timed = <A>(step: keyof ToldOfBook["steps"], effect: Effect.Effect<A, LedgerError>) =>
  Effect.suspend(() => {
    const begin = performance.now()
    return Effect.tap(effect, () => Effect.sync(() => void (steps[step] += (performance.now() - begin) * 1_000)))
  })

/** Gives how many of the page were known. */
const pass = Effect.fnUntraced(function* (
  book: FlowBook,
  records: ReadonlyArray<Compared>,
): Effect.fn.Return<number, LedgerError> {
  const keys = records.map(({ key }) => key)
  const known = yield* timed("lookup", book.lookup(keys))
  yield* timed("compared", way === "seen" ? book.seen(records) : book.compared(records))
  const outgoing = way === "load" ? keys : []
  for (let at = 0; at < outgoing.length; at += batch) {
    const sent = outgoing.slice(at, at + batch)
    yield* timed("intend", book.intend(sent))
    yield* timed("settle", book.settle(sent.map((key) => ({ key, state: "confirmed", created: true }))))
  }
  return known.size
})

const all = Effect.gen(function* () {
  const ledger = yield* Ledger
  const run = yield* ledger.start(start)
  const book = yield* run.flow(invoices)
  let known = 0
  const begin = clocks()
  for (const records of pages) known += yield* pass(book, records)
  const end = clocks()
  yield* run.end("complete", {})
  return { known, wall: end.wall - begin.wall, main: end.main - begin.main, every: end.every - begin.every }
}).pipe(Effect.scoped, Effect.provide(Layer.provide(layerSqlite({ directory }), NodeServices.layer)))

const micros = ({ user, system }: { readonly user: number; readonly system: number }): number => user + system

const clocks = () => ({
  wall: performance.now() * 1_000,
  main: micros(process.threadCpuUsage()),
  every: micros(process.cpuUsage()),
})

const { known, wall, main, every } = await Effect.runPromise(all)
const each = (micros: number): number => micros / Number(count)
tellBook({
  check: `${count} records, ${known} known`,
  wall: each(wall),
  steps: {
    lookup: each(steps.lookup),
    compared: each(steps.compared),
    intend: each(steps.intend),
    settle: each(steps.settle),
  },
  main: each(main),
  all: each(every),
  bytes: statSync(join(directory, "ledger.db")).size,
})
