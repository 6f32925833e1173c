/** What other readers get wrong without a word, each with its right answer. */
import { assert, describe, it } from "@effect/vitest"
import { ConnectorError } from "@waybill/connector"
import { Effect } from "effect"

import {
  book,
  type BookOptions,
  live,
  parts,
  read,
  refusal,
  relationships,
  sharedStrings,
  styles,
  workbook,
  worksheet,
} from "./support/book.ts"
import { type Part, zip } from "./support/zip.ts"

const row = (cell: string): string => `<row r="2">${cell}</row>`
const number = (style: string | number, value: string, date1904 = false): BookOptions => ({
  rows: row(`<c r="A2" s="1"><v>${value}</v></c>`),
  styles: styles(style),
  ...(date1904
    ? { workbook: workbook('<sheet name="S" sheetId="1" r:id="rId1"/>', '<workbookPr date1904="1"/>') }
    : {}),
})
const plain = (cell: string): BookOptions => ({ rows: row(cell) })
const shared = (item: string): BookOptions => ({
  rows: row('<c r="A2" t="s"><v>0</v></c>'),
  shared: sharedStrings(item),
})
const order = (...names: ReadonlyArray<string>): BookOptions => ({
  ...number(14, "46346"),
  order: names.map((name) => `xl/${name}`),
})
const prefixed = (xml: string): string =>
  xml
    .replace(/<(\/?)([a-z])/gi, "<$1x:$2")
    .replace("xmlns=", "xmlns:x=")
    .replace("<x:?", "<?")

const asLatin1 = (all: ReadonlyArray<Part>): ReadonlyArray<Part> =>
  all.map((part) => ({ ...part, data: Buffer.from(String(part.data), "latin1") }))

