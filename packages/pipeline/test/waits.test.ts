/** What has to wait goes on in the same run: records whose answer was lost, and records whose parents were not there yet. */
import { assert, describe, it } from "@effect/vitest"
import type { Found, Outcome } from "@waybill/connector"
import { Ledger } from "@waybill/ledger"
import { Decimals, Money } from "@waybill/model"
import { Clock, Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"

import type { FlowSummary } from "../src/index.ts"
import { World } from "./support/memory.ts"

const connections = `
version: 1
name: test
connections:
  here: { connector: memory }
  there: { connector: memory }
flows:`
const customers = `
  customers:
    from: { connection: here, stream: customers }
    to: { connection: there, stream: customers }
    map: { number: record.No, name: record.Name }`
const invoices = `
  invoices:
    from: { connection: here, stream: invoices }
    to: { connection: there, stream: invoices }
    map: { number: record.No, customerNumber: record.Customer, total: 'money(record.Amount, "EUR")' }`
const customersOnly = connections + customers
const invoicesFirst = connections + invoices + customers
const customersFirst = connections + customers + invoices

const issue = { code: "WB-TEST", message: "as the test says" }
const lost: Outcome = { _tag: "Unknown", issue }
const yes: Outcome = { _tag: "Confirmed" }

const inWorld = <E, R>(use: (made: World) => Effect.Effect<void, E, R>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      const made = new World()
      made.table(
        "customers",
        ["No", "Name"],
        [
          { No: "C1", Name: "One" },
          { No: "C2", Name: "Two" },
        ],
      )
      made.table(
        "invoices",
        ["No", "Customer", "Amount"],
        [
          { No: "I1", Customer: "C1", Amount: "10.00" },
          { No: "I2", Customer: "C2", Amount: "20.00" },
        ],
      )
      return made
    }),
    use,
    (made) => Effect.sync(() => made.remove()),
  )

/** The run works in real time up to its wait, which the test's clock ends. */
const untilSome = Effect.fnUntraced(function* (waits: ReadonlyArray<unknown>) {
  while (waits.length === 0) yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
})

const some = ({ confirmed, held, unknown, pending, refused }: FlowSummary) => ({
  confirmed,
  held,
  unknown,
  pending,
  refused,
})
const none = { confirmed: 0, held: 0, unknown: 0, pending: 0, refused: 0 }

