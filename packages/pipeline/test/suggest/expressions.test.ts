import { assert, describe, it } from "@effect/vitest"

import { columnOf, isReadable } from "../../src/suggest/expressions.ts"
import { columns, mapping, model } from "../mapping/support.ts"

describe("a column that is called", () => {
  it.each([
    "in",
    "as",
    "true",
    "null",
    "if",
    "var",
    "Amount",
    "_a1",
    "9a",
    "é",
    'a"b',
    "a\\b",
    "a\nb",
    "😀",
    "${x}",
    "a.b",
  ])("%j is read", (name) => {
    const fields = { number: columnOf(name), customerNumber: columnOf(name), total: `money("1", "EUR")` }
    const { toModel } = mapping({ source: columns(name), map: fields })
    assert.strictEqual(model(toModel({ [name]: "X1" })).number, "X1")
  })
  it.each(["constructor", "__proto__", "toString", "a\uD800"])("%j can't be read", (name) =>
    assert.isFalse(isReadable(name)),
  )
})
