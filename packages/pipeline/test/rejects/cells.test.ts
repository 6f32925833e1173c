import { assert, describe, it } from "@effect/vitest"
import { type Cell, CellDateTime } from "@waybill/connector"
import { Dates } from "@waybill/model"
import { BigDecimal } from "effect"

import { verdict } from "./support.ts"

const number = (text: string): Cell => BigDecimal.fromStringUnsafe(text)
const day = (text: string) => Dates.parseIso(text)!
const decimal = (text: string) => ({ $decimal: text })

type Case = readonly [kept: unknown, cell: Cell, verdict: string, options?: Parameters<typeof verdict>[2]]

const check = (cases: ReadonlyArray<Case>): void => {
  for (const [kept, cell, expected, options] of cases) {
    const name = `${JSON.stringify(kept)} → ${typeof cell === "string" ? JSON.stringify(cell) : `cell ${String(cell)}`} ${options === undefined ? "" : JSON.stringify(options)}`
    it(`${name}: ${expected}`, () => assert.strictEqual(verdict(kept, cell, options), expected))
  }
}

describe("a text where text was", () => {
  check([
    ["a", "a", "same"],
    ["a", "b", '"b"'],
    ["a", "", '""'],
    ["", "b", '"b"'],
    [null, "b", '"b"'],
    ["\uD800", "\uFFFD", "same"],
    // A workbook changes no text by itself: another notation was typed.
    ["1,5", "1.5", '"1.5"'],
    ["00123", "123", '"123"'],
    ["28/02/2026", "2026-02-28", '"2026-02-28"'],
  ])
})

describe("what a spreadsheet adds is taken off", () => {
  check([
    ["a", " a\u00A0", "same SPACES"],
    ["a", "b \u202F", '"b" SPACES'],
    ["", " ", "same SPACES"],
    ["a", "  ", '"" SPACES'],
    // White space that was there may go, and stays where it stays.
    [" a", "a", '"a"'],
    [" a", "  b", '" b" SPACES'],
    [" a ", " b ", '" b "'],
    ["  ", " ", '" "'],
    ["a", "'a", "same APOSTROPHE"],
    ["a", "'00123", '"00123" APOSTROPHE'],
    ["Den Haag", "'s-Gravenhage", '"\'s-Gravenhage"'],
    ["'t Hart", "’t Hart", "same APOSTROPHE"],
    ["O'Neil", "O’Neil Ltd", '"O\'Neil Ltd" APOSTROPHE'],
    ["O’Neil", "O’Neil Ltd", '"O’Neil Ltd"'],
    ["a\r\nb", "a\nb", "same LINE-BREAKS"],
    ["a\nb", "a\r\nc", '"a\\r\\nc"'],
  ])
})

describe("what can't be taken", () => {
  check([
    ["a", "=1+1", "[FORMULA]"],
    ["a", "＝1+1", "[FORMULA]"],
    ["=1+1", "=2+2", '"=2+2"'],
    ["a", "'=1+1", "[FORMULA]"],
    ["a", "b", "[FORMULA]", { formula: true }],
    ["a", "a", "same", { formula: true }],
    ["a", "#N/A", "[CELL]"],
    ["a", "#REF!", "[CELL]"],
    ["a", "#WERT!", "[CELL]"],
    ["a", "########", "[CELL]"],
    ["a", "#12", '"#12"'],
    ["4006381333931", "4.00638E+12", "[DIGITS]"],
    ["4006381333931234", "4006381333931230", "[DIGITS]"],
    ["4006381333931234", "4006381333931299", '"4006381333931299"'],
    [["a"], "b", "[LIST]"],
    [["a"], '["b"]', '["b"]'],
    [{ a: 1 }, '{"a": 1}', "same"],
    [{ a: 1 }, "", "null"],
    [["a"], number("1"), "[LIST]"],
  ])
})

describe("a CSV file that a spreadsheet has saved", () => {
  const textOnly = true
  const failing = true
  check([
    ["00123", "123", "same ZEROS", { textOnly }],
    ["00123", "123", "same ZEROS", { textOnly, failing }],
    ["00123", "124", '"124"', { textOnly }],
    ["12.50", "12.5", "same NOTATION", { textOnly }],
    ["1.5", "1,5", "same NOTATION", { textOnly }],
    ["1,234.50", "1234.5", "same NOTATION", { textOnly }],
    // The column that failed is where the cure is to be expected.
    ["1,234.50", "1234.5", '"1234.5"', { textOnly, failing }],
    ["28/02/2026", "2026-02-28", '"2026-02-28"', { textOnly, failing }],
    ["120000000000", "1.2E+11", "same NOTATION", { textOnly, failing }],
    ["abc", "1.00E+05", "[DIGITS]", { textOnly }],
    ["1234.567", "1234567", "[NUMBER]", { textOnly }],
    ["2026-02-28", "28/02/2026", "same NOTATION", { textOnly }],
    ["03/04/2026", "3/4/2026", "same NOTATION", { textOnly }],
    ["03/04/2026", "04/03/2026", '"04/03/2026"', { textOnly }],
    ["3-4", "03-Apr", "[DATE]", { textOnly }],
    ["1.5", "1. Mai", "[DATE]", { textOnly }],
    ["MAR1", "01-Mar", "[DATE]", { textOnly }],
    ["INV-1", "INV-22", '"INV-22"', { textOnly }],
    ["true", "TRUE", "same NOTATION", { textOnly }],
    ["+3725551234", "3725551234", "same NOTATION", { textOnly }],
    [decimal("12.5"), "12,5", "same NOTATION", { textOnly }],
    [{ $date: "2026-02-28" }, "28.02.2026", "same NOTATION", { textOnly }],
  ])
})

