/**
 * Rejects leave as a file and come back, through real files: nothing that nobody edited counts as edited, and what a
 * spreadsheet does by itself is found.
 */
import { assert, describe, it } from "@effect/vitest"
import type { KeptReject } from "@waybill/ledger"
import { compareEdited, flowColumn, lineageId, ownColumns } from "@waybill/pipeline"
import { Effect, FileSystem, Schema } from "effect"

// @boundaries-ignore a person at a workbook, as the connector's tests know one
import { cellIn, editWorkbook } from "../../../packages/connector-excel/test/support/person.ts"
import { platform } from "../src/program.ts"
import { readEdited } from "../src/rejects/readEdited.ts"
import { rejectTable } from "../src/rejects/rejectTable.ts"
import { writeTable } from "../src/rejects/writeTable.ts"

const live = Effect.provide(platform)
const folder = Effect.flatMap(FileSystem.FileSystem, (files) => files.makeTempDirectoryScoped())

const reject = (number: number, source: KeptReject["source"], more: Partial<KeptReject> = {}): KeptReject => ({
  id: number,
  run: 1,
  flow: "invoices",
  target: "sandbox#invoices",
  row: number + 1,
  state: "invalid",
  source,
  origin: number.toString(16).padStart(12, "0").padEnd(32, "a"),
  version: 0,
  issues: [{ code: "WB-MAP-DATE", message: "not a date,\nsays the target", hint: "=mend it", column: "Due" }],
  ...more,
})

type Columns = ReadonlyMap<string, ReadonlyArray<string>>

const back = Effect.fnUntraced(function* (
  path: string,
  rejects: ReadonlyArray<KeptReject>,
  columns: Columns = new Map(),
) {
  return compareEdited(yield* readEdited(path), rejects, { columns })
})

const thereAndBack = Effect.fnUntraced(function* (
  ending: string,
  rejects: ReadonlyArray<KeptReject>,
  columns?: Columns,
) {
  const path = `${yield* folder}/rejects.${ending}`
  yield* writeTable(path, rejectTable(rejects, columns))
  return yield* back(path, rejects, columns)
}, Effect.scoped)

const untouched = (records: number) => ({ edits: [], unchanged: records, refused: [], notes: [], faults: [] })

const hostile = Schema.Literals([
  "",
  " ",
  " a ",
  "\u00A0",
  "=1+1",
  "'=1+1",
  "''=x",
  "+cmd|' /C calc'!A0",
  "-12.50",
  "-a",
  "@x",
  "\t=1",
  "\r=1",
  "＝1",
  "'a",
  "’a",
  "00123",
  "1.5",
  "1,5",
  "1,234.50",
  "4006381333931234567",
  "1.23E+11",
  "28/02/2026",
  "3-4",
  "MAR1",
  "TRUE",
  "true",
  "#N/A",
  "#REF!",
  'a "b"',
  "a,b;c\td|e",
  "a\r\nb",
  "a\nb",
  "a\rb",
  "\u{FEFF}x",
  "😀 東京",
  "_x000D_",
  "\u0000",
  "\u0001\uFFFE",
  "\uD800",
  "null",
  "{}",
  "[]",
])
const Value = Schema.Union([
  hostile,
  hostile,
  Schema.String,
  Schema.Null,
  Schema.Boolean,
  Schema.Literals(["0", "12.5", "-0.01", "1000000000000000000000", "123456789012345678.9"]).pipe((text) =>
    Schema.Struct({ $decimal: text }),
  ),
  Schema.Struct({ $date: Schema.Literals(["2026-02-28", "1900-01-01", "1850-12-31", "9999-12-31"]) }),
  Schema.Struct({
    $dateTime: Schema.Literals(["2026-02-28T13:30:15.25", "2026-02-28T00:00:00", "1850-12-31T12:00:00"]),
  }),
  Schema.Struct({ $money: Schema.Literals(["12.5 EUR", "-3 JPY"]) }),
  Schema.Array(Schema.Struct({ number: hostile, net: Schema.Struct({ $decimal: Schema.Literal("1.50") }) })),
  Schema.Struct({ line1: hostile, zip: Schema.Null }),
])
const columnNames = [
  "Number",
  "Due",
  " Due ",
  "=SUM(A1)",
  "naïve 😀",
  "a,b;c\t|",
  "two\nlines",
  "constructor",
  "__proto__",
  "1",
  "-",
] as const
const Source = Schema.Array(Schema.Tuple([Schema.Literals(columnNames), Value])).check(Schema.isMaxLength(8))
const Sources = Schema.Array(
  Schema.Tuple([
    Schema.Literals(["invoices", "a-very-long-name-of-a-flow-of-invoices", "a-very-long-name-of-a-flow-of-invoices-2"]),
    Source,
  ]),
).check(Schema.isMaxLength(12))

