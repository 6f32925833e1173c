import { assert, layer } from "@effect/vitest"
import { Effect, Stream } from "effect"

import { type Adopted, type Candidate, type CrosswalkRow, type FlowBook, Ledger, type Link } from "../src/index.ts"
import {
  amend,
  compared,
  confirm,
  dismissed,
  edited,
  folder,
  hashOf,
  inLedger,
  inRun,
  invoices,
  platform,
  reject,
  rejects,
  start,
  ten,
} from "./support.ts"

const candidatesOf = (filter: { readonly flow?: string; readonly key?: string } = {}) =>
  Effect.flatMap(Ledger, (ledger) => ledger.candidates(start.pipeline, filter))

const waiting = Effect.map(candidatesOf(), (all) => [...new Set(all.map(({ key }) => key))])

const crosswalk = (filter: { readonly flow?: string; readonly key?: string } = {}) =>
  Effect.flatMap(Ledger, (ledger) => Stream.runCollect(ledger.crosswalk(start.pipeline, filter)))

const candidate = (key: string, targetId: string): Candidate => ({
  key,
  targetId,
  rule: "name and postcode",
  about: { name: "Example Ltd", city: "Town" },
})

const adopted = (key: string, targetId = `t-${key}`): Adopted => ({
  key,
  row: 7,
  hash: hashOf("a"),
  link: { targetId, how: "rule", note: "email" },
  money: { amount: "10.00", currency: "EUR" },
})

/** Held for a decision, as the engine does it. */
const hold = Effect.fnUntraced(function* (book: FlowBook, keys: ReadonlyArray<string>) {
  yield* book.reject(keys.map((key, index) => reject(index + 2, key, "held")))
  yield* book.compared(keys.map((key, index) => compared(key, "held", { row: index + 2 })))
  yield* book.candidates(keys.flatMap((key) => [candidate(key, `t-${key}`), candidate(key, "t-9")]))
})

const codeOf = (error: { readonly _tag: string }) => ("code" in error ? error.code : error._tag)

layer(platform)("links", (it) => {
  it.effect("are kept by key, and the last word counts", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        inRun((book, run) =>
          Effect.gen(function* () {
            const decided: Link = { key: "C-1", how: "decided", note: "is new" }
            const imported: Link = { key: "C-2", targetId: "t-2", targetKey: "9002", how: "imported", note: "old.csv" }
            yield* book.link([{ ...imported, key: "C-1" }, imported])
            yield* book.link([decided])
            const found = yield* book.links(["C-1", "C-2", "C-3"])
            assert.deepStrictEqual(
              found,
              new Map([
                ["C-1", decided],
                ["C-2", imported],
              ]),
            )
            const other = yield* run.flow({ ...invoices, target: "elsewhere" })
            assert.strictEqual((yield* other.links(["C-1", "C-2"])).size, 0)
          }),
        ),
      )
    }),
  )

  it.effect("name no other id than the one that the target is known to hold a record under", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        inRun((book) =>
          Effect.gen(function* () {
            yield* confirm(book, ["C-1"])
            const same: Link = { key: "C-1", targetId: "t-C-1", how: "imported", note: "old.csv" }
            yield* book.link([same])
            for (const targetId of [{ targetId: "t-2" }, {}]) {
              const other: Link = { key: "C-1", ...targetId, how: "decided", note: "no" }
              const error = yield* Effect.flip(book.link([{ ...other, key: "C-5" }, other]))
              assert.strictEqual(codeOf(error), "WB-LEDGER-CAS")
            }
            assert.deepStrictEqual(yield* book.links(["C-1", "C-5"]), new Map([["C-1", same]]))
          }),
        ),
      )
    }),
  )
})

