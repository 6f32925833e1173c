import { spawnSync } from "node:child_process"
import { join } from "node:path"

import { assert, describe, it } from "@effect/vitest"
import { type Cell, cellText, CellDateTime } from "@waybill/connector"
import { Dates } from "@waybill/model"
import { BigDecimal, Effect, FileSystem, Schema, Stream } from "effect"

import { writeWorkbook } from "../src/index.ts"
import { defaultLimits } from "../src/internal/limits.ts"
import { writeBook } from "../src/internal/writer.ts"
import { openArchive, readPart } from "../src/internal/zip.ts"
import { openSource } from "../src/source.ts"
import { live, rowsOf, shown } from "./support/book.ts"

const folder = Effect.flatMap(FileSystem.FileSystem, (files) => files.makeTempDirectoryScoped())

/** What comes back of a column of cells. */
const thereAndBack = Effect.fnUntraced(function* (cells: ReadonlyArray<Cell>) {
  const directory = yield* folder
  const rows = cells.map((cell) => ["x", cell])
  yield* writeWorkbook(`${directory}/book.xlsx`, [{ name: "Sheet", header: ["k", "v"], rows }])
  const source = yield* openSource("book.xlsx", { directory, headerRow: 1 })
  return (yield* rowsOf(source)).map((row) => ("record" in row ? shown(row.record["v"]) : row.issues[0].code))
}, Effect.scoped)

const decimal = (text: string): BigDecimal.BigDecimal => BigDecimal.fromStringUnsafe(text)
const day = (text: string) => Dates.parseIso(text)!