describe.each(["xlsx", "csv"])("a file of rejects, .%s", (ending) => {
  it.effect.prop(
    "comes back without an edit, whatever stands in it",
    [Sources],
    ([sources]) =>
      Effect.gen(function* () {
        const rejects = sources.map(([flow, values], index) => reject(index, Object.fromEntries(values), { flow }))
        const columns: Columns = new Map([["invoices", columnNames]])
        assert.deepStrictEqual(yield* thereAndBack(ending, rejects), untouched(rejects.length))
        assert.deepStrictEqual(yield* thereAndBack(ending, rejects, columns), untouched(rejects.length))
      }).pipe(live),
    { arbitrary: { runs: 25 } },
  )

  it.effect("has each hostile text as a cell of its own", () =>
    Effect.gen(function* () {
      const rejects = hostile.literals.map((text, index) => reject(index, { "=SUM(A1)": text, Due: `x${text}` }))
      assert.deepStrictEqual(yield* thereAndBack(ending, rejects), untouched(rejects.length))
    }).pipe(live),
  )

  it.effect("may hold thousands, records of the same content among them", () =>
    Effect.gen(function* () {
      const rejects = Array.from({ length: 5_000 }, (_, index) => {
        const values = Array.from({ length: 12 }, (_value, column) => [
          `Column ${column}`,
          `${index % 2_500} ${column}`,
        ])
        return reject(index % 2_500, Object.fromEntries(values), { id: index, row: index + 2 })
      })
      assert.deepStrictEqual(yield* thereAndBack(ending, rejects), untouched(5_000))
    }).pipe(live),
  )

  it.effect("is for its owner's eyes, and takes the place of an earlier one only when it is complete", () =>
    Effect.gen(function* () {
      const files = yield* FileSystem.FileSystem
      const directory = yield* folder
      const path = `${directory}/rejects.${ending}`
      yield* files.writeFileString(path, "an earlier one")
      yield* files.chmod(path, 0o644)
      yield* writeTable(path, rejectTable([reject(1, { Number: "1" })]))
      assert.strictEqual((yield* files.stat(path)).mode & 0o777, 0o600)
      assert.deepStrictEqual(yield* files.readDirectory(directory), [`rejects.${ending}`])
      assert.strictEqual(
        (yield* Effect.flip(writeTable(`${directory}/none/rejects.${ending}`, []))).code,
        "WB-CLI-EXPORT",
      )
      yield* writeTable(path, [])
      assert.deepStrictEqual(yield* back(path, []), untouched(0))
    }).pipe(Effect.scoped, live),
  )
})

describe("a file that can't be exported or read", () => {
  it.effect("leaves what was there, and says what would help", () =>
    Effect.gen(function* () {
      const files = yield* FileSystem.FileSystem
      const directory = yield* folder
      yield* files.writeFileString(`${directory}/rejects.xlsx`, "an earlier one")
      const tooLong = rejectTable([reject(1, { Note: "a".repeat(40_000) })])
      const error = yield* Effect.flip(writeTable(`${directory}/rejects.xlsx`, tooLong))
      assert.include(error.hint, "CSV")
      assert.strictEqual(yield* files.readFileString(`${directory}/rejects.xlsx`), "an earlier one")
      assert.deepStrictEqual(yield* files.readDirectory(directory), ["rejects.xlsx"])
      assert.strictEqual((yield* Effect.flip(readEdited(`${directory}/rejects.xlsx`))).code, "WB-EXCEL-NOT-WORKBOOK")
      assert.strictEqual((yield* Effect.flip(readEdited(`${directory}/rejects.ods`))).code, "WB-REJECTS-FILE")
      assert.strictEqual((yield* Effect.flip(readEdited(`${directory}/none.csv`))).code, "WB-CSV-FILE")
    }).pipe(Effect.scoped, live),
  )
})

