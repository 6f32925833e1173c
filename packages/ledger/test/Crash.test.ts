import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"

import { Ledger } from "../src/index.ts"
import { child } from "./child.ts"
import { compared, folder, inLedger, inRun, platform, start } from "./support.ts"

layer(platform)("a process that is killed", (it) => {
  it.effect("between intent and outcome leaves the records sending, its run interrupted and the lock free", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      const sender = yield* child(directory, "send")
      assert.strictEqual(yield* sender.line, "sent")
      yield* inLedger(
        directory,
        Effect.gen(function* () {
          const ledger = yield* Ledger
          assert.strictEqual((yield* Effect.flip(Effect.scoped(ledger.start(start)))).code, "WB-LEDGER-RUNNING")
          assert.strictEqual((yield* ledger.run(start.pipeline, 1))?.outcome, "running")
          yield* sender.kill
          assert.strictEqual((yield* ledger.run(start.pipeline, 1))?.outcome, "interrupted")
          const [known, runs, readTo] = yield* inRun((book) =>
            Effect.all([book.lookup(["I-1", "I-2", "I-3"]), ledger.runs(start.pipeline, 10), book.readTo]),
          )
          assert.deepStrictEqual(readTo, { cursor: "page 1", reading: "r1" })
          assert.deepStrictEqual(
            [...known.values()].map(({ state, sentAt = 0 }) => [state, sentAt > 0]),
            [
              ["sending", true],
              ["sending", true],
              ["sending", true],
            ],
          )
          assert.deepStrictEqual(
            runs.map(({ run, outcome }) => `${run} ${outcome}`),
            ["2 running", "1 interrupted"],
          )
          const { leftSending, faults } = yield* ledger.check
          assert.deepStrictEqual({ leftSending, faults }, { leftSending: 3, faults: [] })
        }),
      )
    }),
  )
})

layer(platform)("processes at one ledger", (it) => {
  it.effect("invariant 8: nothing this process does beside its run loosens its lock", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      yield* inLedger(
        directory,
        Effect.gen(function* () {
          const ledger = yield* Ledger
          yield* ledger.start(start)
          yield* Effect.flip(Effect.scoped(ledger.start(start)))
          yield* ledger.runs(start.pipeline, 10)
          yield* ledger.check
          yield* inLedger(directory, Effect.asVoid(Ledger)).pipe(Effect.provide(platform))
          assert.strictEqual(yield* (yield* child(directory, "start")).line, "WB-LEDGER-RUNNING")
        }),
      )
    }).pipe(TestClock.withLive),
  )

  it.effect("wait for each other's transactions", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      yield* inLedger(
        directory,
        inRun((book) =>
          Effect.gen(function* () {
            assert.strictEqual(yield* (yield* child(directory, "write")).line, "writing")
            yield* book.compared([compared("I-1", "pending")])
          }).pipe(Effect.scoped),
        ),
      )
    }),
  )
})

layer(platform)("processes that start at once on a new folder", (it) => {
  it.effect("invariant 8: one runs, the others are refused", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      const all = yield* Effect.forEach([1, 2, 3, 4], () => child(directory, "start"))
      const lines = yield* Effect.forEach(all, ({ line }) => line, { concurrency: "unbounded" })
      assert.deepStrictEqual(lines.sort(), ["WB-LEDGER-RUNNING", "WB-LEDGER-RUNNING", "WB-LEDGER-RUNNING", "started"])
    }),
  )

  it.effect("with pipelines of their own, all run", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      const all = yield* Effect.forEach(["a", "b", "c", "d"], (pipeline) => child(directory, "start", { pipeline }))
      const lines = yield* Effect.forEach(all, ({ line }) => line, { concurrency: "unbounded" })
      assert.deepStrictEqual(lines, ["started", "started", "started", "started"])
    }),
  )
})
