import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"

import { assert, describe, it } from "@effect/vitest"
import { ConnectorError, Unauthorized } from "@waybill/connector"
import { Ledger } from "@waybill/ledger"
import { Money } from "@waybill/model"
import { BigDecimal, Deferred, Effect, Fiber, Schema } from "effect"

import type { FlowSummary } from "../src/index.ts"
import { addsUp } from "./support/addsUp.ts"
import { pageSize, type TextRow, World } from "./support/memory.ts"

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
    where: record.Status != "closed"
    map: { number: record.No, name: record.Name }
  invoices:
    after: [customers]
    from: { connection: here, stream: invoices }
    to: { connection: there, stream: invoices }
    map: { number: record.No, customerNumber: record.Customer, total: 'money(record.Amount, "EUR")' }
`

const customers: ReadonlyArray<TextRow> = [
  { No: "C1", Name: "One", Status: "active" },
  { No: "C2", Name: "Two", Status: "active" },
  { No: "C3", Name: "Three", Status: "closed" },
]

const customerColumns = ["No", "Name", "Status"]
const invoiceColumns = ["No", "Customer", "Amount"]

const invoice = (index: number, customer = "C1", amount = "10.50"): TextRow => ({
  No: `I${index}`,
  Customer: customer,
  Amount: amount,
})

const world = (invoices: ReadonlyArray<TextRow>): World => {
  const made = new World()
  made.table("customers", customerColumns, customers)
  made.table("invoices", invoiceColumns, invoices)
  return made
}

/** A test in a world of its own, which is gone afterwards. */
const inWorld = <E>(invoices: ReadonlyArray<TextRow>, use: (made: World) => Effect.Effect<void, E>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => world(invoices)),
    use,
    (made) => Effect.sync(() => made.remove()),
  )

const counts = (flow: FlowSummary | undefined) =>
  Object.fromEntries(Object.entries(flow ?? {}).filter(([, value]) => typeof value === "number" && value > 0))

describe("a run", () => {
  it.effect("delivers everything once; the second run sends nothing; one changed record is one update", () =>
    inWorld(
      Array.from({ length: 50 }, (_, index) => invoice(index)),
      Effect.fnUntraced(function* (made) {
        const first = (yield* made.run(file)).summary
        assert.strictEqual(first.outcome, "complete")
        assert.deepStrictEqual(counts(first.flows["customers"]), { read: 3, skipped: 1, confirmed: 2, created: 2 })
        assert.deepStrictEqual(counts(first.flows["invoices"]), { read: 50, confirmed: 50, created: 50 })
        assert.strictEqual(first.flows["invoices"]!.money["EUR"]!.confirmed, "525.00")
        assert.strictEqual(new Set(made.target.sent).size, 52)

        const second = (yield* made.run(file)).summary
        assert.deepStrictEqual(counts(second.flows["invoices"]), { read: 50, unchanged: 50 })
        assert.strictEqual(made.target.sent.length, 52)

        made.table("invoices", invoiceColumns, [
          invoice(0, "C1", "11.00"),
          ...Array.from({ length: 49 }, (_, index) => invoice(index + 1)),
        ])
        const third = (yield* made.run(file)).summary
        assert.deepStrictEqual(counts(third.flows["invoices"]), { read: 50, unchanged: 49, confirmed: 1, updated: 1 })
        assert.deepStrictEqual(
          made.target.calls.at(-1)!.map((item) => [item.key, item.change]),
          [["I0", "update"]],
        )
      }),
    ),
  )

  it.effect("invariant 1: when a record is sent, the ledger already says that it is on its way", () =>
    inWorld(
      [invoice(1)],
      Effect.fnUntraced(function* (made) {
        const states: Array<string> = []
        made.target.before = Effect.gen(function* () {
          const ledger = yield* Ledger
          const standing = yield* ledger.standing("test")
          states.push(...standing.map(({ flow, state, records }) => `${flow} ${state} ${records}`))
        }).pipe(Effect.provide(made.ledger), Effect.orDie)
        yield* made.run(file)
        assert.deepStrictEqual(states, ["customers sending 2", "customers confirmed 2", "invoices sending 1"])
      }),
    ),
  )

  it.effect("invariant 2: what may have arrived is not sent again where a second copy would be a second document", () =>
    inWorld(
      [invoice(1), invoice(2)],
      Effect.fnUntraced(function* (made) {
        made.target.repeat = "duplicates"
        made.target.answer = ({ key }) =>
          key === "I1" ? { _tag: "Unknown", issue: { code: "WB-TEST", message: "no answer" } } : { _tag: "Confirmed" }
        const first = (yield* made.run(file)).summary
        assert.deepStrictEqual(counts(first.flows["invoices"]), { read: 2, confirmed: 1, created: 1, unknown: 1 })
        assert.strictEqual(first.outcome, "attention")
        made.target.answer = () => ({ _tag: "Confirmed" })
        const second = (yield* made.run(file)).summary
        assert.deepStrictEqual(counts(second.flows["invoices"]), { read: 2, unchanged: 1, unknown: 1 })
        assert.strictEqual(made.target.sent.filter((key) => key === "I1").length, 1)
      }),
    ),
  )

  it.effect("sends an unknown record again where the target's call is an upsert", () =>
    inWorld(
      [invoice(1)],
      Effect.fnUntraced(function* (made) {
        made.target.answer = ({ key }) =>
          key === "I1" ? { _tag: "Unknown", issue: { code: "WB-TEST", message: "no answer" } } : { _tag: "Confirmed" }
        yield* made.run(file)
        made.target.answer = () => ({ _tag: "Confirmed" })
        const second = (yield* made.run(file)).summary
        assert.deepStrictEqual(counts(second.flows["invoices"]), { read: 1, confirmed: 1, created: 1 })
      }),
    ),
  )

  /** A target that takes a second copy for a second document, and loses its answers for some keys. */
  const losing = (made: World, lost: (key: string) => boolean) => {
    made.target.repeat = "duplicates"
    made.target.answer = ({ key }) =>
      lost(key)
        ? { _tag: "Unknown", issue: { code: "WB-TEST", message: "no answer" } }
        : { _tag: "Confirmed", targetId: `t-${key}` }
  }

  it.effect("invariant 2: asks at once for what may have arrived, and takes it for delivered where it is there", () =>
    inWorld(
      [invoice(1), invoice(2)],
      Effect.fnUntraced(function* (made) {
        losing(made, (key) => key.startsWith("I"))
        made.target.find = (keys) =>
          Effect.succeed(new Map(keys.filter((key) => key === "I1").map((key) => [key, { targetId: "t-I1" }])))
        const first = (yield* made.run(file)).summary
        assert.deepStrictEqual(counts(first.flows["invoices"]), { read: 2, confirmed: 1, created: 1, unknown: 1 })
        // Surely not there, three times: then it waits for the next run.
        assert.deepStrictEqual(made.target.sent, ["C1", "C2", "I1", "I2", "I2", "I2", "I2"])
      }),
    ),
  )

  it.effect("invariant 2: the next run asks first, sends what is surely not there, and counts what is", () =>
    inWorld(
      [invoice(1), invoice(2), invoice(3)],
      Effect.fnUntraced(function* (made) {
        losing(made, (key) => key.startsWith("I"))
        const asked: Array<string> = []
        yield* made.run(file)
        made.target.answer = () => ({ _tag: "Confirmed" })
        made.target.find = (keys) => {
          asked.push(...keys)
          return Effect.succeed(
            new Map(keys.filter((key) => key !== "I2").map((key) => [key, { targetId: `t-${key}`, draft: true }])),
          )
        }
        // The third one has changed since: what is there is the earlier version.
        made.table("invoices", invoiceColumns, [invoice(1), invoice(2), invoice(3, "C1", "11.00")])
        const second = (yield* made.run(file)).summary
        assert.deepStrictEqual(asked, ["I1", "I2", "I3"])
        assert.deepStrictEqual(counts(second.flows["invoices"]), {
          read: 3,
          confirmed: 3,
          created: 2,
          updated: 1,
          drafts: 1,
        })
        assert.strictEqual(second.flows["invoices"]!.money["EUR"]!.confirmed, "32.00")
        assert.deepStrictEqual(
          made.target.calls
            .slice(2)
            .flatMap((batch) => batch.map(({ key, change, targetId }) => [key, change, targetId])),
          [
            ["I2", "create", undefined],
            ["I3", "update", "t-I3"],
          ],
        )
        const third = (yield* made.run(file)).summary
        assert.deepStrictEqual(counts(third.flows["invoices"]), { read: 3, unchanged: 3 })
      }),
    ),
  )

  it.effect("invariant 2: a target that can't be asked gets nothing of what may have arrived", () =>
    inWorld(
      [invoice(1), invoice(2)],
      Effect.fnUntraced(function* (made) {
        losing(made, (key) => key === "I1")
        const down = new ConnectorError({
          connector: "memory",
          operation: "find",
          code: "WB-TEST-DOWN",
          message: "nobody answers",
          reason: new Unauthorized({}),
        })
        made.target.find = () => Effect.fail(down)
        yield* made.run(file)
        const { summary, outside } = yield* made.run(file)
        assert.deepStrictEqual(
          summary.stopped.map(({ flow, code }) => [flow, code]),
          [["invoices", "WB-TEST-DOWN"]],
        )
        assert.isTrue(outside)
        assert.strictEqual(made.target.sent.filter((key) => key === "I1").length, 1)
      }),
    ),
  )

  it.effect("what is found with another amount has not arrived: it is put right by an update", () =>
    inWorld(
      [invoice(1)],
      Effect.fnUntraced(function* (made) {
        losing(made, (key) => key === "I1")
        made.target.find = (keys) =>
          Effect.succeed(
            new Map(
              keys.map((key) => [key, { targetId: `t-${key}`, money: new Money(BigDecimal.make(1n, 0), "EUR") }]),
            ),
          )
        const first = (yield* made.run(file)).summary
        assert.deepStrictEqual(counts(first.flows["invoices"]), { read: 1, unknown: 1 })
        losing(made, () => false)
        const second = (yield* made.run(file)).summary
        assert.deepStrictEqual(counts(second.flows["invoices"]), { read: 1, confirmed: 1, updated: 1 })
        assert.deepInclude(made.target.calls.at(-1)![0], { key: "I1", change: "update", targetId: "t-I1" })
      }),
    ),
  )

  it.effect("asks by the key that a record was sent under, whatever it is now", () =>
    inWorld(
      [invoice(1)],
      Effect.fnUntraced(function* (made) {
        losing(made, (key) => key.startsWith("I"))
        made.target.find = () => Effect.succeed(new Map())
        made.target.keyOf = ({ number, total }) => `${number}/${String(total)}`
        yield* made.run(file)
        const asked: Array<string> = []
        made.target.find = (keys) => {
          asked.push(...keys)
          return Effect.succeed(new Map(keys.map((key) => [key, { targetId: "t-I1" }])))
        }
        const [sentAs] = made.target.calls.at(-1)!.map(({ key }) => key)
        made.table("invoices", invoiceColumns, [invoice(1, "C1", "99.00")])
        losing(made, () => false)
        const second = (yield* made.run(file)).summary
        assert.deepStrictEqual(asked, [sentAs])
        assert.deepStrictEqual(counts(second.flows["invoices"]), { read: 1, confirmed: 1, updated: 1 })
      }),
    ),
  )

  it.effect("a record that the target holds back goes out by itself in a later run", () =>
    inWorld(
      [invoice(1), invoice(2)],
      Effect.fnUntraced(function* (made) {
        made.target.answer = ({ key }) =>
          key === "I1"
            ? { _tag: "Held", issue: { code: "WB-TEST-ABSENT", message: "not there yet" } }
            : { _tag: "Confirmed" }
        const first = (yield* made.run(file)).summary
        assert.deepStrictEqual(counts(first.flows["invoices"]), { read: 2, confirmed: 1, created: 1, held: 1 })
        assert.strictEqual(first.outcome, "attention")
        const rejects = yield* Effect.provide(
          Effect.flatMap(Ledger, (ledger) => ledger.rejects("test", { states: ["held"] })),
          made.ledger,
        )
        assert.deepStrictEqual(
          rejects.map(({ key, issues }) => [key, issues[0]?.code]),
          [["I1", "WB-TEST-ABSENT"]],
        )
        made.target.answer = () => ({ _tag: "Confirmed" })
        const second = (yield* made.run(file)).summary
        assert.deepStrictEqual(counts(second.flows["invoices"]), { read: 2, unchanged: 1, confirmed: 1, created: 1 })
      }),
    ),
  )

  it.effect("a target that says no, or not yet, to everything has answered: the run goes on to its end", () =>
    inWorld(
      Array.from({ length: 60 }, (_, index) => invoice(index)),
      Effect.fnUntraced(function* (made) {
        made.target.batch = 1
        const issue = { code: "WB-TEST", message: "no" }
        made.target.answer = ({ key }) =>
          key.startsWith("C")
            ? { _tag: "Confirmed" }
            : Number(key.slice(1)) < 30
              ? { _tag: "Refused", issue }
              : { _tag: "Held", issue }
        const { flows, stopped } = (yield* made.run(file)).summary
        assert.deepStrictEqual(stopped, [])
        assert.deepStrictEqual(counts(flows["invoices"]), { read: 60, refused: 30, held: 30 })
      }),
    ),
  )

  it.effect("keeps what the target held before an update, and forgets it where the record was made anew", () =>
    inWorld(
      [invoice(1), invoice(2)],
      Effect.fnUntraced(function* (made) {
        made.target.answer = ({ key, change }) =>
          change === "update"
            ? { _tag: "Confirmed", targetId: `t-${key}`, before: `{"was":"${key}"}` }
            : { _tag: "Confirmed", targetId: `t-${key}` }
        yield* made.run(file)
        made.table("invoices", invoiceColumns, [invoice(1, "C1", "11.00"), invoice(2)])
        yield* made.run(file)
        const ledger = new DatabaseSync(join(made.directory, ".waybill/ledger.db"), { readOnly: true })
        const rows = ledger.prepare("SELECT key, before FROM records WHERE key LIKE 'I%' ORDER BY key").all()
        ledger.close()
        assert.deepStrictEqual(
          rows.map(({ key, before }) => [key, before]),
          [
            ["I1", '{"was":"I1"}'],
            ["I2", null],
          ],
        )
      }),
    ),
  )

  it.effect("tells the target of each parent, unless the target gave it no id", () =>
    inWorld(
      [invoice(1)],
      Effect.fnUntraced(function* (made) {
        made.target.parents = () => [
          { entity: "customer", key: "C1" },
          { entity: "customer", key: "C2" },
        ]
        made.target.answer = ({ key }) =>
          key === "C2" ? { _tag: "Confirmed" } : { _tag: "Confirmed", targetId: `t-${key}` }
        yield* made.run(file)
        assert.deepStrictEqual(made.target.calls.at(-1)![0]?.parents, [
          { entity: "customer", key: "C1", targetId: "t-C1" },
        ])
        made.target.answer = ({ key }) => ({ _tag: "Confirmed", targetId: `t-${key}` })
        made.table("customers", customerColumns, [
          { No: "C1", Name: "One", Status: "active" },
          { No: "C2", Name: "Two, renamed", Status: "active" },
        ])
        made.table("invoices", invoiceColumns, [invoice(2)])
        yield* made.run(file)
        assert.deepStrictEqual(
          made.target.calls.at(-1)![0]?.parents?.map(({ targetId }) => targetId),
          ["t-C1", "t-C2"],
        )
      }),
    ),
  )

  it.effect("tells the target the ids of parents that it was given by flows of the same file", () =>
    inWorld(
      [invoice(1)],
      Effect.fnUntraced(function* (made) {
        made.target.answer = ({ key }) => ({ _tag: "Confirmed", targetId: `t-${key}` })
        yield* made.run(file)
        assert.deepStrictEqual(made.target.calls.at(-1)![0]?.parents, [
          { entity: "customer", key: "C1", targetId: "t-C1" },
        ])
      }),
    ),
  )

  it.effect("asks nothing where the call is an upsert, or where nobody could answer", () =>
    inWorld(
      [invoice(1)],
      Effect.fnUntraced(function* (made) {
        losing(made, (key) => key === "I1")
        made.target.find = () => Effect.die("asked")
        made.target.stop = (batch) =>
          batch[0]?.key === "I1"
            ? new ConnectorError({
                connector: "memory",
                operation: "deliver",
                code: "WB-TEST-DOWN",
                message: "nobody answers",
                reason: new Unauthorized({}),
              })
            : undefined
        assert.strictEqual((yield* made.run(file)).summary.flows["invoices"]?.unknown, 1)
        made.target.stop = undefined
        made.target.repeat = "upsert"
        made.target.answer = () => ({ _tag: "Confirmed" })
        const second = (yield* made.run(file)).summary
        assert.deepStrictEqual(counts(second.flows["invoices"]), { read: 1, confirmed: 1, created: 1 })
      }),
    ),
  )

  it.effect("holds a record for each of its parents", () =>
    inWorld(
      [invoice(1, "C1"), invoice(2, "C9")],
      Effect.fnUntraced(function* (made) {
        made.target.parents = ({ customerNumber }) => [
          { entity: "customer", key: "C1" },
          { entity: "customer", key: customerNumber },
        ]
        const { flows } = (yield* made.run(file)).summary
        assert.deepStrictEqual(counts(flows["invoices"]), { read: 2, confirmed: 1, created: 1, held: 1 })
      }),
    ),
  )

  it.effect("an update whose answer was lost names its record, and is simply sent again", () =>
    inWorld(
      [invoice(1)],
      Effect.fnUntraced(function* (made) {
        losing(made, () => false)
        made.target.find = (keys) => Effect.succeed(new Map(keys.map((key) => [key, { targetId: `t-${key}` }])))
        yield* made.run(file)
        losing(made, (key) => key === "I1")
        made.table("invoices", invoiceColumns, [invoice(1, "C1", "12.00")])
        const lost = (yield* made.run(file)).summary
        assert.deepStrictEqual(counts(lost.flows["invoices"]), { read: 1, unknown: 1 })
        losing(made, () => false)
        const last = (yield* made.run(file)).summary
        assert.deepStrictEqual(counts(last.flows["invoices"]), { read: 1, confirmed: 1, updated: 1 })
      }),
    ),
  )

  it.effect("holds an invoice until its customer is confirmed, and sends it by itself then", () =>
    inWorld(
      [invoice(1, "C1"), invoice(2, "C9")],
      Effect.fnUntraced(function* (made) {
        const first = (yield* made.run(file)).summary
        assert.deepStrictEqual(counts(first.flows["invoices"]), { read: 2, confirmed: 1, created: 1, held: 1 })
        assert.strictEqual(first.outcome, "attention")
        made.table("customers", customerColumns, [...customers, { No: "C9", Name: "Nine", Status: "active" }])
        const second = (yield* made.run(file)).summary
        assert.deepStrictEqual(counts(second.flows["invoices"]), { read: 2, unchanged: 1, confirmed: 1, created: 1 })
        assert.strictEqual(second.outcome, "complete")
      }),
    ),
  )

  it.effect("sends a refused record again with the next run, and forgets the reject once it is confirmed", () =>
    inWorld(
      [invoice(1), invoice(2)],
      Effect.fnUntraced(function* (made) {
        made.target.answer = ({ key }) =>
          key === "I2" ? { _tag: "Refused", issue: { code: "WB-TEST", message: "no" } } : { _tag: "Confirmed" }
        const first = (yield* made.run(file)).summary
        assert.deepStrictEqual(counts(first.flows["invoices"]), { read: 2, confirmed: 1, created: 1, refused: 1 })
        const rejects = Effect.flatMap(Ledger, (ledger) => ledger.rejects("test", {})).pipe(Effect.provide(made.ledger))
        const [reject] = yield* rejects
        assert.deepStrictEqual(reject?.source, invoice(2))
        made.target.answer = () => ({ _tag: "Confirmed" })
        const second = (yield* made.run(file)).summary
        assert.deepStrictEqual(counts(second.flows["invoices"]), { read: 2, unchanged: 1, confirmed: 1, created: 1 })
        assert.deepStrictEqual(yield* rejects, [])
      }),
    ),
  )

  it.effect(
    "takes a repeated number with the same content as unchanged, with other content as invalid naming both rows",
    () =>
      inWorld(
        [
          invoice(1),
          invoice(1),
          invoice(1, "C1", "99.00"),
          ...Array.from({ length: 10 }, (_, index) => invoice(index + 10)),
          invoice(1),
          invoice(1, "C1", "98.00"),
        ],
        Effect.fnUntraced(function* (made) {
          const { flows } = (yield* made.run(file)).summary
          assert.deepStrictEqual(counts(flows["invoices"]), {
            read: 15,
            unchanged: 2,
            invalid: 2,
            confirmed: 11,
            created: 11,
          })
          const rejects = yield* Effect.flatMap(Ledger, (ledger) => ledger.rejects("test", {})).pipe(
            Effect.provide(made.ledger),
          )
          assert.deepStrictEqual(
            rejects.map(({ row, issues }) => [row, issues[0]!.message]),
            [
              [4, "the same number stands in row 2 with different content"],
              [16, "the same number stands in row 2 with different content"],
            ],
          )
          const distinct = file.replace(
            "    map: { number: record.No, customerNumber",
            "    distinct: first\n    map: { number: record.No, customerNumber",
          )
          const second = (yield* made.run(distinct)).summary
          assert.deepStrictEqual(counts(second.flows["invoices"]), { read: 15, unchanged: 13, skipped: 2 })
        }),
      ),
  )

  it.effect("stops where the credentials are refused, sends nothing more, and goes on from there", () =>
    inWorld(
      Array.from({ length: 40 }, (_, index) => invoice(index)),
      Effect.fnUntraced(function* (made) {
        const error = new ConnectorError({
          connector: "memory",
          operation: "deliver",
          code: "WB-TEST-401",
          message: "the credentials are refused",
          reason: new Unauthorized({}),
        })
        made.target.inFlight = 1
        made.target.stop = (batch) => (batch.some((item) => item.key === "I10") ? error : undefined)
        made.target.answer = ({ key }) =>
          /^I[123]\d$/.test(key)
            ? { _tag: "NotSent", issue: { code: "WB-TEST-401", message: "not sent" } }
            : { _tag: "Confirmed" }
        const { summary, outside } = yield* made.run(file)
        assert.strictEqual(summary.outcome, "stopped")
        assert.isTrue(outside)
        assert.deepStrictEqual(
          summary.stopped.map(({ flow, code }) => [flow, code]),
          [["invoices", "WB-TEST-401"]],
        )
        assert.strictEqual(summary.flows["invoices"]!.confirmed, 10)
        assert.isAbove(summary.flows["invoices"]!.pending, 0)
        addsUp(summary.flows["invoices"]!)
        made.target.stop = undefined
        made.target.answer = () => ({ _tag: "Confirmed" })
        const second = (yield* made.run(file)).summary
        assert.deepStrictEqual(counts(second.flows["invoices"]), {
          read: 40,
          unchanged: 10,
          confirmed: 30,
          created: 30,
        })
      }),
    ),
  )

  it.effect("leaves out the flows behind one that can't be read to its end, and runs the others", () =>
    inWorld(
      [invoice(1)],
      Effect.fnUntraced(function* (made) {
        made.damaged.add("customers")
        const others = `  others:
    from: { connection: here, stream: invoices }
    to: { connection: there, stream: others }
    map: { number: record.No }
