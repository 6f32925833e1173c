/** An offset in an expression is a place in the file, whatever the YAML quoting, escaping and folding. */
import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, Schema } from "effect"
import { stringify } from "yaml"

import { type Expression, isExpression } from "../src/file/Pipeline.ts"
import { field, pointedAt, sound } from "./support/read.ts"

const head = `version: 1
name: test
connections:
  a: { connector: csv }
flows:
  f:
    from: { connection: a, stream: in.csv }
    to: { connection: a, stream: out.csv }
    map:
`

/** The expression of `map.x`, where the file ends with `yaml`. */
const expressionOf = (text: string): Expression => {
  const found = field(sound(text).flows[0]!.map, "x")
  if (!isExpression(found)) throw new Error("x is no expression")
  return found
}

/** The places of each `#` of an expression, as `line:column`. */
const marks = (yaml: string): ReadonlyArray<string> => {
  const expression = expressionOf(head + yaml)
  return [...expression.text.matchAll(/#/g)].map(({ index }) => {
    const { line, column } = expression.placeAt(index)
    return `${line}:${column}`
  })
}

/** The places of each `#` in the file itself. */
const marksInFile = (yaml: string): ReadonlyArray<string> =>
  (head + yaml)
    .split("\n")
    .flatMap((line, index) => [...line.matchAll(/#/g)].map((match) => `${index + 1}:${match.index + 1}`))

const scalars: Readonly<Record<string, string>> = {
  plain: `      x: a#b + c#d\n`,
  "plain over lines": `      x: a#b\n        + c#d\n\n\n        + e#f   \n        + g#h\n`,
  "single quotes": `      x: 'a#b'\n`,
  "single quotes with doubled ones": `      x: '''a''#b == ''c''#d'\n`,
  "single quotes over lines": `      x: '   a#b\n        + ''c#''\n\n        + d#   '\n`,
  "double quotes": `      x: "a#b"\n`,
  "double quotes with escapes": String.raw`      x: "\"a\"#\\ \t#\u0041#\x41#\U0001F600#\/#"` + "\n",
  "double quotes over lines": `      x: "a#   \n        b#\\\n        c#\\n#\n\n        d#"\n`,
  "emoji before the place": `      x: 'a == "😀"#b'\n`,
  literal: `      x: |\n        a#b\n          c#d\n\n        e#f\n`,
  "literal, stripped": `      x: |-\n        a#b\n        c#d\n`,
  "literal, kept": `      x: |+\n        a#b\n        c#d\n\n\n`,
  "literal with an indentation indicator": `      x: |2-\n          a#b\n        c#d\n`,
  folded: `      x: >\n        a#b\n        c#d\n\n        e#f\n`,
  "folded, stripped": `      x: >-\n        a#b\n        c#d\n`,
  "folded, kept": `      x: >+\n        a#b\n\n\n`,
  "folded with deeper lines": `      x: >-\n\n        a#b\n          c#d\n         e#f\n        g#h\n        i#j\n`,
  "folded with an indentation indicator": `      x: >2-\n          a#b\n        c#d\n        e#f\n`,
  "folded with repeated text": `      x: >-\n        a a#\n        a#\n        a a#\n`,
}

describe("the place of an offset", () => {
  for (const [name, yaml] of Object.entries(scalars)) {
    it(`of ${name}`, () => {
      assert.isAbove(marksInFile(yaml).length, 0)
      assert.deepStrictEqual(marks(yaml), marksInFile(yaml))
    })
    it(`${name}, in a file with CRLF and a byte order mark`, () => {
      const text = `\uFEFF${(head + yaml).replaceAll("\n", "\r\n")}`
      const expression = expressionOf(text)
      const found = [...expression.text.matchAll(/#/g)].map(({ index }) => expression.placeAt(index))
      assert.deepStrictEqual(
        found.map(({ line, column }) => `${line}:${column}`),
        marksInFile(yaml),
      )
    })
  }

  it("a block scalar may have a comment behind its header", () => {
    const expression = expressionOf(`${head}      x: >- # why\n        a\n        b\n`)
    assert.deepInclude(expression.placeAt(2), { line: 12, column: 9 })
  })

  it("the end of an expression is behind its last character, and nothing is beyond", () => {
    const expression = expressionOf(`${head}      x: 'ab'\n`)
    assert.deepInclude(expression.placeAt(2), { line: 10, column: 13 })
    assert.deepInclude(expression.placeAt(99), { line: 10, column: 13 })
    assert.deepInclude(expression.placeAt(-1), { line: 10, column: 11 })
  })

  it("a number or Boolean is its own text, digit for digit", () => {
    for (const text of ["5", "1.50", "0.10", "true", "12345678901234567890"]) {
      const expression = expressionOf(`${head}      x: ${text}\n`)
      assert.strictEqual(expression.text, text)
      assert.deepInclude(expression.placeAt(0), { line: 10, column: 10 })
    }
  })

  it("of a JSON file", () => {
    const json = JSON.stringify(
      {
        version: 1,
        name: "test",
        connections: { a: { connector: "csv" } },
        flows: {
          f: {
            from: { connection: "a", stream: "in.csv" },
            to: { connection: "a", stream: "out.csv" },
            map: { x: 'money(record["#"], "EUR")#' },
          },
        },
      },
      null,
      "\t",
    )
    const expression = expressionOf(json)
    const line = json.split("\n").findIndex((each) => each.includes("money"))
    const inFile = [...json.split("\n")[line]!.matchAll(/#/g)].map((match) => `${line + 1}:${match.index + 1}`)
    const found = [...expression.text.matchAll(/#/g)].map(({ index }) => expression.placeAt(index))
    assert.deepStrictEqual(
      found.map((place) => `${place.line}:${place.column}`),
      inFile,
    )
  })

  const text = Arbitrary.schema(
    Schema.Array(
      Schema.Literals(["a", "b", " ", "  ", "\n", "'", '"', "\\", ": ", "é", "😀", "#", "\t", "{", "- "]),
    ).check(Schema.isBetweenLength(1, 40)),
  )
  for (const style of ["PLAIN", "QUOTE_SINGLE", "QUOTE_DOUBLE", "BLOCK_LITERAL", "BLOCK_FOLDED"] as const) {
    it.prop(`every visible character that is not escaped is found again: ${style}`, [text], ([parts]) => {
      const value = `a${parts.join("")}b`
      const yaml = stringify({ x: value }, { defaultStringType: style, defaultKeyType: "PLAIN", lineWidth: 30 })
      const file = head + yaml.replace(/^(?=.)/gm, "      ")
      const expression = expressionOf(file)
      assert.strictEqual(expression.text, value)
      const found = pointedAt(file, expression)
      for (const [offset, character] of value.split("").entries()) {
        if (/[ab#é{]/.test(character)) assert.strictEqual(found[offset], character, JSON.stringify({ file, offset }))
      }
    })
  }
})