const customer = { "Customer No": "00123", Name: "Müller, Söhne", Due: "31/02/2026", Amount: "12.50", Note: "=x" }
const three = [1, 2, 3].map((number) => reject(number, { ...customer, Number: `R-${number}` }))

/** The CSV file as a spreadsheet of another country saves it. */
const resaved = (change: (line: ReadonlyArray<string>) => ReadonlyArray<string>): string => {
  const header = [flowColumn, ...ownColumns, ...Object.keys(three[0]!.source)]
  const line = ({ flow, origin, row, source }: KeptReject): ReadonlyArray<string> => {
    const own = [flow, lineageId(origin), String(row), "", "invalid", "WB-MAP-DATE", "Due", "?", "=mend it", "0"]
    return [...own, ...Object.values(source).map(String)]
  }
  const lines = [header, ...three.map((one) => change(line(one)))]
  return lines.map((cells) => cells.map((cell) => (/[;"\n]/.test(cell) ? `"${cell}"` : cell)).join(";")).join("\r\n")
}

describe("a CSV file from a spreadsheet", () => {
  const saved = Effect.fnUntraced(function* (bytes: Uint8Array) {
    const files = yield* FileSystem.FileSystem
    const path = `${yield* folder}/rejects.csv`
    yield* files.writeFile(path, bytes)
    return path
  })
  const inExcel = resaved((cells) =>
    cells.map((cell) => ({ "00123": "123", "12.50": "12,5", "R-2": "R-2b" })[cell] ?? cell),
  )

  it.effect("may have semicolons, a byte order mark and other line ends; what it changed by itself is said", () =>
    Effect.gen(function* () {
      const { edits, unchanged, notes, faults, refused } = yield* back(
        yield* saved(Buffer.from(`\u{FEFF}${inExcel}`)),
        three,
      )
      assert.deepStrictEqual([...faults, ...refused], [])
      assert.deepStrictEqual(
        edits.map(({ source, changed }) => [source["Number"], source["Customer No"], changed]),
        [["R-2b", "00123", ["Number"]]],
      )
      assert.strictEqual(unchanged, 2)
      const said = new Set(notes.map(({ code, column }) => `${code} ${column}`))
      assert.deepStrictEqual([...said].sort(), [
        "WB-REJECTS-NOTATION Amount",
        "WB-REJECTS-OWN waybill message",
        "WB-REJECTS-ZEROS Customer No",
      ])
    }).pipe(Effect.scoped, live),
  )

  it.effect("may be tabbed Unicode text", () =>
    Effect.gen(function* () {
      const text = resaved((cells) => cells).replaceAll(";", "\t")
      assert.strictEqual((yield* back(yield* saved(Buffer.from(`\u{FEFF}${text}`, "utf16le")), three)).unchanged, 3)
    }).pipe(Effect.scoped, live),
  )

  it.effect("that is no UTF-8 is refused with what to do", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(readEdited(yield* saved(Buffer.from(inExcel, "latin1"))))
      assert.strictEqual(error.code, "WB-CSV-ENCODING")
      assert.include(error.hint, "CSV UTF-8")
    }).pipe(Effect.scoped, live),
  )

  it.effect("with a row that can't be told apart is refused", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(readEdited(yield* saved(Buffer.from(`${inExcel}\r\nonly;two`))))
      assert.strictEqual(error.code, "WB-CSV-RAGGED-ROW")
      assert.include(error.message, "line 5")
    }).pipe(Effect.scoped, live),
  )
})

