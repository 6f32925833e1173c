import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"

import { type CalendarDate, Dates } from "../src/index.ts"
import { date } from "./arbitraries.ts"

const many = { arbitrary: { runs: 1_000 } }
const months = "January February March April May June July August September October November December".split(" ")

/** Writes each field of a pattern, on its own here, so that `compile` is not its own judge. */
const fields: Record<string, (date: CalendarDate) => string> = {
  yyyy: (date) => String(date.year).padStart(4, "0"),
  y: (date) => String(date.year).padStart(4, "0"),
  yy: (date) => String(date.year % 100).padStart(2, "0"),
  MM: (date) => String(date.month).padStart(2, "0"),
  M: (date) => String(date.month),
  MMM: (date) => months[date.month - 1]!.slice(0, 3),
  MMMM: (date) => months[date.month - 1]!,
  dd: (date) => String(date.day).padStart(2, "0"),
  d: (date) => String(date.day),
}

/** Patterns as fields and literals; where a pattern writes a literal in quotes, both forms stand here. */
const patterns: ReadonlyArray<ReadonlyArray<string | readonly [literal: string, written: string]>> = [
  ["dd", "/", "MM", "/", "yyyy"],
  ["d", ".", "M", ".", "yyyy"],
  ["d", ". ", "MMMM", " ", "y"],
  ["MM", "-", "dd", "-", "yyyy"],
  ["yyyy", "-", "MM", "-", "dd"],
  ["yyyy", "MM", "dd"],
  ["dd", "MM", "yyyy"],
  ["d", "MM", "yyyy"],
  ["d", " ", "MMM", " ", "yyyy"],
  ["dd", "MMM", "yyyy"],
  ["MMMM", " ", "d", ", ", "yyyy"],
  ["yyyy", "(", "MM", "+", "dd", ")*"],
  ["yyyy", "-", "MM", "-", "dd", ["T00:00:00", "'T00:00:00'"]],
  ["d", [" de ", "' de '"], "MMMM", [" o'clock ", "' o''clock '"], "yyyy"],
  ["yyyy", ["'", "''"], "MM", ["'", "''"], "dd"],
]

const parser = (pattern: string): Dates.DateParser => Result.getOrThrow(Dates.compile(pattern))
const read = (pattern: string, text: string): string => String(parser(pattern)(text))

describe("compile reads what its pattern writes", () => {
  for (const parts of patterns) {
    const pattern = parts.map((part) => (typeof part === "string" ? part : part[1])).join("")
    const parse = parser(pattern)
    it.effect.prop(
      pattern,
      [date],
      ([value]) =>
        Effect.sync(() => {
          const text = parts
            .map((part) => (typeof part === "string" ? (fields[part]?.(value) ?? part) : part[0]))
            .join("")
          assert.strictEqual(String(parse(text)), String(value), text)
          assert.strictEqual(String(parse(` ${text}\u00A0`)), String(value), text)
          assert.isUndefined(parse(`${text}x`), text)
        }),
      many,
    )
  }

  it("every field is met above, or below", () => {
    assert.deepStrictEqual(
      Object.keys(fields).filter((field) => !patterns.flat().includes(field)),
      ["yy"],
    )
  })

  it.each([
    ["01/02/00", "2000-02-01"],
    ["01/02/26", "2026-02-01"],
    ["31/12/49", "2049-12-31"],
    ["01/01/50", "1950-01-01"],
    ["31/12/99", "1999-12-31"],
    ["29/02/00", "2000-02-29"],
  ])("two digits of a year stand for 1950 to 2049: %s is %s", (text, day) =>
    assert.strictEqual(read("dd/MM/yy", text), day),
  )

  it("white space around a pattern says nothing", () =>
    assert.strictEqual(read(" yyyy-MM-dd ", "2026-11-20"), "2026-11-20"))

  it.each(["JAN", "jan", "Jan"])("month names in any case: %s", (name) =>
    assert.strictEqual(read("d MMM yyyy", `3 ${name} 2026`), "2026-01-03"),
  )
})

describe("a parser guesses nothing", () => {
  it.each([
    ["dd/MM/yyyy", "1/2/2026"],
    ["dd/MM/yyyy", "01/2/2026"],
    ["dd/MM/yyyy", "01/02/26"],
    ["dd/MM/yyyy", "01-02-2026"],
    ["dd/MM/yyyy", "01/02/2026 00:00"],
    ["dd/MM/yyyy", "30/02/2026"],
    ["dd/MM/yyyy", "29/02/2025"],
    ["dd/MM/yyyy", "31/04/2026"],
    ["dd/MM/yyyy", "11/20/2026"],
    ["dd/MM/yyyy", "00/01/2026"],
    ["dd/MM/yyyy", "01/00/2026"],
    ["dd/MM/yyyy", "01/01/0000"],
    ["dd/MM/yyyy", "01/01/12026"],
    ["dd/MM/yyyy", "01 / 02 / 2026"],
    ["dd/MM/yyyy", "\u0660\u0661/02/2026"],
    ["dd/MM/yyyy", ""],
    ["d.M.yyyy", "001.2.2026"],
    ["d.M.yyyy", "1x2x2026"],
    ["d MMM yyyy", "3 January 2026"],
    ["d MMM yyyy", "3 Mai 2026"],
    ["d MMMM yyyy", "3 Jan 2026"],
    ["yyyyMMdd", "2026111"],
    ["dd/MM/yy", "01/02/2026"],
  ])("%s refuses %j", (pattern, text) => assert.isUndefined(parser(pattern)(text)))
})

describe("a wrong pattern is refused with a sentence", () => {
  const known = "is not a field of a date; known are yyyy, y, yy, MM, M, MMM, MMMM, dd, d"
  it.each([
    ["DD/MM/YYYY", `'DD' ${known}`],
    ["dd/mm/yyyy", `'mm' ${known}`],
    ["yyyy-MM-ddd", `'ddd' ${known}`],
    ["yyyyy-MM-dd", `'yyyyy' ${known}`],
    ["yyyy-MM-ddTHH:mm", `'T' ${known}`],
    ["EEE d MMM yyyy", `'EEE' ${known}`],
    ["dd/MM", "the year is missing"],
    ["MM/yyyy", "the day is missing"],
    ["yyyy", "the month and the day are missing"],
    ["", "the year and the month and the day are missing"],
    ["'dd/MM/yyyy'", "the year and the month and the day are missing"],
    ["dd/MM/MMM/yyyy", "the month stands twice"],
    ["dd/d/MM/yyyy", "the day stands twice"],
    ["yy/yyyy/MM/dd", "the year stands twice"],
    ["yyyy-MM-dd'T", "a quote is not closed"],
    ["'yyyy-MM-dd", "a quote is not closed"],
    ["yyyyMd", "d and M stand without a sign between them, so 111 could be two dates"],
    ["dMyyyy", "d and M stand without a sign between them, so 111 could be two dates"],
    ["dyyyyM", "d and M stand without a sign between them, so 111 could be two dates"],
  ])("%j: %s", (pattern, sentence) => assert.deepStrictEqual(Dates.compile(pattern), Result.fail(sentence)))
})
