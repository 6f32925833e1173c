import { assert, layer } from "@effect/vitest"
import { Effect, Stream } from "effect"
import * as Reactivity from "effect/reactivity/Reactivity"
import { SqlClient } from "effect/sql"

import * as NodeSqlite from "../src/internal/nodeSqlite.ts"

const numbers = Effect.gen(function* () {
  const sql = yield* NodeSqlite.make({ filename: ":memory:" })
  yield* sql`CREATE TABLE numbers (n INTEGER PRIMARY KEY, name TEXT UNIQUE)`
  return sql
})

layer(Reactivity.layer)("the driver of node:sqlite", (it) => {
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
})
