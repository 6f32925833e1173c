/** Lists that move while they are read: none lost, none twice (invariant 3). */
import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, Effect, Schema } from "effect"

import {
  type Books,
  booksOf,
  changedBefore,
  idsOf,
  month,
  open,
  payment,
  plain,
  read,
  sortedIdsOf,
  winter,
  winterIds,
} from "./books.ts"

describe("a list that moves", () => {
  it.effect("in front of the place gives what came once", () =>
    Effect.gen(function* () {
      const come = month(900, 3, "01")
      const { calls } = booksOf(
        { payments: winter },
        changedBefore(3, (payments) => [...come, ...payments]),
      )
      const found = sortedIdsOf(yield* read(yield* open(calls, "payments", plain)))
      assert.deepStrictEqual(found, [...winterIds, 900, 901, 902])
    }),
  )

  it.effect("behind the place is read on", () =>
    Effect.gen(function* () {
      const { calls, log } = booksOf(
        { payments: winter },
        changedBefore(3, (payments) => [...payments, ...month(900, 4, "01")]),
      )
      assert.deepStrictEqual(sortedIdsOf(yield* read(yield* open(calls, "payments", plain))), [
        ...winterIds,
        900,
        901,
        902,
        903,
      ])
      const first = log.filter(({ dateFrom, limit }) => dateFrom === "2026-01-01T00:00:00" && limit !== 1)
      assert.deepStrictEqual(
        first.map(({ start }) => start),
        [0, 9, 18, 27],
      )
    }),
  )

  it.effect("backwards loses nothing, though as many came as went", () =>
    Effect.gen(function* () {
      const swap = (payments: Books["payments"]) => [
        ...payments.filter(({ id }) => id !== 100 && id !== 101),
        ...month(900, 2, "01"),
      ]
      const { calls } = booksOf({ payments: winter }, changedBefore(3, swap))
      // Those that were given before they went away were there.
      assert.deepStrictEqual(sortedIdsOf(yield* read(yield* open(calls, "payments", plain))), [...winterIds, 900, 901])
    }),
  )

  it.effect("backwards, then forwards again, loses nothing", () =>
    Effect.gen(function* () {
      const { calls } = booksOf(
        { payments: winter },
        {
          before: (call, books) =>
            Effect.sync(() => {
              if (call === 3) books.payments = books.payments.slice(2)
              // As many are met as the list has now, and yet 110 was not.
              if (call === 4) books.payments = [payment(900, "01-09"), ...books.payments]
            }),
        },
      )
      assert.deepStrictEqual(sortedIdsOf(yield* read(yield* open(calls, "payments", plain))), [...winterIds, 900])
    }),
  )

  it.effect("that says it has records and gives none is not empty (invariant 9)", () =>
    Effect.gen(function* () {
      const { calls } = booksOf({ payments: winter }, { most: 0 })
      const failure = yield* Effect.flip(read(yield* open(calls, "payments", plain)))
      assert.strictEqual(failure.code, "WB-ERPLYBOOKS-SHIFTED")
    }),
  )

  it.effect("so that it ends before the place is read again", () =>
    Effect.gen(function* () {
      const { calls } = booksOf(
        { payments: winter },
        changedBefore(4, (payments) => payments.filter(({ id }) => id > 105)),
      )
      const found = sortedIdsOf(yield* read(yield* open(calls, "payments", plain)))
      assert.deepStrictEqual(found, winterIds)
    }),
  )

  it.effect("all the time is an error, after some patience", () =>
    Effect.gen(function* () {
      let next = 1000
      const { calls, log } = booksOf(
        { payments: winter },
        {
          before: (_, books) =>
            Effect.sync(() => {
              books.payments = [payment((next += 1), "01-05"), ...books.payments]
            }),
        },
      )
      const failure = yield* Effect.flip(read(yield* open(calls, "payments", plain)))
      assert.strictEqual(failure.code, "WB-ERPLYBOOKS-SHIFTED")
      assert.isBelow(log.length, 40)
    }),
  )

  it.effect("is no matter where a page holds the window", () =>
    Effect.gen(function* () {
      let next = 1000
      const { calls } = booksOf(
        { payments: winter },
        {
          before: (_, books) =>
            Effect.sync(() => {
              books.payments = [payment((next += 1), "03-05"), ...books.payments]
            }),
        },
      )
      const found = sortedIdsOf(yield* read(yield* open(calls, "payments", { ...plain, pageSize: 100 })))
      assert.includeMembers([...found], winterIds)
      assert.strictEqual(new Set(found).size, found.length)
    }),
  )

  const Change = Schema.Struct({
    call: Schema.Int.check(Schema.isBetween({ minimum: 2, maximum: 14 })),
    remove: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 3 })),
    from: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 74 })),
    add: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 3 })),
    place: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 74 })),
  })

  it.effect.prop(
    "at any place gives all that stays, each once",
    [Arbitrary.schema(Schema.Array(Change).check(Schema.isMaxLength(3)))],
    ([changes]) =>
      Effect.gen(function* () {
        let next = 1000
        const { books, calls } = booksOf(
          { payments: winter },
          {
            before: (call, now) =>
              Effect.sync(() => {
                for (const change of changes.filter((one) => one.call === call)) {
                  const stay = now.payments.toSpliced(change.from, change.remove)
                  const added = Array.from({ length: change.add }, () => payment((next += 1), "02-10"))
                  now.payments = stay.toSpliced(change.place, 0, ...added)
                }
              }),
          },
        )
        const found = idsOf(yield* read(yield* open(calls, "payments", plain)))
        assert.strictEqual(new Set(found).size, found.length, "none twice")
        assert.includeMembers(
          [...found],
          books.payments.flatMap(({ id }) => (id < 1000 ? [id] : [])),
        )
      }),
    { arbitrary: { runs: 300 } },
  )
})
