/** What is refused before anything is written, and what a plan says. */
import { assert, describe, it } from "@effect/vitest"
import { Ledger } from "@waybill/ledger"
import { Effect } from "effect"

import { codesOf, countsOf, file, none, withRun } from "./support/undoing.ts"

describe("what can't be undone", () => {
  const codeOf = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
    Effect.map(
      Effect.flip(effect),
      (error) =>
        (error as { readonly code?: string; readonly _tag: string }).code ?? (error as { readonly _tag: string })._tag,
    )

  it.effect("no such run, a run that landed nothing, and one that is undone", () =>
    withRun(2, (here) =>
      Effect.gen(function* () {
        const { made, shelf } = here
        assert.strictEqual(yield* codeOf(shelf.undo(file, 9)), "NoSuchRun")
        yield* made.run(file)
        assert.strictEqual(yield* codeOf(shelf.undo(file, 2)), "WB-UNDO-NOTHING")
        assert.strictEqual(yield* codeOf(shelf.plan(file, 2)), "WB-UNDO-NOTHING")
        assert.strictEqual(yield* codeOf(shelf.undo(file, 1, { leave: true })), "WB-UNDO-NOT-BEGUN")
        shelf.records.get("t-I1")!.total = "0.01"
        yield* shelf.undo(file, 1)
        const twice = yield* Effect.flip(shelf.undo(file, 1))
        assert.include(JSON.stringify(twice), "WB-UNDO-TWICE")
        assert.include((twice as { readonly message: string }).message, "run 3")
        assert.strictEqual(yield* codeOf(shelf.plan(file, 1)), "WB-UNDO-TWICE")
        assert.strictEqual(yield* codeOf(shelf.undo(file, 3)), "WB-UNDO-NOTHING")
        const runs = yield* Effect.flatMap(Ledger, (ledger) => ledger.runs("test", 10)).pipe(
          Effect.provide(made.ledger),
        )
        assert.strictEqual(runs.length, 3)
      }),
    ),
  )

  it.effect("what went to a target that the file does not name any more is listed, and not touched", () =>
    withRun(2, (here) =>
      Effect.gen(function* () {
        const { shelf } = here
        const moved = file.replace("there: { connector: memory }", "there: { connector: memory, system: two }")
        const { summary } = yield* shelf.undo(moved, 1)
        assert.deepStrictEqual(codesOf(summary.flows["invoices"]!), [["WB-UNDO-ELSEWHERE", 2, ["I1", "I2"]]])
        assert.deepStrictEqual(countsOf(summary.flows["invoices"]!), { ...none, landed: 2, left: 2 })
        assert.deepStrictEqual([summary.outcome, shelf.undone], ["attention", []])
        const renamed = file.replace("invoices:\n    from", "bills:\n    from")
        const { flows } = yield* shelf.plan(renamed, 1)
        assert.deepStrictEqual(
          flows.map(({ flow, left }) => [flow, left.map(({ code }) => code)]),
          [
            ["bills", []],
            ["invoices", ["WB-UNDO-ELSEWHERE"]],
          ],
        )
      }),
    ),
  )
})

describe("a plan of an undo", () => {
  it.effect("asks for the list where there are many records, and makes sure of what is not in it", () =>
    withRun(
      230,
      ({ shelf }) =>
        Effect.gen(function* () {
          shelf.records.get("t-I1")!.standing = "void"
          shelf.records.get("t-I2")!.total = "1.00"
          const { flows } = yield* shelf.plan(file, 1)
          assert.deepStrictEqual([shelf.lists, shelf.shown], [1, ["t-I1"]])
          assert.deepStrictEqual([flows[0]!.gone.records, flows[0]!.steps[0]!.records.records], [1, 228])
        }),
      ({ shelf }) => void (shelf.isListed = true),
    ),
  )
})
