import { assert, layer } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { TestClock } from "effect/testing"

import { exportColumns, type ExportTable, Ledger, Operator } from "../src/index.ts"
import { child } from "./child.ts"
import {
  amend,
  compared,
  confirm,
  digestsOf,
  dismissed,
  edited,
  folder,
  hashOf,
  inLedger,
  inRun,
  invoices,
  platform,
  reject,
  rejectsIn,
  start,
} from "./support.ts"

const rows = (table: ExportTable, pipeline = start.pipeline) =>
  Effect.flatMap(Ledger, (ledger) => Stream.runCollect(ledger.rows(pipeline, table)))

layer(platform)("the rows of a table", (it) => {
  it.effect("have all columns, as text, in an order of their own", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.UTC(2026, 0, 31, 22, 59, 59, 7))
      const directory = yield* folder
      yield* inLedger(
        directory,
        inRun((book, run) =>
          Effect.gen(function* () {
            yield* book.compared([
              { ...compared("I-2", "pending", { row: 3, amount: "90071992547409930.01" }), targetKey: "k-2" },
              { ...compared("I-1", "pending", { row: 4 }), fields: digestsOf("a") },
            ])
            yield* book.intend(["I-1", "I-2"])
            yield* book.settle([
              { key: "I-1", state: "confirmed", targetId: "t-1", draft: true, before: "{}" },
              { key: "I-2", state: "unknown", code: "WB-TEST", message: "no answer" },
            ])
            yield* book.reject([reject(3, "I-2", "unknown"), { ...reject(9, undefined, "invalid"), file: "a.csv" }])
            yield* run.end("attention", { read: 2 })
          }),
        ),
      )
      const all = yield* inLedger(
        directory,
        Effect.gen(function* () {
          yield* inRun((book, run) =>
            Effect.andThen(
              book.resolve([{ key: "I-2", decision: "send", reason: "not there" }]),
              run.end("complete", {}),
            ),
          )
          return yield* Effect.all({
            runs: rows("runs"),
            records: rows("records"),
            rejects: rows("rejects"),
            resolutions: rows("resolutions"),
            other: rows("records", "other"),
          })
        }),
      )
      const at = "2026-01-31T22:59:59.007Z"
      const run = { outcome: "complete", "started at": at, "ended at": at, "lease until": at }
      const kept = { ...invoices, run: "1", currency: "" }
      const nobody = { by: "", plan: "", "of run": "" }
      for (const table of ["runs", "records", "rejects", "resolutions"] as const) {
        for (const row of all[table]) assert.deepStrictEqual(Object.keys(row), [...exportColumns[table]])
      }
      assert.deepStrictEqual(all, {
        runs: [
          {
            run: "1",
            command: "run",
            ...run,
            outcome: "attention",
            version: "0.0.0",
            "pipeline file": "f1",
            summary: `{"read":2}`,
            ...nobody,
          },
          { run: "2", command: "run", ...run, version: "0.0.0", "pipeline file": "f1", summary: "{}", ...nobody },
        ],
        records: [
          {
            ...invoices,
            key: "I-1",
            state: "confirmed",
            draft: "draft",
            run: "1",
            "landed run": "1",
            row: "4",
            amount: "10.00",
            currency: "EUR",
            "target id": "t-1",
            "target key": "",
            "sent at": "",
            code: "",
            message: "",
            content: hashOf("a"),
            "confirmed content": hashOf("a"),
            "confirmed amount": "",
            "confirmed currency": "",
            before: "{}",
            fields: digestsOf("a"),
            "confirmed fields": "",
            "undoing run": "",
          },
          {
            ...invoices,
            key: "I-2",
            state: "pending",
            draft: "",
            run: "1",
            "landed run": "",
            row: "3",
            amount: "90071992547409930.01",
            currency: "EUR",
            "target id": "",
            "target key": "k-2",
            "sent at": "",
            code: "",
            message: "",
            content: hashOf("a"),
            "confirmed content": "",
            "confirmed amount": "",
            "confirmed currency": "",
            before: "",
            fields: "",
            "confirmed fields": "",
            "undoing run": "",
          },
        ],
        rejects: [
          {
            ...kept,
            id: "2",
            file: "a.csv",
            row: "9",
            key: "",
            state: "invalid",
            origin: reject(9, undefined, "invalid").origin,
            version: "0",
            unread: "",
            was: "",
            amount: "",
            issues: `[{"code":"WB-TEST","message":"does not fit","column":"Amount"}]`,
            source: `{"Number":"","Amount":"10.00"}`,
          },
        ],
        resolutions: [
          { ...invoices, run: "2", key: "I-2", decision: "send", "target id": "", reason: "not there", at },
        ],
        other: [],
      })
      assert.deepStrictEqual(Object.keys(all.records[0]!).slice(0, 4), ["flow", "target", "key", "state"])
    }),
  )

  it.effect("of what people made of records have all columns, too", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.UTC(2026, 0, 31, 22, 59, 59, 7))
      const all = yield* inLedger(
        yield* folder,
        Effect.gen(function* () {
          yield* inRun((book) =>
            Effect.gen(function* () {
              yield* book.reject([
                { ...reject(3, "I-3", "invalid"), file: "a.csv", unread: true },
                reject(4, "I-4", "held"),
                reject(5, "I-5", "held"),
              ])
              yield* book.candidates([{ key: "I-4", targetId: "t-4", rule: "name", about: { name: "Example Ltd" } }])
              yield* book.link([{ key: "I-9", targetId: "t-9", targetKey: "9", how: "imported", note: "old.csv" }])
            }),
          )
          yield* amend(yield* rejectsIn(5), dismissed)
          yield* amend(yield* rejectsIn(3), edited("I-30"))
          return yield* Effect.all({
            rejects: rows("rejects"),
            amendments: rows("amendments"),
            links: rows("links"),
            candidates: rows("candidates"),
          })
        }),
      )
      for (const table of ["rejects", "amendments", "links", "candidates"] as const) {
        for (const row of all[table]) assert.deepStrictEqual(Object.keys(row), [...exportColumns[table]])
      }
      const { amendments, links, candidates } = all
      assert.deepStrictEqual(
        all.rejects.map((row) => [row["row"], row["state"], row["version"], row["unread"], row["was"]]),
        [
          ["3", "invalid", "1", "", ""],
          ["4", "held", "0", "", ""],
          [
            "5",
            "dismissed",
            "0",
            "",
            `{"state":"held","issues":[{"code":"WB-TEST","message":"does not fit","column":"Amount"}]}`,
          ],
        ],
      )
      const at = "2026-01-31T22:59:59.007Z"
      const { origin } = reject(3, "I-3", "invalid")
      const first = { ...invoices, run: "3", origin, file: "a.csv", row: "3", at }
      assert.deepStrictEqual(amendments.slice(2), [
        { ...first, version: "0", decision: "read", note: "", source: `{"Number":"I-3","Amount":"10.00"}` },
        { ...first, version: "1", decision: "edited", note: "mended.xlsx", source: `{"Number":"I-30"}` },
      ])
      assert.deepStrictEqual(
        amendments.map((row) => [row["run"], row["decision"], row["source"] === ""]),
        [
          ["2", "read", false],
          ["2", "dismissed", true],
          ["3", "read", false],
          ["3", "edited", false],
        ],
      )
      const counterpart = { ...invoices, "target id": "t-9", "target key": "9" }
      assert.deepStrictEqual(links, [{ ...counterpart, run: "1", key: "I-9", how: "imported", note: "old.csv", at }])
      assert.deepStrictEqual(candidates, [
        {
          ...invoices,
          key: "I-4",
          "target id": "t-4",
          "target key": "",
          rule: "name",
          about: `{"name":"Example Ltd"}`,
        },
      ])
    }),
  )

  it.effect("of what was landed on, undone and planned have all columns, too", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.UTC(2026, 0, 31, 22, 59, 59, 7))
      const at = "2026-01-31T22:59:59.007Z"
      const all = yield* inLedger(
        yield* folder,
        Effect.gen(function* () {
          yield* inRun((book) => confirm(book, ["I-1"]))
          const updating = inRun((book) => confirm(book, ["I-1", "I-2"], "b"), "run", { plan: "ab" })
          yield* Effect.provideService(updating, Operator, "somebody")
          yield* inRun(
            (book, run) =>
              Effect.gen(function* () {
                yield* book.takeBack(2, ["I-2"])
                yield* book.takenBack(2, [
                  { key: "I-2", state: "gone", verb: "delete" },
                  { key: "I-1", state: "edited", code: "WB-TEST", message: "no" },
                ])
                yield* run.end("attention", {})
              }),
            "undo",
            { of: 2 },
          )
          const book = yield* (yield* Ledger).plans.begin
          const head = { id: "ab", pipeline: "nightly", madeAt: at, expiresAt: at, version: "0.0.0", after: 3 }
          yield* book.finish({ ...head, fileHash: "f1", parts: { a: "0a" }, asked: {}, plan: { n: 1 } })
          return yield* Effect.all({
            runs: rows("runs"),
            landings: rows("landings"),
            undone: rows("undone"),
            plans: rows("plans"),
          })
        }).pipe(Effect.scoped),
      )
      for (const table of ["landings", "undone", "plans"] as const) {
        for (const row of all[table]) assert.deepStrictEqual(Object.keys(row), [...exportColumns[table]])
      }
      assert.deepStrictEqual(
        all.runs.map((row) => [row["by"], row["plan"], row["of run"]]),
        [
          ["", "", ""],
          ["somebody", "ab", ""],
          ["", "", "2"],
        ],
      )
      const money = { amount: "10.00", currency: "EUR" }
      const one = { ...invoices, ...money, run: "3", "of run": "2", at }
      assert.deepStrictEqual(all.undone, [
        { ...one, key: "I-2", state: "gone", verb: "delete", "target id": "t-I-2", code: "", message: "" },
        { ...one, key: "I-1", state: "edited", verb: "", "target id": "t-I-1", code: "WB-TEST", message: "no" },
      ])
      const before = { "landed run": "1", content: hashOf("a"), fields: "", draft: "", before: "" }
      assert.deepStrictEqual(all.landings, [{ ...invoices, ...money, key: "I-1", run: "2", ...before }])
      const plan = { "made at": at, "expires at": at, by: "", version: "0.0.0", "after run": "3" }
      const said = { "made from": `{"a":"0a"}`, asked: "{}", plan: `{"n":1}` }
      assert.deepStrictEqual(all.plans, [{ id: "ab", ...plan, "pipeline file": "f1", ...said }])
    }),
  )

  it.effect("come while a run is under way, which they do not hold up: one that is sent says since when", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.UTC(2026, 0, 31, 22, 59, 59, 7))
      yield* inLedger(
        yield* folder,
        inRun((book) =>
          Effect.gen(function* () {
            const keys = Array.from({ length: 3_000 }, (_, index) => `I-${String(index).padStart(4, "0")}`)
            yield* confirm(book, keys)
            yield* book.compared([compared("I-0000", "pending", { content: "b" })])
            yield* book.intend(["I-0000"])
            let seen = 0
            const ledger = yield* Ledger
            yield* ledger.rows(start.pipeline, "records").pipe(
              Stream.runForEach((row) => {
                seen += 1
                return row["key"] === "I-0001" ? book.settle([{ key: "I-0000", state: "pending" }]) : Effect.void
              }),
            )
            assert.strictEqual(seen, 3_000)
            const [run] = yield* rows("runs")
            assert.strictEqual(run?.["outcome"], "running")
            yield* book.intend(["I-0000"])
            const [first] = yield* rows("records").pipe(Effect.map((all) => all.slice(0, 1)))
            assert.strictEqual(first?.["sent at"], "2026-01-31T22:59:59.007Z")
          }),
        ),
      )
    }),
  )

  it.effect("say of a run whose process died that it was interrupted", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      const killed = yield* child(directory, "start")
      assert.strictEqual(yield* killed.line, "started")
      yield* inLedger(
        directory,
        Effect.gen(function* () {
          assert.strictEqual((yield* rows("runs"))[0]?.["outcome"], "running")
          yield* killed.kill
          assert.strictEqual((yield* rows("runs"))[0]?.["outcome"], "interrupted")
        }),
      )
    }),
  )
})
