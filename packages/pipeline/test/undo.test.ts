import { assert, describe, it } from "@effect/vitest"
import { ConnectorError, type Outcome, Unreachable } from "@waybill/connector"
import { Ledger } from "@waybill/ledger"
import { Deferred, Effect, Stream } from "effect"

import type { UndoneFlow } from "../src/index.ts"
import { type TextRow, World } from "./support/memory.ts"
import { Shelf } from "./support/shelf.ts"

const file = `
version: 1
name: test
connections:
  here: { connector: memory }
  there: { connector: memory }
flows:
  invoices:
    from: { connection: here, stream: invoices }
    to: { connection: there, stream: invoices }
    map: { number: record.No, customerNumber: '"C1"', total: 'money(record.Amount, "EUR")' }
`

const rows = (count: number, amount = "10.50", letter = "I"): ReadonlyArray<TextRow> =>
  Array.from({ length: count }, (_, index) => ({ No: `${letter}${index + 1}`, Amount: amount }))

interface Here {
  readonly made: World
  readonly shelf: Shelf
  readonly source: (rows: ReadonlyArray<TextRow>) => void
}

/** A target that can be looked at, with a first run of so many records behind it. */
const withRun = <E>(
  count: number,
  use: (here: Here) => Effect.Effect<void, E>,
  prepare: (here: Here) => void = () => {},
) =>
  Effect.acquireUseRelease(
    Effect.sync((): Here => {
      const made = new World()
      const here = {
        made,
        shelf: new Shelf(made),
        source: (rows: ReadonlyArray<TextRow>) => made.table("invoices", ["No", "Amount"], rows),
      }
      here.source(rows(count))
      prepare(here)
      return here
    }),
    (here) => Effect.andThen(here.made.run(file), use(here)),
    ({ made }) => Effect.sync(() => made.remove()),
  )

const standing = ({ made }: Here) =>
  Effect.flatMap(Ledger, (ledger) => ledger.standing("test")).pipe(
    Effect.map((all) => all.map(({ state, records }) => [state, records] as const)),
    Effect.provide(made.ledger),
    Effect.orDie,
  )

/** What the ledger keeps of an undo, by key. */
const keptOf = ({ made }: Here, run: number) =>
  Effect.flatMap(Ledger, (ledger) => Stream.runCollect(ledger.undone("test", { run }))).pipe(
    Effect.map((pages) => pages.flat().map(({ key, state, verb, code }) => [key, state, verb ?? code])),
    Effect.provide(made.ledger),
    Effect.orDie,
  )

const countsOf = ({ landed, gone, restored, edited, left, unknown, waiting }: UndoneFlow) => {
  assert.strictEqual(landed, gone + restored + edited + left + unknown + waiting, "invariant 3")
  return { landed, gone, restored, edited, left, unknown, waiting }
}

const none = { landed: 0, gone: 0, restored: 0, edited: 0, left: 0, unknown: 0, waiting: 0 }

const codesOf = ({ problems }: UndoneFlow) => problems.map(({ code, records, keys }) => [code, records.records, keys])

const refused: Outcome = { _tag: "Refused", issue: { code: "WB-TEST", message: "the period is closed" } }
const lost: Outcome = { _tag: "Unknown", issue: { code: "WB-TEST", message: "no answer" } }
const notSent: Outcome = { _tag: "NotSent", issue: { code: "WB-TEST-DOWN", message: "nobody answers" } }

const down = new ConnectorError({
  connector: "memory",
  operation: "show",
  code: "WB-TEST-DOWN",
  message: "nobody answers",
  reason: new Unreachable({}),
})

describe("undo of a run", () => {
  it.effect("takes back what it created, and the next run creates it again", () =>
    withRun(603, (here) =>
      Effect.gen(function* () {
        const { made, shelf } = here
        const { summary } = yield* shelf.undo(file, 1, { by: "Ann" })
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
