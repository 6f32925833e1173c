import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"

import { Currencies, Currency } from "../src/index.ts"

const known = new Set(Intl.supportedValuesOf("currency"))

/** Active codes of ISO 4217 that Intl leaves out, since nobody has them as coins. */
const unitsOfAccount = ["CLF", "COU", "MXV", "USN", "UYI", "UYW", "VED"]

/** Codes that Intl knows and Waybill refuses: withdrawn, not money, or used between banks only. */
const leftOut = ["CUC", "HRK", "SLL", "XDR", "XSU", "ANG", "ZWL"]

/** Where Intl (CLDR) shows fewer digits than ISO 4217 has, since the coins are not in use. */
const shownWithoutDigits = "AFN ALL COP HUF IDR IRR KPW LAK LBP MGA MMK PKR SOS SYP YER IQD".split(" ")

const shownDigits = (currency: string): number | undefined =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits

describe("the table of currencies", () => {
  it("has the codes that Intl has, but for those named here", () => {
    assert.deepStrictEqual(
      Currencies.all.filter((code) => !known.has(code)),
      unitsOfAccount,
    )
    assert.deepStrictEqual([...known].filter((code) => !Currencies.isCurrency(code)).sort(), leftOut.toSorted())
  })

  it("has the digits that Intl has, but for those named here", () => {
    const differ = Currencies.all.filter(
      (code) =>
        known.has(code) && shownDigits(code) !== Currencies.minorUnits(code) && !shownWithoutDigits.includes(code),
    )
    assert.deepStrictEqual(differ, [])
  })

  it("is in order and without doubles", () => {
    assert.deepStrictEqual(Currencies.all, [...new Set(Currencies.all)].sort())
  })

  it.each([
    ["EUR", 2],
    ["HUF", 2],
    ["JPY", 0],
    ["ISK", 0],
    ["UYI", 0],
    ["KWD", 3],
    ["IQD", 3],
    ["CLF", 4],
    ["UYW", 4],
  ] as const)("%s has %d digits in ISO 4217", (code, digits) => assert.strictEqual(Currencies.minorUnits(code), digits))
})

describe("Currency", () => {
  it.each(["EUR", "USD", "GBP"])("%s is one", (code) => assert.isTrue(Schema.is(Currency)(code)))
  it.each(["eur", "EURO", "€", "", " EUR", "XXX", "XAU", "DEM"])("%j is none", (code) =>
    assert.isFalse(Schema.is(Currency)(code)),
  )
})
