/** What a connection in a thread of its own has to be told apart from one in this thread: the thread may die, and must not linger. */
import { spawn } from "node:child_process"
import { Worker } from "node:worker_threads"

import { assert, layer } from "@effect/vitest"
import { Effect, Exit, Fiber, FileSystem, Scope } from "effect"
import * as Reactivity from "effect/reactivity/Reactivity"
import { rolldown } from "rolldown"

import { fromSqlError } from "../src/Errors.ts"
import { Ledger } from "../src/index.ts"
import { makeClient } from "../src/internal/nodeSqlite.ts"
import { openThread } from "../src/internal/sqliteThread.ts"
import { compared, folder, inLedger, inRun, invoices, platform, start } from "./support.ts"

const open = Effect.fnUntraced(function* (filename: string, ...pragmas: ReadonlyArray<string>) {
  const runner = yield* openThread({ filename, pragmas })
  return yield* Effect.provide(
    makeClient(() => runner),
    Reactivity.layer,
  )
})

/** The threads that `use` starts. */
const threadsOf = Effect.fnUntraced(function* <A, E, R>(use: Effect.Effect<A, E, R>) {
  const threads: Array<Worker> = []
  const note = (worker: Worker) => void threads.push(worker)
  process.on("worker", note)
  // Said of a thread in the turn after its start.
  const said = Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
  const result = yield* Effect.ensuring(
    Effect.tap(use, said),
    Effect.sync(() => process.off("worker", note)),
  )
  return [result, threads] as const
})

const terminate = (thread: Worker | undefined) => Effect.promise(() => thread!.terminate())

/** So long that whatever is done meanwhile is done before its end. */
const slow = (sql: Effect.Success<ReturnType<typeof open>>, rows = 20_000_000) => sql<{ count: number }>`
  WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows}) SELECT count(*) AS count FROM n`

