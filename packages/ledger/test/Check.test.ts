/** Each fault is made on purpose, and named. */
import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem } from "effect"
import * as Reactivity from "effect/reactivity/Reactivity"

import { Ledger, type LedgerCheck } from "../src/index.ts"
import * as NodeSqlite from "../src/internal/nodeSqlite.ts"
import {
  compared,
  confirm,
  dismissed,
  edited,
  folder,
  hashOf,
  inLedger,
  inRun,
  platform,
  reject,
  rejectsIn,
} from "./support.ts"

const check = (directory: string) =>
  inLedger(
    directory,
    Effect.flatMap(Ledger, (ledger) => ledger.check),
  )

const fate = { skipped: 0, invalid: 0, unchanged: 0, held: 0, confirmed: 1, refused: 0, unknown: 1, pending: 0 }
/** Doubles would not see a cent there. */
const money = {
  skipped: "0.00",
  invalid: "0.00",
  unchanged: "0.00",
  held: "0.00",
  confirmed: "90071992547409930.01",
  refused: "0.00",
  unknown: "0.02",
  pending: "0.00",
  read: "90071992547409930.03",
}
const summary = { flows: { invoices: { read: 2, ...fate, drafts: 1, money: { EUR: money } } } }
const posting = { flows: { invoices: { drafts: 3, posted: 1, refused: 1, unknown: 0, left: 1, money: {} } } }

const planned = Effect.gen(function* () {
  const book = yield* (yield* Ledger).plans.begin
  yield* book.add([{ flow: "invoices", place: 0, row: 2, verdict: "create", hash: "00" }])
  const at = "2026-01-31T00:00:00.000Z"
  const head = { id: "ab", pipeline: "nightly", madeAt: at, expiresAt: at, version: "0", after: 3, fileHash: "f1" }
  yield* book.finish({ ...head, parts: {}, asked: {}, plan: {} })
}).pipe(Effect.scoped)

/** Every state, every kind of decision, two summaries. */
const filled = Effect.gen(function* () {
  const directory = yield* folder
  yield* inLedger(
    directory,
    inRun((book, run) =>
      Effect.gen(function* () {
        yield* book.link([{ key: "I-1", how: "decided", note: "is new" }])
        yield* confirm(book, ["I-1"])
        yield* book.compared([compared("I-2", "held"), compared("I-3", "pending"), compared("I-4", "pending")])
        yield* book.intend(["I-3", "I-4"])
        yield* book.settle([{ key: "I-3", state: "unknown", code: "WB-TEST", message: "no answer" }])
        yield* book.reject([
          reject(3, "I-3", "unknown"),
          reject(6, "I-6", "held"),
          reject(7, undefined, "invalid"),
          reject(9, undefined, "invalid"),
        ])
        yield* book.adopt([
          { key: "I-5", row: 5, hash: hashOf("a"), link: { targetId: "t-5", how: "rule", note: "number" } },
        ])
        yield* book.candidates([{ key: "I-6", targetId: "t-6", rule: "name", about: { name: "Example Ltd" } }])
        yield* run.end("stopped", summary)
      }),
    ),
  )
  yield* inLedger(
    directory,
    inRun((book, run) =>
      Effect.gen(function* () {
        yield* book.resolve([{ key: "I-3", decision: "delivered", reason: "seen there" }])
        const [first, second] = yield* rejectsIn(7, 9)
        yield* book.amend([{ reject: first!, amendment: edited("I-7") }])
        yield* book.amend([
          { reject: { ...first!, version: 1 }, amendment: edited("I-77") },
          { reject: second!, amendment: dismissed },
        ])
        yield* confirm(book, ["I-8"])
        yield* confirm(book, ["I-1"], "b")
        yield* run.end("complete", posting)
      }),
    ),
  )
  yield* inLedger(
    directory,
    inRun(
      (book, run) =>
        Effect.gen(function* () {
          yield* book.takeBack(2, ["I-8"])
          yield* book.takenBack(2, [{ key: "I-8", state: "left", code: "WB-TEST", message: "no" }])
          yield* run.end("complete", {})
        }),
      "undo",
      { of: 2 },
    ),
  )
  yield* inLedger(directory, planned)
  return directory
})

