import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { parse } from "yaml"

import { insertMap } from "../../src/suggest/insertMap.ts"
import type { SuggestedField } from "../../src/suggest/Suggestion.ts"

const field = (name: string, expression: string, level: SuggestedField["level"] = "high"): SuggestedField => ({
  field: name,
  columns: [],
  expression,
  confidence: 1,
  level,
  reason: "Because.",
})

const fields = [
  field("number", "record.No"),
  field("total", 'money(record.Sum, "EUR", {"decimal": ",", "group": "."})', "medium"),
  field("billingAddress.city", "record[\"City: # 'x'\"]"),
  field("note", "record.Note", "low"),
]

const file = (map: string): string => `flows:\n  a:\n    from: { connection: x, stream: y }\n${map}`

const insert = (text: string, given = fields) => Result.getOrThrow(insertMap(text, "a", given))

const mapIn = (text: string) => parse(text).flows.a.map

const expected = {
  number: "record.No",
  total: 'money(record.Sum, "EUR", {"decimal": ",", "group": "."})',
  billingAddress: { city: "record[\"City: # 'x'\"]" },
}

describe("where a map is written", () => {
  it.each([
    ["there is none", file("    distinct: first\n")],
    ["there is none, at the end of a file without line break", file("    distinct: first")],
    ["it is empty", file("    map:\n    distinct: first\n")],
    ["it is empty, with a comment", file("    map: # to do\n      # here\n    distinct: first\n")],
    ["it is empty, at the end of the file", file("    map:")],
    ["it is in braces", file("    map: {}\n")],
    ["lines end with CR LF", file("    map:\n    distinct: first\n").replaceAll("\n", "\r\n")],
    ["there is a byte order mark", `\uFEFF${file("    map:\n")}`],
    ["the flow is in braces", 'flows: { a: { "from": { connection: x, stream: y } } }'],
    ["the file is JSON", '{"flows": {"a": {"from": {"connection": "x", "stream": "y"}}}}'],
  ])("%s", (_, text) => {
    const { text: after, added, kept } = insert(text)
    assert.deepStrictEqual(mapIn(after.replace("\uFEFF", "")), expected)
    assert.deepStrictEqual([added, kept], [["number", "total", "billingAddress.city"], []])
  })

  it.each([
    ["a block", file("    map:\n      number: mine   # by hand\n\n    # behind\n    distinct: first\n")],
    ["a block at the end", file("    map:\n      number: mine")],
    ["a folded expression", file("    map:\n      number: >-\n        mine\n\n  b:\n    from: x\n")],
    ["a literal expression", file("    map:\n      number: |-\n        mine\n    distinct: first\n")],
    [
      "an address",
      file("    map:\n      number: mine\n      shippingAddress:\n        city: mine # too\n    distinct: first\n"),
    ],
    ["braces", file("    map: { number: mine }\n")],
    ["braces with a last comma, over lines", file("    map: {\n      number: mine, # by hand\n    }\n")],
    ["a wide indent", file("    map:\n            number: mine\n            # last\n")],
  ])("what stands there stays: %s", (_, text) => {
    const { text: after, kept } = insert(text)
    assert.deepInclude(mapIn(after), { ...expected, number: "mine" })
    assert.deepStrictEqual(kept, ["number"])
    assert.isTrue(isWithin(text, after))
  })

  it("a hint is a comment, and what is not sure says why", () => {
    const { text } = insert(file("    map:\n"))
    assert.include(text, "      # note: record.Note  # low: Because.\n")
    assert.match(text, /total: .*# medium: Because\.\n/)
  })

  it("a second time adds nothing, comments neither", () => {
    const once = insert(file("    map:\n")).text
    assert.strictEqual(insert(once).text, once)
  })

  it.each([
    ["an alias", "x: &shared { number: mine }\n" + file("    map: *shared\n")],
    ["a null", file("    map: ~\n")],
    ["an empty map of a flow in braces", "flows: { a: { map: } }"],
    ["no such flow", "flows: {}"],
  ])("refuses %s", (_, text) => assert.isTrue(Result.isFailure(insertMap(text, "a", fields))))
})

/** Whether every character of `before` stands in `after` in the same order. */
function isWithin(before: string, after: string): boolean {
  let at = 0
  for (const character of after) if (character === before[at]) at++
  return at === before.length
}