layer(platform)("a connection in a thread of its own", (it) => {
  it.effect("tells a damaged file, a full one and a folder that is not there apart", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const directory = yield* folder
      yield* fs.writeFileString(`${directory}/damaged.db`, "no database".repeat(1_000))
      const fill = (sql: Effect.Success<ReturnType<typeof open>>) =>
        Effect.andThen(sql`CREATE TABLE bytes (b BLOB)`, sql`INSERT INTO bytes VALUES (zeroblob(1000000))`)
      const codes = yield* Effect.forEach(
        [
          open(`${directory}/damaged.db`),
          open(`${directory}/full.db`, "max_page_count = 10"),
          open(`${directory}/no/b.db`),
        ],
        (opening) => Effect.flatMap(opening, (sql) => Effect.map(Effect.flip(fill(sql)), (e) => fromSqlError(e).code)),
      )
      assert.deepStrictEqual(codes, ["WB-LEDGER-CORRUPT", "WB-LEDGER-FULL", "WB-LEDGER-UNUSABLE"])
    }),
  )

  it.effect("that dies fails who waits and who comes later; what it had not committed is gone", () =>
    Effect.gen(function* () {
      const file = `${yield* folder}/book.db`
      const [sql, [thread]] = yield* threadsOf(open(file))
      yield* sql`CREATE TABLE numbers (n INTEGER)`
      const waiting = sql.withTransaction(Effect.andThen(sql`INSERT INTO numbers VALUES (1)`, slow(sql)))
      const fibers = yield* Effect.forEach([waiting, slow(sql)], (each) =>
        Effect.forkChild(each, { startImmediately: true }),
      )
      yield* Effect.promise(() => new Promise((resolve) => setTimeout(resolve, 50)))
      yield* terminate(thread)
      const exits = yield* Effect.forEach([...fibers.map(Fiber.join), waiting, slow(sql)], Effect.flip)
      assert.deepStrictEqual(
        exits.map((error) => fromSqlError(error).code),
        Array(4).fill("WB-LEDGER-FAILED"),
      )
      assert.deepStrictEqual(yield* (yield* open(file))`SELECT * FROM numbers`, [])
    }),
  )

  it.effect("that dies under a run fails its steps with an error of the ledger, and the next run goes on", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      const dying = Effect.gen(function* () {
        const [run, [thread]] = yield* threadsOf((yield* Ledger).start(start))
        const book = yield* run.flow(invoices)
        yield* book.compared([compared("I-1", "pending")])
        yield* terminate(thread)
        const errors = yield* Effect.forEach([book.intend(["I-1"]), run.end("complete", {})], Effect.flip)
        return errors.map(({ code }) => code)
      })
      assert.deepStrictEqual(yield* inLedger(directory, dying), ["WB-LEDGER-FAILED", "WB-LEDGER-FAILED"])
      const next = inRun((book) => Effect.map(book.lookup(["I-1"]), (known) => known.get("I-1")?.state))
      assert.strictEqual(yield* inLedger(directory, next), "pending")
    }),
  )

  it.effect("lets a statement under way come to its end when it is interrupted, and rolls back after it", () =>
    Effect.gen(function* () {
      const sql = yield* open(":memory:")
      yield* sql`CREATE TABLE numbers (n INTEGER, name TEXT)`
      const slow = sql`INSERT INTO numbers WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)
        SELECT i, i FROM n`
      const fiber = yield* Effect.forkChild(sql.withTransaction(slow), { startImmediately: true })
      yield* Fiber.interrupt(fiber)
      assert.deepStrictEqual(yield* sql`SELECT n FROM numbers`, [])
      yield* sql.withTransaction(sql`INSERT INTO numbers VALUES (1, 'one')`)
    }),
  )

  it.effect("closes behind what is under way, and is gone then", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const [sql, [thread]] = yield* threadsOf(Scope.provide(open(":memory:"), scope))
      const fiber = yield* Effect.forkChild(slow(sql, 2_000_000), { startImmediately: true })
      yield* Scope.close(scope, Exit.void)
      // So says Node of a thread that is over.
      assert.strictEqual(thread!.threadId, -1)
      assert.deepStrictEqual(yield* Fiber.join(fiber), [{ count: 2_000_000 }])
      assert.strictEqual(fromSqlError(yield* Effect.flip(slow(sql))).code, "WB-LEDGER-FAILED")
    }),
  )

  it.effect("is started by a run, and by nothing that only looks", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      const looking = Effect.flatMap(Ledger, (ledger) => ledger.standing("nightly"))
      const [, none] = yield* threadsOf(inLedger(directory, looking))
      const [, one] = yield* threadsOf(
        inLedger(
          directory,
          Effect.andThen(
            inRun(() => Effect.void),
            inRun(() => Effect.void),
          ),
        ),
      )
      assert.deepStrictEqual([none.length, one.length], [0, 1])
    }),
  )

  const run = (file: string, ...args: ReadonlyArray<string>) =>
    Effect.callback<string>((resume) => {
      const child = spawn(process.execPath, [file, ...args], { stdio: ["ignore", "pipe", "inherit"] })
      let said = ""
      child.stdout.on("data", (part) => (said += part))
      child.on("close", (code) => resume(Effect.succeed(`${said.trim()} ${code}`)))
    })

  const fixture = new URL("./fixtures/thread.ts", import.meta.url).pathname

  it.effect("keeps no process alive, nor a process that leaves in the middle", () =>
    Effect.gen(function* () {
      const file = `${yield* folder}/book.db`
      assert.strictEqual(yield* run(fixture, ":memory:", "forget"), "2 known 0")
      assert.strictEqual(yield* run(fixture, file, "leave"), "leaving 3")
      const rows = yield* (yield* open(file))<{ count: number }>`SELECT count(*) AS count FROM numbers`
      assert.strictEqual(rows[0]!.count % 100_000, 0)
    }),
  )

  it.effect("needs no file of its own in a bundle, with every name made short", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      yield* Effect.promise(async () => {
        const built = await rolldown({ input: fixture, platform: "node", logLevel: "silent" })
        await built.write({ file: `${directory}/bundle.mjs`, minify: true, codeSplitting: false })
      })
      assert.strictEqual(yield* run(`${directory}/bundle.mjs`, ":memory:", "forget"), "2 known 0")
    }),
  )
})
