/** Invariant 8 between processes: one that stands still may be taken over from, and then does nothing any more. */
import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"

import { Ledger } from "../src/index.ts"
import { child } from "./child.ts"
import { folder, inLedger, platform, start } from "./support.ts"

/** Long enough to be frozen before the first renewal, so never within a transaction. */
const short = { lease: 1_500 }
const longer = TestClock.withLive(Effect.sleep("2 seconds"))

const outcomes = (directory: string) =>
  inLedger(
    directory,
    Effect.flatMap(Ledger, (ledger) => ledger.runs(start.pipeline, 10)),
  ).pipe(Effect.map((runs) => runs.map(({ run, outcome }) => `${run} ${outcome}`)))

const started = Effect.fnUntraced(function* (directory: string, extra = {}) {
  const process = yield* child(directory, "obey", extra)
  assert.strictEqual(yield* process.line, "ready")
  return process
})

layer(platform)("a process that stands still", (it) => {
  it.effect("for longer than its lease is taken over from, and writes and sends no more", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      const first = yield* started(directory, short)
      const second = yield* started(directory)
      assert.strictEqual(yield* first.order("start"), "started 1")
      assert.strictEqual(yield* first.order("alive"), "alive")
      yield* first.freeze
      yield* longer
      assert.deepStrictEqual(yield* outcomes(directory), ["1 running"])
      assert.strictEqual(yield* second.order("start"), "started 2")
      yield* first.wake
      assert.strictEqual(yield* first.order("alive"), "WB-LEDGER-ENDED")
      assert.strictEqual(yield* first.order("write"), "WB-LEDGER-ENDED")
      assert.strictEqual(yield* first.order("start"), "WB-LEDGER-RUNNING")
      assert.strictEqual(yield* second.order("write"), "written")
      assert.strictEqual(yield* second.order("alive"), "alive")
      assert.deepStrictEqual(yield* outcomes(directory), ["2 running", "1 interrupted"])
      // The end of the first takes nothing away from the second.
      assert.strictEqual(yield* first.order("stop"), "stopped")
      assert.strictEqual(yield* first.order("start"), "WB-LEDGER-RUNNING")
      assert.deepStrictEqual(yield* outcomes(directory), ["2 running", "1 interrupted"])
    }),
  )

  it.effect("goes on where nobody took over", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      const only = yield* started(directory, short)
      assert.strictEqual(yield* only.order("start"), "started 1")
      yield* only.freeze
      yield* longer
      yield* only.wake
      assert.strictEqual(yield* only.order("write"), "written")
      assert.strictEqual(yield* only.order("alive"), "alive")
      assert.deepStrictEqual(yield* outcomes(directory), ["1 running"])
    }),
  )

  it.effect("is waited for while its lease lasts, unless it is killed", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      const first = yield* started(directory)
      const second = yield* started(directory)
      assert.strictEqual(yield* first.order("start"), "started 1")
      yield* first.freeze
      assert.strictEqual(yield* second.order("start"), "WB-LEDGER-RUNNING")
      yield* first.kill
      assert.strictEqual(yield* second.order("start"), "started 2")
      assert.deepStrictEqual(yield* outcomes(directory), ["2 running", "1 interrupted"])
    }),
  )
})

layer(platform)("processes that start at the same moment", (it) => {
  it.effect("one runs, the other is refused, ten times over", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      const both = [yield* started(directory), yield* started(directory)]
      for (let round = 1; round <= 10; round++) {
        const lines = yield* Effect.forEach(both, ({ order }) => order("start"), { concurrency: "unbounded" })
        assert.deepStrictEqual(lines.sort(), ["WB-LEDGER-RUNNING", `started ${round}`])
        yield* Effect.forEach(both, ({ order }) => order("stop"))
      }
    }),
  )
})
