/** An undo that dies, stops, or is ended. */
import { assert, describe, it } from "@effect/vitest"
import { ConnectorError, Unreachable } from "@waybill/connector"
import { Deferred, Effect } from "effect"

import { countsOf, file, none, notSent, rows, standing, withRun } from "./support/undoing.ts"

const down = new ConnectorError({
  connector: "memory",
  operation: "show",
  code: "WB-TEST-DOWN",
  message: "nobody answers",
  reason: new Unreachable({}),
})

describe("an undo that is cut short", () => {
  it.effect("goes on where it stopped, and nothing else begins before", () =>
    withRun(40, (here) =>
      Effect.gen(function* () {
        const { made, shelf } = here
        made.target.batch = 1
        made.target.inFlight = 1
        let sent = 0
        shelf.answer = () => (++sent > 15 ? notSent : undefined)
        const { summary } = yield* shelf.undo(file, 1)
        assert.deepStrictEqual(countsOf(summary.flows["invoices"]!), { ...none, landed: 40, gone: 15, waiting: 25 })
        assert.deepStrictEqual([summary.outcome, summary.stopped[0]?.code], ["stopped", "WB-TEST-DOWN"])
        const other = yield* Effect.flip(made.run(file))
        assert.include(JSON.stringify(other), "WB-LEDGER-UNDOING")
        shelf.answer = () => undefined
        const rest = (yield* shelf.undo(file, 1)).summary
        assert.deepStrictEqual(countsOf(rest.flows["invoices"]!), { ...none, landed: 25, gone: 25 })
        assert.deepStrictEqual([rest.outcome, rest.flows["invoices"]!.earlier.records], ["complete", 15])
        assert.strictEqual(new Set(shelf.undone).size, 40)
        assert.deepStrictEqual(yield* standing(here), [])
      }),
    ),
  )

  it.effect("does not take what it did itself for an edit", () =>
    withRun(2, (here) =>
      Effect.gen(function* () {
        const { made, shelf, source } = here
        source([...rows(1, "11.00"), ...rows(2).slice(1), { No: "I3", Amount: "1.00" }])
        yield* made.run(file)
        // Carried out, and the process died before it knew.
        shelf.answer = () => notSent
        yield* shelf.undo(file, 2)
        shelf.records.get("t-I1")!.total = "10.5"
        shelf.records.get("t-I3")!.standing = "void"
        shelf.answer = () => undefined
        const { summary } = yield* shelf.undo(file, 2)
        assert.deepStrictEqual(countsOf(summary.flows["invoices"]!), { ...none, landed: 2, gone: 1, restored: 1 })
        source(rows(2))
        assert.strictEqual((yield* made.run(file)).summary.flows["invoices"]!.unchanged, 2)
      }),
    ),
  )

  it.effect("leaves alone what was edited between the two", () =>
    withRun(2, ({ shelf }) =>
      Effect.gen(function* () {
        shelf.answer = () => notSent
        yield* shelf.undo(file, 1)
        shelf.records.get("t-I1")!.total = "99.00"
        shelf.answer = () => undefined
        const { summary } = yield* shelf.undo(file, 1)
        assert.deepStrictEqual(countsOf(summary.flows["invoices"]!), { ...none, landed: 2, gone: 1, edited: 1 })
        assert.strictEqual(shelf.records.get("t-I1")!.standing, "posted")
      }),
    ),
  )

  it.effect("does not say of what can't be looked at any more that it stands as it stood", () =>
    withRun(1, (here) =>
      Effect.gen(function* () {
        const { shelf } = here
        shelf.answer = () => notSent
        yield* shelf.undo(file, 1)
        shelf.show = undefined
        const { summary } = yield* shelf.undo(file, 1)
        assert.deepStrictEqual(countsOf(summary.flows["invoices"]!), { ...none, landed: 1, unknown: 1 })
        assert.deepStrictEqual(yield* standing(here), [["unknown", 1]])
      }),
    ),
  )

  it.effect("is ended for good where nobody can finish it", () =>
    withRun(20, (here) =>
      Effect.gen(function* () {
        const { made, shelf } = here
        made.target.batch = 1
        made.target.inFlight = 1
        let sent = 0
        shelf.answer = () => (++sent > 5 ? notSent : undefined)
        yield* shelf.undo(file, 1)
        shelf.undone.length = 0
        const { summary } = yield* shelf.undo(file, 1, { leave: true })
        assert.deepStrictEqual(countsOf(summary.flows["invoices"]!), { ...none, landed: 15, left: 14, unknown: 1 })
        assert.deepStrictEqual([summary.outcome, shelf.undone], ["attention", []])
        const again = (yield* made.run(file)).summary.flows["invoices"]!
        assert.deepStrictEqual([again.read, again.unchanged], [20, 14])
        assert.include(JSON.stringify(yield* Effect.flip(shelf.undo(file, 1))), "WB-UNDO-TWICE")
      }),
    ),
  )

  it.effect("stops where the target can't be looked at", () =>
    withRun(3, (here) =>
      Effect.gen(function* () {
        const { shelf } = here
        shelf.show = () => Effect.fail(down)
        const plan = yield* shelf.plan(file, 1)
        assert.deepStrictEqual([plan.flows[0]!.lookedAt, plan.flows[0]!.unreachable?.code], [false, "WB-TEST-DOWN"])
        assert.deepStrictEqual(
          plan.flows[0]!.left.map(({ code }) => code),
          ["WB-UNDO-NOT-SEEN"],
        )
        const { summary, outside } = yield* shelf.undo(file, 1)
        assert.deepStrictEqual(countsOf(summary.flows["invoices"]!), { ...none, landed: 3, waiting: 3 })
        assert.deepStrictEqual([summary.outcome, outside, shelf.undone], ["stopped", true, []])
      }),
    ),
  )

  it.effect("stops where it is asked to, with what is on its way settled", () =>
    withRun(200, ({ made, shelf }) =>
      Effect.gen(function* () {
        Object.assign(made.target, { batch: 1, inFlight: 1 })
        const asked = Deferred.makeUnsafe<string>()
        shelf.answer = () => void (shelf.undone.length === 3 && Deferred.doneUnsafe(asked, Effect.succeed("SIGINT")))
        const { summary } = yield* shelf.undo(file, 1, { haltWhen: Deferred.await(asked) })
        const { landed, gone, waiting } = countsOf(summary.flows["invoices"]!)
        assert.strictEqual(summary.stopped[0]?.code, "WB-RUN-HALTED")
        assert.deepStrictEqual([landed, gone + waiting, shelf.undone.length], [200, 200, gone])
        assert.isAbove(waiting, 0)
        const rest = (yield* shelf.undo(file, 1)).summary
        assert.deepStrictEqual([rest.outcome, shelf.undone.length], ["complete", 200])
      }),
    ),
  )
})
