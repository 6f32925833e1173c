import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"

import { attemptCode, attempts, codeOf, reversalCode } from "../../src/map/code.ts"

const alphabet = /^[A-Z0-9-]{1,32}$/

/** Numbers that differ by little: case, hyphens, attempts, zeros, look-alikes, half characters, length. */
const hostile = [
  "1",
  "01",
  "I-1",
  "I-1-2",
  "1-2",
  "1-9",
  "1-10",
  "1-1",
  "-1",
  "1-",
  "--",
  "a1",
  "A1",
  "A 1",
  "A_1",
  "A/1",
  "ı1",
  "İ1",
  "é",
  "e\u0301",
  "\uD800",
  "\uD801",
  "1\n",
  "1\t",
  "X-1",
  "9".repeat(26),
  "9".repeat(27),
  "9".repeat(28),
  "9".repeat(29),
  "9".repeat(300),
]

const Number_ = Schema.Union([
  Schema.NonEmptyString,
  Schema.String.check(Schema.isPattern(/^[A-Z0-9-]{1,28}$/)),
  Schema.Literals(["1", ...hostile]),
])

const allCodes = (number: string, kind: "I" | "P") =>
  Array.from({ length: attempts }, (_, index) => attemptCode(codeOf("WB", kind, number), index + 1))

describe("codeOf", () => {
  it("keeps clean numbers readable", () => {
    assert.strictEqual(codeOf("WB", "I", "2026-0001"), "WBI-2026-0001")
    assert.strictEqual(codeOf("WB", "P", "2026-0001"), "WBP-2026-0001")
    assert.strictEqual(codeOf("WB", "I", "9".repeat(26)), `WBI-${"9".repeat(26)}`)
  })

  it("is the same in every version: what was loaded must be found again", () => {
    assert.strictEqual(codeOf("WB", "I", "inv 1"), "WBIX-IMH4FHMFQTD86FVFRMP")
    assert.strictEqual(reversalCode("WB", "I", "1"), "WBIC-925N7VPRHKOJ84EV83P")
  })

  it("gives no two of these numbers the same code, in any attempt", () => {
    const codes = hostile.flatMap((number) => [...allCodes(number, "I"), ...allCodes(number, "P")])
    assert.strictEqual(new Set(codes).size, codes.length)
    assert.strictEqual(codes.length, hostile.length * attempts * 2)
  })

  it.prop("fits the field, and tells numbers, kinds and attempts apart", [Number_, Number_], ([one, other]) => {
    const codes = [
      ...allCodes(one, "I"),
      ...allCodes(one, "P"),
      reversalCode("WB", "I", one),
      reversalCode("WB", "P", one),
    ]
    for (const code of codes) assert.match(code, alphabet)
    const different = one === other ? [] : allCodes(other, "I")
    assert.strictEqual(new Set([...codes, ...different]).size, codes.length + different.length)
    assert.deepStrictEqual(allCodes(one, "I"), allCodes(one, "I"))
  })

  it("fits the field with the longest prefix, too", () => {
    for (const number of hostile) {
      assert.match(attemptCode(codeOf("ABCDEFGH", "I", number), attempts), alphabet)
      assert.match(reversalCode("ABCDEFGH", "P", number), alphabet)
    }
  })
})