const traps: ReadonlyArray<readonly [trap: string, book: BookOptions, right: string]> = [
  ["date, builtin format 14", number(14, "46346"), "d 2026-11-20"],
  ["date with time, format 22", number(22, "46346.562673611108"), "d 2026-11-20T13:30:15"],
  ["date before 1900-03-01 (serial 59)", number(14, "59"), "d 1900-02-28"],
  ["first day of the 1900 system", number(14, "1"), "d 1900-01-01"],
  ["first day behind the false leap day", number(14, "61"), "d 1900-03-01"],
  ["time only 0.5, [h]:mm:ss", number("[h]:mm:ss", "0.5"), "n 0.5"],
  ["duration 36 h, [h]:mm:ss", number("[h]:mm:ss", "1.5"), "n 1.5"],
  ["time of day, builtin format 20", number(20, "0.25"), "n 0.25"],
  ["date1904 workbook", number(14, "44884", true), "d 2026-11-20"],
  ["day 0 of the 1904 system", number(14, "0", true), "d 1904-01-01"],
  ["amount in a format with an escaped letter", number("0.00\\ \\m", "1234.5"), "n 1234.5"],
  ["amount in a format with quoted text", number('0.00" days"', "1234.5"), "n 1234.5"],
  ["ISO date cell t=d", plain('<c r="A2" t="d"><v>2026-11-20</v></c>'), "d 2026-11-20"],
  ["ISO date with time", plain('<c r="A2" t="d"><v>2026-11-20T13:30:15.250Z</v></c>'), "d 2026-11-20T13:30:15.25"],
  ["decimal written by arithmetic", plain('<c r="A2"><v>0.30000000000000004</v></c>'), "n 0.3"],
  ["20-digit number", plain('<c r="A2"><v>12345678901234567890</v></c>'), "n 12345678901234567890"],
  ["exponents", plain('<c r="A2"><v>4.2E-3</v></c>'), "n 0.0042"],
  ["exponent of a whole number", plain('<c r="A2"><v>1E+2</v></c>'), "n 100"],
  [
    "shared string, rich text",
    shared('<r><t xml:space="preserve">Total </t></r><r><rPr><b/></rPr><t>due</t></r>'),
    "Total due",
  ],
  [
    "shared string with phonetic run",
    shared('<t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/>'),
    "東京",
  ],
  [
    "inline string, two runs",
    plain('<c r="A2" t="inlineStr"><is><r><t>Total </t></r><r><t>due</t></r></is></c>'),
    "Total due",
  ],
  [
    "inline string with phonetic run",
    plain('<c r="A2" t="inlineStr"><is><t>東京</t><rPh sb="0" eb="2"><t>トウ</t></rPh></is></c>'),
    "東京",
  ],
  ["inline string with &amp;lt;", plain('<c r="A2" t="inlineStr"><is><t>a&amp;lt;b</t></is></c>'), "a&lt;b"],
  ["shared string with &amp;amp;", shared("<t>R&amp;amp;D</t>"), "R&amp;D"],
  ["formula string with &amp;lt;", plain('<c r="A2" t="str"><f>T(1)</f><v>a&amp;lt;b</v></c>'), "a&lt;b"],
  ["character references", shared("<t>&#x1F600;&#8364;</t>"), "😀€"],
  ["CDATA", shared("<t><![CDATA[a<b&amp;]]>c</t>"), "a<b&amp;c"],
  ["_x000D_ escape", shared("<t>a_x000D_\nb</t>"), "a\r\nb"],
  ["an escaped escape", shared("<t>_x005F_x000D_</t>"), "_x000D_"],
  ["_x000D_ in an inline string", plain('<c r="A2" t="inlineStr"><is><t>a_x000D_b</t></is></c>'), "a\rb"],
  ["leading and trailing spaces", shared('<t xml:space="preserve"> x </t>'), " x "],
  ["text number with leading zeros", shared("<t>00123</t>"), "00123"],
  ["formula, cached number", plain('<c r="A2"><f>40+2</f><v>42</v></c>'), "n 42"],
  ["formula, cached string", plain('<c r="A2" t="str"><f>T("ok")</f><v>ok</v></c>'), "ok"],
  ["formula, cached boolean", plain('<c r="A2" t="b"><f>TRUE()</f><v>1</v></c>'), "b true"],
  [
    "formula, date result",
    { ...number(14, "0"), rows: row('<c r="A2" s="1"><f>TODAY()</f><v>46346</v></c>') },
    "d 2026-11-20",
  ],
  ["boolean cell", plain('<c r="A2" t="b"><v>0</v></c>'), "b false"],
  [
    "rows and cells without r",
    { sheet: worksheet('<row><c t="inlineStr"><is><t>v</t></is></c></row><row><c><v>5</v></c></row>') },
    "n 5",
  ],
  ["hidden row", { rows: '<row r="2" hidden="1"><c r="A2"><v>7</v></c></row>' }, "n 7"],
  [
    "a byte order mark",
    {
      sheet: `\uFEFF${worksheet('<row r="1"><c r="A1" t="inlineStr"><is><t>v</t></is></c></row><row r="2"><c r="A2"><v>7</v></c></row>')}`,
    },
    "n 7",
  ],
  [
    "namespace-prefixed XML (x:row)",
    {
      sheet: prefixed(
        worksheet(
          '<row r="1"><c r="A1" t="inlineStr"><is><t>v</t></is></c></row><row r="2"><c r="A2"><v>7</v></c></row>',
        ),
      ),
    },
    "n 7",
  ],
  ["attributes in other quotes and with line breaks", plain("<c\n r='A2'\n t = 'b' ><v>1</v></c >"), "b true"],
  ["zip order: Excel's", order("worksheets/sheet1.xml", "styles.xml", "sharedStrings.xml"), "d 2026-11-20"],
  [
    "zip order: sst, rels, sheet, then styles",
    order("sharedStrings.xml", "_rels/workbook.xml.rels", "worksheets/sheet1.xml", "styles.xml"),
    "d 2026-11-20",
  ],
  [
    "zip order: workbook.xml after the sheet",
    order("worksheets/sheet1.xml", "styles.xml", "workbook.xml"),
    "d 2026-11-20",
  ],
]

const elsewhere = (target: string, name: string): BookOptions => ({
  workbookRels: relationships(["rId1", "worksheet", target], ["rId2", "styles", "styles.xml"]),
  extra: [
    {
      name,
      data: worksheet(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>v</t></is></c></row><row r="2"><c r="A2"><v>7</v></c></row>',
      ),
    },
  ],
})

const twoSheets = (first: string, second: string): BookOptions => ({
  workbook: workbook(first + second),
  workbookRels: relationships(
    ["rId1", "worksheet", "worksheets/sheet1.xml"],
    ["rId2", "worksheet", "worksheets/sheet2.xml"],
  ),
  rows: row('<c r="A2"><v>1</v></c>'),
  extra: [
    {
      name: "xl/worksheets/sheet2.xml",
      data: worksheet(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>v</t></is></c></row><row r="2"><c r="A2"><v>2</v></c></row>',
      ),
    },
  ],
})