layer(platform)("candidates", (it) => {
  it.effect("are shown in the order in which they were given, by flow and key, the last ones only", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        Effect.gen(function* () {
          yield* inRun((book) =>
            Effect.gen(function* () {
              yield* hold(book, ["C-2", "C-1"])
              yield* book.candidates([candidate("C-1", "t-8"), { ...candidate("C-1", "t-7"), targetKey: "9007" }])
            }),
          )
          const all = yield* candidatesOf()
          assert.deepStrictEqual(all, [
            { ...invoices, ...candidate("C-1", "t-8") },
            { ...invoices, ...candidate("C-1", "t-7"), targetKey: "9007" },
            { ...invoices, ...candidate("C-2", "t-C-2") },
            { ...invoices, ...candidate("C-2", "t-9") },
          ])
          assert.deepStrictEqual(yield* candidatesOf({ key: "C-2" }), all.slice(2))
          assert.deepStrictEqual(yield* candidatesOf({ flow: "customers" }), [])
        }),
      )
    }),
  )

  const ways: Record<string, (book: FlowBook) => Effect.Effect<unknown, unknown>> = {
    "a person decided": (book) => book.link([{ key: "C-1", how: "decided", note: "is new" }]),
    "it was taken over": (book) => book.adopt([adopted("C-1")]),
    "it goes out": (book) => book.compared([compared("C-1", "pending")]),
    "the source has it no more": (book) => Effect.andThen(book.reject([reject(3, "C-2", "held")]), book.complete),
    "it came again under another key": (book) => book.past([reject(2, "C-1", "held")]),
  }
  for (const [name, way] of Object.entries(ways)) {
    it.effect(`go once ${name}`, () =>
      Effect.gen(function* () {
        yield* inLedger(
          yield* folder,
          Effect.gen(function* () {
            yield* inRun((book) => hold(book, ["C-1", "C-2"]))
            yield* inRun(way)
            assert.deepStrictEqual(yield* waiting, ["C-2"])
          }),
        )
      }),
    )
  }

  it.effect("go with a dismissal, and stay while a record waits on", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        Effect.gen(function* () {
          yield* inRun((book) => hold(book, ["C-1", "C-2"]))
          const [first, second] = yield* rejects()
          yield* amend([second!], edited("C-2"))
          assert.deepStrictEqual(yield* waiting, ["C-1", "C-2"])
          yield* amend([first!], dismissed)
          assert.deepStrictEqual(yield* waiting, ["C-2"])
        }),
      )
    }),
  )
})

layer(platform)("a record that was taken over", (it) => {
  it.effect("is confirmed with our content under the target's id, landed by no run, and needs nobody any more", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        Effect.gen(function* () {
          yield* inRun((book) => hold(book, ["C-1", "C-2"]))
          const known = yield* inRun((book) =>
            Effect.andThen(book.adopt([adopted("C-1"), adopted("C-3")]), book.lookup(["C-1", "C-3"])),
          )
          const same = {
            state: "confirmed" as const,
            hash: hashOf("a"),
            confirmedHash: hashOf("a"),
            money: ten,
            run: 2,
            row: 7,
          }
          assert.deepStrictEqual(Object.fromEntries(known), {
            "C-1": { ...same, targetId: "t-C-1" },
            "C-3": { ...same, targetId: "t-C-3" },
          })
          assert.deepStrictEqual(
            (yield* rejects()).map(({ key }) => key),
            ["C-2"],
          )
          const ledger = yield* Ledger
          const rows = yield* Stream.runCollect(ledger.rows(start.pipeline, "records"))
          assert.deepStrictEqual(
            rows.map((row) => [row["key"], row["landed run"], row["amount"]]),
            [
              ["C-1", "", "10.00"],
              ["C-2", "", "10.00"],
              ["C-3", "", "10.00"],
            ],
          )
          assert.deepStrictEqual((yield* ledger.check).faults, [])
        }),
      )
    }),
  )

  it.effect("invariant 2: was never sent, or surely refused: else nothing of the step is written", () =>
    Effect.gen(function* () {
      const why = { code: "WB-TEST", message: "no" }
      yield* inLedger(
        yield* folder,
        inRun((book) =>
          Effect.gen(function* () {
            yield* confirm(book, ["confirmed", "updating"])
            yield* book.compared(["sending", "unknown", "refused", "pending"].map((key) => compared(key, "pending")))
            yield* book.compared([compared("updating", "held", { content: "b" }), compared("held", "held")])
            yield* book.intend(["sending", "unknown", "refused"])
            yield* book.settle([
              { key: "unknown", state: "unknown", ...why },
              { key: "refused", state: "refused", ...why },
            ])
            for (const key of ["confirmed", "updating", "sending", "unknown"]) {
              const error = yield* Effect.flip(book.adopt([adopted("new"), adopted(key)]))
              assert.strictEqual(codeOf(error), "WB-LEDGER-CAS", key)
            }
            assert.strictEqual((yield* book.lookup(["new"])).size, 0)
            assert.strictEqual((yield* book.links(["new", "unknown"])).size, 0)
            const error = yield* Effect.flip(book.adopt([adopted("new"), adopted("new")]))
            assert.strictEqual(codeOf(error), "WB-LEDGER-CAS")
            yield* book.adopt([adopted("refused"), adopted("pending"), adopted("held"), adopted("new")])
          }),
        ),
      )
    }),
  )
})

