/** Files made to exhaust whoever reads them, and files that are no workbook: each is refused in bounded memory. */
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { assert, describe, it } from "@effect/vitest"
import { ConnectorError } from "@waybill/connector"
import { Effect } from "effect"

import type { Limits } from "../src/internal/limits.ts"
import { repeated } from "./support/bomb.ts"
import { headers, live, parts, read, refusal, sharedStrings, workbook, worksheet } from "./support/book.ts"
import type { Outcome, Task } from "./support/readInChild.ts"
import { type Part, zip } from "./support/zip.ts"

const withPart = (part: Part): Buffer => zip([...parts({}).filter(({ name }) => name !== part.name), part])
const sheetPart = "xl/worksheets/sheet1.xml"
const stringsPart = "xl/sharedStrings.xml"
const stringsHead = sharedStrings().replace("</sst>", "")
const sheetHead = worksheet(headers("v")).replace("</sheetData></worksheet>", "")
const a = (length: number): string => "a".repeat(length)
const inlineCell = `${sheetHead}<row r="2"><c r="A2" t="inlineStr"><is>`

const MiB = 1024 * 1024

/** Reads all of them in one child process with a small heap; what became of each, and the memory it took at the most. */
const readInChild = (books: ReadonlyArray<readonly [bytes: Uint8Array, limits: Partial<Limits>]>) => {
  const directory = mkdtempSync(join(tmpdir(), "waybill-excel-"))
  books.forEach(([bytes], index) => writeFileSync(join(directory, `${index}.xlsx`), bytes))
  const tasks: ReadonlyArray<Task> = books.map(([, limits], index) => ({ name: String(index), limits }))
  const script = join(import.meta.dirname, "support/readInChild.ts")
  const args = ["--max-old-space-size=96", script, directory, JSON.stringify(tasks)]
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" })
  rmSync(directory, { recursive: true })
  assert.isNotEmpty(stdout, stderr)
  const result: { readonly outcomes: ReadonlyArray<Outcome>; readonly mebibytes: number } = JSON.parse(stdout)
  return result
}

const noRatio = { ratio: 1e9 }

describe("bombs", () => {
  const bombs: ReadonlyArray<readonly [bomb: string, bytes: Buffer, limits: Partial<Limits>]> = [
    [
      "two million shared strings of 1,000 characters",
      withPart(repeated(stringsPart, stringsHead, `<si><t>${a(1000)}</t></si>`.repeat(1000), 2000)),
      {},
    ],
    [
      "the same against the limit of characters alone",
      withPart(repeated(stringsPart, stringsHead, `<si><t>${a(1000)}</t></si>`.repeat(1000), 100)),
      { ...noRatio, stringCharacters: 16 * MiB },
    ],
    [
      "shared strings without end, all empty",
      withPart(repeated(stringsPart, stringsHead, "<si/>".repeat(10_000), 2000)),
      { ...noRatio, strings: 1_000_000 },
    ],
    ["one cell of 1 GiB", withPart(repeated(sheetPart, `${inlineCell}<t>`, a(MiB), 1024)), {}],
    [
      "the same against the limit of a cell alone",
      withPart(repeated(sheetPart, `${inlineCell}<t>`, a(MiB), 40)),
      noRatio,
    ],
    [
      "one cell of 1 GiB in many runs",
      withPart(repeated(sheetPart, inlineCell, `<r><t>${a(1000)}</t></r>`.repeat(1000), 1024)),
      noRatio,
    ],
    ["one shared string of 1 GiB", withPart(repeated(stringsPart, `${stringsHead}<si><t>`, a(MiB), 1024)), noRatio],
    [
      "a number of 1 GiB",
      withPart(repeated(sheetPart, `${sheetHead}<row r="2"><c r="A2"><v>`, "1".repeat(MiB), 1024)),
      noRatio,
    ],
    ["an attribute of 1 GiB", withPart(repeated(sheetPart, `${sheetHead}<row r="`, "1".repeat(MiB), 1024)), noRatio],
    ["a comment of 1 GiB", withPart(repeated(sheetPart, `${sheetHead}<!--`, ">".repeat(MiB), 1024)), noRatio],
    [
      "styles of 4 GiB",
      withPart(repeated("xl/styles.xml", "<styleSheet><cellXfs>", '<xf numFmtId="0"/>'.repeat(60_000), 3900)),
      noRatio,
    ],
    [
      "styles without end within their limit",
      withPart(repeated("xl/styles.xml", "<styleSheet><cellXfs>", "<xf/>".repeat(100_000), 60)),
      noRatio,
    ],
    ["rows without end", withPart(repeated(sheetPart, sheetHead, "<row/>".repeat(100_000), 700)), noRatio],
    [
      "more bytes than a sheet may have",
      withPart(repeated(sheetPart, sheetHead, " ".repeat(MiB), 4000)),
      { ...noRatio, sheetPart: 64 * MiB },
    ],
    [
      "white space behind the rows without end",
      withPart(
        repeated(
          sheetPart,
          worksheet(headers("v"), "", "<mergeCells>").replace("</worksheet>", ""),
          " ".repeat(MiB),
          100,
        ),
      ),
      {},
    ],
    [
      "a header of more columns than anybody needs",
      zip(
        parts({
          sheet: worksheet(`<row r="1">${Array.from({ length: 1001 }, (_, i) => `<c><v>${i}</v></c>`).join("")}</row>`),
        }),
      ),
      {},
    ],
    ["a row beyond the last", zip(parts({ rows: '<row r="1048577"><c><v>1</v></c></row>' })), {}],
    ["a column beyond the last", zip(parts({ rows: '<row r="2"><c r="XFE2"><v>1</v></c></row>' })), {}],
    [
      "a cell of 32,768 characters",
      zip(parts({ rows: `<row r="2"><c r="A2" t="inlineStr"><is><t>${a(32_768)}</t></is></c></row>` })),
      {},
    ],
    [
      "files without end",
      zip([...parts({}), ...Array.from({ length: 10_000 }, (_, i) => ({ name: `x${i}`, data: "" }))]),
      {},
    ],
  ]

  it("are refused, each of them, in 400 MiB", () => {
    const { outcomes, mebibytes } = readInChild(bombs.map(([, bytes, limits]) => [bytes, limits]))
    assert.deepStrictEqual(
      outcomes.map(({ code }, index) => [bombs[index]![0], code]),
      bombs.map(([bomb]) => [bomb, "WB-EXCEL-TOO-LARGE"]),
    )
    assert.isBelow(mebibytes, 400)
  })

  it("50,000 rows with one cell in column XFD are 50,000 small rows", () => {
    const rows = Array.from({ length: 50_000 }, (_, i) => `<row r="${i + 2}"><c r="XFD${i + 2}"><v>${i}</v></c></row>`)
    const sheet = worksheet(`<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>${rows.join("")}`)
    const { outcomes, mebibytes } = readInChild([[zip(parts({ sheet })), {}]])
    assert.deepStrictEqual(outcomes, [{ rows: 50_000 }])
    assert.isBelow(mebibytes, 400)
  })

  it.effect("a cell may have 32,767 characters, however they are escaped", () =>
    live(
      Effect.gen(function* () {
        const rows = `<row r="2"><c r="A2" t="inlineStr"><is><t>${"_x0041_".repeat(32_767)}</t></is></c></row>`
        assert.deepStrictEqual(yield* read(zip(parts({ rows }))), [{ v: "A".repeat(32_767) }])
      }),
    ),
  )
})

