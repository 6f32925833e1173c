/** Invariant 6: a cursor moves only behind settled records, and reading on comes to the same end as reading everything. */
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"

import { assert, describe, it } from "@effect/vitest"
import type { Outcome } from "@waybill/connector"
import { Effect, Schema } from "effect"

import { type TextRow, pageSize, World } from "./support/memory.ts"

const file = (read: string) => `
version: 1
name: test
connections:
  here: { connector: memory }
  there: { connector: memory }
flows:
  customers:
    from: { connection: here, stream: customers${read} }
    to: { connection: there, stream: customers }
    map: { number: record.No, name: record.Name }
`
const full = file("")
const incremental = file(", read: incremental")

const columns = ["No", "Name"]
const customer = (index: number): TextRow => ({ No: `C${index}`, Name: `Customer ${index}` })
const customers = (count: number): ReadonlyArray<TextRow> =>
  Array.from({ length: count }, (_, index) => customer(index))

const issue = { code: "WB-TEST", message: "as the script says" }
const yes: Outcome = { _tag: "Confirmed" }

const inWorld = <E>(use: (made: World) => Effect.Effect<void, E>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      const made = new World()
      made.incremental = true
      return made
    }),
    use,
    (made) => Effect.sync(() => made.remove()),
  )

const cursorOf = (made: World): string | null => {
  const database = new DatabaseSync(join(made.directory, ".waybill", "ledger.db"), { readOnly: true })
  const row = database.prepare("SELECT cursor FROM flows").get()
  database.close()
  return (row?.["cursor"] ?? null) as string | null
}

