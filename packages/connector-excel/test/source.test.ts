import { NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { ConnectorError } from "@waybill/connector"
import { Effect, FileSystem, Layer, Option, Schema, Stream } from "effect"
import { FetchHttpClient } from "effect/http"

import { errors, excel, Settings } from "../src/index.ts"
import { openSource } from "../src/source.ts"
import {
  book,
  headers,
  live,
  opened,
  read,
  refusal,
  relationships,
  rowsOf,
  sharedStrings,
  shown,
  styles,
  workbook,
  worksheet,
} from "./support/book.ts"

const inline = (ref: string, text: string): string => `<c r="${ref}" t="inlineStr"><is><t>${text}</t></is></c>`
const sheetOf = (...rows: ReadonlyArray<string>) => book({ sheet: worksheet(rows.join("")) })

const codeOf = (bytes: Uint8Array, options: Parameters<typeof refusal>[1] = {}) =>
  live(
    Effect.map(refusal(bytes, options), (error) =>
      error instanceof ConnectorError ? [error.code, error.message] : ["no error", JSON.stringify(error)],
    ),
  )

describe("the header row", () => {
  it.effect("names the columns; rows above it and blank rows are passed over, empty columns ignored", () =>
    live(
      Effect.gen(function* () {
        const bytes = sheetOf(
          `<row r="1">${inline("A1", "Report of all invoices")}</row>`,
          `<row r="3">${inline("B3", " Invoice No ")}${inline("D3", "Amount")}<c r="E3" s="0"/>${inline("F3", " ")}</row>`,
          `<row r="4">${inline("B4", "INV-1")}<c r="D4"><v>10.5</v></c><c r="E4" s="0"/>${inline("F4", " ")}</row>`,
          '<row r="5"/>',
          `<row r="6">${inline("B6", "  ")}<c r="D6"/></row>`,
          `<row r="9">${inline("B9", "INV-2")}</row>`,
        )
        const source = yield* opened(bytes, { headerRow: 3 })
        const rows = yield* rowsOf(source)
        assert.deepStrictEqual(
          rows.map((row) => [
            row.row,
            "record" in row && Object.entries(row.record).map(([name, cell]) => [name, shown(cell)]),
          ]),
          [
            [
              4,
              [
                ["Invoice No", "INV-1"],
                ["Amount", "n 10.5"],
              ],
            ],
            [
              9,
              [
                ["Invoice No", "INV-2"],
                ["Amount", ""],
              ],
            ],
          ],
        )
        assert.isFalse(Schema.is(source.record)({ "Invoice No": "INV-1" }))
        for (const row of rows) assert.isTrue(Schema.is(source.record)("record" in row ? row.record : undefined))
      }).pipe(Effect.scoped),
    ),
  )

  it.effect("may hold numbers, dates and truths", () =>
    live(
      Effect.gen(function* () {
        const sheet = worksheet(
          '<row r="1"><c r="A1"><v>2026</v></c><c r="B1" s="1"><v>46346</v></c><c r="C1" t="b"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>',
        )
        assert.deepStrictEqual(yield* read(book({ sheet, styles: styles(14) })), [
          { 2026: "n 1", "2026-11-20": "", true: "" },
        ])
      }),
    ),
  )

  it.effect("is read from the first texts of the table only, and refused where a header stands twice", () =>
    Effect.gen(function* () {
      const shared = sharedStrings("<t>a</t>", "<t>b</t>")
      const sheet = worksheet(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>0</v></c></row>',
      )
      const [code, message] = yield* codeOf(book({ sheet, shared }))
      assert.strictEqual(code, "WB-EXCEL-HEADER")
      assert.include(message, "A1 and C1")
    }),
  )

  it.effect("is missing over values: the column is named, wherever the value comes", () =>
    Effect.gen(function* () {
      const header = `<row r="1">${inline("A1", "a")}${inline("C1", "c")}</row>`
      for (const ref of ["B2", "AB2"]) {
        const [code, message] = yield* codeOf(sheetOf(header, `<row r="2"><c r="${ref}"><v>1</v></c></row>`))
        assert.strictEqual(code, "WB-EXCEL-HEADER")
        assert.include(message, `column ${ref.slice(0, -1)} `)
      }
    }),
  )

  it.effect.each([
    { what: "no header row", bytes: sheetOf('<row r="1"/>') },
    { what: "no rows", bytes: sheetOf() },
    { what: "an error as a header", bytes: sheetOf('<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>') },
    { what: "__proto__", bytes: sheetOf(`<row r="1">${inline("A1", "__proto__")}</row>`) },
  ])("refused: $what", ({ bytes }) =>
    Effect.gen(function* () {
      const [code] = yield* codeOf(bytes)
      assert.strictEqual(code, "WB-EXCEL-HEADER")
    }),
  )
})

describe("pages", () => {
  const many = sheetOf(
    headers("n"),
    ...Array.from({ length: 2500 }, (_, i) => `<row r="${i + 2}"><c r="A${i + 2}"><v>${i}</v></c></row>`),
  )

  it.effect("hold 1,000 rows, and reading goes on behind each cursor without loss or repetition", () =>
    live(
      Effect.gen(function* () {
        const source = yield* opened(many)
        const pages = yield* Stream.runCollect(source.read(Option.none()))
        assert.deepStrictEqual(
          pages.map((page) => page.rows.length),
          [1000, 1000, 500],
        )
        const all = pages.flatMap((page) => page.rows.map(({ row }) => row))
        assert.deepStrictEqual(
          all,
          Array.from({ length: 2500 }, (_, i) => i + 2),
        )
        for (const [index, page] of pages.entries()) {
          const rest = yield* rowsOf(source, Option.some(page.cursor))
          assert.deepStrictEqual(
            rest.map(({ row }) => row),
            all.slice((index + 1) * 1000),
          )
        }
      }).pipe(Effect.scoped),
    ),
  )

  const rowsTo = (last: number) =>
    Array.from({ length: last }, (_, i) => `<row r="${i + 2}"><c r="A${i + 2}"><v>${i}</v></c></row>`)

  it.effect("a finished read has nothing more, until the workbook changes: then it begins anew (invariant 6)", () =>
    live(
      Effect.gen(function* () {
        const files = yield* FileSystem.FileSystem
        const directory = yield* files.makeTempDirectoryScoped()
        const write = (last: number) =>
          files.writeFile(`${directory}/book.xlsx`, sheetOf(headers("n"), ...rowsTo(last)))
        const openAt = (headerRow = 1) => openSource("book.xlsx", { directory, headerRow })
        yield* write(3)
        const source = yield* openAt()
        assert.isTrue(source.incremental)
        const [page] = yield* Stream.runCollect(source.read(Option.none()))
        const cursor = Option.some(page!.cursor)
        const numbers = Effect.map(rowsOf(source, cursor), (rows) => rows.map(({ row }) => row))
        assert.deepStrictEqual(yield* numbers, [])
        yield* write(4)
        assert.deepStrictEqual(yield* numbers, [2, 3, 4, 5])
        yield* write(3)
        yield* files.utimes(`${directory}/book.xlsx`, 1, 1)
        assert.deepStrictEqual(yield* numbers, [2, 3, 4])
        // Under another header row the same cursor stands in another table.
        const below = yield* openAt(2)
        const [first] = yield* Stream.runCollect((yield* openAt()).read(Option.none()))
        assert.lengthOf(yield* rowsOf(below, Option.some(first!.cursor)), 2)
      }).pipe(Effect.scoped),
    ),
  )

  it.effect("a cursor that no workbook made is refused", () =>
    live(
      Effect.gen(function* () {
        const source = yield* opened(many)
        for (const cursor of ["", "17", "[2]", '[-1,"x"]', '["in.csv",1,1,"x"]']) {
          const error = yield* Effect.flip(rowsOf(source, Option.some(cursor)))
          assert.strictEqual(error.code, "WB-EXCEL-CURSOR")
        }
      }).pipe(Effect.scoped),
    ),
  )

  it.effect("a bad row keeps what could be read, and the rows around it are good", () =>
    live(
      Effect.gen(function* () {
        const rows = '<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="e"><v>#DIV/0!</v></c><c r="C2"><f>1</f></c></row>'
        const source = yield* opened(book({ sheet: worksheet(headers("a", "b", "c") + rows) }))
        const [row] = yield* rowsOf(source)
        assert.isTrue(row !== undefined && "issues" in row)
        if (row === undefined || !("issues" in row)) return
        assert.deepStrictEqual(
          row.issues.map(({ code, column }) => [code, column]),
          [
            ["WB-EXCEL-ERROR-CELL", "b"],
            ["WB-EXCEL-UNCALCULATED", "c"],
          ],
        )
        assert.deepStrictEqual(Object.values(row.raw).map(shown), ["n 1", "#DIV/0!", ""])
      }).pipe(Effect.scoped),
    ),
  )
})

const two = book({
  workbook: workbook(
    '<sheet name="Old &amp; gone" sheetId="1" state="hidden" r:id="rId1"/><sheet name="Chart" sheetId="3" r:id="rId3"/><sheet name="New #2" sheetId="2" r:id="rId2"/>',
  ),
  workbookRels: relationships(
    ["rId1", "worksheet", "worksheets/sheet1.xml"],
    ["rId2", "worksheet", "worksheets/sheet2.xml"],
    ["rId3", "chartsheet", "chartsheets/sheet1.xml"],
  ),
  rows: '<row r="2"><c r="A2"><v>1</v></c></row>',
  extra: [
    { name: "xl/worksheets/sheet2.xml", data: worksheet(`${headers("v")}<row r="2"><c r="A2"><v>2</v></c></row>`) },
  ],
})

describe("streams", () => {
  it.effect.each([
    { stream: "book.xlsx", value: "n 2" },
    { stream: "book.xlsx#Old & gone", value: "n 1" },
    { stream: "book.xlsx#new #2", value: "n 2" },
    { stream: "./book.xlsx", value: "n 2" },
  ])("$stream", ({ stream, value }) =>
    live(
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* read(two, { stream }), [{ v: value }])
      }),
    ),
  )

  it.effect.each([
    { stream: "../book.xlsx", code: "WB-EXCEL-STREAM" },
    { stream: "a/../../book.xlsx", code: "WB-EXCEL-STREAM" },
    { stream: "/etc/book.xlsx", code: "WB-EXCEL-STREAM" },
    { stream: "book.csv", code: "WB-EXCEL-STREAM" },
    { stream: "book", code: "WB-EXCEL-STREAM" },
    { stream: "book.xls", code: "WB-EXCEL-OLD-FORMAT" },
    { stream: "book.xlsb", code: "WB-EXCEL-OLD-FORMAT" },
    { stream: "other.xlsx", code: "WB-EXCEL-FILE" },
    { stream: "book.xlsx#Nobody", code: "WB-EXCEL-SHEET" },
    { stream: "book.xlsx#Chart", code: "WB-EXCEL-SHEET" },
  ])("$stream is refused", ({ stream, code }) =>
    Effect.gen(function* () {
      assert.strictEqual((yield* codeOf(two, { stream }))[0], code)
    }),
  )

  it.effect("a workbook that is not there: the folder's workbooks are named", () =>
    Effect.gen(function* () {
      assert.include((yield* codeOf(two, { stream: "other.xlsx" })).join(" "), "'book.xlsx'")
    }),
  )
})