`
        const { summary } = yield* made.run(`${file.trimEnd()}\n${others}`)
        assert.deepStrictEqual(
          summary.stopped.map(({ flow, code }) => [flow, code]),
          [
            ["customers", "WB-TEST-DAMAGED"],
            ["invoices", "WB-RUN-NOT-RUN"],
          ],
        )
        assert.deepStrictEqual(counts(summary.flows["customers"]), { read: 3, skipped: 1, confirmed: 2, created: 2 })
        assert.deepStrictEqual(counts(summary.flows["others"]), { read: 1, confirmed: 1, created: 1 })
      }),
    ),
  )

  it.effect("reads no more than --limit asks for, and forgets nothing of what it did not read", () =>
    inWorld(
      Array.from({ length: 60 }, (_, index) => invoice(index, "C1", index === 59 ? "wrong" : "1.00")),
      Effect.fnUntraced(function* (made) {
        yield* made.run(file)
        made.pagesRead = 0
        const { flows } = (yield* made.run(file, { limit: 10, flows: ["invoices"] })).summary
        assert.deepStrictEqual(counts(flows["invoices"]), { read: 10, unchanged: 10 })
        assert.isAtMost(made.pagesRead, Math.ceil(10 / pageSize))
        const kept = yield* Effect.flatMap(Ledger, (ledger) => ledger.rejects("test", {})).pipe(
          Effect.provide(made.ledger),
        )
        assert.deepStrictEqual(
          kept.map(({ row }) => row),
          [61],
        )
      }),
    ),
  )

  it.live("an interrupted run settles what is on its way before it ends", () =>
    inWorld(
      Array.from({ length: 40 }, (_, index) => invoice(index)),
      Effect.fnUntraced(function* (made) {
        const [underWay, answered] = [yield* Deferred.make<void>(), yield* Deferred.make<void>()]
        made.target.before = Effect.suspend(() =>
          made.target.calls.length === 0
            ? Effect.void
            : Effect.andThen(Deferred.succeed(underWay, undefined), Deferred.await(answered)),
        )
        const run = yield* Effect.forkChild(made.run(file))
        yield* Deferred.await(underWay)
        const interrupting = yield* Effect.forkChild(Fiber.interrupt(run))
        // Long enough for the interruption to arrive while the call is still without an answer.
        yield* Effect.sleep("50 millis")
        yield* Deferred.succeed(answered, undefined)
        yield* Fiber.join(interrupting)
        const standing = yield* Effect.flatMap(Ledger, (ledger) => ledger.standing("test")).pipe(
          Effect.provide(made.ledger),
        )
        const states = standing.filter(({ flow }) => flow === "invoices")
        assert.notInclude(
          states.map(({ state }) => state),
          "sending",
        )
        const confirmed = states.find(({ state }) => state === "confirmed")?.records ?? 0
        assert.strictEqual(confirmed, made.target.sent.filter((key) => key.startsWith("I")).length)
      }),
    ),
  )

  it.effect("sends in the same run what surely did not go out behind a lost answer, and repeats an upsert", () =>
    inWorld(
      Array.from({ length: 10 }, (_, index) => invoice(index)),
      Effect.fnUntraced(function* (made) {
        const issue = { code: "WB-TEST", message: "as the script says" }
        made.target.answer = ({ key }) => {
          const lost = made.target.sent.filter((sent) => sent === "I4").length === 1
          if (key === "I4" && lost) return { _tag: "Unknown", issue }
          return /^I[5-9]$/.test(key) && lost && made.target.sent.filter((sent) => sent === key).length === 1
            ? { _tag: "NotSent", issue }
            : { _tag: "Confirmed" }
        }
        const { flows } = (yield* made.run(file)).summary
        assert.deepStrictEqual(counts(flows["invoices"]), { read: 10, confirmed: 10, created: 10 })
        assert.deepStrictEqual(made.target.sent.filter((key) => /^I[0-9]$/.test(key)).slice(10), [
          "I5",
          "I6",
          "I7",
          "I8",
          "I9",
          "I4",
        ])
      }),
    ),
  )

  it.effect("reads no further once something has stopped the flow", () =>
    inWorld(
      Array.from({ length: pageSize * 40 }, (_, index) => invoice(index)),
      Effect.fnUntraced(function* (made) {
        made.target.stop = (batch) =>
          batch[0]!.key.startsWith("I")
            ? new ConnectorError({
                connector: "memory",
                operation: "deliver",
                code: "WB-TEST",
                message: "no",
                reason: new Unauthorized({}),
              })
            : undefined
        yield* made.run(file)
        assert.isBelow(made.pagesRead, 20)
      }),
    ),
  )

  it.effect("leaves out the flows behind a stopped one", () =>
    inWorld(
      [invoice(1)],
      Effect.fnUntraced(function* (made) {
        made.target.answer = () => ({ _tag: "Refused", issue: { code: "WB-TEST", message: "no" } })
        const { summary } = yield* made.run(file, { maxRejects: 1 })
        assert.deepStrictEqual(
          summary.stopped.map(({ flow, code }) => [flow, code]),
          [
            ["customers", "WB-RUN-MAX-REJECTS"],
            ["invoices", "WB-RUN-NOT-RUN"],
          ],
        )
        assert.isUndefined(summary.flows["invoices"])
      }),
    ),
  )

  it.effect("stops where one batch after another is left without an answer", () =>
    inWorld(
      Array.from({ length: 200 }, (_, index) => invoice(index)),
      Effect.fnUntraced(function* (made) {
        made.target.inFlight = 1
        made.target.answer = ({ key }) =>
          key.startsWith("I")
            ? { _tag: "Unknown", issue: { code: "WB-TEST", message: "no answer" } }
            : { _tag: "Confirmed" }
        const { summary, outside } = yield* made.run(file)
        assert.isTrue(outside)
        assert.deepStrictEqual(
          summary.stopped.map(({ code }) => code),
          ["WB-RUN-SILENT"],
        )
        assert.strictEqual(summary.flows["invoices"]!.unknown, 50)
        addsUp(summary.flows["invoices"]!)
      }),
    ),
  )

  it.effect("keeps a book per target: another system starts from nothing", () =>
    inWorld(
      [invoice(1)],
      Effect.fnUntraced(function* (made) {
        yield* made.run(file)
        const elsewhere = file.replace("there: { connector: memory }", "there: { connector: memory, system: two }")
        assert.strictEqual((yield* made.run(elsewhere)).summary.flows["invoices"]!.created, 1)
        assert.strictEqual((yield* made.run(file)).summary.flows["invoices"]!.unchanged, 1)
      }),
    ),
  )

  it.effect.prop(
    "invariant 3: counts and money add up, whatever becomes of the records",
    [
      Schema.Array(Schema.Literals(["Confirmed", "Refused", "Unknown", "NotSent", "bad", "orphan", "twice"])).check(
        Schema.isBetweenLength(0, 60),
      ),
      Schema.Literals(["upsert", "duplicates", "refuses"]),
    ],
    ([script, repeat]) =>
      inWorld(
        script.map((step, index) =>
          invoice(step === "twice" ? 0 : index, step === "orphan" ? "C8" : "C1", step === "bad" ? "?" : `${index}.05`),
        ),
        Effect.fnUntraced(function* (made) {
          made.target.repeat = repeat
          const issue = { code: "WB-TEST", message: "as the script says" }
          made.target.answer = ({ key }) => {
            const step = script[Number(key.slice(1))]
            return step === "Refused" || step === "Unknown" || step === "NotSent"
              ? { _tag: step, issue }
              : { _tag: "Confirmed" }
          }
          for (const _ of [1, 2]) {
            const { flows } = (yield* made.run(file)).summary
            for (const flow of Object.values(flows)) addsUp(flow)
          }
        }),
      ),
    { arbitrary: { runs: 25 } },
  )
})

describe("a plan", () => {
  it.effect("says how many calls a run makes, and how long that takes at what the connection allows", () =>
    inWorld(
      Array.from({ length: 42 }, (_, index) => invoice(index)),
      Effect.fnUntraced(function* (made) {
        made.target.callsEach = 3
        const unlimited = (yield* made.plan(file)).flows["invoices"]!
        assert.deepInclude(unlimited, { create: 42, calls: 15 })
        assert.doesNotHaveAnyKeys(unlimited, ["seconds", "days"])
        made.target.limits = { perSecond: 2, perDay: 7 }
        assert.deepInclude((yield* made.plan(file)).flows["invoices"], { calls: 15, seconds: 8, days: 3 })
      }),
    ),
  )

  it.effect("says what a run would do, sends nothing and leaves no trace", () =>
    inWorld(
      [invoice(1), invoice(2, "C9"), invoice(3, "C1", "abc")],
      Effect.fnUntraced(function* (made) {
        const plan = yield* made.plan(file)
        assert.deepInclude(plan.flows["invoices"], { read: 3, create: 1, held: 1, invalid: 1, calls: 1 })
        assert.deepStrictEqual(plan.flows["invoices"]!.money, {
          EUR: {
            read: "21.00",
            send: "10.50",
            create: "10.50",
            update: "0.00",
            unchanged: "0.00",
            held: "10.50",
            invalid: "0.00",
            refused: "0.00",
            skipped: "0.00",
            unknown: "0.00",
          },
        })
        assert.deepStrictEqual(plan.rejects.map(({ code }) => code).sort(), ["WB-MAP-NUMBER", "WB-RUN-HELD"])
        assert.deepStrictEqual(made.target.calls, [])
        const { flows } = (yield* made.run(file)).summary
        assert.deepStrictEqual(counts(flows["invoices"]), { read: 3, invalid: 1, held: 1, confirmed: 1, created: 1 })
        const again = yield* made.plan(file)
        assert.deepInclude(again.flows["invoices"], { create: 0, unchanged: 1, held: 1, invalid: 1, calls: 0 })
      }),
    ),
  )
})
