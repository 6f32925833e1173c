/** What is taken back, and what is left alone. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"

import { codesOf, countsOf, file, keptOf, lost, none, refused, rows, standing, withRun } from "./support/undoing.ts"

describe("undo of a run", () => {
  it.effect("takes back what it created, and the next run creates it again", () =>
    withRun(603, (here) =>
      Effect.gen(function* () {
        const { made, shelf } = here
        const { summary } = yield* shelf.undo(file, 1)
        const { money, problems, ...counts } = summary.flows["invoices"]!
        assert.deepStrictEqual(countsOf(summary.flows["invoices"]!), { ...none, landed: 603, gone: 603 })
        assert.deepStrictEqual([money["EUR"]!.landed, money["EUR"]!.gone], ["6331.50", "6331.50"])
        assert.deepStrictEqual([problems, counts.earlier], [[], { records: 0, money: {} }])
        assert.deepStrictEqual([summary.outcome, summary.run, summary.of], ["complete", 2, 1])
        assert.strictEqual(new Set(shelf.undone).size, 603)
        assert.strictEqual(shelf.undone.length, 603)
        assert.deepStrictEqual(yield* standing(here), [])
        assert.strictEqual((yield* keptOf(here, 2)).length, 603)
        const again = (yield* made.run(file)).summary.flows["invoices"]!
        assert.deepStrictEqual([again.created, again.unchanged], [603, 0])
      }),
    ),
  )

  it.effect("leaves alone, and lists, what was edited or posted over there since", () =>
    withRun(
      20,
      (here) =>
        Effect.gen(function* () {
          const { shelf } = here
          shelf.records.get("t-I3")!.total = "10.51"
          shelf.records.get("t-I7")!.standing = "posted"
          shelf.records.get("t-I9")!.standing = "void"
          shelf.records.delete("t-I10")
          const plan = yield* shelf.plan(file, 1)
          const { steps, left, gone, lookedAt } = plan.flows[0]!
          assert.deepStrictEqual(
            steps.map(({ verb, records }) => [verb, records]),
            [["reject", { records: 16, money: { EUR: "168.00" } }]],
          )
          assert.deepStrictEqual([gone.records, lookedAt], [2, true])
          assert.deepStrictEqual(
            left.map(({ code, keys }) => [code, keys]),
            [
              ["WB-UNDO-EDITED", ["I3"]],
              ["WB-UNDO-EDITED", ["I7"]],
            ],
          )
          assert.deepStrictEqual(shelf.undone, [])
          const { summary } = yield* shelf.undo(file, 1)
          const flow = summary.flows["invoices"]!
          assert.deepStrictEqual(countsOf(flow), { ...none, landed: 20, gone: 18, edited: 2 })
          assert.deepStrictEqual(codesOf(flow), [
            ["WB-UNDO-EDITED", 1, ["I3"]],
            ["WB-UNDO-EDITED", 1, ["I7"]],
          ])
          assert.include(flow.problems[0]!.message, "total")
          assert.notInclude(JSON.stringify(flow.problems), "10.51")
          assert.strictEqual(summary.outcome, "attention")
          for (const id of ["t-I3", "t-I7", "t-I9", "t-I10"]) assert.notInclude(shelf.undone, id)
          assert.deepStrictEqual(yield* standing(here), [["confirmed", 2]])
        }),
      ({ shelf }) => void (shelf.draft = true),
    ),
  )

  it.effect("takes posted drafts back by the verb for posted records", () =>
    withRun(
      2,
      ({ made, shelf }) =>
        Effect.gen(function* () {
          yield* made.post(file, 1)
          const { flows } = yield* shelf.plan(file, 1)
          assert.deepStrictEqual(
            flows[0]!.steps.map(({ verb }) => verb),
            ["cancel"],
          )
          const { summary } = yield* shelf.undo(file, 1)
          assert.strictEqual(summary.flows["invoices"]!.gone, 2)
        }),
      ({ shelf }) => void (shelf.draft = true),
    ),
  )

  it.effect("restores what it updated, and so goes back run by run", () =>
    withRun(3, (here) =>
      Effect.gen(function* () {
        const { made, shelf, source } = here
        source([...rows(1, "11.00"), ...rows(3).slice(1), { No: "I4", Amount: "1.00" }])
        yield* made.run(file)
        const early = yield* shelf.plan(file, 1)
        assert.deepStrictEqual(
          early.flows[0]!.left.map(({ code, records }) => [code, records.records]),
          [["WB-UNDO-LATER", 1]],
        )
        const second = (yield* shelf.undo(file, 2)).summary.flows["invoices"]!
        assert.deepStrictEqual(countsOf(second), { ...none, landed: 2, gone: 1, restored: 1 })
        assert.strictEqual(shelf.records.get("t-I1")!.total, "10.5")
        assert.deepStrictEqual(yield* keptOf(here, 3), [
          ["I1", "restored", "restore"],
          ["I4", "gone", "cancel"],
        ])
        source(rows(3))
        const { unchanged, read } = (yield* made.run(file)).summary.flows["invoices"]!
        assert.deepStrictEqual([unchanged, read], [3, 3])
        const first = (yield* shelf.undo(file, 1)).summary.flows["invoices"]!
        assert.deepStrictEqual(countsOf(first), { ...none, landed: 3, gone: 3 })
      }),
    ),
  )

  it.effect("takes back what a later run does not own, and that too once the later run is undone", () =>
    withRun(3, ({ made, shelf, source }) =>
      Effect.gen(function* () {
        source([...rows(1, "11.00"), ...rows(3).slice(1)])
        yield* made.run(file)
        const first = (yield* shelf.undo(file, 1)).summary
        assert.deepStrictEqual(countsOf(first.flows["invoices"]!), { ...none, landed: 2, gone: 2 })
        assert.deepStrictEqual(codesOf(first.flows["invoices"]!), [["WB-UNDO-LATER", 1, []]])
        assert.strictEqual(first.outcome, "attention")
        yield* shelf.undo(file, 2)
        const rest = (yield* shelf.undo(file, 1)).summary
        assert.deepStrictEqual(countsOf(rest.flows["invoices"]!), { ...none, landed: 1, gone: 1 })
        assert.deepStrictEqual([rest.outcome, rest.flows["invoices"]!.earlier.records], ["complete", 2])
      }),
    ),
  )

  it.effect("takes back what has a change waiting", () =>
    withRun(2, (here) =>
      Effect.gen(function* () {
        const { made, shelf, source } = here
        const land = made.target.answer
        made.target.answer = () => refused
        source([...rows(1, "11.00"), ...rows(2).slice(1)])
        yield* made.run(file)
        assert.strictEqual((yield* shelf.undo(file, 1)).summary.flows["invoices"]!.gone, 2)
        made.target.answer = land
        assert.strictEqual((yield* made.run(file)).summary.flows["invoices"]!.created, 2)
      }),
    ),
  )

  it.effect("leaves alone what it can't take back, and says why of each", () =>
    withRun(
      4,
      (here) =>
        Effect.gen(function* () {
          const { made, shelf, source } = here
          shelf.tellsBefore = false
          source([...rows(1, "11.00"), ...rows(4).slice(1)])
          yield* made.run(file)
          const updated = (yield* shelf.undo(file, 2)).summary.flows["invoices"]!
          assert.deepStrictEqual(codesOf(updated), [["WB-UNDO-NO-BEFORE", 1, ["I1"]]])
          const first = (yield* shelf.undo(file, 1)).summary.flows["invoices"]!
          assert.deepStrictEqual(codesOf(first), [
            ["WB-UNDO-NO-ID", 1, ["I2"]],
            ["WB-UNDO-NO-VERB", 2, ["I3", "I4"]],
            ["WB-UNDO-LATER", 1, []],
          ])
          assert.deepStrictEqual(shelf.undone, [])
        }),
      ({ made, shelf }) => {
        const land = made.target.answer
        made.target.answer = (item) => (item.key === "I2" ? { _tag: "Confirmed" } : land(item))
        shelf.verbs = shelf.verbs.filter(({ of }) => of !== "posted")
      },
    ),
  )

  it.effect("leaves alone what can't be looked at, or compared", () =>
    withRun(1, ({ made, shelf, source }) =>
      Effect.gen(function* () {
        const { show } = shelf
        shelf.show = undefined
        const unseen = (yield* shelf.undo(file, 1)).summary.flows["invoices"]!
        assert.deepStrictEqual(codesOf(unseen), [["WB-UNDO-NOT-SEEN", 1, ["I1"]]])
        source(rows(1, "10.50", "J"))
        yield* made.run(file)
        Object.assign(shelf, { show, readBack: [] })
        const untold = (yield* shelf.undo(file, 3)).summary.flows["invoices"]!
        assert.deepStrictEqual(codesOf(untold), [["WB-UNDO-NOT-SEEN", 1, ["J1"]]])
        assert.deepStrictEqual([shelf.undone, shelf.shown], [[], []])
      }),
    ),
  )

  it.effect("compares what was delivered, and not what the target fills by itself", () =>
    withRun(2, ({ shelf }) =>
      Effect.gen(function* () {
        shelf.filled = { note: "made by the system" }
        shelf.readBack = ["note"]
        const { left } = (yield* shelf.plan(file, 1)).flows[0]!
        assert.deepStrictEqual(
          left.map(({ code, records }) => [code, records.records]),
          [["WB-UNDO-NOT-SEEN", 2]],
        )
        shelf.readBack = ["total", "note"]
        assert.strictEqual((yield* shelf.undo(file, 1)).summary.flows["invoices"]!.gone, 2)
      }),
    ),
  )

  it.effect("leaves alone what is unknown, and what was being posted", () =>
    withRun(
      2,
      ({ made, shelf, source }) =>
        Effect.gen(function* () {
          made.target.post = (id) => (id === "t-I1" ? lost : { _tag: "Confirmed" })
          yield* made.post(file, 1)
          made.target.answer = () => lost
          source([...rows(1), { No: "I2", Amount: "11.00" }])
          yield* made.run(file)
          const { left } = (yield* shelf.plan(file, 1)).flows[0]!
          assert.deepStrictEqual(
            left.map(({ code, keys }) => [code, keys]),
            [
              ["WB-UNDO-POSTING", ["I1"]],
              ["WB-UNDO-UNSETTLED", ["I2"]],
            ],
          )
          const { summary } = yield* shelf.undo(file, 1)
          assert.deepStrictEqual(countsOf(summary.flows["invoices"]!), { ...none, landed: 2, left: 2 })
          assert.deepStrictEqual(shelf.undone, [])
        }),
      ({ shelf }) => void (shelf.draft = true),
    ),
  )

  it.effect("keeps the target's refusal, and settles what nobody knows in the next run", () =>
    withRun(3, (here) =>
      Effect.gen(function* () {
        const { made, shelf } = here
        made.target.repeat = "refuses"
        made.target.find = () => Effect.succeed(new Map())
        shelf.answer = (id) => (id === "t-I1" ? refused : id === "t-I2" ? lost : undefined)
        const { summary } = yield* shelf.undo(file, 1)
        const flow = summary.flows["invoices"]!
        assert.deepStrictEqual(countsOf(flow), { ...none, landed: 3, gone: 1, left: 1, unknown: 1 })
        assert.deepStrictEqual(flow.problems.map(({ message }) => message).sort(), [
          "no answer",
          "the period is closed",
        ])
        assert.deepStrictEqual(yield* standing(here), [
          ["confirmed", 1],
          ["unknown", 1],
        ])
        const again = (yield* made.run(file)).summary.flows["invoices"]!
        assert.deepStrictEqual([again.created, again.unchanged], [2, 1])
      }),
    ),
  )
})
