import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"

import { Ledger } from "../src/index.ts"
import { compared, confirm, folder, hashOf, inLedger, inRun, invoices, platform, start, ten } from "./support.ts"

layer(platform)("records", (it) => {
  it.effect("a record goes from pending over sending to confirmed, and keeps the target's id", () =>
    Effect.gen(function* () {
      const known = yield* inLedger(
        yield* folder,
        inRun((book) =>
          Effect.gen(function* () {
            yield* book.compared([compared("I-1", "pending", { row: 7 })])
            const before = yield* book.lookup(["I-1"])
            yield* book.intend(["I-1"])
            const sent = yield* book.lookup(["I-1"])
            yield* book.settle([{ key: "I-1", state: "confirmed", targetId: "t-1" }])
            return [before, sent, yield* book.lookup(["I-1"])].map((all) => all.get("I-1"))
          }),
        ),
      )
      const same = { hash: hashOf("a"), money: ten, run: 1, row: 7 }
      assert.deepStrictEqual(known, [
        { ...same, state: "pending" },
        { ...same, state: "sending", sentAt: 0 },
        { ...same, state: "confirmed", confirmedHash: hashOf("a"), targetId: "t-1" },
      ])
    }),
  )

  it.effect("invariant 1: what was intended is there for the next process", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      yield* inLedger(
        directory,
        inRun((book) => Effect.andThen(book.compared([compared("I-1", "pending")]), book.intend(["I-1"]))),
      )
      const known = yield* inLedger(
        directory,
        inRun((book) => book.lookup(["I-1"])),
      )
      assert.strictEqual(known.get("I-1")?.state, "sending")
    }),
  )

  it.effect("looks up 5,000 keys at once, whatever characters they have", () =>
    Effect.gen(function* () {
      const odd = [
        `"quoted"`,
        "back\\slash",
        "naïve 😀",
        "a'; DROP TABLE records; --",
        "tab\there",
        "nul\u0000here",
        "%_",
      ]
      const keys = [...odd, ...Array.from({ length: 5_000 }, (_, i) => `I-${i}`)]
      const known = yield* inLedger(
        yield* folder,
        inRun((book) => Effect.andThen(confirm(book, keys), book.lookup([...keys, "not there"]))),
      )
      assert.deepStrictEqual([...known.keys()].sort(), [...keys].sort())
      assert.strictEqual(known.get("I-4999")?.targetId, "t-I-4999")
    }),
  )

  it.effect("a flow's other target and another pipeline have books of their own", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        Effect.gen(function* () {
          const ledger = yield* Ledger
          const run = yield* ledger.start(start)
          yield* confirm(yield* run.flow(invoices), ["I-1"])
          const elsewhere = yield* run.flow({ ...invoices, target: "https://other.example/invoices" })
          assert.strictEqual((yield* elsewhere.lookup(["I-1"])).size, 0)
          const other = yield* ledger.start({ ...start, pipeline: "other" })
          assert.strictEqual((yield* (yield* other.flow(invoices)).lookup(["I-1"])).size, 0)
          assert.deepStrictEqual(
            yield* run.parents([invoices], ["I-1", "I-2"]),
            new Map([["I-1", { state: "confirmed", landed: true, landedIn: 1, targetId: "t-I-1" } as const]]),
          )
          assert.deepStrictEqual(yield* other.parents([invoices], ["I-1", "I-2"]), new Map())
        }),
      )
    }),
  )

  it.effect("a refused version is forgotten when the source goes back to what the target holds", () =>
    Effect.gen(function* () {
      const known = yield* inLedger(
        yield* folder,
        inRun((book) =>
          Effect.gen(function* () {
            yield* confirm(book, ["I-1"])
            yield* book.compared([compared("I-1", "pending", { content: "b", amount: "99.00" })])
            yield* book.intend(["I-1"])
            yield* book.settle([{ key: "I-1", state: "refused", code: "WB-TEST", message: "no" }])
            const refused = (yield* book.lookup(["I-1"])).get("I-1")
            yield* book.compared([compared("I-1", "unchanged", { row: 9 })])
            return [refused, (yield* book.lookup(["I-1"])).get("I-1")]
          }),
        ),
      )
      const same = { confirmedHash: hashOf("a"), targetId: "t-I-1", run: 1 }
      assert.deepStrictEqual(known, [
        { ...same, state: "refused", hash: hashOf("b"), money: { amount: "99.00", currency: "EUR" }, row: 2 },
        { ...same, state: "confirmed", hash: hashOf("a"), money: ten, row: 9 },
      ])
    }),
  )

  it.effect("invariant 2: a record of unknown fate keeps the hash of what was sent, until it is to be sent again", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      yield* inLedger(
        directory,
        inRun((book) => Effect.andThen(book.compared([compared("I-1", "pending")]), book.intend(["I-1"]))),
      )
      const known = yield* inLedger(
        directory,
        inRun((book) =>
          Effect.gen(function* () {
            yield* book.compared([compared("I-1", "unknown", { content: "b", row: 5 })])
            const waiting = (yield* book.lookup(["I-1"])).get("I-1")
            yield* book.compared([compared("I-1", "pending", { content: "b" })])
            return [waiting, (yield* book.lookup(["I-1"])).get("I-1")]
          }),
        ),
      )
      assert.deepStrictEqual(known, [
        { state: "unknown", hash: hashOf("a"), money: ten, sentAt: 0, run: 2, row: 5 },
        { state: "pending", hash: hashOf("b"), money: ten, run: 2, row: 2 },
      ])
    }),
  )
})

