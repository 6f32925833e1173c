import { assert, describe, it, layer } from "@effect/vitest"
import { csv, defuseCell, errors, formatCsv, readTable, restoreCell } from "@waybill/connector-csv"
import { Effect } from "effect"

import { brief, folderOf, pagesOf, platform } from "./folder.ts"
import { random } from "./randomText.ts"

describe("formula injection", () => {
  for (const text of [
    "=1+1",
    "+SUM(A1)",
    "-2+3",
    "@x",
    "\t=1",
    "\r=1",
    "-",
    "'=1",
    "+cmd|' /C calc'!A0",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
  ]) {
    it(`defuses ${JSON.stringify(text)}`, () => assert.strictEqual(defuseCell(text), `'${text}`))
  }

  for (const text of [
    "-12.50",
    "-12,50",
    "-7",
    "+372 (5) 555-1234",
    "+3725551234",
    "a=1",
    "'quoted'",
    "",
    "2026-01-02",
  ]) {
    it(`leaves ${JSON.stringify(text)}`, () => assert.strictEqual(defuseCell(text), text))
  }

  it("is taken back exactly, whatever the text", () => {
    const signs = ["'", "=", "+", "-", "@", "\t", "\r", "1", "a", " ", "."]
    for (let seed = 0; seed < 20_000; seed++) {
      const below = random(seed)
      const text = Array.from({ length: below(6) }, () => signs[below(signs.length)]).join("")
      assert.strictEqual(restoreCell(defuseCell(text)), text)
    }
  })
})

describe("errors", () => {
  it("has one entry a code, each with meaning and fix", () => {
    assert.strictEqual(csv.errors, errors)
    assert.strictEqual(new Set(errors.map(({ code }) => code)).size, errors.length)
    for (const { code, meaning, fix } of errors) {
      assert.match(code, /^WB-CSV(-[A-Z]+)+$/)
      assert.isNotEmpty(meaning)
      assert.isNotEmpty(fix)
    }
  })
})

layer(platform)("tables", (it) => {
  it.effect("come back from formatCsv as they were", () =>
    Effect.gen(function* () {
      const rows = [
        ["1", 'a "b", c', "x\ny"],
        ["2", "-5.50", ""],
        ["3", "\u{FEFF}mark", " space "],
        ["4", "\r", "tab\t"],
      ]
      const folder = yield* folderOf({ "out.csv": formatCsv(["id", "a", "b"], rows) })
      const read = (yield* pagesOf(folder, "out.csv")).flatMap((page) => page.rows)
      assert.deepStrictEqual(
        brief(read).map(([, values]) => (Array.isArray(values) ? values.map(restoreCell) : values)),
        rows,
      )
    }),
  )

  it.effect("are written without rows, too", () =>
    Effect.sync(() => assert.strictEqual(formatCsv(["a", "b"], []), "a,b\n")),
  )

  it.effect("look keys up", () =>
    Effect.gen(function* () {
      const folder = yield* folderOf({ "terms.csv": "code;meaning\r\nN30;NET30\r\n__proto__;x\r\n" })
      assert.deepStrictEqual(
        [...(yield* readTable(`${folder}/terms.csv`))],
        [
          ["N30", "NET30"],
          ["__proto__", "x"],
        ],
      )
    }),
  )

  for (const [name, content, expected] of [
    ["three columns", "a,b,c\n1,2,3\n", "'t.csv' has 3 columns, not two"],
    ["a key twice", "a,b\n1,2\n1,3\n", "line 3 repeats the key of an earlier line"],
    ["a ragged row", "a,b\n1,2\n3\n", "line 3: the row has 1 values, the header 2 columns"],
  ] as const) {
    it.effect(`refuse ${name}`, () =>
      Effect.gen(function* () {
        const folder = yield* folderOf({ "t.csv": content })
        assert.include(yield* Effect.flip(readTable(`${folder}/t.csv`)), expected)
      }),
    )
  }
})
