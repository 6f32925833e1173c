import { assert, layer } from "@effect/vitest"
import { Effect, Stream } from "effect"

import { type FlowBook, Ledger, type Reject, type RejectFilter } from "../src/index.ts"
import { compared, confirm, folder, hashOf, inLedger, inRun, platform, reject, rejects, start } from "./support.ts"

/** Row, key and state of what is kept. */
const shown = Effect.map(rejects(), (all) => all.map(({ row, key, state }) => [row, key, state].join(" ")))

const runs = (...steps: ReadonlyArray<(book: FlowBook) => Effect.Effect<void, unknown, Ledger>>) =>
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

  it.effect(
    "are found by the column or field of an issue that has the code, and by the beginning of their origin",
    () =>
      Effect.gen(function* () {
        yield* inLedger(
          yield* folder,
          Effect.gen(function* () {
            const issue = (code: string, at: { readonly column?: string; readonly field?: string }) => ({
              code,
              message: "does not fit",
              ...at,
            })
            const failing = (row: number, origin: string, issues: Reject["issues"]): Reject => ({
              ...reject(row, `I-${row}`, "invalid"),
              origin: origin.padEnd(32, "0"),
              issues,
            })
            yield* runs((book) =>
              book.reject([
                failing(2, "a1", [issue("WB-A", { column: "Due" }), issue("WB-B", { field: "total" })]),
                failing(3, "a2", [issue("WB-B", { column: "Due", field: "dueDate" })]),
                failing(4, "ff", []),
              ]),
            )
            const rows = (filter: RejectFilter) => Effect.map(rejects(filter), (all) => all.map(({ row }) => row))
            assert.deepStrictEqual(yield* rows({ at: "Due" }), [2, 3])
            assert.deepStrictEqual(yield* rows({ at: "dueDate" }), [3])
            assert.deepStrictEqual(yield* rows({ at: "Due", code: "WB-B" }), [3])
            assert.deepStrictEqual(yield* rows({ at: "Paid" }), [])
            assert.deepStrictEqual(yield* rows({ origins: ["a"] }), [2, 3])
            assert.deepStrictEqual(yield* rows({ origins: ["f", "a2", "b"] }), [3, 4])
            assert.deepStrictEqual(yield* rows({ origins: ["ff".padEnd(32, "0"), "fff"] }), [4])
            assert.deepStrictEqual(yield* rows({ origins: [""] }), [2, 3, 4])
            assert.deepStrictEqual(yield* rows({ origins: [] }), [])
            assert.deepStrictEqual(yield* rows({ origins: ["a"], at: "total", states: ["invalid"], limit: 5 }), [2])
          }),
        )
      }),
  )

  it.effect("an entry replaces that of its place, whatever key an edit gave it, and past ones go", () =>
    Effect.gen(function* () {
      const left = yield* inLedger(
        yield* folder,
        Effect.andThen(
          runs(
            (book) =>
              book.reject([
                reject(2, "I-1", "refused"),
                { ...reject(3, "I-2", "invalid"), file: "a.csv" },
                { ...reject(3, "I-2", "invalid"), file: "b.csv" },
                reject(4, "I-3", "unknown"),
              ]),
            (book) =>
              Effect.gen(function* () {
                const { origin } = reject(2, "I-1", "refused")
                yield* book.reject([{ ...reject(2, "I-10", "held"), origin, version: 1 }])
                yield* book.reject([{ ...reject(2, "I-11", "invalid"), origin, version: 1 }])
                const other = reject(3, "I-2", "invalid").origin
                yield* book.reject([{ ...reject(3, "I-20", "invalid"), file: "b.csv", origin: other }])
                assert.strictEqual((yield* rejects()).length, 4)
                yield* book.past([
                  { origin: other, row: 3, file: "a.csv" },
                  { origin: other, row: 4, file: "b.csv" },
                  { origin: other, row: 3 },
                  { origin: other, row: 2 },
                  reject(4, "I-3", "unknown"),
                ])
              }),
          ),
          Effect.map(rejects(), (all) => all.map(({ row, file, key, state }) => [row, file, key, state])),
        ),
      )
      assert.deepStrictEqual(left, [
        [2, undefined, "I-11", "invalid"],
        [3, "b.csv", "I-20", "invalid"],
      ])
    }),
  )

  it.effect("without a key, a row that moved is the same, unless there are several like it", () =>
    Effect.gen(function* () {
      const at = (row: number, content: string) => ({ ...reject(row, undefined, "invalid"), origin: hashOf(content) })
      const left = yield* inLedger(
        yield* folder,
        Effect.andThen(
          runs(
            (book) =>
              book.reject([
                at(2, "alone"),
                at(4, "twin"),
                at(6, "twin"),
                at(8, "other"),
                { ...at(9, "keyed"), key: "I-9" },
              ]),
            (book) => book.reject([at(3, "alone"), at(4, "twin"), at(7, "twin"), at(8, "new"), at(10, "keyed")]),
          ),
          Effect.map(rejects(), (all) => all.map(({ row, run }) => [row, run])),
        ),
      )
      assert.deepStrictEqual(left, [
        [3, 2],
        [4, 2],
        [6, 1],
        [7, 2],
        [8, 1],
        [8, 2],
        [9, 1],
        [10, 2],
      ])
    }),
  )

  it.effect("a dismissed row stays beside what becomes of another one with its key", () =>
    Effect.gen(function* () {
      const left = yield* inLedger(
        yield* folder,
        Effect.andThen(
          runs((book) =>
            Effect.gen(function* () {
              yield* book.reject([reject(5, "I-1", "dismissed"), reject(5, "I-2", "dismissed")])
              yield* book.reject([reject(2, "I-1", "held"), reject(2, "I-2", "held")])
              yield* book.reject([reject(2, "I-1", "refused")])
              yield* confirm(book, ["I-2"])
            }),
          ),
          shown,
        ),
      )
      assert.deepStrictEqual(left, ["2 I-1 refused", "5 I-1 dismissed", "5 I-2 dismissed"])
    }),
  )

  for (const command of ["retry", "import", "match", "resolve"] as const) {
    it.effect(`a run that does not read the source (${command}) leaves other rows of a key alone`, () =>
      Effect.gen(function* () {
        const left = yield* inLedger(
          yield* folder,
          Effect.gen(function* () {
            yield* runs((book) =>
              book.reject([
                reject(2, "I-1", "refused"),
                reject(5, "I-1", "invalid"),
                reject(6, "I-1", "dismissed"),
                reject(7, "I-2", "refused"),
                reject(8, "I-2", "invalid"),
                ...[9, 10].map((row) => ({ ...reject(row, undefined, "invalid"), origin: hashOf("twin") })),
              ]),
            )
            yield* inRun(
              (book) =>
                Effect.gen(function* () {
                  yield* book.reject([
                    reject(2, "I-1", "held"),
                    { ...reject(9, undefined, "invalid"), origin: hashOf("twin") },
                  ])
                  yield* book.reject([{ ...reject(9, undefined, "invalid"), origin: hashOf("twin") }])
                  yield* confirm(book, ["I-2"])
                }),
              command,
            )
            return yield* shown
          }),
        )
        assert.deepStrictEqual(left, [
          "2 I-1 held",
          "5 I-1 invalid",
          "6 I-1 dismissed",
          "8 I-2 invalid",
          "9  invalid",
          "10  invalid",
        ])
      }),
    )
  }
})

