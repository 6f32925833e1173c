import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"

import { type FlowBook, Ledger, type RejectFilter } from "../src/index.ts"
import { compared, confirm, folder, inLedger, inRun, platform, reject, start } from "./support.ts"

const rejects = (filter: RejectFilter = {}) =>
  Effect.flatMap(Ledger, (ledger) => ledger.rejects(start.pipeline, filter))

/** Row, key and state of what is kept. */
const shown = Effect.map(rejects(), (all) => all.map(({ row, key, state }) => [row, key, state].join(" ")))

const runs = (...steps: ReadonlyArray<(book: FlowBook) => Effect.Effect<void, unknown>>) =>
  Effect.forEach(steps, (step) => inRun(step), { discard: true })

layer(platform)("rejects", (it) => {
  it.effect("are kept as the source had them, in the order of their rows", () =>
    Effect.gen(function* () {
      const kept = yield* inLedger(
        yield* folder,
        Effect.andThen(
          runs((book) =>
            book.reject([
              { ...reject(9, "I-2", "refused"), money: { amount: "10.00", currency: "EUR" } },
              reject(3, undefined, "invalid"),
            ]),
          ),
          rejects(),
        ),
      )
      const same = { flow: "invoices", target: "https://target.example/invoices", run: 1 }
      assert.deepStrictEqual(kept, [
        { id: 2, ...same, ...reject(3, undefined, "invalid") },
        { id: 1, ...same, ...reject(9, "I-2", "refused"), money: { amount: "10.00", currency: "EUR" } },
      ])
    }),
  )

  it.effect("are found by flow, code and state, no more than asked for", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        Effect.gen(function* () {
          yield* runs((book) =>
            book.reject([
              reject(2, "I-1", "invalid", "WB-A"),
              reject(3, "I-2", "refused", "WB-B"),
              reject(4, "I-3", "held", "WB-B"),
            ]),
          )
          const rows = (filter: RejectFilter) => Effect.map(rejects(filter), (all) => all.map(({ row }) => row))
          assert.deepStrictEqual(yield* rows({ code: "WB-B" }), [3, 4])
          assert.deepStrictEqual(yield* rows({ states: ["invalid", "held"] }), [2, 4])
          assert.deepStrictEqual(yield* rows({ states: [] }), [])
          assert.deepStrictEqual(yield* rows({ flow: "customers" }), [])
          assert.deepStrictEqual(yield* rows({ flow: "invoices", code: "WB-B", limit: 1 }), [3])
        }),
      )
    }),
  )

  it.effect("a later run's entry replaces that of the same key or, without a key, of the same row", () =>
    Effect.gen(function* () {
      const left = yield* inLedger(
        yield* folder,
        Effect.andThen(
          runs(
            (book) =>
              book.reject([reject(2, "I-1", "invalid"), reject(3, undefined, "invalid"), reject(4, "I-3", "held")]),
            (book) =>
              book.reject([
                reject(8, "I-1", "refused"),
                reject(3, undefined, "invalid"),
                reject(4, undefined, "invalid"),
              ]),
          ),
          shown,
        ),
      )
      assert.deepStrictEqual(left, ["3  invalid", "4 I-3 held", "4  invalid", "8 I-1 refused"])
    }),
  )

  it.effect("two rows with one key are both kept, two fates of one row are not", () =>
    Effect.gen(function* () {
      const left = yield* inLedger(
        yield* folder,
        Effect.andThen(
          runs((book) =>
            Effect.gen(function* () {
              yield* book.reject([reject(2, "I-1", "held"), reject(5, "I-1", "invalid"), reject(6, "I-1", "invalid")])
              yield* book.reject([reject(2, "I-1", "refused")])
            }),
          ),
          shown,
        ),
      )
      assert.deepStrictEqual(left, ["2 I-1 refused", "5 I-1 invalid", "6 I-1 invalid"])
    }),
  )

  it.effect("an entry goes when its record is on its way, unchanged or confirmed", () =>
    Effect.gen(function* () {
      const left = yield* inLedger(
        yield* folder,
        Effect.andThen(
          runs(
            (book) =>
              Effect.andThen(
                confirm(book, ["I-2"]),
                book.reject([
                  reject(2, "I-1", "refused"),
                  reject(3, "I-2", "refused"),
                  reject(4, "I-3", "refused"),
                  reject(5, "I-4", "held"),
                ]),
              ),
            (book) =>
              book.compared([compared("I-1", "pending"), compared("I-2", "unchanged"), compared("I-4", "held")]),
          ),
          shown,
        ),
      )
      assert.deepStrictEqual(left, ["4 I-3 refused", "5 I-4 held"])
    }),
  )

  it.effect("a confirmed record leaves only its invalid twin of this run", () =>
    Effect.gen(function* () {
      const left = yield* inLedger(
        yield* folder,
        Effect.andThen(
          runs((book) =>
            Effect.gen(function* () {
              yield* book.reject([reject(2, "I-1", "held"), reject(9, "I-1", "invalid")])
              yield* confirm(book, ["I-1"])
            }),
          ),
          shown,
        ),
      )
      assert.deepStrictEqual(left, ["9 I-1 invalid"])
    }),
  )

  it.effect("what did not come again goes with the end of the source, unless its fate is unknown", () =>
    Effect.gen(function* () {
      const left = yield* inLedger(
        yield* folder,
        Effect.andThen(
          runs(
            (book) =>
              Effect.gen(function* () {
                yield* book.compared([compared("I-1", "pending"), compared("I-2", "pending")])
                yield* book.intend(["I-1", "I-2"])
                yield* book.settle([
                  { key: "I-1", state: "unknown", code: "WB-TEST", message: "no answer" },
                  { key: "I-2", state: "refused", code: "WB-TEST", message: "no" },
                ])
                yield* book.reject([
                  reject(2, "I-1", "unknown"),
                  reject(3, "I-2", "refused"),
                  reject(4, undefined, "invalid"),
                ])
              }),
            (book) => Effect.andThen(book.reject([reject(7, "I-7", "invalid")]), book.complete),
          ),
          shown,
        ),
      )
      assert.deepStrictEqual(left, ["2 I-1 unknown", "7 I-7 invalid"])
    }),
  )
})
