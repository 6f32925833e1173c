/** Reading on from a cursor: nothing is skipped (invariant 6). */
import { assert, describe, it } from "@effect/vitest"
import type { Page } from "@waybill/connector"
import { DateTime, Effect, Option, Stream } from "effect"
import { TestClock } from "effect/testing"

import { booksOf, changedBefore, idsOf, open, payment, plain, read, refused, winter, winterIds } from "./books.ts"

describe("going on", () => {
  it.effect("from any cursor gives the rest", () =>
    Effect.gen(function* () {
      for (const [stream, pageSize] of [
        ["payments", 10],
        ["payments", 7],
        ["customers", 10],
      ] as const) {
        const customers = Array.from({ length: 35 }, (_, index) => ({ id: index + 1 }))
        const { calls } = booksOf({ payments: winter, customers })
        const source = yield* open(calls, stream, { ...plain, pageSize })
        const pages = yield* read(source)
        for (const [index, { cursor }] of pages.slice(0, -1).entries()) {
          const rest = yield* read(source, cursor)
          assert.deepStrictEqual(
            rest.flatMap(({ rows }) => rows),
            pages.slice(index + 1).flatMap(({ rows }) => rows),
          )
        }
      }
    }),
  )

  it.effect("in a window that moved meanwhile reads it anew", () =>
    Effect.gen(function* () {
      const { books, calls } = booksOf({ payments: winter })
      const source = yield* open(calls, "payments", plain)
      const pages = yield* read(source)
      books.payments = books.payments.filter(({ id }) => id !== 103)
      const given = idsOf(pages.slice(0, 2))
      const rest = idsOf(yield* read(source, pages[1]!.cursor))
      assert.deepStrictEqual(new Set([...given, ...rest]), new Set(winterIds))
    }),
  )

  it.effect("in a window that moved while it was read reads it anew", () =>
    Effect.gen(function* () {
      const { calls } = booksOf(
        { payments: winter },
        changedBefore(3, (payments) => payments.slice(2)),
      )
      const source = yield* open(calls, "payments", plain)
      const given = yield* Stream.runCollect(Stream.take(source.read(Option.none()), 2))
      assert.notInclude(idsOf(given), 110)
      const rest = yield* read(source, given[1]?.cursor)
      assert.deepStrictEqual(new Set(idsOf([...given, ...rest])), new Set(winterIds))
    }),
  )

  it.effect("on a later day finds that day's", () =>
    Effect.gen(function* () {
      const { calls } = booksOf({ payments: [...winter, payment(900, "04-05")] })
      const source = yield* open(calls, "payments", { ...plain, until: undefined })
      yield* TestClock.setTime(DateTime.toEpochMillis(DateTime.makeUnsafe("2026-04-04T09:00:00Z")))
      const pages = yield* read(source)
      assert.notInclude(idsOf(pages), 900)
      yield* TestClock.adjust("1 day")
      for (const { cursor } of pages) assert.include(idsOf(yield* read(source, cursor)), 900)
    }),
  )

  it.effect("under other settings begins anew", () =>
    Effect.gen(function* () {
      const { calls } = booksOf({ payments: winter })
      const until = { ...plain, windowDays: 366 }
      const pages = yield* read(yield* open(calls, "payments", until))
      const { cursor } = pages[2]!
      for (const changed of [
        { until: "2026-02-28" },
        { windowDays: 10 },
        { since: "2025-12-01" },
        { overlapDays: 60 },
        { account: "other" },
        { baseUrl: "https://other.example/api" },
        { direction: "both" },
      ]) {
        const source = yield* open(calls, "payments", { ...until, ...changed })
        assert.deepStrictEqual(idsOf(yield* read(source, cursor)), idsOf(yield* read(source)), JSON.stringify(changed))
      }
    }),
  )

  it.effect("behind a failure loses nothing", () =>
    Effect.gen(function* () {
      for (const broken of [2, 3, 4, 5, 7, 10]) {
        const before = (call: number) => (call === broken ? Effect.fail(refused) : Effect.void)
        const source = yield* open(booksOf({ payments: winter }, { before }).calls, "payments", plain)
        const given: Array<Page<unknown>> = []
        yield* source.read(Option.none()).pipe(
          Stream.runForEach((page) => Effect.sync(() => given.push(page))),
          Effect.flip,
        )
        assert.strictEqual(given.length, broken - 2)
        const rest = yield* read(source, given.at(-1)?.cursor)
        assert.deepStrictEqual(idsOf([...given, ...rest]), winterIds)
      }
    }),
  )

  it.effect("from a cursor of something else is an error", () =>
    Effect.gen(function* () {
      const source = yield* open(booksOf({}).calls, "payments")
      for (const cursor of ["", "12", '["a",1]', '["x","2026-02-30","2026-03-01",0,0,0,""]']) {
        assert.strictEqual((yield* Effect.flip(read(source, cursor))).code, "WB-ERPLYBOOKS-CURSOR")
      }
    }),
  )
})
