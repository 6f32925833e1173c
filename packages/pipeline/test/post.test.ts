import { assert, describe, it } from "@effect/vitest"
import { ConnectorError, type Outcome, Unreachable } from "@waybill/connector"
import { Ledger } from "@waybill/ledger"
import { Effect } from "effect"

import { type TextRow, World } from "./support/memory.ts"

const file = `
version: 1
name: test
connections:
  here: { connector: memory }
  there: { connector: memory }
  elsewhere: { connector: memory, system: two }
flows:
  invoices:
    from: { connection: here, stream: invoices }
    to: { connection: there, stream: invoices }
    map: { number: record.No, customerNumber: '"C1"', total: 'money(record.Amount, "EUR")' }
`

const rows = (count: number, amount = "10.50"): ReadonlyArray<TextRow> =>
  Array.from({ length: count }, (_, index) => ({ No: `I${index + 1}`, Amount: amount }))

const refused: Outcome = { _tag: "Refused", issue: { code: "WB-TEST", message: "the period is closed" } }
const lost: Outcome = { _tag: "Unknown", issue: { code: "WB-TEST", message: "no answer" } }

/** A world whose target keeps drafts, with a first run behind it. */
const withDrafts = <E>(count: number, use: (made: World) => Effect.Effect<void, E>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      const made = new World()
      made.table("invoices", ["No", "Amount"], rows(count))
      made.target.answer = ({ key }) => ({ _tag: "Confirmed", targetId: `t-${key}`, draft: true })
      made.target.post = () => ({ _tag: "Confirmed" })
      return made
    }),
    (made) => Effect.andThen(made.run(file), use(made)),
    (made) => Effect.sync(() => made.remove()),
  )

const standing = (made: World) =>
  Effect.flatMap(Ledger, (ledger) => ledger.standing("test")).pipe(
    Effect.map((all) => all.map(({ state, records, drafts }) => ({ state, records, drafts }))),
    Effect.provide(made.ledger),
    Effect.orDie,
  )

