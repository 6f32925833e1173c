import { assert, describe, it } from "@effect/vitest"
import { Dates } from "@waybill/model"
import { BigDecimal, Schema } from "effect"

import { CellDateTime, CellSchema, cellText, isCell } from "../src/index.ts"

const date = Dates.parseIso("2026-11-20")!

describe("cells", () => {
  it.each([
    ["text", "  as it stands ", "  as it stands "],
    ["an empty cell", "", ""],
    ["truth", true, "true"],
    ["falsehood", false, "false"],
    ["a number", BigDecimal.make(123_450n, 2), "1234.5"],
    ["a number of 30 digits", BigDecimal.make(10n ** 30n - 1n, 2), `${"9".repeat(28)}.99`],
    ["a number in thousands", BigDecimal.make(5n, -3), "5000"],
    ["a tiny number, without an exponent", BigDecimal.make(-1n, 20), `-0.${"0".repeat(19)}1`],
    ["a date", date, "2026-11-20"],
    ["a date with a time", new CellDateTime(date, "13:30:15"), "2026-11-20T13:30:15"],
    ["a date with a fraction of a second", new CellDateTime(date, "00:00:00.5"), "2026-11-20T00:00:00.5"],
  ])("%s", (_, cell, text) => {
    assert.isTrue(isCell(cell))
    assert.isTrue(Schema.is(CellSchema)(cell))
    assert.strictEqual(cellText(cell), text)
  })

  it.each([
    ["a JavaScript number (invariant 4)", 12.5],
    ["a JavaScript date (invariant 5)", new Date(0)],
    ["nothing", undefined],
    ["null", null],
    ["a big integer", 12n],
    ["a list", ["a"]],
    ["what only looks like a date", { year: 2026, month: 11, day: 20 }],
  ])("%s is no cell", (_, value) => {
    assert.isFalse(isCell(value))
    assert.isFalse(Schema.is(CellSchema)(value))
  })
})
