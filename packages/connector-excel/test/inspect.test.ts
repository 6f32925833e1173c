import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"

import {
  book,
  type BookOptions,
  findings,
  headers,
  live,
  relationships,
  styles,
  workbook,
  worksheet,
} from "./support/book.ts"

/** A sheet of one column `v` whose cells are: `n 1` a number, `d 46346` a date, `z 12` a number shown as 00000, else text. */
const column = (...cells: ReadonlyArray<string>): string =>
  cells
    .map((cell, index) => {
      const ref = `A${index + 2}`
      const [, kind, value] = /^([ndz]) (.*)$/.exec(cell) ?? []
      const style = { n: 0, d: 1, z: 2 }[kind ?? "n"]
      const xml =
        value === undefined
          ? `<c r="${ref}" t="inlineStr"><is><t>${cell}</t></is></c>`
          : `<c r="${ref}" s="${style}"><v>${value}</v></c>`
      return `<row r="${index + 2}">${xml}</row>`
    })
    .join("")

const codes = (options: BookOptions, stream = "book.xlsx") =>
  live(
    Effect.map(findings(book({ styles: styles(14, "00000"), ...options }), { stream }), (found) =>
      found.map(({ code, row, column, message }) => ({ code, row, column, message })),
    ),
  )

describe("findings", () => {
  const days = Array.from({ length: 12 }, (_, i) => `d ${46_023 + i}`)

  it.effect("real dates beside texts that look like dates: a file opened under other settings", () =>
    Effect.gen(function* () {
      const [finding, ...others] = yield* codes({ rows: column(...days, "13/01/2026", "14/01/2026") })
      assert.isEmpty(others)
      assert.deepInclude(finding!, { code: "WB-EXCEL-MIXED-DATES", row: 14, column: "v" })
      assert.include(finding!.message, "12 real dates (row 2) beside 2 texts such as dd/mm/yyyy")
      assert.include(finding!.message, "day and month swapped")
    }),
  )

  it.effect("the same the other way round", () =>
    Effect.gen(function* () {
      const [finding] = yield* codes({ rows: column(...days, "01/13/2026") })
      assert.include(finding!.message, "1 text such as mm/dd/yyyy")
      assert.include(finding!.message, "day and month swapped")
    }),
  )

  it.effect("the same with days that can't be months: no word of swapping", () =>
    Effect.gen(function* () {
      const [finding] = yield* codes({ rows: column("d 46346", "20.11.26") })
      assert.include(finding!.message, "1 real date (row 2) beside 1 text such as dd.mm.yy")
      assert.notInclude(finding!.message, "swapped")
    }),
  )

  const single: ReadonlyArray<
    readonly [what: string, cells: ReadonlyArray<string>, found: ReadonlyArray<readonly [string, number]>]
  > = [
    ["dates alone", days, []],
    ["texts that look like dates alone", ["13/01/2026", "2026-01-14"], []],
    ["dates beside words", ["d 46346", "open"], []],
    ["numbers stored as text beside numbers", ["n 1", "1,234.50", "n 2", "-3"], [["WB-EXCEL-TEXT-NUMBERS", 3]]],
    ["numbers stored as text alone", ["12", "13.5"], []],
    ["keys whose leading zeros are gone", ["00123", "n 4567", "n 12345"], [["WB-EXCEL-LOST-ZEROS", 3]]],
    ["keys that never had any beside those that kept theirs", ["00123", "n 12345"], []],
    ["numbers of all lengths", ["n 1", "n 12345"], []],
    ["a format that shows zeros", ["z 123", "z 12345"], [["WB-EXCEL-LOST-ZEROS", 2]]],
    ["a format that has nothing to fill", ["z 12345"], []],
    ["references and telephone numbers", ["INV-1", "+372 600 1001", "12/7"], []],
  ]
  it.effect.each(single.map(([what, cells, found]) => ({ what, cells, found })))("$what", ({ cells, found }) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(
        (yield* codes({ rows: column(...cells) })).map(({ code, row }) => [code, row]),
        found.map((one) => [...one]),
      )
    }),
  )

  it.effect("hidden rows, columns and sheets, merged cells, formulas and errors", () =>
    Effect.gen(function* () {
      const rows =
        '<row r="2" hidden="1"><c r="A2"><v>1</v></c></row><row r="3" hidden="1"/><row r="4" hidden="true"><c r="A4"><v>1</v></c></row>' +
        '<row r="5"><c r="A5"><f>1</f></c><c r="B5" t="e"><v>#N/A</v></c></row>'
      const sheet = worksheet(
        headers("a", "b") + rows,
        '<cols><col min="2" max="2" hidden="1"/><col min="9" max="16384" hidden="1"/></cols>',
        '<mergeCells count="3"><mergeCell ref="A1:B1"/><mergeCell ref="A4:A5"/><mergeCell ref="Z2:Z3"/></mergeCells>',
      )
      const hiddenBook = {
        sheet,
        workbook: workbook('<sheet name="Old" sheetId="1" state="hidden" r:id="rId1"/>'),
        workbookRels: relationships(["rId1", "worksheet", "worksheets/sheet1.xml"], ["rId2", "styles", "styles.xml"]),
      }
      const found = yield* codes(hiddenBook, "book.xlsx#Old")
      assert.deepStrictEqual(
        found.map(({ code, row, column, message }) => [code, row, column, message.split(/[;,]/)[0]]),
        [
          ["WB-EXCEL-HIDDEN-SHEET", undefined, undefined, "the sheet that is read is hidden in Excel"],
          ["WB-EXCEL-HIDDEN-ROWS", 2, undefined, "2 hidden rows with values"],
          ["WB-EXCEL-HIDDEN-COLUMNS", undefined, "b", "the column is hidden in Excel"],
          ["WB-EXCEL-MERGED", 4, undefined, "1 merged area among the rows"],
          ["WB-EXCEL-UNCALCULATED", 5, "a", "1 formula never calculated"],
          ["WB-EXCEL-ERROR-CELL", 5, "b", "1 cell with an error of Excel"],
        ],
      )
    }),
  )

  it.effect("say no value of a cell (invariant 7)", () =>
    Effect.gen(function* () {
      const found = yield* codes({ rows: column("d 46346", "17/08/1987", "00042", "n 77", "1,234.50", "n 98765") })
      const text = found.map(({ message }) => message).join()
      for (const value of ["1987", "17/08", "42", "77", "234", "98765", "2026", "46346"]) assert.notInclude(text, value)
      assert.lengthOf(found, 3)
    }),
  )
})