layer(platform)("the crosswalk", (it) => {
  it.effect("has every record that the target holds and every link, by flow and key", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        Effect.gen(function* () {
          yield* inRun((book, run) =>
            Effect.gen(function* () {
              yield* confirm(book, ["I-2", "I-4"])
              yield* book.compared([compared("I-5", "held")])
              yield* book.adopt([adopted("I-3")])
              yield* book.link([
                { key: "I-1", targetId: "t-1", targetKey: "9001", how: "imported", note: "old.csv" },
                { key: "I-6", how: "decided", note: "is new" },
                { key: "I-4", targetId: "t-I-4", how: "imported", note: "old.csv" },
              ])
              const customers = yield* run.flow({ ...invoices, flow: "customers" })
              yield* customers.compared([{ ...compared("C-1", "pending"), targetKey: "c-1" }])
              yield* customers.intend(["C-1"])
              yield* customers.settle([{ key: "C-1", state: "confirmed" }])
            }),
          )
          const all: ReadonlyArray<CrosswalkRow> = [
            { ...invoices, key: "I-1", targetKey: "9001", targetId: "t-1", how: "imported", note: "old.csv" },
            { ...invoices, key: "I-2", targetId: "t-I-2", how: "delivered" },
            { ...invoices, key: "I-3", targetId: "t-I-3", how: "rule", note: "email" },
            { ...invoices, key: "I-4", targetId: "t-I-4", how: "imported", note: "old.csv" },
            { ...invoices, key: "I-6", how: "decided", note: "is new" },
            { ...invoices, flow: "customers", key: "C-1", targetKey: "c-1", how: "delivered" },
          ]
          assert.deepStrictEqual(yield* crosswalk(), all)
          assert.deepStrictEqual(yield* crosswalk({ flow: "customers" }), all.slice(5))
          assert.deepStrictEqual(yield* crosswalk({ key: "I-1" }), all.slice(0, 1))
          assert.deepStrictEqual(yield* crosswalk({ flow: "invoices", key: "I-2" }), all.slice(1, 2))
          assert.deepStrictEqual(yield* crosswalk({ flow: "payments" }), [])
        }),
      )
    }),
  )

  it.effect("keeps a link's word while a record of its key was only refused", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        inRun((book) =>
          Effect.gen(function* () {
            yield* book.link([{ key: "I-1", how: "decided", note: "is new" }])
            yield* book.compared([compared("I-1", "pending")])
            yield* book.intend(["I-1"])
            yield* book.settle([{ key: "I-1", state: "refused", code: "WB-TEST", message: "no" }])
            assert.deepStrictEqual(
              (yield* crosswalk()).map(({ how }) => how),
              ["decided"],
            )
            yield* confirm(book, ["I-1"])
            assert.deepStrictEqual(
              (yield* crosswalk()).map(({ how, targetId }) => [how, targetId]),
              [["delivered", "t-I-1"]],
            )
          }),
        ),
      )
    }),
  )

  it.effect("comes in the order of keys, however many, while a run writes", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        inRun((book) =>
          Effect.gen(function* () {
            const keys = Array.from({ length: 3_000 }, (_, index) => `I-${String(index).padStart(4, "0")}`)
            yield* confirm(
              book,
              keys.filter((_, index) => index % 2 === 0),
            )
            yield* book.link(
              keys
                .filter((_, index) => index % 2 === 1)
                .map((key) => ({ key, targetId: `t-${key}`, how: "imported", note: "old.csv" })),
            )
            const seen: Array<string> = []
            const ledger = yield* Ledger
            yield* ledger.crosswalk(start.pipeline, {}).pipe(
              Stream.runForEach(({ key }) => {
                seen.push(key)
                return key === "I-0001" ? confirm(book, ["J-1"]) : Effect.void
              }),
            )
            assert.deepStrictEqual(seen, keys)
          }),
        ),
      )
    }),
  )
})