describe("posting a run's drafts", () => {
  it.effect("posts each of them once, and counts them and their money", () =>
    withDrafts(1_203, (made) =>
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* standing(made), [{ state: "confirmed", records: 1_203, drafts: 1_203 }])
        const { summary } = yield* made.post(file, 1)
        assert.deepStrictEqual(summary.flows["invoices"], {
          drafts: 1_203,
          posted: 1_203,
          refused: 0,
          unknown: 0,
          left: 0,
          money: { EUR: { drafts: "12631.50", posted: "12631.50" } },
          problems: [],
        })
        assert.strictEqual(summary.outcome, "complete")
        assert.deepStrictEqual([summary.run, summary.of], [2, 1])
        assert.strictEqual(new Set(made.target.posted).size, 1_203)
        assert.strictEqual(made.target.posted.length, 1_203)
        assert.deepStrictEqual(yield* standing(made), [{ state: "confirmed", records: 1_203, drafts: 0 }])
        const again = (yield* made.post(file, 1)).summary
        assert.strictEqual(again.flows["invoices"]!.drafts, 0)
        assert.strictEqual(made.target.posted.length, 1_203)
      }),
    ),
  )

  it.effect("keeps what was refused a draft, and asks again for what nobody answered", () =>
    withDrafts(3, (made) =>
      Effect.gen(function* () {
        made.target.post = (id) => (id === "t-I1" ? refused : id === "t-I2" ? lost : { _tag: "Confirmed" })
        const { summary } = yield* made.post(file, 1)
        const { drafts, posted, refused: no, unknown } = summary.flows["invoices"]!
        assert.deepStrictEqual([drafts, posted, no, unknown], [3, 1, 1, 1])
        assert.strictEqual(summary.outcome, "attention")
        assert.deepStrictEqual(summary.flows["invoices"]!.problems, [
          { code: "WB-TEST", message: "the period is closed", records: 1, keys: ["I1"] },
          { code: "WB-TEST", message: "no answer", records: 1, keys: ["I2"] },
        ])
        made.target.post = () => ({ _tag: "Confirmed" })
        const again = (yield* made.post(file, 1)).summary
        assert.strictEqual(again.flows["invoices"]!.posted, 2)
        assert.deepStrictEqual(made.target.posted.slice(3).sort(), ["t-I1", "t-I2"])
      }),
    ),
  )

  it.effect("leaves a draft alone whose newer version is still to be delivered", () =>
    withDrafts(2, (made) =>
      Effect.gen(function* () {
        made.target.answer = () => refused
        made.table("invoices", ["No", "Amount"], [...rows(1, "11.00"), ...rows(2).slice(1)])
        yield* made.run(file)
        const { summary } = yield* made.post(file, 1)
        const { posted, left } = summary.flows["invoices"]!
        assert.deepStrictEqual([posted, left], [1, 1])
        assert.strictEqual(summary.flows["invoices"]!.problems[0]?.code, "WB-POST-NEWER")
        assert.deepStrictEqual(made.target.posted, ["t-I2"])
        assert.strictEqual(summary.outcome, "attention")
      }),
    ),
  )

  it.effect("belongs to the run that landed a draft last", () =>
    withDrafts(2, (made) =>
      Effect.gen(function* () {
        made.table("invoices", ["No", "Amount"], [...rows(1, "11.00"), ...rows(2).slice(1)])
        yield* made.run(file)
        yield* made.post(file, 2)
        assert.deepStrictEqual(made.target.posted, ["t-I1"])
      }),
    ),
  )

  it.effect("stops where nobody answers, and says that the rest was left", () =>
    withDrafts(100, (made) =>
      Effect.gen(function* () {
        made.target.batch = 1
        made.target.inFlight = 1
        made.target.post = () => lost
        const { summary, outside } = yield* made.post(file, 1)
        const { unknown, left } = summary.flows["invoices"]!
        assert.deepStrictEqual([unknown, left], [5, 95])
        assert.strictEqual(made.target.postings, 5)
        assert.strictEqual(summary.stopped[0]?.code, "WB-RUN-SILENT")
        assert.isTrue(outside)
      }),
    ),
  )

  it.effect("posts what was found after its answer was lost, by the id that was found", () =>
    withDrafts(1, (made) =>
      Effect.gen(function* () {
        made.target.repeat = "refuses"
        made.target.answer = () => lost
        made.target.find = (keys) =>
          Effect.succeed(new Map(keys.map((key) => [key, { targetId: `found-${key}`, draft: true }])))
        made.table("invoices", ["No", "Amount"], rows(2))
        const { summary } = yield* made.run(file)
        assert.deepInclude(summary.flows["invoices"], { confirmed: 1, drafts: 1, unchanged: 1 })
        assert.strictEqual((yield* made.post(file, 2)).summary.flows["invoices"]!.posted, 1)
        assert.deepStrictEqual(made.target.posted, ["found-I2"])
      }),
    ),
  )

  it.effect("leaves a draft alone that the target gave no id for, and says so", () =>
    withDrafts(1, (made) =>
      Effect.gen(function* () {
        made.target.answer = ({ key }) =>
          key === "I2" ? { _tag: "Confirmed", draft: true } : { _tag: "Confirmed", targetId: `t-${key}`, draft: true }
        made.table("invoices", ["No", "Amount"], rows(3))
        yield* made.run(file)
        const { posted, refused: no, problems } = (yield* made.post(file, 2)).summary.flows["invoices"]!
        assert.deepStrictEqual([posted, no, problems[0]?.code], [1, 1, "WB-POST-NO-ID"])
        assert.deepStrictEqual(made.target.posted, ["t-I3"])
      }),
    ),
  )

  it.effect("does not go on to the next flow where the system refuses everything", () =>
    withDrafts(1, (made) =>
      Effect.gen(function* () {
        const two = `${file}  others:
    from: { connection: here, stream: invoices }
    to: { connection: elsewhere, stream: invoices }
    map: { number: '"X" + record.No', customerNumber: '"C1"', total: 'money(record.Amount, "EUR")' }
`
        yield* made.run(two)
        made.target.postStop = new ConnectorError({
          connector: "memory",
          operation: "post",
          code: "WB-TEST-DOWN",
          message: "nobody answers",
          reason: new Unreachable({}),
        })
        made.target.post = () => ({ _tag: "NotSent", issue: { code: "WB-TEST", message: "not sent" } })
        const { summary, outside } = yield* made.post(two, 1)
        assert.deepStrictEqual(
          summary.stopped.map(({ flow, code }) => [flow, code]),
          [
            ["invoices", "WB-TEST-DOWN"],
            ["others", "WB-RUN-NOT-RUN"],
          ],
        )
        assert.isTrue(outside)
        assert.strictEqual(made.target.postings, 1)
      }),
    ),
  )

  it.effect("refuses a run that does not exist, and leaves no trace", () =>
    withDrafts(1, (made) =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(made.post(file, 9))
        assert.strictEqual(error._tag, "NoSuchRun")
        const runs = yield* Effect.provide(
          Effect.flatMap(Ledger, (ledger) => ledger.runs("test", 10)),
          made.ledger,
        )
        assert.deepStrictEqual(
          runs.map(({ command }) => command),
          ["run"],
        )
      }),
    ),
  )
})
