import { assert, layer, type Vitest } from "@effect/vitest"
import { Effect, Stream } from "effect"
import * as Reactivity from "effect/reactivity/Reactivity"
import { SqlClient } from "effect/sql"

import * as NodeSqlite from "../src/internal/nodeSqlite.ts"
import { openThread } from "../src/internal/sqliteThread.ts"

/** The same in this thread and in one of its own. */
const runners = { "in this thread": NodeSqlite.openHere, "in a thread of its own": openThread }

const behaves = (
  it: Vitest.MethodsNonLive<Reactivity.Reactivity>,
  open: (typeof runners)[keyof typeof runners],
): void => {
  const numbers = Effect.gen(function* () {
    const runner = yield* open({ filename: ":memory:" })
    const sql = yield* NodeSqlite.makeClient(() => runner)
    yield* sql`CREATE TABLE numbers (n INTEGER PRIMARY KEY, name TEXT UNIQUE)`
    return sql
  })

  it.effect("gives rows as plain objects, as lists, and what a write changed", () =>
    Effect.gen(function* () {
      const sql = yield* numbers
      assert.deepStrictEqual(
        yield* sql`INSERT INTO numbers ${sql.insert([
          { n: 1, name: "one" },
          { n: 2, name: "two" },
        ])}`.raw,
        {
          changes: 2,
          lastInsertRowid: 2,
        },
      )
      assert.deepStrictEqual(yield* sql`SELECT * FROM numbers`, [
        { n: 1, name: "one" },
        { n: 2, name: "two" },
      ])
      assert.deepStrictEqual(yield* sql`SELECT * FROM numbers`.values, [
        [1, "one"],
        [2, "two"],
      ])
      assert.deepStrictEqual(yield* sql`SELECT * FROM numbers`.unprepared, [
        { n: 1, name: "one" },
        { n: 2, name: "two" },
      ])
      assert.deepStrictEqual(yield* sql`DELETE FROM numbers WHERE n = 1 RETURNING name`, [{ name: "one" }])
    }),
  )

  it.effect("refuses a text of several statements, of which SQLite would run the first", () =>
    Effect.gen(function* () {
      const sql = yield* numbers
      const error = yield* Effect.flip(sql.unsafe("INSERT INTO numbers VALUES (1, 'one'); DELETE FROM numbers"))
      assert.include(error.message, "one statement at a time")
      assert.deepStrictEqual(yield* sql`SELECT * FROM numbers`, [])
      assert.deepStrictEqual(yield* sql.unsafe(" SELECT 1 AS one ; "), [{ one: 1 }])
    }),
  )

  it.effect("refuses an object as a parameter, which SQLite would bind as NULL", () =>
    Effect.gen(function* () {
      const sql = yield* numbers
      for (const value of [{ n: 1 }, new Date(0), ["n"]]) {
        const error = yield* Effect.flip(sql.unsafe("SELECT ? AS value", [value]))
        assert.include(error.message, "neither text, number, bytes nor null")
      }
      assert.deepStrictEqual(
        yield* sql.unsafe("SELECT ? AS a, ? AS b, ? AS c", [true, undefined, new Uint8Array([1])]),
        [{ a: 1, b: null, c: new Uint8Array([1]) }],
      )
    }),
  )

  it.effect("reads integers beyond 2^53 where they are asked for, and refuses to round them where not", () =>
    Effect.gen(function* () {
      const sql = yield* numbers
      const big = sql`SELECT 9007199254740993 AS n`
      yield* Effect.flip(big)
      assert.deepStrictEqual(yield* Effect.provideService(big, SqlClient.SafeIntegers, true), [
        { n: 9007199254740993n },
      ])
    }),
  )

  it.effect("says which kind of failure it was", () =>
    Effect.gen(function* () {
      const sql = yield* numbers
      yield* sql`INSERT INTO numbers VALUES (1, 'one')`
      const reasons = yield* Effect.forEach(
        [sql`INSERT INTO numbers VALUES (1, 'two')`, sql`INSERT INTO numbers VALUES (2, 'one')`, sql`SELEC`],
        (statement) => Effect.map(Effect.flip(statement), ({ reason }) => reason._tag),
      )
      assert.deepStrictEqual(reasons, ["ConstraintError", "UniqueViolation", "UnknownError"])
    }),
  )

  it.effect("rolls back what fails, and keeps what does not", () =>
    Effect.gen(function* () {
      const sql = yield* numbers
      const insert = (n: number) => sql`INSERT INTO numbers VALUES (${n}, ${String(n)})`
      yield* sql.withTransaction(insert(1))
      yield* Effect.flip(sql.withTransaction(Effect.andThen(insert(2), insert(1))))
      yield* Effect.flip(sql.withTransaction(Effect.andThen(insert(3), Effect.fail("no"))))
      assert.deepStrictEqual(yield* sql`SELECT n FROM numbers`, [{ n: 1 }])
    }),
  )

  it.effect("streams in pages, and gives the connection back when the stream is left early", () =>
    Effect.gen(function* () {
      const sql = yield* numbers
      const all = Array.from({ length: 2_500 }, (_, n) => n)
      yield* sql`INSERT INTO numbers SELECT value, value FROM json_each(${JSON.stringify(all)})`
      const stream = sql<{ n: number }>`SELECT n FROM numbers ORDER BY n`.stream
      assert.deepStrictEqual(
        (yield* Stream.runCollect(stream)).map(({ n }) => n),
        all,
      )
      assert.strictEqual((yield* Stream.runCollect(Stream.take(stream, 3))).length, 3)
      yield* sql`DROP TABLE numbers`
    }),
  )

  it.effect("keeps many statements compiled, and only so many", () =>
    Effect.gen(function* () {
      const sql = yield* numbers
      for (let n = 0; n < 500; n++) assert.deepStrictEqual(yield* sql.unsafe(`SELECT ${n} AS n`), [{ n }])
      assert.deepStrictEqual(yield* sql.unsafe("SELECT 0 AS n"), [{ n: 0 }])
    }),
  )

  it.effect("gives bytes as they were, beside text and nothing", () =>
    Effect.gen(function* () {
      const sql = yield* numbers
      const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte)
      assert.deepStrictEqual(yield* sql`SELECT ${bytes} AS bytes, 'ł 😀 "' AS text, NULL AS none, 1.5 AS half`, [
        { bytes, text: 'ł 😀 "', none: null, half: 1.5 },
      ])
      assert.deepStrictEqual(yield* sql`SELECT 9e999 AS n`, [{ n: Number.POSITIVE_INFINITY }])
    }),
  )

  it.effect("runs a statement for each row of a page, and says how many rows it changed in all", () =>
    Effect.gen(function* () {
      const sql = yield* numbers
      const page = new NodeSqlite.RowPage([[1, "one"], [2, undefined], [3]])
      const insert = sql`INSERT INTO numbers VALUES (${page.cell(0)}, coalesce(${page.cell(1)}, format('%d has none', ${page.cell(0)})))`
      assert.deepInclude(yield* insert.raw, { changes: 3 })
      assert.deepStrictEqual(yield* sql`SELECT name FROM numbers ORDER BY n`.values, [
        ["one"],
        ["2 has none"],
        ["3 has none"],
      ])
      const some = new NodeSqlite.RowPage([[3], [4], [1]])
      assert.deepInclude(yield* sql`DELETE FROM numbers WHERE n = ${some.cell(0)}`.raw, { changes: 2 })
      const again = new NodeSqlite.RowPage([
        [9, "nine"],
        [2, "two"],
      ])
      const error = yield* Effect.flip(
        sql.withTransaction(sql`INSERT INTO numbers VALUES (${again.cell(0)}, ${again.cell(1)})`.raw),
      )
      assert.strictEqual(error.reason._tag, "ConstraintError")
      assert.deepStrictEqual(yield* sql`SELECT n FROM numbers`, [{ n: 2 }])
    }),
  )

  it.effect("keeps the statements of a transaction together, whoever else asks meanwhile", () =>
    Effect.gen(function* () {
      const sql = yield* numbers
      const insert = (n: number) => sql`INSERT INTO numbers VALUES (${n}, ${String(n)})`
      const count = sql<{ count: number }>`SELECT count(*) AS count FROM numbers`
      const pair = (n: number) =>
        sql.withTransaction(
          Effect.all([insert(n), Effect.yieldNow, insert(-n), n % 3 === 0 ? Effect.fail("no") : count]),
        )
      const some = Array.from({ length: 30 }, (_, index) => index + 1)
      const seen = yield* Effect.forEach(some, (n) => Effect.andThen(Effect.ignore(pair(n)), count), {
        concurrency: "unbounded",
      })
      assert.isTrue(seen.every((rows) => rows[0]!.count % 2 === 0))
      assert.deepStrictEqual(yield* count, [{ count: 40 }])
    }),
  )
}

for (const [where, open] of Object.entries(runners)) {
  layer(Reactivity.layer)(`the driver of node:sqlite, ${where}`, (it) => behaves(it, open))
}
