import { assert, layer } from "@effect/vitest"
import { Effect, Exit, Scope } from "effect"

import { layerCopy, Ledger, type PlanHead, type PlannedRecord } from "../src/index.ts"
import { child } from "./child.ts"
import { confirm, folder, hashOf, inLedger, inRun, platform } from "./support.ts"

const head = (id: string, more: Partial<PlanHead> = {}): PlanHead => ({
  id,
  pipeline: "nightly",
  madeAt: "2026-01-31T10:00:00.000Z",
  expiresAt: "2026-02-07T10:00:00.000Z",
  version: "0.0.0",
  after: 3,
  fileHash: "f1",
  parts: { "connection books": "0a", "table methods": "0b" },
  asked: { flows: ["invoices"], limit: null },
  plan: { flows: { invoices: { create: 1 } } },
  ...more,
})

const record = (place: number, more: Partial<PlannedRecord> = {}): PlannedRecord => ({
  flow: "invoices",
  place,
  row: place + 2,
  key: `I-${place}`,
  verdict: "create",
  hash: hashOf("a"),
  ...more,
})

const plans = Effect.map(Ledger, (ledger) => ledger.plans)
const check = Effect.flatMap(Ledger, (ledger) => ledger.check)

const keep = Effect.fnUntraced(function* (head: PlanHead, records: ReadonlyArray<PlannedRecord>) {
  const book = yield* (yield* plans).begin
  yield* book.add(records)
  yield* book.finish(head)
}, Effect.scoped)

const listed = (pipeline = "nightly") =>
  Effect.flatMap(plans, ({ list }) => Effect.map(list(pipeline), (heads) => heads.map(({ id }) => id)))

const inFresh = <A, E>(use: Effect.Effect<A, E, Ledger>) =>
  Effect.flatMap(folder, (directory) => inLedger(directory, use))