describe("a workbook from a person", () => {
  const typed = [
    reject(4, { Number: "R-4", Amount: { $decimal: "12.5" }, Due: { $date: "2026-02-28" } }, { flow: "book" }),
    reject(5, { Number: "R-5", Amount: "n/a", Due: "" }, { flow: "book" }),
  ]
  const edited = Effect.fnUntraced(function* (edit: Parameters<typeof editWorkbook>[1]) {
    const rejects = [...three, ...typed]
    const path = `${yield* folder}/rejects.xlsx`
    yield* writeTable(path, rejectTable(rejects))
    yield* editWorkbook(path, edit)
    return yield* back(path, rejects)
  }, Effect.scoped)
  const codes = (remarks: ReadonlyArray<{ readonly code: string }>) => remarks.map(({ code }) => code)

  it.effect("has a sheet for each flow, text cells, marks and a filter", () =>
    edited((book) => {
      assert.deepStrictEqual(
        book.worksheets.map(({ name }) => name),
        ["invoices", "book"],
      )
      const [invoices, bookSheet] = [book.getWorksheet("invoices")!, book.getWorksheet("book")!]
      assert.strictEqual(cellIn(invoices, 2, "Customer No").numFmt, "@")
      assert.strictEqual(cellIn(invoices, 2, "waybill id").value, lineageId(three[0]!.origin))
      assert.strictEqual(cellIn(bookSheet, 2, "Amount").value, 12.5)
      assert.strictEqual(cellIn(bookSheet, 2, "Due").type, 4)
      const filled = (column: string) => JSON.stringify(cellIn(invoices, 2, column).fill ?? "").includes("FFFFF2CC")
      assert.deepStrictEqual([filled("Due"), filled("Number"), filled("waybill column")], [true, false, false])
      assert.isNotNull(invoices.autoFilter)
    }).pipe(live),
  )

  it.effect("saved as it is has no edits", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* edited(() => undefined), untouched(5))
    }).pipe(live),
  )

  it.effect("gives what was typed, as the source writes it", () =>
    Effect.gen(function* () {
      const { edits, unchanged, refused, notes, faults } = yield* edited((book) => {
        const [invoices, bookSheet] = [book.getWorksheet("invoices")!, book.getWorksheet("book")!]
        cellIn(invoices, 2, "Due").value = "28/02/2026"
        cellIn(invoices, 3, "Name").value = "Müller \u00A0"
        invoices.spliceRows(4, 1)
        cellIn(bookSheet, 2, "Amount").value = 13.25
        cellIn(bookSheet, 3, "Amount").value = 7
        cellIn(bookSheet, 3, "Due").value = new Date(Date.UTC(2026, 2, 1))
        cellIn(bookSheet, 3, "Due").numFmt = "dd.mm.yyyy"
        book.addWorksheet("Notes").getCell("B7").value = "ask the bank"
      })
      assert.deepStrictEqual([...refused, ...faults], [])
      assert.deepStrictEqual(
        edits.map(({ source, changed }) => changed.map((column) => source[column])),
        [["28/02/2026"], ["Müller"], [{ $decimal: "13.25" }], [{ $decimal: "7" }, { $date: "2026-03-01" }]],
      )
      assert.strictEqual(unchanged, 0)
      assert.deepStrictEqual(codes(notes), ["WB-REJECTS-SHEET", "WB-REJECTS-SPACES"])
    }).pipe(live),
  )

  it.effect("is told what its spreadsheet has spoilt", () =>
    Effect.gen(function* () {
      const { edits, refused, notes } = yield* edited((book) => {
        const invoices = book.getWorksheet("invoices")!
        cellIn(invoices, 2, "Customer No").value = 123
        cellIn(invoices, 2, "Due").value = new Date(Date.UTC(2026, 1, 28))
        cellIn(invoices, 2, "Due").numFmt = "dd/mm/yyyy"
        cellIn(invoices, 3, "Name").value = { formula: 'CONCATENATE("a","b")', result: "ab" }
        cellIn(invoices, 3, "Amount").value = { error: "#N/A" }
        cellIn(invoices, 4, "Customer No").value = 123
      })
      assert.deepStrictEqual(edits, [])
      assert.deepStrictEqual(
        refused.map(({ code, row, column }) => [code, row, column]),
        [
          ["WB-REJECTS-DATE", 2, "Due"],
          ["WB-REJECTS-FORMULA", 3, "Name"],
          ["WB-EXCEL-ERROR-CELL", 3, "Amount"],
        ],
      )
      assert.deepInclude(notes[0], { code: "WB-REJECTS-ZEROS", row: 4, column: "Customer No", sheet: "invoices" })
    }).pipe(live),
  )

  it.effect("may have a title above the header, and is refused where columns were added", () =>
    Effect.gen(function* () {
      const titled = yield* edited((book) => void book.getWorksheet("invoices")!.insertRow(1, ["For the bank"]))
      assert.strictEqual(titled.unchanged, 5)
      const more = yield* edited((book) => {
        const sheet = book.getWorksheet("invoices")!
        sheet.getCell(2, sheet.columnCount + 1).value = "done"
      })
      assert.deepStrictEqual(codes(more.faults), ["WB-REJECTS-HEADER"])
    }).pipe(live),
  )
})
