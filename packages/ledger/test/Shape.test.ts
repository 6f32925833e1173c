import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"

import { Ledger } from "../src/index.ts"
import { folder, inLedger, inRun, invoices, platform, start } from "./support.ts"

layer(platform)("the shape of a source", (it) => {
  it.effect("is kept by flow and target, and shown by flow", () =>
    Effect.gen(function* () {
      yield* inLedger(
        yield* folder,
        Effect.gen(function* () {
          const shapes = Effect.flatMap(Ledger, (ledger) => ledger.shapes(start.pipeline))
          yield* inRun((book, run) =>
            Effect.gen(function* () {
              assert.isUndefined(yield* book.shape)
              assert.strictEqual((yield* shapes).size, 0)
              yield* book.setShape(`{"a":1}`)
              yield* book.setShape(`{"a":2}`)
              yield* Effect.flatMap(run.flow({ ...invoices, flow: "customers" }), ({ setShape }) => setShape(`{"b":1}`))
            }),
          )
          yield* inRun((book, run) =>
            Effect.gen(function* () {
              assert.strictEqual(yield* book.shape, `{"a":2}`)
              const elsewhere = yield* run.flow({ ...invoices, target: "elsewhere" })
              assert.isUndefined(yield* elsewhere.shape)
              yield* elsewhere.setShape(`{"a":3}`)
            }),
          )
          assert.deepStrictEqual(Object.fromEntries(yield* shapes), { invoices: `{"a":3}`, customers: `{"b":1}` })
          assert.strictEqual((yield* Effect.flatMap(Ledger, (ledger) => ledger.shapes("other"))).size, 0)
        }),
      )
    }),
  )
})