const change = Effect.fnUntraced(function* (directory: string, statements: ReadonlyArray<string>) {
  const sql = yield* Effect.provide(NodeSqlite.make({ filename: `${directory}/ledger.db` }), Reactivity.layer)
  yield* Effect.forEach(statements, (statement) => sql.unsafe(statement))
}, Effect.scoped)

const codesOf = ({ faults }: LedgerCheck) => [...new Set(faults.map(({ code }) => code))]

const summaryWith = (from: string, to: string) => [
  `UPDATE runs SET summary = replace(summary, '${from}', '${to}') WHERE id = 1`,
]

/** What is done to a sound ledger, and what is said of it. */
const damages: Record<string, readonly [statements: ReadonlyArray<string>, codes: string | ReadonlyArray<string>]> = {
  "an edit that is no record": [[`UPDATE amendments SET source = '[' WHERE version = 2`], "WB-LEDGER-AMENDMENT"],
  "an amendment that is none": [[`UPDATE amendments SET decision = 'sold' WHERE version = 2`], "WB-LEDGER-AMENDMENT"],
  "a version that is missing": [[`DELETE FROM amendments WHERE version = 1`], "WB-LEDGER-AMENDMENT"],
  "a version that came twice": [[`UPDATE amendments SET version = 1 WHERE version = 2`], "WB-LEDGER-AMENDMENT"],
  "an edit without the source's own": [
    [`DELETE FROM amendments WHERE decision = 'read' AND row = 7`],
    "WB-LEDGER-AMENDMENT",
  ],
  "a dismissal of no version": [
    [`UPDATE amendments SET version = 3 WHERE decision = 'dismissed'`],
    "WB-LEDGER-AMENDMENT",
  ],
  "amendments of no flow": [[`UPDATE amendments SET flow = 7`], "WB-LEDGER-NO-FLOW"],
  "amendments of no run": [[`UPDATE amendments SET run = 7`], "WB-LEDGER-NO-RUN"],
  "a link of another kind": [[`UPDATE links SET how = 'guessed'`], "WB-LEDGER-LINK"],
  "a link to another record": [[`UPDATE links SET target_id = 't-6'`], "WB-LEDGER-LINK"],
  "a link to none": [[`UPDATE links SET target_id = NULL`], "WB-LEDGER-LINK"],
  "links of no flow": [[`UPDATE links SET flow = 7`], "WB-LEDGER-NO-FLOW"],
  "links of no run": [[`UPDATE links SET run = 7`], "WB-LEDGER-NO-RUN"],
  "a candidate that can't be shown": [[`UPDATE candidates SET about = '{"name":1}'`], "WB-LEDGER-LINK"],
  "candidates of no flow": [[`UPDATE candidates SET flow = 7`], "WB-LEDGER-NO-FLOW"],
  "a reject in a state of its own": [[`UPDATE rejects SET state = 'lost'`], "WB-LEDGER-REJECT"],
  "a state of another world": [[`UPDATE records SET state = 99 WHERE key = 'I-1'`], "WB-LEDGER-STATE"],
  "an amount that is no decimal": [[`UPDATE records SET amount = '12,34' WHERE key = 'I-1'`], "WB-LEDGER-AMOUNT"],
  "an amount without a currency": [[`UPDATE records SET currency = NULL WHERE key = 'I-1'`], "WB-LEDGER-AMOUNT"],
  "a currency without an amount": [[`UPDATE records SET amount = NULL WHERE key = 'I-1'`], "WB-LEDGER-AMOUNT"],
  "a reject's amount that is none": [[`UPDATE rejects SET amount = 'x', currency = 'EUR'`], "WB-LEDGER-AMOUNT"],
  "something else confirmed": [[`UPDATE records SET confirmed_hash = x'00' WHERE key = 'I-1'`], "WB-LEDGER-CONFIRMED"],
  "on its way since never": [[`UPDATE records SET sent_at = NULL WHERE key = 'I-4'`], "WB-LEDGER-SENT-AT"],
  "records of no flow": [[`UPDATE records SET flow = 7`], ["WB-LEDGER-NO-FLOW", "WB-LEDGER-LANDING"]],
  "rejects of no flow": [[`UPDATE rejects SET flow = 7`], "WB-LEDGER-NO-FLOW"],
  "decisions of no flow": [[`UPDATE resolutions SET flow = 7`], "WB-LEDGER-NO-FLOW"],
  "records of no run": [[`UPDATE records SET run = 7 WHERE key = 'I-2'`], "WB-LEDGER-NO-RUN"],
  "records landed in no run": [[`UPDATE records SET landed = 7 WHERE key = 'I-1'`], "WB-LEDGER-NO-RUN"],
  "rejects of no run": [[`UPDATE rejects SET run = 7`], "WB-LEDGER-NO-RUN"],
  "decisions of no run": [[`UPDATE resolutions SET run = 7`], "WB-LEDGER-NO-RUN"],
  "reasons that are no JSON": [[`UPDATE rejects SET issues = '[{'`], "WB-LEDGER-REJECT"],
  "a source that is no record": [[`UPDATE rejects SET source = '[]'`], "WB-LEDGER-REJECT"],
  "a decision that is none": [[`UPDATE resolutions SET decision = 'perhaps'`], "WB-LEDGER-RESOLUTION"],
  "a run that ended nohow": [[`UPDATE runs SET outcome = 'odd' WHERE id = 1`], "WB-LEDGER-RUN"],
  "a summary that is no JSON": [[`UPDATE runs SET summary = '{' WHERE id = 1`], "WB-LEDGER-RUN"],
  "a record too many": [summaryWith(`"unknown":1`, `"unknown":2`), "WB-LEDGER-SUMMARY"],
  "a count that is none": [summaryWith(`"unknown":1`, `"unknown":"1"`), "WB-LEDGER-SUMMARY"],
  "a cent too few": [summaryWith("9930.03", "9930.02"), "WB-LEDGER-SUMMARY"],
  "an amount of a summary that is none": [summaryWith("9930.03", "9930,03"), "WB-LEDGER-SUMMARY"],
  "a draft too few": [[`UPDATE runs SET summary = replace(summary, '"left":1', '"left":0')`], "WB-LEDGER-SUMMARY"],
  "a landing without its record": [[`DELETE FROM records WHERE key = 'I-1'`], "WB-LEDGER-LANDING"],
  "landings of no flow": [[`UPDATE landings SET flow = 7`], ["WB-LEDGER-NO-FLOW", "WB-LEDGER-LANDING"]],
  "landings of no run": [[`UPDATE landings SET run = 7`], "WB-LEDGER-NO-RUN"],
  "landings on no landing": [[`UPDATE landings SET landed = 7`], "WB-LEDGER-NO-RUN"],
  "a landing's amount that is none": [[`UPDATE landings SET amount = '12,34'`], "WB-LEDGER-AMOUNT"],
  "an undo that is no undo": [[`UPDATE records SET undoing = 1 WHERE key = 'I-1'`], "WB-LEDGER-NO-RUN"],
  "an undo that is not there": [[`UPDATE records SET undoing = 7 WHERE key = 'I-1'`], "WB-LEDGER-NO-RUN"],
  "an undone amount that is none": [[`UPDATE undone SET amount = '12,34'`], "WB-LEDGER-AMOUNT"],
  "something undone nohow": [[`UPDATE undone SET state = 'odd'`], "WB-LEDGER-UNDONE"],
  "something undone of no flow": [[`UPDATE undone SET flow = 7`], "WB-LEDGER-NO-FLOW"],
  "something undone by no run": [[`UPDATE undone SET run = 7`], "WB-LEDGER-NO-RUN"],
  "something undone of no run": [[`UPDATE undone SET of_run = 7`], "WB-LEDGER-NO-RUN"],
  "a plan that is no JSON": [[`UPDATE plans SET plan = '{'`], "WB-LEDGER-PLAN"],
  "records of a plan that is not there": [[`DELETE FROM plans`], "WB-LEDGER-PLAN"],
  "two runs at once": [[`UPDATE runs SET outcome = 'running'`], "WB-LEDGER-TWO-RUNS"],
}