layer(platform)("plans", (it) => {
  it.effect("are kept with all that they say, record by record", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      const records = [
        record(0, { file: "a.csv", hash: "00" }),
        record(1, { verdict: "invalid", hash: "WB-MAP-EMPTY" }),
        // Text that looks like bytes only at first sight stays what it is.
        ...["abc", "ABCD", "", "🦊", "0x00"].map((hash, index) => record(index + 2, { hash, verdict: "skipped" })),
        { flow: "invoices", place: 7, row: 9, verdict: "invalid", hash: "WB-TEST" },
      ]
      const customers = [record(0, { flow: "customers", key: "C-1" })]
      const kept = head("ab12", { by: "Example Person", asked: null, plan: [1, { money: "90071992547409930.01" }] })
      yield* inLedger(directory, keep(kept, [...customers, ...records]))
      yield* inLedger(
        directory,
        Effect.gen(function* () {
          const { get, list, records: recordsOf } = yield* plans
          assert.deepStrictEqual(yield* list("nightly"), [kept])
          assert.deepStrictEqual(yield* get("nightly", "ab12"), kept)
          assert.deepStrictEqual(yield* recordsOf("ab12", "invoices", 0, 100), records)
          assert.deepStrictEqual(yield* recordsOf("ab12", "invoices", 1, 2), records.slice(1, 3))
          assert.deepStrictEqual(yield* recordsOf("ab12", "customers", 0, 100), customers)
          assert.deepStrictEqual(yield* recordsOf("ab12", "payments", 0, 100), [])
          assert.deepStrictEqual(yield* recordsOf("ab", "invoices", 0, 100), [])
          assert.deepStrictEqual((yield* check).faults, [])
        }),
      )
    }),
  )

  it.effect("are seen by nobody before they are finished, and gone where they are not", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      yield* inLedger(
        directory,
        Effect.gen(function* () {
          const [one, other] = [yield* Scope.make(), yield* Scope.make()]
          const { begin, records } = yield* plans
          const first = yield* Scope.provide(begin, one)
          const second = yield* Scope.provide(begin, other)
          yield* first.add([record(0, { key: "first" })])
          yield* second.add([record(0, { key: "second" })])
          assert.deepStrictEqual(yield* listed(), [])
          yield* Scope.close(one, Exit.void)
          yield* second.finish(head("bb"))
          yield* Scope.close(other, Exit.void)
          assert.deepStrictEqual(yield* listed(), ["bb"])
          assert.deepStrictEqual(yield* records("bb", "invoices", 0, 10), [record(0, { key: "second" })])
          yield* begin
          yield* keep(head("cc"), [])
        }).pipe(Effect.scoped),
      )
      assert.deepStrictEqual(yield* inLedger(directory, listed()), ["cc", "bb"])
    }),
  )

  it.effect("of a process that was killed leave nothing behind", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      const killed = yield* child(directory, "plan")
      assert.strictEqual(yield* killed.line, "planning")
      yield* inLedger(
        directory,
        Effect.gen(function* () {
          // Whoever plans keeps nobody from running.
          yield* inRun((book) => confirm(book, ["I-1"]))
          yield* killed.kill
          assert.deepStrictEqual(yield* listed(), [])
          const { tables, faults } = yield* check
          assert.deepStrictEqual({ tables, faults }, { tables: 7, faults: [] })
        }),
      )
    }),
  )

  it.effect("of the same id replace each other", () =>
    inFresh(
      Effect.gen(function* () {
        yield* keep(head("aa"), [record(0), record(1)])
        yield* keep(head("aa", { by: "somebody else" }), [record(0, { verdict: "update" })])
        const { get, records } = yield* plans
        assert.strictEqual((yield* get("nightly", "aa"))?.by, "somebody else")
        assert.deepStrictEqual(yield* records("aa", "invoices", 0, 10), [record(0, { verdict: "update" })])
        assert.deepStrictEqual(yield* listed(), ["aa"])
        assert.deepStrictEqual((yield* check).faults, [])
      }),
    ),
  )

  it.effect("are found by the beginning of an id that no other has", () =>
    inFresh(
      Effect.gen(function* () {
        for (const id of ["ab12", "ab34", "ab", "cd56"]) yield* keep(head(id), [])
        yield* keep(head("cd99", { pipeline: "other" }), [])
        const { get } = yield* plans
        const found = (id: string) => Effect.map(get("nightly", id), (plan) => plan?.id)
        const asked = ["ab1", "ab34", "ab", "a", "cd", "c", "", "%", "_", "ab_", "zz", "ab123"]
        assert.deepStrictEqual(yield* Effect.forEach(asked, found), [
          "ab12",
          "ab34",
          "ab",
          undefined,
          "cd56",
          "cd56",
          ...Array.from({ length: 6 }, () => undefined),
        ])
      }),
    ),
  )

  it.effect("are listed latest first, and pruned once they are too old or too many, with their records", () =>
    inFresh(
      Effect.gen(function* () {
        const days = ["01", "02", "03", "04"]
        for (const day of days) {
          const moments = { madeAt: `2026-01-${day}T10:00:00.000Z`, expiresAt: `2026-01-${day}T20:00:00.000Z` }
          yield* keep(head(`a${day}`, moments), [record(0)])
          yield* keep(head(`b${day}`, { ...moments, pipeline: "other" }), [record(0)])
        }
        const { prune, records } = yield* plans
        assert.deepStrictEqual(yield* listed(), ["a04", "a03", "a02", "a01"])
        yield* prune("2026-01-01T20:00:00.000Z", 10)
        assert.deepStrictEqual(yield* listed(), ["a04", "a03", "a02", "a01"])
        yield* prune("2026-01-01T20:00:00.001Z", 10)
        assert.deepStrictEqual(yield* listed(), ["a04", "a03", "a02"])
        yield* prune("2026-01-01T20:00:00.001Z", 2)
        assert.deepStrictEqual(yield* listed(), ["a04", "a03"])
        assert.deepStrictEqual(yield* listed("other"), ["b04", "b03"])
        assert.deepStrictEqual(yield* records("a02", "invoices", 0, 10), [])
        assert.deepStrictEqual(yield* records("a03", "invoices", 0, 10), [record(0)])
        assert.deepStrictEqual((yield* check).faults, [])
      }),
    ),
  )

  it.effect("of 20,000 records come page by page; a copy of the ledger has them, too", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      const records = Array.from({ length: 20_000 }, (_, place) => record(place))
      yield* inLedger(
        directory,
        Effect.gen(function* () {
          const book = yield* (yield* plans).begin
          for (let at = 0; at < records.length; at += 1_000) yield* book.add(records.slice(at, at + 1_000))
          yield* book.finish(head("aa"))
        }).pipe(Effect.scoped),
      )
      const read = yield* Effect.provide(
        Effect.gen(function* () {
          const { records } = yield* plans
          const pages = yield* Effect.forEach(
            Array.from({ length: 21 }, (_, page) => page * 1_000),
            (from) => records("aa", "invoices", from, 1_000),
          )
          return pages.flat()
        }),
        layerCopy({ directory }),
      )
      assert.deepStrictEqual(read, records)
    }),
  )
})