const places: ReadonlyArray<readonly [trap: string, book: BookOptions, right: string]> = [
  ["absolute relationship target", elsewhere("/xl/other/sheet9.xml", "xl/other/sheet9.xml"), "n 7"],
  ["relationship target with ..", elsewhere("../parts/a.xml", "parts/a.xml"), "n 7"],
  ["worksheet part with another name", elsewhere("worksheets/data.xml", "xl/worksheets/data.xml"), "n 7"],
  ["part names in another case", elsewhere("Worksheets/Data.xml", "xl/worksheets/data.xml"), "n 7"],
  [
    "first sheet hidden, second visible",
    twoSheets(
      '<sheet name="Old" sheetId="1" state="hidden" r:id="rId1"/>',
      '<sheet name="New" sheetId="2" r:id="rId2"/>',
    ),
    "n 2",
  ],
  [
    "first sheet very hidden",
    twoSheets(
      '<sheet name="Old" sheetId="1" state="veryHidden" r:id="rId1"/>',
      '<sheet name="New" sheetId="2" r:id="rId2"/>',
    ),
    "n 2",
  ],
  [
    "sheet order differs from part numbers",
    twoSheets('<sheet name="New" sheetId="2" r:id="rId2"/>', '<sheet name="Old" sheetId="1" r:id="rId1"/>'),
    "n 2",
  ],
]