layer(platform)("a check", (it) => {
  it.effect("of a sound ledger finds nothing, and counts what there is", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* check(yield* filled), {
        tables: 7,
        runs: 3,
        records: 6,
        rejects: 3,
        leftSending: 1,
        faults: [],
      })
    }),
  )

  for (const [name, [statements, codes]] of Object.entries(damages)) {
    it.effect(`names ${name}, without a value of the record`, () =>
      Effect.gen(function* () {
        const directory = yield* filled
        yield* change(directory, statements)
        const found = yield* check(directory)
        assert.deepStrictEqual(codesOf(found), [codes].flat())
        for (const { message, hint } of found.faults) {
          assert.notMatch(message, /12,34|10\.00|does not fit|seen there|9930|paid|Example|I-7/)
          assert.isAbove(hint.length, 10)
        }
      }),
    )
  }

  it.effect("says of a file full of faults how many there are, not each of them", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      const keys = Array.from({ length: 1_000 }, (_, index) => `I-${index}`)
      yield* inLedger(
        directory,
        inRun((book) => confirm(book, keys)),
      )
      yield* change(directory, [`UPDATE records SET state = 99`])
      const { faults } = yield* check(directory)
      assert.strictEqual(faults.length, 21)
      assert.strictEqual(faults.at(-1)?.message, "and 980 more of the same kind")
    }),
  )

  it.effect("of damaged pages says so, and still looks at the rest", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const directory = yield* folder
      const keys = Array.from({ length: 5_000 }, (_, index) => `I-${index}`)
      yield* inLedger(
        directory,
        inRun((book, run) => Effect.andThen(confirm(book, keys), run.end("complete", {}))),
      )
      yield* change(directory, [`UPDATE runs SET outcome = 'odd'`])
      const bytes = yield* fs.readFile(`${directory}/ledger.db`)
      const middle = Math.floor(bytes.length / 2 / 4096) * 4096
      yield* fs.writeFile(`${directory}/ledger.db`, bytes.fill(0xff, middle, middle + 4096))
      const found = yield* check(directory)
      assert.deepStrictEqual(codesOf(found).sort(), ["WB-LEDGER-CORRUPT", "WB-LEDGER-RUN"])
      assert.strictEqual(found.runs, 1)
    }),
  )

  it.effect("of a changed byte in an amount, where all pages are sound, finds the amount", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const directory = yield* filled
      const bytes = Buffer.from(yield* fs.readFile(`${directory}/ledger.db`))
      bytes.write("1x", bytes.lastIndexOf("10.00EUR"))
      yield* fs.writeFile(`${directory}/ledger.db`, bytes)
      assert.deepStrictEqual(codesOf(yield* check(directory)), ["WB-LEDGER-AMOUNT"])
    }),
  )

  it.effect("looks while a run is under way, leaves it what it has on its way, and changes nothing", () =>
    Effect.gen(function* () {
      const directory = yield* filled
      yield* inLedger(
        directory,
        inRun((book) =>
          Effect.gen(function* () {
            const ledger = yield* Ledger
            yield* book.compared([compared("I-5", "pending")])
            yield* book.intend(["I-5"])
            const before = yield* ledger.standing("nightly")
            const { leftSending, faults } = yield* ledger.check
            assert.deepStrictEqual({ leftSending, faults }, { leftSending: 1, faults: [] })
            yield* book.settle([{ key: "I-5", state: "pending" }])
            assert.notDeepEqual(yield* ledger.standing("nightly"), before)
          }),
        ),
      )
    }),
  )
})