layer(platform)("compare-and-set", (it) => {
  const batches = { "one key is not pending": ["I-2", "I-1"], "a key comes twice": ["I-2", "I-2"] }
  for (const [name, keys] of Object.entries(batches)) {
    it.effect(`intend: ${name}: nothing of the batch is written`, () =>
      Effect.gen(function* () {
        const [error, known] = yield* inLedger(
          yield* folder,
          inRun((book) =>
            Effect.gen(function* () {
              yield* confirm(book, ["I-1"])
              yield* book.compared([compared("I-2", "pending")])
              return [yield* Effect.flip(book.intend(keys)), yield* book.lookup(["I-1", "I-2"])] as const
            }),
          ),
        )
        assert.strictEqual(error.code, "WB-LEDGER-CAS")
        assert.strictEqual(known.get("I-1")?.state, "confirmed")
        assert.strictEqual(known.get("I-2")?.state, "pending")
      }),
    )
  }

  it.effect("settle: one record is not sending: nothing of the batch is written", () =>
    Effect.gen(function* () {
      const [error, known] = yield* inLedger(
        yield* folder,
        inRun((book) =>
          Effect.gen(function* () {
            yield* book.compared([compared("I-1", "pending"), compared("I-2", "pending")])
            yield* book.intend(["I-1"])
            const error = yield* Effect.flip(
              book.settle([
                { key: "I-1", state: "confirmed" },
                { key: "I-2", state: "confirmed" },
              ]),
            )
            return [error, yield* book.lookup(["I-1", "I-2"])] as const
          }),
        ),
      )
      assert.strictEqual(error.code, "WB-LEDGER-CAS")
      assert.strictEqual(known.get("I-1")?.state, "sending")
      assert.strictEqual(known.get("I-2")?.state, "pending")
    }),
  )

  it.effect("compared: what this run has on its way is not touched, nor what it knows nothing of", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        inRun((book) =>
          Effect.gen(function* () {
            yield* book.compared([compared("I-1", "pending")])
            yield* book.intend(["I-1"])
            for (const verdict of ["pending", "held", "unknown"] as const) {
              const error = yield* Effect.flip(book.compared([compared("I-2", "pending"), compared("I-1", verdict)]))
              assert.strictEqual(error.code, "WB-LEDGER-CAS", verdict)
            }
            for (const verdict of ["unchanged", "unknown"] as const) {
              const error = yield* Effect.flip(book.compared([compared("I-9", verdict)]))
              assert.strictEqual(error.code, "WB-LEDGER-CAS", verdict)
            }
            assert.deepStrictEqual([...(yield* book.lookup(["I-1", "I-2", "I-9"])).keys()], ["I-1"])
          }),
        ),
      )
    }),
  )
})

layer(platform)("sums", (it) => {
  it.effect("invariant 4: amounts add up exactly, by flow, state and currency", () =>
    Effect.gen(function* () {
      const standing = yield* inLedger(
        yield* folder,
        Effect.gen(function* () {
          yield* inRun((book) =>
            Effect.gen(function* () {
              const tenths = Array.from({ length: 2_500 }, (_, i) => compared(`S-${i}`, "pending", { amount: "0.10" }))
              yield* book.compared([
                ...tenths,
                compared("L-1", "pending", { amount: "99999999999999999999.01" }),
                compared("N-1", "pending", { amount: "-0.01" }),
                compared("Y-1", "pending", { amount: "5", currency: "JPY" }),
                compared("H-1", "held", { amount: "1.005" }),
                { key: "C-1", row: 2, hash: hashOf("a"), verdict: "held" },
              ])
            }),
          )
          return yield* (yield* Ledger).standing(start.pipeline)
        }),
      )
      assert.deepStrictEqual(standing, [
        {
          ...invoices,
          state: "pending",
          records: 2_503,
          drafts: 0,
          money: { EUR: "100000000000000000249.00", JPY: "5" },
        },
        { ...invoices, state: "held", records: 2, drafts: 0, money: { EUR: "1.005" } },
      ])
    }),
  )
})
