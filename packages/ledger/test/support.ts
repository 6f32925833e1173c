/** What the tests of the book share. */
import { NodeServices } from "@effect/platform-node"
import { type Clock, Effect, FileSystem, type Scope } from "effect"

import {
  type Amendment,
  type Command,
  type Compared,
  type FlowBook,
  type KeptReject,
  Ledger,
  layerSqlite,
  type Reject,
  type RejectFilter,
  type RunBook,
  type RunStart,
} from "../src/index.ts"

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
export const inRun = <A, E, R = never>(
  use: (book: FlowBook, run: RunBook) => Effect.Effect<A, E, R>,
  command: Command = "run",
  more: Partial<RunStart> = {},
) =>
  Effect.gen(function* () {
    const run = yield* (yield* Ledger).start({ ...start, ...more, command })
    return yield* use(yield* run.flow(invoices), run)
  }).pipe(Effect.scoped)

/** A clock of two hands, in milliseconds; nobody wakes up by it. */
export const clockOf = (hands: () => { readonly wall: number; readonly monotonic: number }): Clock.Clock => {
  const wall = () => hands().wall
  const wallNanos = () => BigInt(wall()) * 1_000_000n
  const monotonicNanos = () => BigInt(hands().monotonic) * 1_000_000n
  return {
    currentTimeMillisUnsafe: wall,
    currentTimeMillis: Effect.sync(wall),
    currentTimeNanosUnsafe: wallNanos,
    currentTimeNanos: Effect.sync(wallNanos),
    monotonicTimeNanosUnsafe: monotonicNanos,
    monotonicTimeNanos: Effect.sync(monotonicNanos),
    sleep: () => Effect.never,
  }
}

/** 128 bits, hexadecimal, made of one short text. */
export const hashOf = (content: string): string => Buffer.from(content.padEnd(16)).toString("hex").slice(0, 32)

export const compared = (
  key: string,
  verdict: Compared["verdict"],
  { content = "a", row = 2, amount = "10.00", currency = "EUR" } = {},
): Compared => ({ key, row, hash: hashOf(content), verdict, money: { amount, currency } })

/** The money of what {@link compared} makes. */
export const ten = { amount: "10.00", currency: "EUR" }

/** Digests of the fields of a content: as long as those of six fields. */
export const digestsOf = (content: string): string => Buffer.from(content.padEnd(26)).toString("hex")

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
  origin: hashOf(`${key ?? ""} ${row}`),
  version: 0,
  issues: [{ code, message: "does not fit", column: "Amount" }],
  ...(key === undefined ? {} : { key }),
})

export const rejects = (filter: RejectFilter = {}) =>
  Effect.flatMap(Ledger, (ledger) => ledger.rejects(start.pipeline, filter))

/** The rejects in these rows. */
export const rejectsIn = Effect.fnUntraced(function* (...rows: ReadonlyArray<number>) {
  const all = yield* rejects()
  return rows.map((row) => all.find((reject) => reject.row === row)!)
})

export const edited = (Number: string): Amendment => ({ decision: "edited", source: { Number }, note: "mended.xlsx" })
export const dismissed: Amendment = { decision: "dismissed", note: "paid in cash" }
export const reopened: Amendment = { decision: "reopened", note: "after all" }

/** A run of its own that amends these rejects, each in the same way. */
export const amend = (kept: ReadonlyArray<KeptReject>, amendment: Amendment) =>
  inRun((book) => book.amend(kept.map((reject) => ({ reject, amendment }))), "import")

/** Makes a ledger one of the version before runs could be undone. */
export const beforeProof: ReadonlyArray<string> = [
  ...["landings", "undone", "plans", "plan_records"].map((table) => `DROP TABLE ${table}`),
  ...["fields", "confirmed_fields", "undoing", "source"].map((column) => `ALTER TABLE records DROP COLUMN ${column}`),
  ...["by_whom", "plan", "of_run"].map((column) => `ALTER TABLE runs DROP COLUMN ${column}`),
  `DELETE FROM migrations WHERE migration_id > 5`,
]

/** Makes a ledger one of the version before people could amend and match. */
export const beforePeople: ReadonlyArray<string> = [
  ...beforeProof,
  `DROP TABLE amendments`,
  `DROP TABLE links`,
  `DROP TABLE candidates`,
  `DROP INDEX rejects_of_origin`,
  ...["origin", "version", "unread", "was"].map((column) => `ALTER TABLE rejects DROP COLUMN ${column}`),
  `ALTER TABLE flows DROP COLUMN shape`,
  ...["amount", "currency"].map((column) => `ALTER TABLE records DROP COLUMN confirmed_${column}`),
  `DELETE FROM migrations WHERE migration_id > 4`,
]
