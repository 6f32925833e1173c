import { join } from "node:path"

import { assert, describe, it } from "@effect/vitest"
import { ConnectorError, Unreachable } from "@waybill/connector"
import { layerCopy, Ledger } from "@waybill/ledger"
import { Effect, Layer, Stream } from "effect"
import { TestClock } from "effect/testing"

import { refOf } from "../../src/flow/OpenFlow.ts"
import { checkPlan, findPlan, heldTo, keepPlan, type OpenPipeline, optionsOf, runPipeline } from "../../src/index.ts"
import { platform, type TextRow, World } from "../support/memory.ts"

const version = "0.0.0-test"
const columns = ["number", "amount", "due"]
const row = (index: number, amount = "10.50", due = "2026-12-01"): TextRow => ({
  number: `I${index}`,
  amount,
  due,
})

const file = `version: 1
name: planned
connections: { source: { connector: memory }, target: { connector: memory } }
flows:
  invoices:
    from: { connection: source, stream: invoices }
    to: { connection: target, stream: invoices }
    where: record.amount != "0"
    map:
      number: record.number
      customerNumber: '"C1"'
      total: money(record.amount, "EUR")
      dueDate: date(record.due, "yyyy-MM-dd")
    set:
      note: record.due
`

const inWorld = <A, E>(rows: ReadonlyArray<TextRow>, use: (world: World) => Effect.Effect<A, E>) =>
  Effect.gen(function* () {
    const world = yield* Effect.acquireRelease(
      Effect.sync(() => new World()),
      (world) => Effect.sync(() => world.remove()),
    )
    world.target.parents = () => []
    world.table("invoices", columns, rows)
    return yield* use(world)
  })

const copied = (world: World) =>
  Layer.provideMerge(layerCopy({ directory: join(world.directory, ".waybill") }), platform)

const keep = (world: World, text = file, options: object = {}) =>
  world.with(text, (open) =>
    Effect.flatMap(Ledger, ({ plans }) =>
      Effect.provide(keepPlan(open, { version, ...options }, plans), copied(world)),
    ),
  )

const planned = Effect.fnUntraced(function* (world: World, open: OpenPipeline, id: string, by = version) {
  const { plans } = yield* Ledger
  const head = yield* findPlan(plans, open.pipeline.name, id)
  yield* Effect.provide(checkPlan(open, head, by, plans), copied(world))
  return { plans, head }
})

/** What `run --plan` does. */
const carryOut = (world: World, id: string, text = file, between: Effect.Effect<void> = Effect.void) =>
  world.with(
    text,
    Effect.fnUntraced(function* (open) {
      const { plans, head } = yield* planned(world, open, id)
      yield* between
      return yield* runPipeline(open, { version, ...optionsOf(head), onDecided: heldTo(head, plans) })
    }),
  )

/** The sentences of a refusal. */
const refusal = (world: World, id: string, text = file) =>
  Effect.map(Effect.flip(carryOut(world, id, text)), (error) => {
    assert.strictEqual(error._tag, "PlanRefused")
    return error._tag === "PlanRefused"
      ? { code: error.code, changes: error.changes.map(({ what, message }) => `${what}: ${message}`) }
      : undefined
  })