/** A compound file whose directory has these names. */
const ole = (...names: ReadonlyArray<string>): Buffer => {
  const file = Buffer.alloc(512 + names.length * 128)
  file.write("d0cf11e0a1b11ae1", "hex")
  file.writeUInt16LE(9, 30)
  names.forEach((name, index) => file.write(name, 512 + index * 128, "utf16le"))
  return file
}

const lie = (says: NonNullable<Part["says"]>): Buffer => {
  const sheet = parts({ rows: '<row r="2"><c r="A2"><v>1</v></c></row>' })
  return zip(sheet.map((part) => (part.name === sheetPart ? { ...part, says } : part)))
}

const huge = repeated(sheetPart, sheetHead, " ".repeat(MiB), 1024)

describe("files that are no sound workbook", () => {
  const odd: ReadonlyArray<readonly [what: string, bytes: Buffer, code: string]> = [
    ["an .xls file", ole("Root Entry", "Workbook"), "WB-EXCEL-OLD-FORMAT"],
    ["an encrypted workbook", ole("Root Entry", "EncryptionInfo", "EncryptedPackage"), "WB-EXCEL-ENCRYPTED"],
    [
      "a binary workbook",
      zip([{ name: "_rels/.rels", data: String(parts({})[1]!.data).replace("workbook.xml", "workbook.bin") }]),
      "WB-EXCEL-OLD-FORMAT",
    ],
    ["a Word document", zip(parts({ workbook: "<document/>" })), "WB-EXCEL-NOT-WORKBOOK"],
    ["a part with another checksum", lie({ crc: 1 }), "WB-EXCEL-DAMAGED"],
    ["a part longer than it says", lie({ size: 100 }), "WB-EXCEL-DAMAGED"],
    [
      "a part of 1 GiB that says it is small",
      withPart({ ...huge, says: { packed: true, size: MiB } }),
      "WB-EXCEL-DAMAGED",
    ],
    ["a part shorter than it says", lie({ size: 100_000 }), "WB-EXCEL-DAMAGED"],
    ["a part that is not packed as it says", lie({ packed: true }), "WB-EXCEL-DAMAGED"],
    ["a part twice", zip([...parts({}), { name: "XL/Styles.xml", data: "<styleSheet/>" }]), "WB-EXCEL-DAMAGED"],
    [
      "a table of texts that isn't there",
      zip(parts({ rows: '<row r="2"><c r="A2" t="s"><v>0</v></c></row>' }).filter(({ name }) => name !== stringsPart)),
      "WB-EXCEL-DAMAGED",
    ],
    ["a sheet that isn't there", zip(parts({}).filter(({ name }) => name !== sheetPart)), "WB-EXCEL-DAMAGED"],
    ["a sheet that is none", zip(parts({ sheet: "<chartsheet/>" })), "WB-EXCEL-DAMAGED"],
    [
      "no visible sheet",
      zip(parts({ workbook: workbook('<sheet name="S" sheetId="1" state="hidden" r:id="rId1"/>') })),
      "WB-EXCEL-SHEET",
    ],
  ]
  it.effect.each(odd.map(([what, bytes, code]) => ({ what, bytes, code })))("$what", ({ bytes, code }) =>
    live(
      Effect.gen(function* () {
        const error = yield* refusal(bytes)
        assert.instanceOf(error, ConnectorError)
        assert.strictEqual(error.code, code)
      }),
    ),
  )
})
