import { assert, describe, it } from "@effect/vitest"
import { Effect, FileSystem } from "effect"
import { Stream } from "effect"

import { readWorkbook, type SheetContent, writeWorkbook } from "../src/index.ts"
import { defaultLimits } from "../src/internal/limits.ts"
import { openArchive, readPart } from "../src/internal/zip.ts"
import { book, type BookOptions, live, relationships, shown, workbook, worksheet } from "./support/book.ts"

const contents = Effect.fnUntraced(function* (options: BookOptions) {
  const files = yield* FileSystem.FileSystem
  const path = `${yield* files.makeTempDirectoryScoped()}/book.xlsx`
  yield* files.writeFile(path, book(options))
  return yield* readWorkbook(path)
}, Effect.scoped)

const text = (at: string, value: string): string => `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`

const shownRows = ({ rows }: SheetContent) =>
  rows.map(({ row, cells }) => [row, ...Array.from(cells, (cell) => (cell === undefined ? "" : shown(cell)))])

describe("readWorkbook", () => {
  it.effect("gives every sheet cell by cell, whatever its first row is", () =>
    live(
      Effect.gen(function* () {
        const rows = `<row r="2">${text("B2", "Amount")}</row><row r="3"/><row r="5"><c r="A5"><v>12.5</v></c>${text("C5", " x ")}</row>`
        const rels = relationships(
          ["rId1", "worksheet", "worksheets/sheet1.xml"],
          ["rId2", "worksheet", "worksheets/sheet2.xml"],
        )
        const sheets =
          '<sheet name="S" sheetId="1" r:id="rId1"/><sheet name="T" sheetId="2" state="hidden" r:id="rId2"/>'
        const found = yield* contents({
          sheet: worksheet(rows),
          workbook: workbook(sheets),
          workbookRels: rels,
          extra: [{ name: "xl/worksheets/sheet2.xml", data: worksheet("") }],
        })
        assert.deepStrictEqual(
          found.map(({ name }) => name),
          ["S", "T"],
        )
        assert.deepStrictEqual(shownRows(found[0]!), [
          [2, "", "Amount"],
          [5, "n 12.5", "", " x "],
        ])
        assert.deepStrictEqual(found[1]!.rows, [])
      }),
    ),
  )

  it.effect("names formulas and cells that can't be read", () =>
    live(
      Effect.gen(function* () {
        const cells = [
          '<c r="A2"><f>1+1</f><v>2</v></c>',
          '<c r="B2" t="e"><v>#N/A</v></c>',
          '<c r="C2"><f>A1</f></c>',
          "<c r='D2'><v>1</v></c>",
        ]
        const [sheet] = yield* contents({ rows: `<row r="2">${cells.join("")}</row>` })
        const row = sheet!.rows[1]!
        assert.deepStrictEqual(row.formulas, [0, 2])
        assert.deepStrictEqual(
          [...row.problems].map(([column, { code }]) => [column, code]),
          [
            [1, "WB-EXCEL-ERROR-CELL"],
            [2, "WB-EXCEL-UNCALCULATED"],
          ],
        )
        assert.strictEqual(shown(row.cells[0]), "n 2")
      }),
    ),
  )

  it.effect("fails where the workbook can't be read", () =>
    live(
      Effect.gen(function* () {
        assert.strictEqual((yield* Effect.flip(readWorkbook("/none/book.xlsx"))).code, "WB-EXCEL-FILE")
      }),
    ),
  )
})

describe("writeWorkbook", () => {
  it.effect("keeps columns as text, coloured cells and a filter", () =>
    live(
      Effect.gen(function* () {
        const files = yield* FileSystem.FileSystem
        const path = `${yield* files.makeTempDirectoryScoped()}/book.xlsx`
        const textColumns = (column: number) => column === 1
        const sheet = { name: "S", header: ["a", "b"], rows: [["x", ""]], textColumns, filter: true }
        yield* writeWorkbook(path, [{ ...sheet, marked: (_row: number, column: number) => column === 1 }])
        const archive = yield* openArchive(path, defaultLimits, "test")
        const reader = { write: (xml: string) => [xml], end: () => undefined }
        const xml = yield* Stream.mkString(readPart(archive, "xl/worksheets/sheet1.xml", 1e6, reader))
        const styles = yield* Stream.mkString(readPart(archive, "xl/styles.xml", 1e6, reader))
        const [, plain, asText] = /<cols>(<col min="1"[^>]*>)(<col min="2"[^>]*>)<\/cols>/.exec(xml)!
        assert.notInclude(plain, "style=")
        const formats = [...styles.split("<cellXfs")[1]!.matchAll(/<xf numFmtId="(\d+)"/g)].map(([, id]) => id)
        // 49 is Excel's own number for @.
        assert.strictEqual(formats[Number(/style="(\d+)"/.exec(asText!)![1])], "49")
        assert.include(xml, '<autoFilter ref="A1:B2"/>')
        // An empty cell that is coloured is text, too.
        assert.strictEqual(formats[Number(/<c r="B2" s="(\d+)"\/>/.exec(xml)![1])], "49")
      }).pipe(Effect.scoped),
    ),
  )
})
