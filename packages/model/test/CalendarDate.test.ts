import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Schema } from "effect"

import { CalendarDate, CalendarDateSchema, Dates } from "../src/index.ts"
import { date, days, firstDay, lastDay } from "./arbitraries.ts"

const many = { arbitrary: { runs: 2_000 } }
const iso = (text: string): CalendarDate => Dates.parseIso(text)!

describe("epoch days", () => {
  it("agree with the platform's calendar on every day of the years 1 to 9999 (invariant 5)", () => {
    const oracle = new Date(0)
    for (let day = firstDay; day <= lastDay; day++) {
      oracle.setTime(day * 86_400_000)
      const date = Dates.fromEpochDay(day)
      // A plain comparison: 3.65 million assertions would take minutes.
      if (
        date?.year !== oracle.getUTCFullYear() ||
        date.month !== oracle.getUTCMonth() + 1 ||
        date.day !== oracle.getUTCDate() ||
        Dates.toEpochDay(date) !== day
      ) {
        assert.fail(`day ${day} is ${String(date)}, expected ${oracle.toISOString()}`)
      }
    }
  })

  it("end with the calendar", () => {
    assert.strictEqual(String(Dates.fromEpochDay(firstDay)), "0001-01-01")
    assert.strictEqual(String(Dates.fromEpochDay(lastDay)), "9999-12-31")
    assert.isUndefined(Dates.fromEpochDay(firstDay - 1))
    assert.isUndefined(Dates.fromEpochDay(lastDay + 1))
  })

  it.each([
    ["0001-01-01", -719_162],
    ["1582-10-15", -141_427],
    ["1900-01-01", -25_567],
    ["1969-12-31", -1],
    ["1970-01-01", 0],
    ["2000-02-29", 11_016],
    ["2024-02-29", 19_782],
    ["2026-11-20", 20_777],
  ] as const)("%s is day %d", (text, day) => assert.strictEqual(Dates.toEpochDay(iso(text)), day))

  it.each([1.5, -0.5, Number.NaN, Number.POSITIVE_INFINITY, 1e300])("%d is no day", (day) =>
    assert.isUndefined(Dates.fromEpochDay(day)),
  )
})

describe("make", () => {
  it.each([
    [1900, 28],
    [2000, 29],
    [2023, 28],
    [2024, 29],
    [2100, 28],
  ])("February %d has %d days", (year, last) => {
    assert.strictEqual(Dates.daysInMonth(year, 2), last)
    assert.strictEqual(String(Dates.make(year, 2, last)), `${year}-02-${last}`)
    assert.isUndefined(Dates.make(year, 2, last + 1))
  })

  it.each([
    [0, 1, 1],
    [10_000, 1, 1],
    [2026, 0, 1],
    [2026, 13, 1],
    [2026, 1, 0],
    [2026, 1, 32],
    [2026, 4, 31],
    [2026.5, 1, 1],
    [2026, 1.5, 1],
    [2026, 1, 1.5],
    [2026, 1, Number.NaN],
  ])("%d-%d-%d is no date", (year, month, day) => assert.isUndefined(Dates.make(year, month, day)))
})

describe("laws", () => {
  it.effect.prop(
    "addDays there and back",
    [date, days],
    ([start, moved]) =>
      Effect.sync(() => {
        const end = Dates.addDays(start, moved)
        const day = Dates.toEpochDay(start) + moved
        if (end === undefined) return assert.isTrue(day < firstDay || day > lastDay)
        assert.strictEqual(Dates.toEpochDay(end), day)
        assert.deepStrictEqual(Dates.addDays(end, -moved), start)
        assert.strictEqual(Math.sign(Dates.compare(end, start)), Math.sign(moved))
      }),
    many,
  )

  it.effect.prop(
    "compare is an order: the order of epoch days and of ISO texts",
    [date, date],
    ([a, b]) =>
      Effect.sync(() => {
        const sign = Math.sign(Dates.compare(a, b))
        assert.strictEqual(sign, Math.sign(Dates.toEpochDay(a) - Dates.toEpochDay(b)))
        assert.strictEqual(sign, Dates.toIso(a) < Dates.toIso(b) ? -1 : Dates.toIso(a) > Dates.toIso(b) ? 1 : 0)
        assert.strictEqual(Math.sign(Dates.compare(b, a)) + sign, 0)
        assert.strictEqual(Dates.compare(a, a), 0)
      }),
    many,
  )

  it("addDays crosses the ends of months and years", () => {
    assert.strictEqual(String(Dates.addDays(iso("2023-12-31"), 1)), "2024-01-01")
    assert.strictEqual(String(Dates.addDays(iso("2024-01-30"), 30)), "2024-02-29")
    assert.strictEqual(String(Dates.addDays(iso("2023-03-01"), -1)), "2023-02-28")
  })
})

describe("as JSON", () => {
  const codec = Schema.toCodecJson(CalendarDateSchema)
  const fromJson = Schema.decodeUnknownExit(codec)

  it.effect.prop("comes back", [date], ([value]) =>
    Effect.gen(function* () {
      const json = yield* Schema.encodeEffect(codec)(value)
      assert.strictEqual(json, value.toString())
      assert.deepStrictEqual(yield* Schema.decodeEffect(codec)(json), value)
    }),
  )

  it.each(["2026-02-30", "2026-1-2", "20/11/2026", "2026-11-20T00:00:00Z", "0000-01-01", "", 20_777, null])(
    "%j is refused",
    (json) => assert.isTrue(Exit.isFailure(fromJson(json))),
  )

  it("a date that there isn't is refused when it is written", () =>
    assert.isTrue(Exit.isFailure(Schema.encodeExit(codec)(new CalendarDate(2026, 2, 30)))))
})