describe("a record whose answer was lost", () => {
  it.effect(
    "is asked for at the end of the run, once the target can be believed, and sent again where it is not there",
    () =>
      inWorld(
        Effect.fnUntraced(function* (made) {
          const asked: Array<number> = []
          const { target } = made
          target.repeat = "duplicates"
          target.visibleAfter = 20_000
          target.answer = ({ key }) => (target.sent.filter((sent) => sent === key).length === 1 ? lost : yes)
          // C1 is there, and shown late; C2 never arrived.
          target.find = Effect.fnUntraced(function* (keys) {
            const now = yield* Clock.currentTimeMillis
            asked.push(now)
            return new Map(
              keys.flatMap((key) => (key === "C1" && now >= 15_000 ? [[key, { targetId: "t1" } satisfies Found]] : [])),
            )
          })
          const waits: Array<readonly [string, number, number]> = []
          const fiber = yield* Effect.forkChild(made.run(customersOnly, { onWait: (...wait) => void waits.push(wait) }))
          yield* untilSome(waits)
          assert.deepStrictEqual(target.sent, ["C1", "C2"])
          yield* TestClock.adjust("20 seconds")
          const { summary } = yield* Fiber.join(fiber)
          assert.deepStrictEqual(waits, [["customers", 2, 20]])
          assert.deepStrictEqual(asked, [0, 20_000])
          assert.deepStrictEqual(target.sent, ["C1", "C2", "C2"])
          assert.deepStrictEqual(some(summary.flows["customers"]!), { ...none, confirmed: 2 })
          assert.strictEqual(summary.outcome, "complete")
        }),
      ),
  )

  it.effect("is believed absent by the time its answer was lost, however long it had waited for its turn", () =>
    inWorld(
      Effect.fnUntraced(function* (made) {
        const { target } = made
        const begun: Array<number> = []
        target.repeat = "duplicates"
        target.visibleAfter = 20_000
        target.find = () => Effect.succeed(new Map())
        target.before = Effect.andThen(
          Effect.sync(() => void begun.push(1)),
          Effect.sleep("30 seconds"),
        )
        target.answer = ({ key }) => (target.sent.filter((sent) => sent === key).length === 1 ? lost : yes)
        const waits: Array<number> = []
        const fiber = yield* Effect.forkChild(
          made.run(customersOnly, { onWait: (_flow, _records, seconds) => void waits.push(seconds) }),
        )
        yield* untilSome(begun)
        yield* TestClock.adjust("30 seconds")
        yield* untilSome(waits)
        assert.deepStrictEqual(waits, [20])
        target.before = Effect.void
        yield* TestClock.adjust("20 seconds")
        assert.strictEqual((yield* Fiber.join(fiber)).summary.outcome, "complete")
      }),
    ),
  )

  it.effect("invariant 2: 'not there' is not believed too early in the next run either", () =>
    inWorld(
      Effect.fnUntraced(function* (made) {
        const { target } = made
        target.repeat = "duplicates"
        target.answer = () => lost
        yield* made.run(customersOnly)
        assert.deepStrictEqual(target.sent, ["C1", "C2"])

        target.visibleAfter = 20_000
        target.find = () => Effect.succeed(new Map())
        target.answer = () => yes
        const plan = yield* made.plan(customersOnly)
        assert.deepInclude(plan.flows["customers"], { unknown: 2, create: 0 })
        yield* TestClock.adjust("19 seconds")
        const waits: Array<number> = []
        const fiber = yield* Effect.forkChild(
          made.run(customersOnly, { onWait: (_flow, _records, seconds) => void waits.push(seconds) }),
        )
        yield* untilSome(waits)
        assert.deepStrictEqual(target.sent, ["C1", "C2"])
        yield* TestClock.adjust("1 second")
        const { summary } = yield* Fiber.join(fiber)
        assert.deepStrictEqual(waits, [1])
        assert.deepStrictEqual(target.sent, ["C1", "C2", "C1", "C2"])
        assert.strictEqual(summary.outcome, "complete")
      }),
    ),
  )

  it.effect("that has changed since is settled with what was sent, and its new version sent as an update", () =>
    inWorld(
      Effect.fnUntraced(function* (made) {
        const { target } = made
        target.repeat = "refuses"
        target.answer = () => lost
        yield* made.run(customersOnly)
        made.table(
          "customers",
          ["No", "Name"],
          [
            { No: "C1", Name: "One and only" },
            { No: "C2", Name: "Two" },
          ],
        )
        target.answer = () => yes
        target.visibleAfter = 1_000
        let asks = 0
        target.find = (keys) =>
          Effect.sync(() => new Map((asks += 1) === 1 ? [] : keys.map((key) => [key, { targetId: `t-${key}` }])))
        const waits: Array<number> = []
        const fiber = yield* Effect.forkChild(made.run(customersOnly, { onWait: () => void waits.push(1) }))
        yield* untilSome(waits)
        yield* TestClock.adjust("1 second")
        const { summary } = yield* Fiber.join(fiber)
        assert.deepInclude(summary.flows["customers"], { confirmed: 2, created: 1, updated: 1 })
        assert.deepStrictEqual(
          target.calls.slice(1).map((batch) => batch.map(({ key, change, targetId }) => [key, change, targetId])),
          [[["C1", "update", "t-C1"]]],
        )
        assert.deepInclude((yield* made.run(customersOnly)).summary.flows["customers"], { unchanged: 2 })
      }),
    ),
  )

  for (const [what, found] of [
    ["with another amount", { targetId: "t1", money: new Money(Decimals.parse("9.00")!, "EUR") }],
    ["as it was not to stay", { targetId: "t1", draft: true, unfinished: true }],
  ] as const) {
    it.effect(`invariant 2: found ${what}, it is put right, and never made a second time`, () =>
      inWorld(
        Effect.fnUntraced(function* (made) {
          const { target } = made
          target.repeat = "duplicates"
          target.parents = () => []
          target.answer = () => lost
          yield* made.run(connections + invoices)
          target.find = (keys) => Effect.succeed(new Map(keys.map((key) => [key, found])))
          // The update does not even go out, and the next run knows nothing of this one but what is written down.
          target.answer = () => ({ _tag: "NotSent", issue })
          yield* made.run(connections + invoices)
          target.answer = () => yes
          const { summary } = yield* made.run(connections + invoices)
          assert.deepInclude(summary.flows["invoices"], { confirmed: 2, created: 0, updated: 2 })
          assert.deepStrictEqual(
            target.calls.slice(1).flatMap((batch) => batch.map(({ change, targetId }) => [change, targetId])),
            Array.from({ length: 4 }, () => ["update", "t1"]),
          )
        }),
      ),
    )
  }

  it.effect("invariant 2: found at the end of the run, and not put right in it, it is never made a second time", () =>
    inWorld(
      Effect.fnUntraced(function* (made) {
        const { target } = made
        target.repeat = "duplicates"
        target.find = (keys) => Effect.succeed(new Map(keys.map((key) => [key, { targetId: "t1", unfinished: true }])))
        target.answer = ({ change }) => (change === "create" ? lost : { _tag: "NotSent", issue })
        yield* made.run(customersOnly)
        // What an update of it came upon may have been its completion: it is asked for, and not repeated.
        target.answer = () => lost
        target.find = (keys) =>
          Effect.succeed(new Map(keys.map((key) => [key, { targetId: "t1", unfinished: target.calls.length < 3 }])))
        const { summary } = yield* made.run(customersOnly)
        assert.deepStrictEqual(
          target.calls.map((batch) => batch.map(({ change, targetId }) => [change, targetId])),
          [
            [
              ["create", undefined],
              ["create", undefined],
            ],
            ...[1, 2].map(() => [
              ["update", "t1"],
              ["update", "t1"],
            ]),
          ],
        )
        assert.strictEqual(summary.outcome, "complete")
      }),
    ),
  )

  it.effect("is asked for again where the answer to its completion is lost, too", () =>
    inWorld(
      Effect.fnUntraced(function* (made) {
        const { target } = made
        target.repeat = "duplicates"
        target.answer = () => lost
        target.find = (keys) =>
          Effect.succeed(new Map(keys.map((key) => [key, { targetId: "t1", unfinished: target.calls.length < 2 }])))
        const { summary } = yield* made.run(customersOnly)
        assert.deepStrictEqual(
          target.calls.map((batch) => batch.map(({ change }) => change)),
          [
            ["create", "create"],
            ["update", "update"],
          ],
        )
        assert.strictEqual(summary.outcome, "complete")
      }),
    ),
  )

  it.effect("that was found once and is gone by now is made anew, and its old id forgotten", () =>
    inWorld(
      Effect.fnUntraced(function* (made) {
        const { target } = made
        target.repeat = "duplicates"
        target.parents = () => []
        target.answer = () => lost
        yield* made.run(connections + invoices)
        target.find = (keys) => Effect.succeed(new Map(keys.map((key) => [key, { targetId: "t1", unfinished: true }])))
        target.answer = () => {
          throw new Error("the process dies")
        }
        yield* Effect.exit(made.run(connections + invoices))
        target.find = () => Effect.succeed(new Map())
        target.answer = () => ({ _tag: "NotSent", issue })
        yield* made.run(connections + invoices)
        target.answer = () => yes
        yield* made.run(connections + invoices)
        assert.deepStrictEqual(
          target.calls.slice(-2).flatMap((batch) => batch.map(({ change, targetId }) => [change, targetId])),
          Array.from({ length: 4 }, () => ["create", undefined]),
        )
      }),
    ),
  )

  it.effect("stays unknown where the target loses it every time, after a bounded number of tries", () =>
    inWorld(
      Effect.fnUntraced(function* (made) {
        made.target.answer = () => lost
        const { summary } = yield* made.run(customersOnly)
        assert.deepStrictEqual(some(summary.flows["customers"]!), { ...none, unknown: 2 })
        assert.strictEqual(made.target.calls.length, 4)
        assert.strictEqual(summary.outcome, "attention")
      }),
    ),
  )
})

