import { assert, describe, it } from "@effect/vitest"
import { cellText, CellDateTime } from "@waybill/connector"
import { Dates, Decimals } from "@waybill/model"
import { BigDecimal, Schema } from "effect"

import { parseNumber, toCellNumber } from "../src/internal/number.ts"
import { builtinFormat, parseFormat } from "../src/internal/numberFormat.ts"
import { fromIso, fromSerial, toSerial } from "../src/internal/serial.ts"

const text = (value: BigDecimal.BigDecimal | undefined): string | undefined =>
  value === undefined ? undefined : Decimals.toText(value)

describe("numbers of cells", () => {
  it.each([
    ["0", "0"],
    ["-0", "0"],
    ["1234.5", "1234.5"],
    ["-1234.50", "-1234.5"],
    [".5", undefined],
    ["5.", "5"],
    ["1E+2", "100"],
    ["1e2", "100"],
    ["-4.2E-3", "-0.0042"],
    ["0.30000000000000004", "0.3"],
    ["0.06999999999999999", "0.07"],
    ["-1234.5600000000002", "-1234.56"],
    ["0.1234567890123456", "0.123456789012346"],
    ["9999999999999.9999", undefined],
    ["999999999.99999999", "1000000000"],
    ["123456789012.34999", "123456789012.35"],
    ["12345678901234.56", undefined],
    ["1234567890123456.78", undefined],
    ["12345678901234567890", "12345678901234567890"],
    ["1.2345678901234567E+19", undefined],
    ["1E+20", "100000000000000000000"],
    ["000000000000000000001.5", "1.5"],
    ["", undefined],
    ["-", undefined],
    ["1.2.3", undefined],
    ["1,5", undefined],
    ["0x10", undefined],
    ["1E+9999", undefined],
    ["NaN", undefined],
    ["1".repeat(500), undefined],
  ])("%s is %s", (written, value) => {
    assert.strictEqual(text(parseNumber(written)), value)
  })

  const Digits = Schema.Int.check(Schema.isBetween({ minimum: -999_999_999_999_999, maximum: 999_999_999_999_999 }))
  const Scale = Schema.Int.check(Schema.isBetween({ minimum: -20, maximum: 20 }))

  it.prop("every decimal of 15 digits is there and back exactly (invariant 4)", [Digits, Scale], ([digits, scale]) => {
    const value = BigDecimal.make(BigInt(digits), scale)
    const written = String(toCellNumber(value))
    assert.isTrue(BigDecimal.equals(parseNumber(written)!, value), written)
  })

  it("has no number for 16 digits", () => {
    assert.isUndefined(toCellNumber(BigDecimal.make(1_234_567_890_123_456n, 2)))
    assert.strictEqual(toCellNumber(BigDecimal.make(1_234_567_890_123_450n, 2)), 12_345_678_901_234.5)
  })
})

describe("dates of cells", () => {
  const serial = (written: string, date1904 = false): string | undefined => {
    const found = fromSerial(parseNumber(written)!, date1904)
    return found === undefined ? undefined : cellText(found)
  }

  it.each([
    ["46346", false, "2026-11-20"],
    ["46346.0", false, "2026-11-20"],
    ["46346.562673611108", false, "2026-11-20T13:30:15"],
    ["46346.5626736111", false, "2026-11-20T13:30:15"],
    ["46346.56267361", false, "2026-11-20T13:30:15"],
    ["46346.5", false, "2026-11-20T12:00:00"],
    ["46345.999999999999", false, "2026-11-20"],
    ["46346.000005787037", false, "2026-11-20T00:00:00.5"],
    ["59.75", false, "1900-02-28T18:00:00"],
    ["60", false, undefined],
    ["61", false, "1900-03-01"],
    ["0.5", false, undefined],
    ["2958465", false, "9999-12-31"],
    ["2958465.99999999999", false, undefined],
    ["-1", false, undefined],
    ["1E+300", false, undefined],
    ["0", true, "1904-01-01"],
    ["44884.25", true, "2026-11-20T06:00:00"],
  ])("%s (1904: %s) is %s", (written, date1904, date) => {
    assert.strictEqual(serial(written, date1904), date)
  })

  it("every day of the 1900 system is there and back", () => {
    let before = Dates.toEpochDay(Dates.parseIso("1899-12-31")!)
    for (let day = 1; day <= 2_958_465; day += day < 100 ? 1 : 997) {
      if (day === 60) continue
      const date = Dates.parseIso(serial(String(day))!)!
      assert.strictEqual(toSerial(date), day)
      if (day < 60) assert.strictEqual(Dates.toEpochDay(date), ++before)
    }
    assert.isUndefined(toSerial(Dates.parseIso("1899-12-31")!))
  })

  it.each([
    ["2026-11-20", "2026-11-20"],
    ["2026-11-20T00:00:00.000Z", "2026-11-20"],
    ["2026-11-20T23:59:59", "2026-11-20T23:59:59"],
    ["2026-11-20T24:00:00", undefined],
    ["2026-11-31", undefined],
    ["2026-11-20T10:00:00+02:00", undefined],
    ["13:30:15", undefined],
  ])("ISO %s is %s", (written, date) => {
    const found = fromIso(written)
    assert.strictEqual(found instanceof CellDateTime ? found.toString() : found && Dates.toIso(found), date)
  })
})

describe("number formats", () => {
  it.each([
    ["General", "number"],
    ["0.00", "number"],
    ["#,##0.00 [$€-407];[Red]-#,##0.00 [$€-407]", "number"],
    ['0.00" days"', "number"],
    ["0.00\\ \\m", "number"],
    ["0.00E+00", "number"],
    ["##0.0E+0", "number"],
    ['"Due "@', "number"],
    ["R #,##0.00", "number"],
    ["#,##0 d", "number"],
    ["Standard", "number"],
    ["@", "number"],
    ['_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-', "number"],
    ['[>=1000]0,"d";0', "number"],
    ["yyyy-mm-dd", "date"],
    ["dd/mm/yyyy hh:mm:ss.000", "date"],
    ["[$-409]d\\-mmm\\-yy;@", "date"],
    ["mmm", "date"],
    ["mmmm", "date"],
    ["mm/yy", "date"],
    ["m/d/yy h:mm AM/PM", "date"],
    ["yyyy年m月d日", "date"],
    ['[$-411]ggge"年"m"月"d"日"', "date"],
    ["[<1]h:mm;dd/mm/yyyy", "date"],
    ["[Red]d.m.yyyy", "date"],
    ["h:mm", "time"],
    ["hh:mm:ss AM/PM", "time"],
    ["mm:ss.0", "time"],
    ["[h]:mm:ss", "time"],
    ["[mm]:ss", "time"],
    ["h", "time"],
  ])("%s shows a %s", (code, kind) => {
    assert.strictEqual(parseFormat(code).kind, kind)
  })

  it.each([
    ["00000", 5],
    ['"C-"00000', 5],
    ["00000;-00000", 5],
    ["0", 0],
    ["0.00", 0],
    ["#,##000", 0],
  ])("%s fills up to %i digits", (code, padding) => {
    assert.strictEqual(parseFormat(code).padding, padding)
  })

  it("knows the builtin ones", () => {
    const kinds = Array.from({ length: 60 }, (_, id) => builtinFormat(id).kind[0]).join("")
    assert.strictEqual(kinds, "nnnnnnnnnnnnnnddddttttdnnnndddddttttdnnnnnnnntttnndddddddddn")
  })
})
