import { assert, describe, it } from "@effect/vitest"
import { CalendarDate, Decimals, Money } from "@waybill/model"
import { BigDecimal, Schema } from "effect"

import { CellDateTime, fromPlain, plainOf, plainText, toPlain } from "../src/index.ts"

const decimal = (text: string) => Decimals.parse(text)!

const record = {
  Text: "1.50",
  Empty: "",
  Number: decimal("123456789012345678901234567890.50"),
  Day: new CalendarDate(2026, 2, 28),
  Moment: new CellDateTime(new CalendarDate(2026, 2, 28), "13:30:15"),
  Total: new Money(decimal("-0.10"), "EUR"),
  Yes: true,
  Rows: [{ name: "a", price: decimal("1") }, { name: "$decimal" }],
  Address: { city: "Tallinn", none: undefined },
}

describe("a source's record as plain JSON", () => {
  it("comes back as what it was, also through JSON, and text stays text", () => {
    const back = fromPlain(JSON.parse(JSON.stringify(toPlain(record))))
    assert.deepStrictEqual(toPlain(back), { ...toPlain(record), Address: { city: "Tallinn" } })
    assert.isTrue(BigDecimal.isBigDecimal(back["Number"]))
    assert.instanceOf(back["Day"], CalendarDate)
    assert.instanceOf(back["Moment"], CellDateTime)
    assert.instanceOf(back["Total"], Money)
    assert.strictEqual(back["Text"], "1.50")
  })

  it("a struct that only looks like a mark is a struct", () => {
    const plain = toPlain({ Odd: { $decimal: "1", other: "2" }, Column: "$date" })
    assert.deepStrictEqual(fromPlain(plain), { Odd: { $decimal: "1", other: "2" }, Column: "$date" })
  })

  it("null is left out, and never becomes a text", () => {
    assert.deepStrictEqual(toPlain({ A: null, B: undefined }), { A: null, B: null })
    assert.deepStrictEqual(fromPlain({ A: null }), {})
  })

  it("people read and write values without their marks", () => {
    const plain = toPlain(record)
    assert.deepStrictEqual(
      ["Number", "Day", "Moment", "Total", "Yes", "Text"].map((name) => plainText(plain[name])),
      ["123456789012345678901234567890.50", "2026-02-28", "2026-02-28T13:30:15", "-0.10 EUR", "true", "1.50"],
    )
    assert.deepStrictEqual(plainOf("12.50", plain["Number"]), { $decimal: "12.50" })
    assert.strictEqual(plainOf("12,50", plain["Number"]), "12,50")
    assert.strictEqual(plainOf("12.50", plain["Text"]), "12.50")
    assert.strictEqual(plainOf("false", plain["Yes"]), false)
    assert.deepStrictEqual(plainOf('[{"name":"b"}]', plain["Rows"]), [{ name: "b" }])
    assert.isUndefined(plainOf("no list", plain["Rows"]))
  })

  it.prop(
    "what a person reads of a number and writes again is that number",
    { value: Schema.BigDecimal },
    ({ value }) => {
      const plain = toPlain({ value })
      assert.deepStrictEqual(plainOf(plainText(plain["value"]), plain["value"]), plain["value"])
      const back = fromPlain(plain)["value"]
      assert.isTrue(BigDecimal.isBigDecimal(back) && BigDecimal.equals(back, value))
    },
  )
})
