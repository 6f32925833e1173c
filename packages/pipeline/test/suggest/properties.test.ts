/** Whatever a file's columns are called, what is proposed compiles; whatever a pipeline file holds, it stays. */
import { assert, describe, it } from "@effect/vitest"
import type { Entity } from "@waybill/model"
import { Result, Schema } from "effect"
import { parse } from "yaml"

import { insertMap } from "../../src/suggest/insertMap.ts"
import type { SuggestedField } from "../../src/suggest/Suggestion.ts"
import { suggestMap } from "../../src/suggest/suggestMap.ts"
import { mapText } from "../../src/suggest/yamlText.ts"
import { compileFields } from "./compileFields.ts"

/** Names that mean something, between pieces that mean mischief. */
const words = [
  "Invoice No", "Customer No", "Total EUR", "Total", "Due Date", "Issued", "Currency", "E-Mail", "Name", "City", "Ship to Zip", "Type", "VAT",
  "constructor", "__proto__", "toString", "in", "true", "null", "record", "as", "hasOwnProperty",
] as const // prettier-ignore
const pieces = [
  '"', "'", "\\", "\n", "\r\n", "\t", "[", "]", "{", "}", ": ", " #", "# ", "😀", "\u0000", "\u0085", "\u2028", "\u2029", "\uD800", "\u00A0", "\uFEFF", "${X}",
  "`", "%", "- ", "? ", "& ", "* ", "! ", "|", ">", "@", " ", "", "é", "Ελ", "\u200B", "\\u0041", "\\x", "*/", "//", "?", ".", "(EUR)", "(dd/mm/yyyy)",
] as const // prettier-ignore

const name = Schema.Tuple([Schema.Literals(pieces), Schema.Literals(words), Schema.Literals(pieces)])
const columns = Schema.Array(name).check(Schema.isBetweenLength(4, 14))

/** Values that fit the field which the word means. */
const valuesOf = (word: string): ((row: number) => string) => {
  if (/Date|Issued/.test(word)) return (row) => `2026-0${row + 1}-15`
  if (/Total|VAT/.test(word)) return (row) => `${row}2,50`
  if (word === "Currency") return () => "EUR"
  if (word === "E-Mail") return (row) => `A${row}@b.example`
  if (word === "Type") return (row) => ["Invoice", 'Credit "note"', "Credit note"][row % 3]!
  return /Name|City/.test(word) ? (row) => ` Name "${"x".repeat(row)}" ` : (row) => `A-${row}`
}

const suggestFor = (parts: ReadonlyArray<readonly [string, string, string]>, entity: Entity) => {
  const byName = new Map(parts.map((part) => [part.join(""), valuesOf(part[1])] as const))
  const names = [...byName.keys()]
  const rows = Array.from({ length: 8 }, (_, row) =>
    Object.fromEntries([...byName].map(([column, valueOf]) => [column, valueOf(row)] as const)),
  )
  return { names, suggestion: suggestMap({ entity, columns: names, rows, answers: new Map([["currency", "EUR"]]) }) }
}

const entity = Schema.Literals(["customer", "invoice", "payment"])
let proposed = 0

describe("hostile names of columns", () => {
  it.prop(
    "give expressions that compile, and YAML that says the same",
    [columns, entity],
    ([parts, of]) => {
      const { names, suggestion } = suggestFor(parts, of)
      proposed += suggestion.fields.length
      const compiled = compileFields(suggestion, names)
      const faults = Result.isFailure(compiled) ? compiled.failure.filter(({ code }) => code !== "WB-MAP-MISSING") : []
      assert.deepStrictEqual(faults, [])
      const read = parse(mapText(suggestion.fields)).map ?? {}
      for (const { field, expression, level } of suggestion.fields) {
        const [key = "", part] = field.split(".")
        const written = part === undefined ? read[key] : read[key]?.[part]
        assert.strictEqual(written, level === "low" ? undefined : expression)
      }
    },
    { arbitrary: { runs: 400 } },
  )
  it("and really give some", () => assert.isAbove(proposed, 100))
})

const blocks = [
  "    distinct: first\n", "    # a comment\n", "\n", "    where: record.A == \"x\" # why\n", "    set:\n      x: record.Y\n", "    entity: invoice\n",
] as const // prettier-ignore
const maps = [
  "", "    map:\n", "    map: # comment\n", "    map: {}\n", "    map:\n      number: record.A   # mine\n", "    map:\n      note: >-\n        record.A\n\n        + record.B\n",
  "    map: { number: record.A, }\n", "    map:\n\n      # first\n      number: |\n        record.A\n      # last\n", "    map:\n        billingAddress:\n            city: 'it''s'\n",
] as const // prettier-ignore
const tails = ["", "  z:\n    from: { connection: x, stream: y }\n", "# end", "\n\n# end\n", "state: ./x\n"] as const

const proposals: ReadonlyArray<SuggestedField> = (["high", "medium", "low"] as const).flatMap((level) =>
  ["number", "note", "total", "billingAddress.city", "terms"].map((field) => ({
    field: level === "high" ? field : `${field}${level}`,
    columns: [],
    expression: `record["${field}: # '${level}'"]`,
    confidence: 1,
    level,
    reason: "Because.",
  })),
)

const once = (parts: ReadonlyArray<string>): string => [...new Set(parts)].join("")

describe("what is written by hand", () => {
  it.prop(
    "stays to the byte, outside one added piece",
    [
      Schema.Array(Schema.Literals(blocks)).check(Schema.isBetweenLength(0, 4)),
      Schema.Literals(maps),
      Schema.Array(Schema.Literals(blocks)).check(Schema.isBetweenLength(0, 4)),
      Schema.Literals(tails),
      Schema.Literals(["\n", "\r\n"]),
    ],
    ([above, map, below, tail, newline]) => {
      const rest = below.filter((block) => !above.includes(block))
      const from = "    from: { connection: x, stream: y }\n"
      const text = `flows:\n  a:\n${from}${once(above)}${map}${once(rest)}${tail}`.replaceAll("\n", newline)
      const { text: after, added, kept } = Result.getOrThrow(insertMap(text, "a", proposals))
      let start = 0
      while (start < text.length && text[start] === after[start]) start++
      assert.strictEqual(after.slice(after.length - (text.length - start)), text.slice(start))
      const [before, then] = [parse(text), parse(after)]
      const { map: mine, ...flow } = then.flows.a
      const { map: theirs, ...same } = before.flows.a
      assert.deepStrictEqual(
        [
          { ...then, flows: { ...then.flows, a: flow } },
          kept.filter((field) => !Object.hasOwn(theirs ?? {}, field.replace(/\..*/, ""))),
        ],
        [{ ...before, flows: { ...before.flows, a: same } }, []],
      )
      for (const [key, value] of Object.entries(theirs ?? {})) assert.deepStrictEqual(mine[key], value)
      for (const field of added) {
        const [key = "", part] = field.split(".")
        const expression = proposals.find((each) => each.field === field)!.expression
        assert.strictEqual(part === undefined ? mine[key] : mine[key][part], expression)
      }
    },
    { arbitrary: { runs: 400 } },
  )
})