layer(platform)("pages of rejects", (it) => {
  const pages = (filter: RejectFilter) => Effect.map(Ledger, (ledger) => ledger.rejectPages(start.pipeline, filter))
  const keys = Array.from({ length: 1_200 }, (_, index) => `I-${index}`)

  it.effect("come in the order of their ids, as many as are asked for", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        Effect.gen(function* () {
          const sizes = (filter: RejectFilter) =>
            Effect.flatMap(pages(filter), (stream) =>
              Effect.map(Stream.runCollect(stream), (all) => all.map(({ length }) => length)),
            )
          assert.deepStrictEqual(yield* sizes({}), [])
          yield* runs((book) => book.reject(keys.map((key, index) => reject(2_000 - index, key, "refused"))))
          assert.deepStrictEqual(yield* sizes({}), [500, 500, 200])
          assert.deepStrictEqual(yield* sizes({ limit: 1_000 }), [500, 500])
          assert.deepStrictEqual(yield* sizes({ limit: 700, states: ["refused"] }), [500, 200])
          assert.deepStrictEqual(yield* sizes({ limit: 0 }), [])
          assert.deepStrictEqual(yield* sizes({ code: "WB-OTHER" }), [])
          assert.deepStrictEqual(yield* sizes({ flow: "customers" }), [])
          const ids = yield* Effect.flatMap(pages({}), (stream) =>
            Effect.map(Stream.runCollect(stream), (all) => all.flat().map(({ id }) => id)),
          )
          assert.deepStrictEqual(
            ids,
            keys.map((_, index) => index + 1),
          )
        }),
      )
    }),
  )

  it.effect("are not met again where the run keeps them anew, nor once they are gone", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        Effect.gen(function* () {
          yield* runs((book) => book.reject(keys.map((key, row) => reject(row, key, "refused"))))
          const seen: Array<number> = []
          yield* inRun(
            (book) =>
              Effect.flatMap(
                pages({}),
                Stream.runForEach((page) => {
                  seen.push(...page.map(({ id }) => id))
                  // Its own, and the last one's.
                  const again = page.map(({ row, key }) => reject(row, key, "refused"))
                  return Effect.andThen(book.reject(again), book.past([reject(1_199, "I-1199", "refused")]))
                }),
              ),
            "retry",
          )
          assert.deepStrictEqual(
            seen,
            Array.from({ length: 1_199 }, (_, index) => index + 1),
          )
          assert.strictEqual((yield* rejects()).length, 1_199)
        }),
      )
    }),
  )
})