describe("a held record", () => {
  it.effect("goes out in the same run once its parent has landed, also where the flows stand the wrong way round", () =>
    inWorld(
      Effect.fnUntraced(function* (made) {
        const { summary } = yield* made.run(invoicesFirst)
        assert.deepStrictEqual(made.target.sent, ["C1", "C2", "I1", "I2"])
        assert.deepStrictEqual(some(summary.flows["invoices"]!), { ...none, confirmed: 2 })
        assert.strictEqual(summary.flows["invoices"]!.money["EUR"]!.confirmed, "30.00")
        assert.strictEqual(summary.outcome, "complete")
        const left = yield* Effect.flatMap(Ledger, (ledger) => ledger.rejects("test", {})).pipe(
          Effect.provide(made.ledger),
        )
        assert.deepStrictEqual(left, [])
      }),
    ),
  )

  it.effect("is told the id that its parent got in the same run", () =>
    inWorld(
      Effect.fnUntraced(function* (made) {
        made.target.answer = ({ key }) => ({ _tag: "Confirmed", targetId: `t-${key}` })
        yield* made.run(invoicesFirst)
        assert.deepStrictEqual(
          made.target.calls.at(-1)!.map(({ parents }) => parents),
          ["C1", "C2"].map((key) => [{ entity: "customer" as const, key, targetId: `t-${key}` }]),
        )
      }),
    ),
  )

  for (const [order, file] of [
    ["behind", customersFirst],
    ["before", invoicesFirst],
  ] as const) {
    it.effect(`of a refused, absent or unknown parent stays, and says why; its flow stands ${order} the parent's`, () =>
      inWorld(
        Effect.fnUntraced(function* (made) {
          made.table(
            "invoices",
            ["No", "Customer", "Amount"],
            ["C1", "C2", "C3"].map((Customer, index) => ({ No: `I${index + 1}`, Customer, Amount: "1.00" })),
          )
          made.target.repeat = "duplicates"
          made.target.answer = ({ key }) => (key === "C1" ? { _tag: "Refused", issue } : key === "C2" ? lost : yes)
          const { summary } = yield* made.run(file)
          assert.deepInclude(summary.flows["invoices"], { held: 3, confirmed: 0 })
          const rejects = yield* Effect.flatMap(Ledger, (ledger) =>
            ledger.rejects("test", { flow: "invoices", states: ["held"] }),
          ).pipe(Effect.provide(made.ledger))
          assert.deepStrictEqual(
            rejects.map(({ key, issues }) => [key, issues[0]!.message]),
            [
              ["I1", "its customer C1 was refused (WB-TEST)"],
              ["I2", "its customer C2 was sent, and nobody knows whether it arrived"],
              ["I3", "its customer C3 is not in this target, as far as the ledger knows"],
            ],
          )
        }),
      ),
    )
  }

  it.effect("is released before the target is completed, which is done once", () =>
    inWorld(
      Effect.fnUntraced(function* (made) {
        const finished: Array<readonly [string, number]> = []
        made.target.finish = (stream) => Effect.sync(() => void finished.push([stream, made.target.sent.length]))
        yield* made.run(invoicesFirst)
        assert.deepStrictEqual(finished, [
          ["memory:one/customers", 2],
          ["memory:one/invoices", 4],
        ])
      }),
    ),
  )

  it.effect(
    "that the target itself held is tried once more after other flows have landed something, and not for ever",
    () =>
      inWorld(
        Effect.fnUntraced(function* (made) {
          const { target } = made
          target.parents = () => []
          target.answer = ({ key }) =>
            key === "I1" && !target.sent.includes("C1")
              ? { _tag: "Held", issue }
              : key === "I2"
                ? { _tag: "Held", issue }
                : yes
          const { summary } = yield* made.run(invoicesFirst)
          assert.deepStrictEqual(some(summary.flows["invoices"]!), { ...none, confirmed: 1, held: 1 })
          assert.strictEqual(target.sent.filter((key) => key === "I2").length, 2)
          assert.strictEqual(target.sent.filter((key) => key === "I1").length, 2)
          target.calls.length = 0
          yield* made.run(invoicesFirst)
          // Nothing new has landed elsewhere: asked once.
          assert.deepStrictEqual(target.sent, ["I2"])
        }),
      ),
  )

  it.effect("waits for a parent whose answer was lost, and goes once that is settled at the end of its flow", () =>
    inWorld(
      Effect.fnUntraced(function* (made) {
        made.target.answer = ({ key }) =>
          key === "C1" && made.target.sent.filter((sent) => sent === key).length === 1 ? lost : yes
        const { summary } = yield* made.run(customersFirst)
        assert.strictEqual(summary.outcome, "complete")
        assert.deepStrictEqual(made.target.sent, ["C1", "C2", "C1", "I1", "I2"])
      }),
    ),
  )
})