describe("a number cell where text was", () => {
  check([
    ["a", number("123"), '"123"'],
    ["00123", number("123"), "same ZEROS"],
    ["00123", number("124"), "[NO-ZEROS]"],
    ["", number("124"), "[NO-ZEROS]", { others: ["007"] }],
    ["1,234.50", number("1234.5"), "same NOTATION"],
    ["1,234.50", number("1234.5"), '"1234.5"', { failing: true }],
    ["1.234,50", number("1234.5"), "[NUMBER]", { failing: true }],
    ["12.50", number("13.5"), '"13.5"'],
    ["12,50", number("13.5"), "[NUMBER]"],
    ["", number("13.5"), "[NUMBER]"],
    ["", number("13.5"), '"13.5"', { others: ["1.25", "2.50"] }],
    ["", number("13.5"), "[NUMBER]", { others: ["1.25", "2,50"] }],
    ["a", number("1234567890123456"), "[DIGITS]"],
    ["4006381333931234", number("4006381333931230"), "[DIGITS]"],
    // Real numbers are at home in the column.
    ["n/a", number("13.5"), '{"$decimal":"13.5"}', { others: [decimal("1")] }],
    ["", number("13.5"), '{"$decimal":"13.5"}', { others: [decimal("1")] }],
    ["00123", number("123"), "same ZEROS", { others: [decimal("1")] }],
  ])
})

describe("a date or a truth where text was", () => {
  check([
    ["28/02/2026", day("2026-02-28"), "same NOTATION"],
    ["28/02/2026", day("2026-02-28"), "[DATE]", { failing: true }],
    ["03/04/2026", day("2026-04-03"), "[DATE]"],
    ["2026-02-28", day("2026-02-28"), "same"],
    ["x", day("2026-02-28"), "[DATE]"],
    ["x", day("2026-02-28"), '{"$date":"2026-02-28"}', { others: [{ $date: "2026-01-01" }] }],
    ["x", new CellDateTime(day("2026-02-28"), "13:30:00"), "[DATE]"],
    ["TRUE", true, "same NOTATION"],
    ["yes", true, "[TYPE]"],
    ["", true, "true", { others: [false] }],
  ])
})

describe("typed cells keep their type", () => {
  check([
    [decimal("12.50"), number("12.5"), "same"],
    [decimal("12.5"), number("13"), '{"$decimal":"13"}'],
    [decimal("12.5"), "13", '{"$decimal":"13"}'],
    [decimal("12.5"), "12.50", "same"],
    [decimal("12.5"), "13,75", "[NUMBER]"],
    [decimal("123"), "00123", '"00123"'],
    [decimal("123"), "C-123", '"C-123"'],
    [decimal("123"), "", '""'],
    [decimal("123"), number("1234567890123456"), "[DIGITS]"],
    [decimal("1000000000000000000000"), number("1000000000000000000000"), "same"],
    [decimal("46000"), day("2025-12-09"), '{"$date":"2025-12-09"} RETYPED'],
    [{ $date: "2026-02-28" }, day("2026-03-01"), '{"$date":"2026-03-01"}'],
    [{ $date: "2026-02-28" }, "2026-03-01", '{"$date":"2026-03-01"}'],
    [{ $date: "2026-02-28" }, "01/03/2026", "[DATE]"],
    [{ $date: "2026-02-28" }, "soon", '"soon"'],
    [{ $date: "2026-02-28" }, number("46081"), "[TYPE]"],
    [{ $dateTime: "2026-02-28T00:00:00" }, day("2026-02-28"), "same"],
    [{ $dateTime: "2026-02-28T13:30:00" }, "2026-02-28T14:00:00", '{"$dateTime":"2026-02-28T14:00:00"}'],
    [{ $dateTime: "2026-02-28T13:30:00" }, "2026-03-01", '{"$date":"2026-03-01"}'],
    [{ $money: "12.5 EUR" }, "13 EUR", '{"$money":"13 EUR"}'],
    [{ $money: "12.5 EUR" }, "13", "[TYPE]"],
    [{ $money: "12.5 EUR" }, number("13"), "[TYPE]"],
    [{ $money: "12.5 EUR" }, "", "null"],
    [true, false, "false"],
    [true, "FALSE", "false"],
    [true, "TRUE", "same"],
    [true, "maybe", '"maybe"'],
    [true, number("1"), '{"$decimal":"1"} RETYPED'],
  ])
})
