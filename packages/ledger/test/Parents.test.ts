import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"

import type { FlowBook } from "../src/index.ts"
import { compared, confirm, folder, inLedger, inRun, invoices, platform, reject } from "./support.ts"

const refuse = Effect.fnUntraced(function* (book: FlowBook, key: string, code: string) {
  yield* book.compared([compared(key, "pending")])
  yield* book.intend([key])
  yield* book.settle([{ key, state: "refused", code, message: "no" }])
})

layer(platform)("parents", (it) => {
  it.effect("have landed while a later version of them waits", () =>
    Effect.gen(function* () {
      const found = yield* inLedger(
        yield* folder,
        inRun((book, run) =>
          Effect.gen(function* () {
            yield* confirm(book, ["C-1", "C-2"])
            yield* book.compared([
              compared("C-1", "pending", { content: "b" }),
              compared("C-3", "pending"),
              compared("C-4", "held"),
            ])
            return yield* run.parents([invoices], ["C-1", "C-2", "C-3", "C-4", "C-5"])
          }),
        ),
      )
      assert.deepStrictEqual(Object.fromEntries(found), {
        "C-1": { state: "pending", landed: true, landedIn: 1, targetId: "t-C-1" },
        "C-2": { state: "confirmed", landed: true, landedIn: 1, targetId: "t-C-2" },
        "C-3": { state: "pending", landed: false },
        "C-4": { state: "held", landed: false },
      })
    }),
  )

  it.effect("that were rejected or refused say why", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      const found = yield* inLedger(
        directory,
        inRun((book, run) =>
          Effect.gen(function* () {
            yield* refuse(book, "C-1", "WB-TEST-REFUSED")
            yield* confirm(book, ["C-4"])
            yield* book.compared([compared("C-3", "held"), compared("C-5", "pending")])
            yield* book.reject([
              reject(2, "C-2", "invalid", "WB-TEST-INVALID"),
              reject(3, "C-3", "held", "WB-TEST-HELD"),
              // Rows that repeat a key say nothing of the record that goes its way, or has landed.
              reject(4, "C-4", "invalid", "WB-TEST-TWICE"),
              reject(5, "C-5", "invalid", "WB-TEST-TWICE"),
              reject(6, "C-6", "unknown", "WB-TEST-UNKNOWN"),
            ])
            return yield* run.parents([invoices], ["C-1", "C-2", "C-3", "C-4", "C-5", "C-6"])
          }),
        ),
      )
      assert.deepStrictEqual(Object.fromEntries(found), {
        "C-1": { state: "refused", landed: false, code: "WB-TEST-REFUSED" },
        "C-2": { state: "invalid", landed: false, code: "WB-TEST-INVALID" },
        "C-3": { state: "held", landed: false },
        "C-4": { state: "confirmed", landed: true, landedIn: 1, targetId: "t-C-4" },
        "C-5": { state: "pending", landed: false },
      })
      const later = yield* inLedger(
        directory,
        inRun((book, run) =>
          Effect.andThen(
            book.reject([reject(2, "C-1", "invalid", "WB-TEST-INVALID")]),
            run.parents([invoices], ["C-1"]),
          ),
        ),
      )
      assert.deepStrictEqual(later.get("C-1"), { state: "invalid", landed: false, code: "WB-TEST-INVALID" })
    }),
  )

  it.effect("that people linked have landed, and those that they dismissed do not go", () =>
    Effect.gen(function* () {
      const found = yield* inLedger(
        yield* folder,
        inRun((book, run) =>
          Effect.gen(function* () {
            yield* confirm(book, ["C-1"])
            yield* book.compared([compared("C-3", "held"), compared("C-6", "pending")])
            yield* book.link([
              { key: "C-2", targetId: "t-2", how: "imported", note: "old.csv" },
              { key: "C-3", targetId: "t-3", how: "decided", note: "the same" },
              { key: "C-4", how: "decided", note: "is new" },
            ])
            yield* book.reject([
              reject(2, "C-2", "dismissed"),
              reject(4, "C-5", "dismissed"),
              // A row that does not go says nothing of another one with its key.
              reject(5, "C-6", "dismissed"),
              reject(6, "C-7", "dismissed"),
              reject(7, "C-7", "invalid", "WB-TEST-INVALID"),
              reject(8, "C-7", "dismissed"),
            ])
            return yield* run.parents([invoices], ["C-1", "C-2", "C-3", "C-4", "C-5", "C-6", "C-7"])
          }),
        ),
      )
      assert.deepStrictEqual(Object.fromEntries(found), {
        "C-1": { state: "confirmed", landed: true, landedIn: 1, targetId: "t-C-1" },
        "C-2": { state: "confirmed", landed: true, targetId: "t-2" },
        "C-3": { state: "confirmed", landed: true, targetId: "t-3" },
        "C-5": { state: "dismissed", landed: false },
        "C-6": { state: "pending", landed: false },
        "C-7": { state: "invalid", landed: false, code: "WB-TEST-INVALID" },
      })
    }),
  )

  it.effect("that several flows know count where they have landed", () =>
    Effect.gen(function* () {
      const others = { ...invoices, flow: "others" }
      const found = yield* inLedger(
        yield* folder,
        inRun((book, run) =>
          Effect.gen(function* () {
            const other = yield* run.flow(others)
            yield* confirm(book, ["C-1"])
            yield* other.compared([compared("C-1", "held"), compared("C-2", "held")])
            yield* confirm(other, ["C-3"])
            yield* refuse(book, "C-3", "WB-TEST-REFUSED")
            const of = (flows: ReadonlyArray<typeof invoices>) => run.parents(flows, ["C-1", "C-2", "C-3"])
            return [yield* of([invoices, others]), yield* of([others]), yield* of([])]
          }),
        ),
      )
      const c3 = { state: "confirmed", landed: true, landedIn: 1, targetId: "t-C-3" }
      assert.deepStrictEqual(
        found.map((standings): unknown => Object.fromEntries(standings)),
        [
          {
            "C-1": { state: "confirmed", landed: true, landedIn: 1, targetId: "t-C-1" },
            "C-2": { state: "held", landed: false },
            "C-3": c3,
          },
          { "C-1": { state: "held", landed: false }, "C-2": { state: "held", landed: false }, "C-3": c3 },
          {},
        ],
      )
    }),
  )
})