describe("traps of workbooks", () => {
  it.effect.each([...traps, ...places].map(([trap, options, right]) => ({ trap, options, right })))(
    "$trap",
    ({ options, right }) =>
      live(
        Effect.gen(function* () {
          assert.deepStrictEqual(yield* read(book(options)), [{ v: right }])
        }),
      ),
  )

  it.effect("texts and styles that nothing needs may be missing", () =>
    live(
      Effect.gen(function* () {
        const all = parts(plain('<c r="A2"><v>7</v></c>')).filter(({ name }) => !/styles|sharedStrings/.test(name))
        assert.deepStrictEqual(yield* read(zip(all)), [{ v: "n 7" }])
      }),
    ),
  )

  it.effect("a part in UTF-16", () =>
    live(
      Effect.gen(function* () {
        const all = parts(shared("<t>Kraków 東京</t>")).map((part) =>
          part.name.endsWith("sharedStrings.xml")
            ? { ...part, data: Buffer.from(`\uFEFF${String(part.data).replace("UTF-8", "UTF-16")}`, "utf16le") }
            : part,
        )
        assert.deepStrictEqual(yield* read(zip(all)), [{ v: "Kraków 東京" }])
      }),
    ),
  )

  it.effect("empty shared string, gaps and shared formulas keep their places", () =>
    live(
      Effect.gen(function* () {
        const sheet = worksheet(
          '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>2</v></c><c r="C1" t="s"><v>3</v></c></row>' +
            '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2"><v>3</v></c></row>' +
            '<row r="3"><c r="A3"><f t="shared" ref="A3:B3" si="0">1</f><v>1</v></c><c r="B3"><f t="shared" si="0"/><v>2</v></c></row>',
        )
        const rows = yield* read(book({ sheet, shared: sharedStrings("<t/>", "<t>a</t>", "<t>b</t>", "<t>c</t>") }))
        assert.deepStrictEqual(rows, [
          { a: "", b: "", c: "n 3" },
          { a: "n 1", b: "n 2", c: "" },
        ])
      }),
    ),
  )

  const bad: ReadonlyArray<readonly [trap: string, book: BookOptions, code: string]> = [
    ["error cell", plain('<c r="A2" t="e"><v>#N/A</v></c>'), "WB-EXCEL-ERROR-CELL"],
    ["formula, cached error", plain('<c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'), "WB-EXCEL-ERROR-CELL"],
    ["formula, no cached value", plain('<c r="A2"><f>40+2</f></c>'), "WB-EXCEL-UNCALCULATED"],
    ["29 February 1900 (serial 60)", number(14, "60"), "WB-EXCEL-DATE"],
    ["29 February 1900 with a time", number(22, "60.5"), "WB-EXCEL-DATE"],
    ["day 0 of the 1900 system", number(14, "0"), "WB-EXCEL-DATE"],
    ["a date before all dates", number(14, "-1"), "WB-EXCEL-DATE"],
    ["a date behind all dates", number(14, "2958466"), "WB-EXCEL-DATE"],
    ["an ISO date of no calendar", plain('<c r="A2" t="d"><v>2026-02-30</v></c>'), "WB-EXCEL-DATE"],
    ["text where a number belongs", plain('<c r="A2"><v>abc</v></c>'), "WB-EXCEL-NUMBER"],
    ["more digits than Excel keeps", plain('<c r="A2"><v>1234567890123456.78</v></c>'), "WB-EXCEL-NUMBER"],
    ["neither true nor false", plain('<c r="A2" t="b"><v>2</v></c>'), "WB-EXCEL-VALUE"],
  ]
  it.effect.each(bad.map(([trap, options, code]) => ({ trap, options, code })))(
    "a bad row: $trap",
    ({ options, code }) =>
      live(
        Effect.gen(function* () {
          const rows = row('<c r="A2"><v>1</v></c>').replaceAll("2", "3")
          const sheet = `${options.rows!}${rows}`
          assert.deepStrictEqual(yield* read(book({ ...options, rows: sheet })), [[`${code} v`], { v: "n 1" }])
        }),
      ),
  )

  const whole = book(number(14, "46346"))
  const refused: ReadonlyArray<readonly [trap: string, bytes: Uint8Array, code: string]> = [
    ["truncated file (last 40 % missing)", whole.subarray(0, Math.floor(whole.length * 0.6)), "WB-EXCEL-DAMAGED"],
    ["not a zip", Buffer.from("a,b\n1,2\n"), "WB-EXCEL-NOT-WORKBOOK"],
    ["an empty file", Buffer.alloc(0), "WB-EXCEL-NOT-WORKBOOK"],
    ["another archive", zip([{ name: "a.txt", data: "a" }]), "WB-EXCEL-NOT-WORKBOOK"],
    [
      "unterminated XML in the sheet",
      book({ sheet: worksheet('<row r="1"><c r="A1"><v>1</v></c></row>').slice(0, -30) }),
      "WB-EXCEL-DAMAGED",
    ],
    [
      "DOCTYPE with an entity",
      book({
        sheet: `<!DOCTYPE w [<!ENTITY e "x">]>${worksheet('<row r="1"><c r="A1"><v>&e;</v></c></row>').replace(/^.*\n/, "")}`,
      }),
      "WB-EXCEL-DAMAGED",
    ],
    ["an entity of nobody", book(shared("<t>&nbsp;</t>")), "WB-EXCEL-DAMAGED"],
    ["a text that isn't there", book(plain('<c r="A2" t="s"><v>5</v></c>')), "WB-EXCEL-DAMAGED"],
    ["a style that isn't there", book(plain('<c r="A2" s="9"><v>5</v></c>')), "WB-EXCEL-DAMAGED"],
    ["a cell in another row", book(plain('<c r="A3"><v>5</v></c>')), "WB-EXCEL-DAMAGED"],
    ["a cell twice", book(plain('<c r="A2"><v>5</v></c><c r="A2"><v>6</v></c>')), "WB-EXCEL-DAMAGED"],
    ["a row twice", book({ rows: row("") + row("") }), "WB-EXCEL-DAMAGED"],
    ["bytes that are no UTF-8", zip(asLatin1(parts(shared("<t>Kraków</t>")))), "WB-EXCEL-DAMAGED"],
    [
      "a shared text cut off by a comment in its number",
      book({ ...shared("<t>a</t>"), rows: row('<c r="A2" t="s"><v>0<!-- -->1</v></c>') }),
      "WB-EXCEL-DAMAGED",
    ],
  ]
  it.effect.each(refused.map(([trap, bytes, code]) => ({ trap, bytes, code })))("refused: $trap", ({ bytes, code }) =>
    live(
      Effect.gen(function* () {
        const error = yield* refusal(bytes)
        assert.instanceOf(error, ConnectorError)
        assert.strictEqual(error.code, code)
        assert.strictEqual(error.reason._tag, "Unreadable")
        assert.isNotEmpty(error.hint)
      }),
    ),
  )
})
