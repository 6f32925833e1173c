import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"

import { shapeOf } from "../src/flow/shape.ts"
import type { FlowDrift } from "../src/index.ts"
import { World } from "./support/memory.ts"

const file = `
version: 1
name: test
connections:
  here: { connector: memory }
  there: { connector: memory }
flows:
  customers:
    from: { connection: here, stream: customers }
    to: { connection: there, stream: customers }
    map: { number: record.No, name: 'default(record["Due"], "")' }
`
const strict = file.replace("    map:", "    contract: strict\n    map:")

const inWorld = <E>(use: (world: World) => Effect.Effect<void, E>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => new World()),
    use,
    (world) => Effect.sync(() => world.remove()),
  )

const first = (world: World): void => {
  const rows = ["1", "2", "3"].map((No) => ({ No, Due: "31.01.2026", Amount: `${No}.50`, Note: "" }))
  world.table("customers", ["No", "Due", "Amount", "Note"], rows)
}

/** A column is gone, one is new, one holds dates in another form; `Amount` and `No` hold numbers as before. */
const second = (world: World): void => {
  const rows = ["4", "5"].map((No) => ({ No, Due: "2026-01-31", Amount: "7", Phone: "x" }))
  world.table("customers", ["No", "Due", "Amount", "Phone"], rows)
}

const drift: ReadonlyArray<FlowDrift> = [
  {
    flow: "customers",
    field: "Due",
    change: "changed",
    was: "dates such as 31.01.2026",
    is: "dates such as 2026-01-31",
  },
  { flow: "customers", field: "Phone", change: "appeared" },
  { flow: "customers", field: "Note", change: "vanished" },
]

describe("a source that looks otherwise than in the last run", () => {
  it.effect("is shown by the plan and by the run, once", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        first(world)
        assert.deepStrictEqual((yield* world.run(file)).summary.drift, [])
        second(world)
        assert.deepStrictEqual((yield* world.plan(file)).drift, drift)
        assert.deepStrictEqual((yield* world.plan(file)).drift, drift)
        const { summary } = yield* world.run(file)
        assert.deepStrictEqual(summary.drift, drift)
        assert.strictEqual(summary.outcome, "complete")
        assert.deepStrictEqual((yield* world.run(file)).summary.drift, [])
      }),
    ),
  )

  it.effect("stops the run under `contract: strict`, before anything is sent, until it is accepted", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        first(world)
        yield* world.run(strict)
        second(world)
        const sent = world.target.sent.length
        for (const _ of [1, 2]) {
          const { summary } = yield* world.run(strict)
          assert.strictEqual(summary.outcome, "stopped")
          assert.strictEqual(summary.stopped[0]?.code, "WB-RUN-DRIFT")
          assert.include(summary.stopped[0]?.message, "'Phone' is new")
          assert.deepStrictEqual(summary.drift, drift)
        }
        assert.strictEqual((yield* world.plan(strict)).stopped[0]?.code, "WB-RUN-DRIFT")
        assert.strictEqual(world.target.sent.length, sent)
        assert.strictEqual((yield* world.run(strict, { acceptDrift: true })).summary.outcome, "complete")
        assert.strictEqual(world.target.sent.length, sent + 2)
        assert.strictEqual((yield* world.run(strict)).summary.outcome, "complete")
      }),
    ),
  )

  it.effect("values that are missing for once change nothing, and are remembered", () =>
    inWorld((world) =>
      Effect.gen(function* () {
        const rows = (Due: string) => world.table("customers", ["No", "Due"], [{ No: "1", Due }])
        rows("31.01.2026")
        yield* world.run(strict)
        rows("")
        assert.deepStrictEqual((yield* world.run(strict)).summary.drift, [])
        rows("31/01/2026")
        assert.strictEqual((yield* world.run(strict)).summary.outcome, "stopped")
      }),
    ),
  )

  const holds = (values: ReadonlyArray<unknown>) =>
    shapeOf(
      Schema.Struct({ A: Schema.Unknown }),
      values.map((A, index) => ({ row: index + 2, record: { A } })),
    )[0]?.[1]

  it.each<[string, ReadonlyArray<unknown>, string]>([
    [
      "one odd value among many",
      [...Array.from({ length: 19 }, () => "31.01.2026"), "soon"],
      "dates such as 31.01.2026",
    ],
    ["this and that", ["31.01.2026", "soon", "2026-01-31"], "text"],
    ["whole numbers among others", ["1", "2", "3", "4.50"], "numbers with a point"],
    ["whole numbers among two kinds of others", ["1", "2,50", "4.50"], "text"],
    ["a comma", ["1.234,50", "-7,5"], "numbers with a comma"],
    ["nothing at all", ["", " ", undefined], ""],
    ["cells", [true, false], "yes or no"],
    ["lists", [[1]], "a list"],
  ])("a column of %s", (_, values, words) => {
    assert.strictEqual(holds(values), words)
  })
})
