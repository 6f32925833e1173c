import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem, Path } from "effect"
import { TestClock } from "effect/testing"

import { openCallsOfDay } from "../src/index.ts"
import { child } from "./child.ts"
import { folder, platform } from "./support.ts"

const takes = (directory: string, name: string, most: number, times: number) =>
  Effect.flatMap(openCallsOfDay({ directory }), ({ take }) =>
    Effect.forEach(Array.from({ length: times }), () => take(name, most)),
  ).pipe(Effect.scoped)

layer(platform)("the calls of a day", (it) => {
  it.effect("are as many as the system allows, by name, however often the file is opened", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      assert.deepStrictEqual(yield* takes(directory, "a", 2, 3), [true, true, false])
      assert.deepStrictEqual(yield* takes(directory, "a", 2, 1), [false])
      assert.deepStrictEqual(yield* takes(directory, "a", 3, 2), [true, false])
      assert.deepStrictEqual(yield* takes(directory, "b", 1, 1), [true])
      assert.deepStrictEqual(yield* takes(directory, "c", 0, 1), [false])
    }),
  )

  it.effect("begin anew at midnight UTC, also while the file is open; earlier days are forgotten", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      yield* TestClock.setTime(Date.UTC(2026, 2, 28, 23, 59, 59))
      const { take } = yield* openCallsOfDay({ directory })
      assert.isTrue(yield* take("a", 1))
      assert.isFalse(yield* take("a", 1))
      yield* TestClock.adjust("1 second")
      assert.isTrue(yield* take("a", 1))
      assert.isFalse(yield* take("a", 1))
      yield* TestClock.adjust("1 day")
      yield* takes(directory, "b", 1, 1)
      yield* TestClock.setTime(Date.UTC(2026, 2, 28, 12, 0, 0))
      assert.isTrue(yield* take("a", 1))
    }),
  )

  it.effect("are in a file for its owner only, made with the first call, and there is no ledger", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const directory = path.join(yield* folder, "state")
      const { take } = yield* openCallsOfDay({ directory })
      assert.isFalse(yield* fs.exists(directory))
      yield* take("a", 1)
      const files = (yield* fs.readDirectory(directory)).sort()
      assert.deepStrictEqual(files, ["calls.db", "calls.db-shm", "calls.db-wal"])
      for (const file of files) {
        assert.strictEqual(((yield* fs.stat(path.join(directory, file))).mode & 0o777).toString(8), "600", file)
      }
    }),
  )

  it.effect("of several processes at once are no more than of one", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      const all = yield* Effect.forEach([1, 2, 3, 4], () => child(directory, "calls"))
      const lines = yield* Effect.forEach(all, ({ line }) => line, { concurrency: "unbounded" })
      // Each asks for 40 calls of the 100 that there are.
      assert.strictEqual(
        lines.reduce((sum, line) => sum + Number(line), 0),
        100,
      )
    }),
  )

  it.effect("of a damaged file are said to be so, with a way out that leaves the ledger alone", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const directory = yield* folder
      yield* fs.writeFileString(path.join(directory, "calls.db"), "no database".repeat(1_000))
      const error = yield* Effect.flip(takes(directory, "a", 1, 1))
      assert.strictEqual(error.code, "WB-LEDGER-CALLS")
      assert.include(error.hint, "calls.db")
    }),
  )
})
