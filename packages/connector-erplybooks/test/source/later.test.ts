/** Reading on behind a finished read: what is new or changed since, as late as the settings say that it is entered. */
import { assert, describe, it } from "@effect/vitest"
import { BigDecimal, DateTime, Effect, Option, Schema, Stream } from "effect"
import * as Arbitrary from "effect/Arbitrary"
import { TestClock } from "effect/testing"

import { booksOf, idsOf, open, payment, plain, read, recordsOf, sortedIdsOf, winter } from "./books.ts"

/** Records are entered a week after their date at the most. */
const overlapping = { ...plain, overlapDays: 7 }

const decimal = BigDecimal.fromStringUnsafe
const january = DateTime.makeUnsafe("2026-01-01T00:00:00Z")
/** `03-02`, so many days after the first of January. */
const dayOf = (day: number): string => DateTime.formatIsoDateUtc(DateTime.add(january, { days: day })).slice(5)
const setDay = (day: string) => TestClock.setTime(DateTime.toEpochMillis(DateTime.makeUnsafe(`${day}T09:00:00Z`)))

describe("reading on", () => {
  it.effect("behind a finished read finds what was entered late, as late as the settings say", () =>
    Effect.gen(function* () {
      yield* setDay("2026-03-31")
      const { books, calls } = booksOf({ payments: winter })
      // Windows begin on 1 January, 31 January, 2 March; the next read looks from 23 February on.
      const source = yield* open(calls, "payments", overlapping)
      assert.isTrue(source.incremental)
      const last = (yield* read(source)).at(-1)!
      books.payments = [payment(900, "02-22"), payment(901, "02-23"), payment(902, "03-31"), ...books.payments]
      const found = sortedIdsOf(yield* read(source, last.cursor))
      assert.deepStrictEqual(
        found,
        books.payments.flatMap(({ id, opDate }) => (opDate! >= "2026-02-23" ? [id] : [])).toSorted((a, b) => a - b),
      )
      assert.includeMembers([...found], [901, 902])
      assert.notInclude(found, 900)
    }),
  )

  it.effect("behind a finished read begins anew where the settings don't say how late records are entered", () =>
    Effect.gen(function* () {
      const { calls } = booksOf({ payments: winter, customers: [{ id: 1 }] })
      for (const stream of ["payments", "invoices", "customers"]) {
        const source = yield* open(calls, stream, plain)
        assert.isUndefined(source.incremental)
        const pages = yield* read(source)
        assert.deepStrictEqual(idsOf(yield* read(source, pages.at(-1)!.cursor)), idsOf(pages))
      }
    }),
  )

  it.effect("counts from the day on which the read began, however long it was broken off", () =>
    Effect.gen(function* () {
      yield* setDay("2026-02-05")
      const { books, calls } = booksOf({ payments: winter.filter(({ opDate }) => opDate! < "2026-02-05") })
      const source = yield* open(calls, "payments", { ...overlapping, until: undefined })
      // January's window is read, and the work breaks off; the next day a payment of a week ago is entered.
      const given = yield* Stream.runCollect(Stream.take(source.read(Option.none()), 3))
      books.payments = [...books.payments, payment(900, "01-30")]
      yield* setDay("2026-03-30")
      const rest = yield* read(source, given.at(-1)!.cursor)
      assert.notInclude(idsOf([...given, ...rest]), 900)
      const next = yield* read(source, rest.at(-1)!.cursor)
      assert.include(idsOf(next), 900)
      assert.notInclude(idsOf(yield* read(source, next.at(-1)!.cursor)), 900)
    }),
  )

  const days = Arbitrary.schema(Schema.Array(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 10 }))))
  const width = Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 40 })))

  it.effect.prop(
    "again and again has what came in and changed in time (invariant 6)",
    [days, days, width],
    ([first, second, windowDays]) =>
      Effect.gen(function* () {
        const { books, calls } = booksOf({ payments: winter.filter(({ opDate }) => opDate! <= "2026-02-20") })
        const settings = { ...plain, overlapDays: 10, windowDays, until: undefined }
        const source = yield* open(calls, "payments", settings)
        const seen = new Map<number, string>()
        let cursor: string | undefined
        const goOn = Effect.gen(function* () {
          const pages = yield* read(source, cursor)
          cursor = pages.at(-1)!.cursor
          for (const { id, sumPaid } of recordsOf(pages)) seen.set(Number(id), String(sumPaid))
        })
        for (const [day, late] of [
          [51, first],
          [60, second],
        ] as const) {
          yield* setDay(`2026-${dayOf(day)}`)
          yield* goOn
          // Those of the last ten days change, and others come in.
          const edge = `2026-${dayOf(day - 10)}`
          const changed = books.payments.map((one) =>
            one.opDate! < edge ? one : { ...one, sumPaid: decimal(`${day}`) },
          )
          books.payments = [...changed, ...late.map((one, index) => payment(day * 100 + index, dayOf(day - one)))]
        }
        yield* setDay("2026-03-10")
        yield* goOn
        assert.deepStrictEqual(seen, new Map(books.payments.map(({ id, sumPaid }) => [id, String(sumPaid)])))
      }),
    { arbitrary: { runs: 60 } },
  )
})
