import { assert, describe, it } from "@effect/vitest"
import { BigDecimal, Effect, Result } from "effect"

import { Decimals } from "../src/index.ts"
import { decimal, digits } from "./arbitraries.ts"

const many = { arbitrary: { runs: 2_000, size: 60 } }

/** What `parse` makes of a text, as plain text again. */
const read = (text: string, format = Decimals.plainFormat): string | undefined => {
  const value = Decimals.compile(format)(text)
  return value && Decimals.toText(value)
}

describe("toText and parse", () => {
  it.effect.prop(
    "a decimal comes back exactly (invariant 4)",
    [decimal],
    ([value]) =>
      Effect.sync(() => {
        const text = Decimals.toText(value)
        assert.match(text, /^-?(0|[1-9]\d*)(\.\d*[1-9])?$/)
        assert.isTrue(BigDecimal.equals(Decimals.parse(text)!, value), text)
      }),
    many,
  )

  it.effect.prop(
    "padding adds zeros and nothing else",
    [decimal, digits],
    ([value, least]) =>
      Effect.sync(() => {
        const text = Decimals.toText(value, least)
        const fraction = text.split(".")[1] ?? ""
        assert.strictEqual(fraction.length, Math.max(least, Decimals.scaleOf(value)))
        const plain = Decimals.toText(value)
        assert.isTrue(text.startsWith(plain), text)
        assert.match(text.slice(plain.length), /^\.?0*$/)
      }),
    many,
  )

  const written: ReadonlyArray<[unscaled: bigint, scale: number, digits: number, text: string]> = [
    [0n, 0, 0, "0"],
    [0n, 7, 0, "0"],
    [0n, -7, 2, "0.00"],
    [5n, -3, 0, "5000"],
    [5n, -3, 2, "5000.00"],
    [-5n, -3, 0, "-5000"],
    [-1n, 6, 0, "-0.000001"],
    [123_450n, 2, 0, "1234.5"],
    [123_450n, 2, 2, "1234.50"],
    [-12_345n, 4, 2, "-1.2345"],
    [10n ** 60n - 1n, 0, 0, "9".repeat(60)],
    [10n ** 60n, 60, 0, "1"],
    [1n, 60, 0, `0.${"0".repeat(59)}1`],
  ]
  it.each(written)("%d at scale %d with %d digits is %s", (unscaled, scale, least, text) => {
    assert.strictEqual(Decimals.toText(BigDecimal.make(unscaled, scale), least), text)
  })
})

describe("parse", () => {
  it.each([
    ["1234.50", "1234.5"],
    ["+7", "7"],
    ["-0.00", "0"],
    ["00042.10", "42.1"],
    [" 12 ", "12"],
    ["\u00A012\u00A0", "12"],
    ["9".repeat(100), "9".repeat(100)],
  ])("reads %j", (text, value) => assert.strictEqual(read(text), value))

  it.each([
    ["empty", ""],
    ["white space alone", " \u00A0"],
    ["letters", "abc"],
    ["a currency sign", "€12"],
    ["a currency code", "12 EUR"],
    ["an exponent", "1e3"],
    ["an exponent in capitals", "1E-3"],
    ["Infinity", "Infinity"],
    ["hexadecimal", "0x10"],
    ["no digit before the point", ".5"],
    ["no digit after the point", "5."],
    ["two points", "1.2.3"],
    ["two signs", "--1"],
    ["a sign apart from its number", "- 1"],
    ["a sign behind", "1-"],
    ["brackets for a negative", "(1)"],
    ["a typographic minus", "\u22121"],
    ["digits of another script", "\u0661"],
    ["a group mark where the format has none", "1,000"],
    ["a space inside", "1 000"],
    ["an underscore", "1_000"],
    ["more digits than any amount has", "9".repeat(101)],
  ])("refuses %s", (_, text) => assert.isUndefined(Decimals.parse(text)))
})

describe("formats with groups", () => {
  const german = { decimal: ",", group: "." }
  const english = { decimal: ".", group: "," }
  const french = { decimal: ",", group: "\u202F" }
  const estonian = { decimal: ",", group: " " }
  const swiss = { decimal: ".", group: "'" }

  it.each([
    [german, "1.234.567,89", "1234567.89"],
    [german, "-1.234,5", "-1234.5"],
    [german, "1234567,89", "1234567.89"],
    [german, "0,123", "0.123"],
    [english, "1,234.50", "1234.5"],
    [english, "999,999", "999999"],
    [swiss, "12'345.60", "12345.6"],
    [estonian, "1 234,50", "1234.5"],
    [estonian, "1\u00A0234\u202F567,50", "1234567.5"],
    [french, "1\u202F234,50", "1234.5"],
    [french, "1 234,50", "1234.5"],
    [{ decimal: ",", group: "\u00A0" }, "1\u00A0234,50", "1234.5"],
  ])("%j reads %j", (format, text, value) => assert.strictEqual(read(text, format), value))

  it.each([
    [german, "1.23,4"],
    [german, "1.2345,0"],
    [german, "12.34.567,00"],
    [german, "1234.567,00"],
    [german, "1..234,00"],
    [german, ".123,00"],
    [german, "1,234,5"],
    [german, "1.234 567,0"],
    [german, "0.123"],
    [german, "1,234.50"],
    [german, "1,2.345"],
    [english, "12,34,567.00"],
    [english, "1.234,50"],
    [estonian, "1  234,50"],
    [estonian, "1\t234,50"],
  ])("%j refuses %j", (format, text) => assert.isUndefined(read(text, format)))

  it.effect.prop(
    "a grouped text reads as the same text without groups",
    [decimal],
    ([value]) =>
      Effect.sync(() => {
        const [whole = "", fraction] = Decimals.toText(value).split(".")
        const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ".") + (fraction === undefined ? "" : `,${fraction}`)
        if (grouped.length > Decimals.maxLength) return assert.isUndefined(read(grouped, german))
        assert.strictEqual(read(grouped, german), Decimals.toText(value))
      }),
    many,
  )
})

describe("toUnits", () => {
  it.effect.prop(
    "is exact, or refused with the digits that it needs (invariant 4)",
    [decimal, digits],
    ([value, least]) =>
      Effect.sync(() => {
        const units = Decimals.toUnits(value, least)
        if (Result.isFailure(units)) {
          assert.isAbove(units.failure, least)
          assert.strictEqual(units.failure, Decimals.scaleOf(value))
        } else {
          assert.isAtMost(Decimals.scaleOf(value), least)
          assert.isTrue(BigDecimal.equals(BigDecimal.make(units.success, least), value))
        }
      }),
    many,
  )

  it.each([
    ["12.34", 2, 1234n],
    ["12.3", 2, 1230n],
    ["-12.340", 2, -1234n],
    ["1200", 0, 1200n],
    ["0.000", 0, 0n],
  ] as const)("%s with %d digits is %d", (text, least, units) =>
    assert.deepStrictEqual(Decimals.toUnits(Decimals.parse(text)!, least), Result.succeed(units)),
  )

  it.each([
    ["12.345", 2, 3],
    ["0.5", 0, 1],
    ["-0.0001", 3, 4],
  ] as const)("%s does not fit %d digits", (text, least, needed) =>
    assert.deepStrictEqual(Decimals.toUnits(Decimals.parse(text)!, least), Result.fail(needed)),
  )
})
