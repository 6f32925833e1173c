/** `waybill suggest`: proposes, asks instead of guessing, and writes without touching what is there. */
import { chmodSync, readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"

import { writeWorkbook } from "@waybill/connector-excel"
import { Dates, Decimals } from "@waybill/model"
import { Effect } from "effect"
import { afterEach, assert, beforeEach, describe, it } from "vitest"

import { platform } from "../src/program.ts"
import { Folder } from "./support/cli.ts"
import { waybillHere } from "./support/here.ts"

const file = `version: 1
name: suggesting
connections:
  exports: { connector: csv, directory: ./data }
  books: { connector: excel, directory: ./data }
  out: { connector: csv, directory: ./out }
flows:
  invoices: # of the old system
    from: { connection: exports, stream: invoices.csv }
    to: { connection: out, stream: invoices.csv }
    entity: invoice
    map:
      number: trim(record["Rechnungs-Nr."]) # by hand
    where: record.Betrag != ""   # nothing empty
`

const invoices = [
  "Rechnungs-Nr.;Kunden-Nr.;Rechnungsdatum;Fälligkeit;Betrag;Notiz",
  ...Array.from({ length: 20 }, (_, row) => {
    const day = String((row % 12) + 1).padStart(2, "0")
    return `RE-${row};10${row % 5};${day}.03.2026;${day}.0${(row % 5) + 4}.2026;1.${100 + row},50;so so`
  }),
  "RE-21;damaged",
].join("\n")

describe("waybill suggest", () => {
  let folder: Folder
  let waybill: ReturnType<typeof waybillHere>
  const fileText = () => readFileSync(join(folder.path, "waybill.yaml"), "utf8")
  beforeEach(() => {
    folder = new Folder()
    waybill = waybillHere(folder.path)
    folder.write("waybill.yaml", file)
    folder.write("data/invoices.csv", `${invoices}\n`)
    folder.write("out/.keep", "")
  })
  afterEach(() => folder.remove())

  const answers = ["issueDate=dd.MM.yyyy", "dueDate=dd.MM.yyyy", "currency=EUR"].flatMap((each) => ["--answer", each])

  it("asks instead of guessing: exit code 4, the questions with their choices, and nothing changed", async () => {
    const { code, stdout } = await waybill("suggest", "exports", "invoices.csv")
    assert.strictEqual(code, 4)
    for (const said of ["--answer dueDate=dd.MM.yyyy", "--answer dueDate=MM.dd.yyyy", "--answer currency=EUR"])
      assert.include(stdout, said)
    assert.match(stdout, /from 20 rows, 1 that can't be read left out/)
    assert.strictEqual(fileText(), file)
  })

  it("as JSON: one object with fields, questions and what is left over", async () => {
    const { code, stdout } = await waybill("suggest", "exports", "invoices.csv", "--json")
    assert.strictEqual(code, 4)
    const { entity, fields, questions, unused, rows, badRows } = JSON.parse(stdout)
    assert.deepStrictEqual([entity.value, entity.guessed, rows, badRows], ["invoice", false, 20, 1])
    assert.deepStrictEqual(
      fields.map(({ field, level }: { field: string; level: string }) => `${field} ${level}`),
      ["number high", "customerNumber high", "note high"],
    )
    assert.deepStrictEqual(
      questions.map(({ name }: { name: string }) => name),
      ["currency", "issueDate", "dueDate"],
    )
    assert.deepStrictEqual(unused, [])
  })

  it("writes what was missing, keeps every line, and the file then checks and runs", async () => {
    chmodSync(join(folder.path, "waybill.yaml"), 0o640)
    const { code, stdout, stderr } = await waybill("suggest", "exports", "invoices.csv", "--write", ...answers)
    assert.strictEqual(code, 0, stderr)
    assert.include(stdout, "Mapped already, and left as it is: number")
    const lines = fileText().split("\n")
    assert.deepStrictEqual(lines.slice(0, 13), file.split("\n").slice(0, 13))
    assert.deepStrictEqual(lines.slice(-2), file.split("\n").slice(-2))
    assert.include(fileText(), '      dueDate: date(record["Fälligkeit"], "dd.MM.yyyy")\n')
    assert.strictEqual(statSync(join(folder.path, "waybill.yaml")).mode & 0o777, 0o640)
    assert.deepStrictEqual(readdirSync(folder.path).toSorted(), ["data", "out", "waybill.yaml"])
    assert.strictEqual((await waybill("check")).code, 0)
    const again = fileText()
    assert.strictEqual((await waybill("suggest", "exports", "invoices.csv", "--write", ...answers)).code, 0)
    assert.strictEqual(fileText(), again)
  })

  it("reads the cells of a workbook", async () => {
    const date = Dates.parseIso("2026-03-01")!
    const sheet = {
      name: "Customers",
      header: ["Customer No", "Company", "E-mail", "Since"],
      rows: [[Decimals.parse("1001")!, "Old Mill Ltd", "a@mill.example", date]],
    }
    await Effect.runPromise(Effect.provide(writeWorkbook(join(folder.path, "data/book.xlsx"), [sheet]), platform))
    const { code, stdout } = await waybill("suggest", "books", "book.xlsx#Customers", "--json")
    const { entity, fields } = JSON.parse(stdout)
    assert.deepStrictEqual([code, entity.value, entity.guessed], [0, "customer", true])
    assert.deepStrictEqual(
      fields.map(({ expression }: { expression: string }) => expression),
      ['record["Customer No"]', "record.Company", 'record["E-mail"]'],
    )
  })

  it.each([
    [["suggest", "exprots", "invoices.csv"], "WB-SUGGEST-CONNECTION", /did you mean 'exports'/],
    [["suggest", "exports", "other.csv", "--write"], "WB-SUGGEST-FLOW", /add one/],
    [
      ["suggest", "exports", "invoices.csv", "--answer", "dueDate=yyyy"],
      "WB-SUGGEST-ANSWER",
      /dd\.MM\.yyyy, MM\.dd\.yyyy/,
    ],
    [["suggest", "exports", "nowhere.csv"], "WB-CSV-FILE", /no file/],
  ])("%s is refused", async (args, code, says) => {
    folder.write("data/other.csv", "Invoice No,Total EUR\nA1,1.50\n")
    const ended = await waybill(...args)
    assert.strictEqual(ended.code, 2, ended.stdout)
    assert.include(ended.stderr, code)
    assert.match(ended.stderr, says)
    assert.strictEqual(fileText(), file)
  })

  it("a map that nothing can be added to is refused", async () => {
    folder.write("waybill.yaml", file.replace(/ {4}map:\n.*\n/, "    map: ~\n"))
    const ended = await waybill("suggest", "exports", "invoices.csv", "--write", ...answers)
    assert.strictEqual(ended.code, 2)
    assert.match(ended.stderr, /waybill\.yaml:12:\d+ error WB-SUGGEST-PLACE/)
  })

  it("a system's own stream needs no map", async () => {
    folder.write(
      "waybill.yaml",
      file.replace(
        "  out:",
        `  system: { connector: erplybooks, baseUrl: http://127.0.0.1:9, token: "\${TOKEN}", since: 2026-01-01 }
  out:`,
      ),
    )
    const ended = await waybillHere(folder.path, { TOKEN: "t".repeat(39) })("suggest", "system", "invoices")
    assert.strictEqual(ended.code, 0, ended.stderr)
    assert.match(ended.stdout, /no map is needed/)
  })
})