describe("a plan that is kept", () => {
  it.effect("is carried out to the record, and only once", () =>
    inWorld(
      [1, 2, 3].map((index) => row(index)),
      Effect.fnUntraced(function* (world) {
        const { id, flows } = yield* keep(world)
        assert.match(id!, /^[0-9a-f]{8}$/)
        assert.deepInclude(flows["invoices"], { create: 3, update: 0 })
        assert.deepStrictEqual(world.target.sent, [])
        const { summary } = yield* carryOut(world, id!)
        assert.strictEqual(summary.outcome, "complete")
        assert.deepStrictEqual([...world.target.sent].sort(), ["I1", "I2", "I3"])
        const again = yield* refusal(world, id!)
        assert.strictEqual(again?.code, "WB-PLAN-DONE")
        assert.strictEqual(world.target.sent.length, 3)
      }),
    ),
  )

  it.effect("has the same id for the same plan, and another one for any other", () =>
    inWorld(
      [row(1)],
      Effect.fnUntraced(function* (world) {
        const { id } = yield* keep(world)
        assert.strictEqual((yield* keep(world)).id, id)
        world.table("invoices", columns, [row(1, "10.51")])
        assert.notStrictEqual((yield* keep(world)).id, id)
      }),
    ),
  )

  it.effect("says which fields its updates change", () =>
    inWorld(
      [1, 2, 3, 4].map((index) => row(index)),
      Effect.fnUntraced(function* (world) {
        yield* world.run(file)
        world.table("invoices", columns, [
          row(1),
          row(2, "99"),
          row(3, "10.50", "2026-12-24"),
          row(4, "11", "2026-12-24"),
        ])
        const { changes, update, money } = (yield* keep(world)).flows["invoices"]!
        assert.strictEqual(update, 3)
        assert.deepStrictEqual(changes.fields, { total: 2, dueDate: 2 })
        assert.deepStrictEqual(
          changes.updates.map(({ key, fields }) => `${key} ${fields.join(" ")}`),
          ["I2 total", "I3 dueDate", "I4 total dueDate"],
        )
        assert.deepInclude(money["EUR"], { update: "120.50", unchanged: "10.50", create: "0.00" })
      }),
    ),
  )

  it.effect("says that a change is in none of the model's fields", () =>
    inWorld(
      [row(1)],
      Effect.fnUntraced(function* (world) {
        yield* world.run(file)
        const other = file.replace("note: record.due", `note: '"x"'`)
        const { changes, update } = (yield* keep(world, other)).flows["invoices"]!
        assert.deepInclude(changes, { fields: {}, otherFields: update, untold: 0 })
      }),
    ),
  )

  it.effect("is refused where a row changed, came or went, naming each", () =>
    inWorld(
      [1, 2, 3].map((index) => row(index)),
      Effect.fnUntraced(function* (world) {
        const { id } = yield* keep(world)
        world.table("invoices", columns, [row(1), row(2, "10.51"), row(3)])
        assert.deepStrictEqual(yield* refusal(world, id!), {
          code: "WB-PLAN-CHANGED",
          changes: ["source: invoices: row 3 (I2) holds something else"],
        })
        world.table("invoices", columns, [row(1), row(2), row(3), row(4)])
        assert.deepStrictEqual((yield* refusal(world, id!))?.changes, ["source: invoices: row 5 (I4) is new"])
        world.table("invoices", columns, [row(1), row(3)])
        assert.deepStrictEqual((yield* refusal(world, id!))?.changes, ["source: invoices: row 3 (I2) is gone"])
        world.table("invoices", columns, [row(1), row(2), row(3, "0")])
        assert.strictEqual((yield* refusal(world, id!))?.changes.length, 1)
        assert.deepStrictEqual(world.target.sent, [])
        world.table("invoices", columns, [row(1), row(2), row(3)])
        assert.strictEqual((yield* carryOut(world, id!)).summary.outcome, "complete")
      }),
    ),
  )

  it.effect("is refused where the file is another, and after another run", () =>
    inWorld(
      [row(1)],
      Effect.fnUntraced(function* (world) {
        const { id } = yield* keep(world)
        const other = yield* refusal(world, id!, `${file}# a remark\n`)
        assert.deepStrictEqual(other?.changes, ["pipeline file: the pipeline file is another"])
        yield* world.run(file)
        const [after] = (yield* refusal(world, id!))!.changes
        assert.match(after!, /^ledger: run 1 \(run\) was started since/)
      }),
    ),
  )

  it.effect("is refused by another version of Waybill, and where the source can't be read any more", () =>
    inWorld(
      [row(1)],
      Effect.fnUntraced(function* (world) {
        const { id } = yield* keep(world)
        const other = yield* world.with(file, (open) => Effect.flip(planned(world, open, id!, "9.9.9")))
        assert.deepInclude(other, { _tag: "PlanRefused", code: "WB-PLAN-CHANGED" })
        world.damaged.add("invoices")
        assert.deepStrictEqual((yield* refusal(world, id!))?.changes, ["source: invoices: the stream is cut short"])
        // What could not be planned to its end is not kept.
        assert.isUndefined((yield* keep(world)).id)
        assert.deepStrictEqual(world.target.sent, [])
      }),
    ),
  )

  it.effect("holds what an earlier run lost and is found now to be arrived, once", () =>
    inWorld(
      [row(1), row(2)],
      Effect.fnUntraced(function* (world) {
        world.target.repeat = "duplicates"
        world.target.answer = () => ({ _tag: "Unknown", issue: { code: "WB-TEST", message: "no answer" } })
        yield* world.run(file)
        world.target.find = (keys) => Effect.succeed(new Map(keys.map((key) => [key, { targetId: `t-${key}` }])))
        const seen: Array<string> = []
        const { summary } = yield* world.run(file, {
          onDecided: (_, decisions) => {
            seen.push(...decisions.map(({ key, verdict }) => `${key} ${verdict}`))
            return Effect.undefined
          },
        })
        assert.strictEqual(summary.outcome, "complete")
        assert.strictEqual(seen.length, 2)
        assert.include(seen, "I1 arrived")
      }),
    ),
  )

  it.effect("is refused where it is unknown or too old", () =>
    inWorld(
      [row(1)],
      Effect.fnUntraced(function* (world) {
        const { id } = yield* keep(world)
        assert.strictEqual((yield* refusal(world, "ffffffff"))?.code, "WB-PLAN-NONE")
        yield* TestClock.adjust("8 days")
        assert.strictEqual((yield* refusal(world, id!))?.code, "WB-PLAN-EXPIRED")
        // Planning prunes what is too old.
        world.table("invoices", columns, [row(2)])
        yield* keep(world)
        assert.strictEqual((yield* refusal(world, id!))?.code, "WB-PLAN-NONE")
      }),
    ),
  )

  it.effect("is gone on with where its run was cut short", () =>
    inWorld(
      Array.from({ length: 40 }, (_, index) => row(index)),
      Effect.fnUntraced(function* (world) {
        const { id } = yield* keep(world)
        const down = new ConnectorError({
          connector: "memory",
          operation: "deliver",
          code: "WB-TEST-DOWN",
          message: "nobody answers",
          reason: new Unreachable({}),
        })
        world.target.stop = () => (world.target.calls.length > 2 ? down : undefined)
        const first = yield* carryOut(world, id!)
        assert.strictEqual(first.summary.outcome, "stopped")
        world.target.stop = undefined
        const { summary } = yield* carryOut(world, id!)
        assert.strictEqual(summary.outcome, "complete")
        assert.isAbove(summary.flows["invoices"]!.unchanged, 0)
        assert.deepStrictEqual(new Set(world.target.sent).size, 40)
        assert.strictEqual((yield* refusal(world, id!))?.code, "WB-PLAN-DONE")
      }),
    ),
  )

  it.effect("holds its run to it: what changes meanwhile is not sent", () =>
    inWorld(
      Array.from({ length: 20 }, (_, index) => row(index)),
      Effect.fnUntraced(function* (world) {
        const { id } = yield* keep(world)
        const change = Effect.sync(() =>
          world.table(
            "invoices",
            columns,
            Array.from({ length: 20 }, (_, index) => row(index, index === 15 ? "99" : "10.50")),
          ),
        )
        const { summary } = yield* carryOut(world, id!, file, change)
        assert.strictEqual(summary.outcome, "stopped")
        assert.deepInclude(summary.stopped[0], { code: "WB-PLAN-CHANGED" })
        assert.include(summary.stopped[0]!.message, "row 17 (I15) holds something else")
        assert.isFalse(world.target.sent.includes("I15"))
        // Nothing of the page is written down either: a later run finds it as new as before.
        const kept = yield* world.with(file, (open) =>
          Effect.flatMap(Ledger, (ledger) => Stream.runCollect(ledger.held(open.pipeline.name, refOf(open.flows[0]!)))),
        )
        const keys = kept.flat().map(({ key }) => key)
        assert.include(keys, "I0")
        assert.notIncludeMembers(keys, ["I14", "I15", "I16"])
      }),
    ),
  )
})