describe("read: incremental", () => {
  it.effect("reads on from where everything was settled, and what is new goes out", () =>
    inWorld(
      Effect.fnUntraced(function* (made) {
        made.table("customers", columns, customers(20))
        yield* made.run(incremental)
        assert.strictEqual(cursorOf(made), "20")
        made.pagesRead = 0
        made.table("customers", columns, customers(23))
        const { customers: flow } = (yield* made.run(incremental)).summary.flows
        assert.deepInclude(flow, { read: 3, confirmed: 3, unchanged: 0 })
        assert.strictEqual(made.pagesRead, 1)
        assert.deepInclude((yield* made.run(incremental)).summary.flows["customers"], { read: 0 })
        assert.deepInclude((yield* made.run(incremental, { full: true })).summary.flows["customers"], {
          read: 23,
          unchanged: 23,
        })
        assert.deepInclude((yield* made.run(incremental)).summary.flows["customers"], { read: 0 })
      }),
    ),
  )

  it.effect("stays before a page with a record that is held or unknown, and passes what was refused", () =>
    inWorld(
      Effect.fnUntraced(function* (made) {
        made.table("customers", columns, customers(pageSize * 4))
        made.target.repeat = "duplicates"
        made.target.answer = ({ key }) =>
          key === "C1" ? { _tag: "Refused", issue } : key === `C${pageSize * 2}` ? { _tag: "Unknown", issue } : yes
        yield* made.run(incremental)
        assert.strictEqual(cursorOf(made), String(pageSize * 2))
        made.target.answer = () => yes
        const { customers: flow } = (yield* made.run(incremental)).summary.flows
        assert.deepInclude(flow, { read: pageSize * 2, unknown: 1, unchanged: pageSize * 2 - 1 })
        assert.strictEqual(cursorOf(made), String(pageSize * 2))
        made.target.find = () => Effect.succeed(new Map())
        assert.deepInclude((yield* made.run(incremental)).summary.flows["customers"], { confirmed: 1 })
        assert.strictEqual(cursorOf(made), String(pageSize * 4))
      }),
    ),
  )

  it.effect("goes on after a run that was cut short; what was read before is not read again", () =>
    inWorld(
      Effect.fnUntraced(function* (made) {
        made.table("customers", columns, customers(pageSize * 3))
        made.target.batch = pageSize
        made.target.inFlight = 1
        made.target.answer = ({ key }) => {
          if (key === `C${pageSize}`) throw new Error("the process dies")
          return yes
        }
        assert.strictEqual((yield* Effect.exit(made.run(incremental)))._tag, "Failure")
        assert.strictEqual(cursorOf(made), String(pageSize))
        made.target.answer = () => yes
        assert.deepInclude((yield* made.run(incremental)).summary.flows["customers"], {
          read: pageSize * 2,
          confirmed: pageSize * 2,
        })
      }),
    ),
  )

  it.effect("of a source that can't tell what is new only goes on with an unfinished reading", () =>
    inWorld(
      Effect.fnUntraced(function* (made) {
        made.incremental = false
        made.table("customers", columns, customers(pageSize * 2))
        made.damaged.add("customers")
        yield* made.run(incremental)
        assert.strictEqual(cursorOf(made), String(pageSize * 2))
        made.damaged.clear()
        assert.deepInclude((yield* made.run(incremental)).summary.flows["customers"], { read: 0 })
        assert.isNull(cursorOf(made))
        assert.deepInclude((yield* made.run(incremental)).summary.flows["customers"], { read: pageSize * 2 })
      }),
    ),
  )

  it.effect("reads everything again where the pipeline file has changed", () =>
    inWorld(
      Effect.fnUntraced(function* (made) {
        made.table("customers", columns, customers(3))
        yield* made.run(incremental)
        const changed = incremental.replace("name: record.Name", "name: upper(record.Name)")
        assert.deepInclude((yield* made.run(changed)).summary.flows["customers"], { read: 3, updated: 3 })
      }),
    ),
  )

  it.effect("reads everything again where a setting is another one, and not where a secret is", () =>
    inWorld(
      Effect.fnUntraced(function* (made) {
        const text = incremental.replace(
          "here: { connector: memory }",
          `here: { connector: memory, system: "\${SYSTEM}", token: "\${TOKEN}" }`,
        )
        made.table("customers", columns, customers(3))
        const read = Effect.map(
          Effect.suspend(() => made.run(text)),
          ({ summary }) => summary.flows["customers"]!.read,
        )
        made.environment = { SYSTEM: "one", TOKEN: "a" }
        assert.strictEqual(yield* read, 3)
        made.environment = { SYSTEM: "one", TOKEN: "b" }
        assert.strictEqual(yield* read, 0)
        made.environment = { SYSTEM: "two", TOKEN: "b" }
        assert.strictEqual(yield* read, 3)
      }),
    ),
  )

  it.effect("--full that was cut short is begun anew, and not gone on from where it had been before", () =>
    inWorld(
      Effect.fnUntraced(function* (made) {
        made.table("customers", columns, customers(pageSize * 2))
        yield* made.run(incremental)
        made.table(
          "customers",
          columns,
          customers(pageSize * 2).map((row) => ({ ...row, Name: "Changed" })),
        )
        made.target.answer = () => {
          throw new Error("the process dies")
        }
        yield* Effect.exit(made.run(incremental, { full: true }))
        made.target.answer = () => yes
        assert.deepInclude((yield* made.run(incremental)).summary.flows["customers"], {
          read: pageSize * 2,
          confirmed: pageSize * 2,
        })
      }),
    ),
  )

  it.effect("keeps no cursor with --limit, and keeps the rejects of what it did not read again", () =>
    inWorld(
      Effect.fnUntraced(function* (made) {
        made.table("customers", columns, customers(5))
        yield* made.run(incremental, { limit: 2 })
        assert.isNull(cursorOf(made))
        made.target.answer = ({ key }) => (key === "C3" ? { _tag: "Refused", issue } : yes)
        yield* made.run(incremental)
        made.table("customers", columns, customers(6))
        yield* made.run(incremental)
        const database = new DatabaseSync(join(made.directory, ".waybill", "ledger.db"), { readOnly: true })
        assert.deepStrictEqual(
          database
            .prepare("SELECT key FROM rejects")
            .all()
            .map((row) => row["key"]),
          ["C3"],
        )
        database.close()
      }),
    ),
  )

  const Runs = Schema.Array(
    Schema.Struct({
      /** How many records the source has got since. */
      more: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 12 })),
      /** How the target answers, record by record, over and over. */
      answers: Schema.Array(Schema.Literals(["yes", "no", "lost", "held", "not-sent", "crash"])).check(
        Schema.isBetweenLength(0, 30),
      ),
    }),
  ).check(Schema.isBetweenLength(1, 5))

  it.effect.prop(
    "comes to the same end as reading everything, whatever happened on the way",
    [Runs, Schema.Boolean],
    ([runs, knows]) =>
      Effect.gen(function* () {
        const ends = yield* Effect.forEach([full, incremental], (text) =>
          Effect.acquireUseRelease(
            Effect.sync(() => new World()),
            Effect.fnUntraced(function* (made) {
              made.incremental = knows
              made.target.inFlight = 1
              const there = new Map<string, unknown>()
              let count = 0
              for (const { more, answers } of [...runs, { more: 1, answers: [] }, { more: 0, answers: [] }]) {
                count += more
                made.table("customers", columns, customers(count))
                let next = 0
                made.target.answer = ({ key, record }) => {
                  const step = answers[next++] ?? "yes"
                  if (step === "crash") throw new Error("the process dies")
                  if (step === "no") return { _tag: "Refused", issue }
                  if (step === "held") return { _tag: "Held", issue }
                  if (step === "not-sent") return { _tag: "NotSent", issue }
                  there.set(key, record)
                  return step === "lost" ? { _tag: "Unknown", issue } : yes
                }
                yield* Effect.exit(made.run(text))
              }
              // What was refused is sent again by a full reading alone: its fate is known.
              yield* made.run(text, { full: true })
              return [...there].sort(([a], [b]) => (a < b ? -1 : 1))
            }),
            (made) => Effect.sync(() => made.remove()),
          ),
        )
        assert.deepStrictEqual(ends[1], ends[0])
        assert.strictEqual(
          ends[0]!.length,
          runs.reduce((sum, { more }) => sum + more, 1),
        )
      }),
    { arbitrary: { runs: 15 } },
  )
})