describe("writeWorkbook", () => {
  it.effect("cells come back as they were", () =>
    live(
      Effect.gen(function* () {
        const cells: ReadonlyArray<Cell> = [
          "00123",
          "=1+1",
          "-5",
          "2026-11-20",
          " leading and trailing ",
          "two\nlines\r\nand a tab\t.",
          "_x000D_ as it is written",
          "\u0000\u0001\u001F\u007F\uFFFE",
          "<&>\"' ]]>",
          "東京 😀",
          "",
          true,
          false,
          decimal("0"),
          decimal("-1234.56"),
          decimal("0.000001"),
          decimal("999999999999999"),
          decimal("1e21"),
          day("2026-11-20"),
          new CellDateTime(day("2026-11-20"), "13:30:15"),
          new CellDateTime(day("2026-11-20"), "00:00:00.001"),
        ]
        assert.deepStrictEqual(yield* thereAndBack(cells), cells.map(shown))
      }),
    ),
  )

  it.effect("prints with all columns on one page", () =>
    live(
      Effect.gen(function* () {
        const directory = yield* folder
        const path = `${directory}/book.xlsx`
        yield* writeWorkbook(path, [{ name: "Sheet", header: ["k", "v"], rows: [["a", "b"]] }])
        const archive = yield* openArchive(path, defaultLimits, "test")
        const reader = { write: (text: string) => [text], end: () => undefined }
        const sheet = yield* Stream.mkString(readPart(archive, "xl/worksheets/sheet1.xml", 1e6, reader))
        assert.match(sheet, /<pageSetUpPr fitToPage="1"\/>/)
        assert.match(sheet, /<pageSetup [^>]*orientation="landscape"[^>]*fitToHeight="0"/)
      }).pipe(Effect.scoped),
    ),
  )

  it.effect("what Excel has no number or date for comes back as text, exactly", () =>
    live(
      Effect.gen(function* () {
        const cells = [decimal("1234567890123456.78"), day("1899-12-31")]
        assert.deepStrictEqual(yield* thereAndBack(cells), cells.map(cellText))
      }),
    ),
  )

  it.effect.prop(
    "any text comes back as it was",
    [Schema.Array(Schema.String).check(Schema.isMaxLength(30))],
    ([texts]) =>
      live(
        Effect.gen(function* () {
          const wellFormed = texts.map((text) => text.toWellFormed())
          assert.deepStrictEqual(yield* thereAndBack(wellFormed), wellFormed)
        }),
      ),
    { arbitrary: { runs: 30 } },
  )

  it.effect("white space around a text is marked as meant, or Excel would drop it", () =>
    live(
      Effect.gen(function* () {
        const directory = yield* folder
        const rows = [[" a"], ["b\nc"]]
        yield* writeWorkbook(`${directory}/book.xlsx`, [{ name: "S", header: ["h"], rows }])
        const archive = yield* openArchive(`${directory}/book.xlsx`, defaultLimits, "test")
        const reader = { write: (text: string) => [text], end: () => undefined }
        const xml = yield* Stream.mkString(readPart(archive, "xl/worksheets/sheet1.xml", 1e6, reader))
        assert.include(xml, '<t xml:space="preserve"> a</t>')
        assert.include(xml, '<t xml:space="preserve">b\nc</t>')
      }).pipe(Effect.scoped),
    ),
  )

  it.effect("a number is shown as the table says, and text as it is", () =>
    live(
      Effect.gen(function* () {
        const directory = yield* folder
        const rows = [[decimal("1234.5")], ["text"]]
        yield* writeWorkbook(`${directory}/book.xlsx`, [{ name: "S", header: ["h"], rows, format: () => "#,##0.000" }])
        const archive = yield* openArchive(`${directory}/book.xlsx`, defaultLimits, "test")
        const reader = { write: (text: string) => [text], end: () => undefined }
        const sheet = yield* Stream.mkString(readPart(archive, "xl/worksheets/sheet1.xml", 1e6, reader))
        const styles = yield* Stream.mkString(readPart(archive, "xl/styles.xml", 1e6, reader))
        const [, number] = /formatCode="#,##0.000"/.test(styles) ? /r="A2" s="(\d+)"/.exec(sheet)! : []
        const [, text] = /r="A3" s="(\d+)"/.exec(sheet)!
        assert.isDefined(number)
        assert.notStrictEqual(number, text)
      }).pipe(Effect.scoped),
    ),
  )

  it.effect("a disk that fails while rows are still coming is an error", () =>
    live(
      Effect.gen(function* () {
        const path = `${yield* folder}/none/book.xlsx`
        const later = Effect.callback<ReadonlyArray<never>>(
          (resume) => void setTimeout(() => resume(Effect.succeed([])), 100),
        )
        const sheet = { name: "S", header: [], widths: [], rows: Stream.fromEffect(later) }
        assert.strictEqual((yield* Effect.flip(writeBook(path, [sheet]))).code, "WB-EXCEL-WRITE")
      }).pipe(Effect.scoped),
    ),
  )

  it.effect("only its owner may read it unless they said otherwise, and a failure leaves what was there", () =>
    live(
      Effect.gen(function* () {
        const files = yield* FileSystem.FileSystem
        const directory = yield* folder
        const path = `${directory}/book.xlsx`
        yield* files.writeFileString(path, "as it was")
        const long = writeWorkbook(path, [{ name: "S", header: ["a"], rows: [["a".repeat(32_768)]] }])
        assert.strictEqual((yield* Effect.flip(long)).code, "WB-EXCEL-TEXT")
        assert.strictEqual(yield* files.readFileString(path), "as it was")
        yield* files.remove(path)
        const sheet = { name: "S", header: ["a"], rows: [["x"]], marked: () => true, widths: [40] }
        yield* writeWorkbook(path, [sheet])
        assert.strictEqual((yield* files.stat(path)).mode & 0o777, 0o600)
        yield* files.chmod(path, 0o640)
        yield* writeWorkbook(path, [sheet])
        assert.strictEqual((yield* files.stat(path)).mode & 0o777, 0o640)
        assert.deepStrictEqual(yield* files.readDirectory(directory), ["book.xlsx"])
      }).pipe(Effect.scoped),
    ),
  )

  it.effect("a folder that isn't there is an error", () =>
    live(
      Effect.gen(function* () {
        const directory = yield* folder
        const error = yield* Effect.flip(
          writeWorkbook(`${directory}/none/book.xlsx`, [{ name: "S", header: ["a"], rows: [] }]),
        )
        assert.strictEqual(error.code, "WB-EXCEL-WRITE")
      }).pipe(Effect.scoped),
    ),
  )

  it.effect("dates are the same days in every time zone (invariant 5)", () =>
    live(
      Effect.gen(function* () {
        for (const TZ of ["Pacific/Auckland", "America/Los_Angeles", "UTC"]) {
          const script = join(import.meta.dirname, "support/dates.ts")
          const { stdout, stderr } = spawnSync(process.execPath, [script, yield* folder], {
            encoding: "utf8",
            env: { ...process.env, TZ },
          })
          assert.isNotEmpty(stdout, stderr)
          assert.deepStrictEqual(
            JSON.parse(stdout),
            ["1900-01-01", "1900-02-28", "1900-03-01", "2026-03-29", "2026-11-01", "9999-12-31"].flatMap((date) => [
              `d ${date}`,
              `d ${date}T23:59:59.999`,
            ]),
          )
        }
      }).pipe(Effect.scoped),
    ),
  )
})
