import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, Schema } from "effect"

import { didYouMean } from "../src/didYouMean.ts"

const known = ["customers", "invoices", "dueDate", "issueDate", "to", "from"]

describe("did you mean", () => {
  it("finds a letter too many, too few, another, or two swapped", () => {
    assert.strictEqual(didYouMean("custommers", known), "customers")
    assert.strictEqual(didYouMean("invoces", known), "invoices")
    assert.strictEqual(didYouMean("dueDste", known), "dueDate")
    assert.strictEqual(didYouMean("deuDate", known), "dueDate")
    assert.strictEqual(didYouMean("form", known), "from")
  })

  it("prefers the same word in another case to a nearer one", () => {
    assert.strictEqual(didYouMean("DUEDATE", ["dueDates", "dueDate"]), "dueDate")
  })

  it("says nothing where nothing is near", () => {
    assert.isUndefined(didYouMean("payments", known))
    assert.isUndefined(didYouMean("x", known))
    assert.isUndefined(didYouMean("", known))
    assert.isUndefined(didYouMean("customers", []))
  })

  it("of equally near words the first", () => {
    assert.strictEqual(didYouMean("cat", ["bat", "hat"]), "bat")
  })

  it("is quick with a very long word", () => {
    assert.isUndefined(didYouMean("x".repeat(1_000_000), ["x".repeat(1_000_001)]))
  })

  const words = Arbitrary.schema(Schema.String.check(Schema.isBetweenLength(1, 12)))
  it.prop("a known word is its own suggestion, whatever else is known", [words, words], ([word, other]) => {
    assert.strictEqual(didYouMean(word, [other, word])?.toLowerCase(), word.toLowerCase())
  })
})
