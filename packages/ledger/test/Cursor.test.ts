import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"

import { folder, inLedger, inRun, invoices, platform } from "./support.ts"

layer(platform)("a cursor", (it) => {
  it.effect("invariant 6: is there for the next run, for its own flow and target, until it is taken back", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      const place = { cursor: `{"line":501}`, reading: "r1" }
      yield* inLedger(
        directory,
        inRun((book) =>
          Effect.gen(function* () {
            assert.isUndefined(yield* book.readTo)
            yield* book.moveTo({ cursor: "earlier", reading: "r0" })
            yield* book.moveTo(place)
          }),
        ),
      )
      yield* inLedger(
        directory,
        inRun((book, run) =>
          Effect.gen(function* () {
            assert.deepStrictEqual(yield* book.readTo, place)
            const elsewhere = yield* run.flow({ ...invoices, target: "https://other.example/invoices" })
            assert.isUndefined(yield* elsewhere.readTo)
            yield* elsewhere.moveTo(undefined)
            assert.deepStrictEqual(yield* book.readTo, place)
            yield* book.moveTo(undefined)
            assert.isUndefined(yield* book.readTo)
          }),
        ),
      )
    }),
  )
})
