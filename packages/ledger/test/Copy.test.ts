import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem, Path } from "effect"

import { Ledger, layerCopy } from "../src/index.ts"
import { compared, confirm, folder, inLedger, inRun, platform, start } from "./support.ts"

/** Copies go to a folder of this test's own, so that what they leave behind is seen. */
const scratch = Effect.gen(function* () {
  const directory = yield* folder
  const before = process.env["TMPDIR"]
  yield* Effect.acquireRelease(
    Effect.sync(() => void (process.env["TMPDIR"] = directory)),
    () =>
      Effect.sync(() => {
        if (before === undefined) delete process.env["TMPDIR"]
        else process.env["TMPDIR"] = before
      }),
  )
  return directory
})

const inCopy = <A, E>(directory: string, use: Effect.Effect<A, E, Ledger>) =>
  Effect.scoped(Effect.provide(use, layerCopy({ directory })))

layer(platform)("a copy", (it) => {
  it.effect("knows what the ledger knows, leaves it untouched, and is gone afterwards", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const directory = yield* folder
      const temporary = yield* scratch
      yield* inLedger(
        directory,
        inRun((book) => confirm(book, ["I-1"])),
      )
      const before = yield* fs.readFile(path.join(directory, "ledger.db"))
      yield* inCopy(
        directory,
        Effect.gen(function* () {
          const known = yield* inRun((book) =>
            Effect.gen(function* () {
              yield* book.compared([compared("I-1", "unchanged"), compared("I-2", "pending")])
              yield* confirm(book, ["I-2"])
              return yield* book.lookup(["I-1", "I-2"])
            }),
          )
          assert.deepStrictEqual(
            [...known.values()].map(({ state, run }) => [state, run]),
            [
              ["confirmed", 2],
              ["confirmed", 2],
            ],
          )
          const [copy = ""] = yield* fs.readDirectory(temporary)
          const { mode } = yield* fs.stat(path.join(temporary, copy, "ledger.db"))
          assert.strictEqual((mode & 0o777).toString(8), "600")
        }),
      )
      assert.deepStrictEqual(yield* fs.readDirectory(temporary), [])
      assert.deepStrictEqual(yield* fs.readFile(path.join(directory, "ledger.db")), before)
      yield* inLedger(
        directory,
        Effect.gen(function* () {
          assert.strictEqual((yield* (yield* Ledger).runs(start.pipeline, 10)).length, 1)
        }),
      )
    }),
  )

  it.effect("is made while a run writes, holds what is committed, and does not disturb it", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      yield* inLedger(
        directory,
        inRun((book) =>
          Effect.gen(function* () {
            yield* book.compared([compared("I-1", "pending")])
            const copied = yield* inCopy(
              directory,
              inRun((copy) => copy.lookup(["I-1"])),
            )
            assert.strictEqual(copied.get("I-1")?.state, "pending")
            yield* book.intend(["I-1"])
          }).pipe(Effect.provide(platform)),
        ),
      )
    }),
  )

  it.effect("of a ledger that isn't there is empty, and creates none", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const directory = path.join(yield* folder, "state")
      const known = yield* inCopy(
        directory,
        inRun((book) => Effect.andThen(confirm(book, ["I-1"]), book.lookup(["I-1"]))),
      )
      assert.strictEqual(known.get("I-1")?.state, "confirmed")
      assert.isFalse(yield* fs.exists(directory))
    }),
  )

  it.effect("of a damaged ledger is refused", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const directory = yield* folder
      yield* fs.writeFileString(path.join(directory, "ledger.db"), "no ledger".repeat(1_000))
      assert.strictEqual((yield* Effect.flip(inCopy(directory, Effect.asVoid(Ledger)))).code, "WB-LEDGER-CORRUPT")
    }),
  )
})