describe("the connector", () => {
  const services = Layer.mergeAll(NodeServices.layer, FetchHttpClient.layer)

  it.effect("reads a workbook of its directory, and checks that there is one", () =>
    Effect.gen(function* () {
      const files = yield* FileSystem.FileSystem
      const baseDirectory = yield* files.makeTempDirectoryScoped()
      yield* files.makeDirectory(`${baseDirectory}/in`)
      yield* files.writeFile(`${baseDirectory}/in/book.xlsx`, two)
      const settings = yield* Schema.decodeEffect(Settings)({ directory: "in" })
      assert.deepStrictEqual(settings, { directory: "in", headerRow: 1 })
      const connection = yield* excel.open(settings, { connection: "files", baseDirectory })
      assert.deepStrictEqual(yield* connection.check, [])
      const source = yield* connection.source!("book.xlsx")
      assert.strictEqual((yield* rowsOf(source)).length, 1)
      const nowhere = yield* excel.open({ ...settings, directory: "out" }, { connection: "files", baseDirectory })
      assert.strictEqual((yield* Effect.flip(nowhere.check)).code, "WB-EXCEL-FILE")
    }).pipe(Effect.scoped, Effect.provide(services)),
  )

  it("explains every code once", () => {
    assert.strictEqual(new Set(errors.map(({ code }) => code)).size, errors.length)
    for (const { code, meaning, fix } of errors) {
      assert.match(code, /^WB-EXCEL-[A-Z-]+$/)
      assert.isNotEmpty(meaning)
      assert.isNotEmpty(fix)
    }
  })
})
