import { assert, describe, it } from "@effect/vitest"
import { CellDateTime } from "@waybill/connector"
import { CalendarDate, Decimals } from "@waybill/model"
import { Result } from "effect"

import type { SuggestInput, Suggestion } from "../../src/suggest/Suggestion.ts"
import { suggestMap } from "../../src/suggest/suggestMap.ts"
import { compileFields } from "./compileFields.ts"

type Columns = Readonly<Record<string, ReadonlyArray<unknown>>>

/** A file by its columns. */
const suggest = (columns: Columns, given: Partial<SuggestInput> = {}): Suggestion => {
  const names = Object.keys(columns)
  const length = Math.max(...names.map((name) => columns[name]!.length))
  const rows = Array.from({ length }, (_, row) =>
    Object.fromEntries(names.map((name) => [name, columns[name]![row] ?? ""])),
  )
  return suggestMap({ entity: "invoice", columns: names, rows, ...given })
}

const answers = (given: Readonly<Record<string, string>>) => ({ answers: new Map(Object.entries(given)) })

const keys = { "Invoice No": ["A-1", "A-2", "A-3"], "Customer No": ["C1", "C2", "C1"] }
const plainTotal = { "Total EUR": ["12.50", "8.00", "7.25"] }

const expressionOf = ({ fields }: Suggestion, name: string) => fields.find(({ field }) => field === name)?.expression
const levelOf = ({ fields }: Suggestion, name: string) => fields.find(({ field }) => field === name)?.level
const reasonOf = ({ fields }: Suggestion, name: string) => fields.find(({ field }) => field === name)?.reason ?? ""

describe("the order of day and month", () => {
  const unsure = { ...keys, ...plainTotal, "Due Date": ["03/04/2026", "11/12/2026", "01/01/2027"] }

  it("is asked, never guessed", () => {
    const asked = suggest(unsure)
    assert.isUndefined(expressionOf(asked, "dueDate"))
    assert.deepStrictEqual(
      asked.questions.map(({ name, column, choices }) => [name, column, choices.map(({ answer }) => answer)]),
      [["dueDate", "Due Date", ["dd/MM/yyyy", "MM/dd/yyyy"]]],
    )
  })
  it("is not proven by another column, which is named", () => {
    const asked = suggest({ ...unsure, "Invoice Date": ["13/03/2026", "14/03/2026", "15/03/2026"] })
    assert.deepStrictEqual(
      asked.questions.map(({ name }) => name),
      ["dueDate"],
    )
    assert.match(asked.questions[0]!.message, /"Invoice Date" in this file is dd\/MM\/yyyy/)
  })
  it("is taken from an answer", () => {
    const told = suggest(unsure, answers({ dueDate: "MM/dd/yyyy" }))
    assert.deepStrictEqual([told.questions, told.idleAnswers], [[], []])
    assert.strictEqual(expressionOf(told, "dueDate"), 'date(record["Due Date"], "MM/dd/yyyy")')
  })
  it("is not taken from an answer that reads something else", () => {
    assert.deepStrictEqual(suggest(unsure, answers({ dueDate: "yyyy-MM-dd" })).idleAnswers, ["dueDate"])
  })
  it("is read from the name, where that says it", () => {
    const { "Due Date": due, ...rest } = unsure
    const told = suggest({ ...rest, "Due Date (MM/DD/YYYY)": due })
    assert.strictEqual(expressionOf(told, "dueDate"), 'date(record["Due Date (MM/DD/YYYY)"], "MM/dd/yyyy")')
  })
  it("is known where one day is greater than 12", () => {
    const known = suggest({ ...keys, ...plainTotal, Due: ["03/04/2026", "11/12/2026", "13/01/2027"] })
    assert.strictEqual(expressionOf(known, "dueDate"), 'date(record.Due, "dd/MM/yyyy")')
  })
})

describe("dates", () => {
  const due = (...texts: ReadonlyArray<unknown>) =>
    expressionOf(suggest({ ...keys, ...plainTotal, Due: texts }), "dueDate")
  it.each([
    [["2026-03-01", "2026-12-31", "2026-02-28"], 'date(record.Due, "yyyy-MM-dd")'],
    [["1.3.2026", "31.12.2026", "5.11.2026"], 'date(record.Due, "d.M.yyyy")'],
    [["01.03.26", "31.12.26", "05.11.26"], 'date(record.Due, "dd.MM.yy")'],
    [["20260301", "20261231", "20260228"], 'date(record.Due, "yyyyMMdd")'],
    [["1 Mar 2026", "31 Dec 2026", "28 Feb 2026"], 'date(record.Due, "d MMM yyyy")'],
    [["Mar 1, 2026", "Dec 31, 2026", "Feb 28, 2026"], 'date(record.Due, "MMM d, yyyy")'],
    [
      ["2026-03-01T00:00:00", "2026-12-31T00:00:00", "2026-02-28T10:15:00"],
      'date(record.Due.split("T")[0], "yyyy-MM-dd")',
    ],
    [[new CalendarDate(2026, 3, 1), new CellDateTime(new CalendarDate(2026, 3, 1), "10:00:00")], "record.Due"],
    [["soon", "later", "never"], undefined],
  ])("%s", (texts, expected) => assert.strictEqual(due(...texts), expected))

  it("that are the same in every row are no certain date of issue", () => {
    const rows = Array.from({ length: 6 }, (_, row) => row)
    const same = suggest({
      "Invoice No": rows.map((row) => `A-${row}`),
      "Customer No": rows.map((row) => `C${row}`),
      "Total EUR": rows.map(() => "5.00"),
      "Invoice Date": rows.map(() => "30.11.2026"),
    })
    assert.strictEqual(levelOf(same, "issueDate"), "medium")
    assert.match(reasonOf(same, "issueDate"), /the day of the export/)
  })
  it("that are due before they are issued are doubted", () => {
    const wrong = suggest({
      ...keys,
      ...plainTotal,
      "Invoice Date": ["2026-03-15", "2026-03-16", "2026-03-17"],
      Due: ["2026-02-15", "2026-02-16", "2026-02-17"],
    })
    assert.notStrictEqual(levelOf(wrong, "dueDate"), "high")
    assert.match(reasonOf(wrong, "issueDate"), /due before they are issued/)
  })
})

describe("amounts", () => {
  const total = (texts: ReadonlyArray<unknown>, given: Partial<SuggestInput> = {}) =>
    suggest({ ...keys, Total: texts, Currency: ["EUR", "EUR", "SEK"] }, given)
  it.each([
    [["12.50", "1234.00", "-3"], "money(record.Total, record.Currency)"],
    [["12,50", "1234,00", "-3"], 'money(record.Total, record.Currency, {"decimal": ","})'],
    [["12,50", "1.234,00", "-3"], 'money(record.Total, record.Currency, {"decimal": ",", "group": "."})'],
    [["12.50", "1'234.00", "3"], `money(record.Total, record.Currency, {"decimal": ".", "group": "'"})`],
    [["12,50", "1\u00A0234,00", "3"], 'money(record.Total, record.Currency, {"decimal": ",", "group": " "})'],
    [["€12.50", "-€3", "€ 7.00"], 'money(record.Total.split("€").join(""), "EUR")'],
    [["12.50 SEK", "3 SEK", "7.00SEK"], 'money(record.Total.split("SEK").join(""), "SEK")'],
    [[Decimals.parse("12.5"), Decimals.parse("7"), "3.00"], "money(record.Total, record.Currency)"],
    [["12.50 EUR", "3 SEK", "7.00"], undefined],
    [["(12.50)", "(3.00)", "(7.00)"], undefined],
  ])("%s", (texts, expected) => assert.strictEqual(expressionOf(total(texts), "total"), expected))

  it("whose one mark could be either are asked about, once", () => {
    const asked = suggest({
      ...keys,
      Total: ["1.234", "2.500", "3.100"],
      VAT: ["0.234", "1.500", "1.100"],
      Currency: ["KWD"],
    })
    assert.deepStrictEqual(
      asked.questions.map(({ name }) => name),
      ["decimal"],
    )
    const told = total(["1.234", "2.500", "3.100"], answers({ decimal: "," }))
    assert.strictEqual(
      expressionOf(told, "total"),
      'money(record.Total, record.Currency, {"decimal": ",", "group": "."})',
    )
  })
  it("without a currency are asked about, and take the answer", () => {
    const file = { ...keys, Total: ["12.50", "8.00", "7.25"] }
    assert.deepStrictEqual(
      suggest(file).questions.map(({ name, choices }) => [name, choices]),
      [["currency", []]],
    )
    assert.strictEqual(expressionOf(suggest(file, answers({ currency: "SEK" })), "total"), 'money(record.Total, "SEK")')
    assert.deepStrictEqual(suggest(file, answers({ currency: "XXX" })).idleAnswers, ["currency"])
  })
  it("in dollars are asked about: there are many dollars", () => {
    const asked = suggest({ ...keys, Total: ["$12.50", "$8.00", "$7.25"] })
    assert.deepStrictEqual(
      asked.questions.map(({ name }) => name),
      ["currency"],
    )
  })
  it("of tax that are more than the total are doubted", () => {
    const wrong = suggest({ ...keys, ...plainTotal, "VAT EUR": ["100.00", "100.00", "100.00"] })
    assert.notStrictEqual(levelOf(wrong, "total"), "high")
  })
})

describe("names and values", () => {
  it("both must speak for a field that is called high", () => {
    const names = suggest({ ...keys, ...plainTotal, "Due Date": ["C1", "C2", "C3"] })
    assert.isUndefined(expressionOf(names, "dueDate"))
    const mistyped = suggest({ ...keys, ...plainTotal, "Due Dtae": ["2026-03-15", "2026-03-16", "2026-03-17"] })
    assert.strictEqual(levelOf(mistyped, "dueDate"), "medium")
  })
  it("a name that says another thing is not taken for a field", () => {
    const other = suggest({
      ...keys,
      ...plainTotal,
      "VAT No": ["1", "2", "3"],
      "Printed on": ["2026-03-15"],
      "VAT %": ["20", "9", "20"],
    })
    assert.deepStrictEqual(other.unused, ["VAT No", "Printed on", "VAT %"])
  })
  it("two columns that could be one field make neither certain", () => {
    const two = suggest({ ...keys, ...plainTotal, "Gross amount EUR": ["12.50", "8.00", "7.25"] })
    assert.strictEqual(levelOf(two, "total"), "medium")
    assert.match(reasonOf(two, "total"), /could be meant as well/)
  })
  it("a number that repeats is no certain number", () => {
    const lines = suggest({ ...plainTotal, "Invoice No": ["A-1", "A-1", "A-1"], "Customer No": ["C1", "C1", "C1"] })
    assert.match(reasonOf(lines, "number"), /repeat/)
    assert.strictEqual(levelOf(lines, "number"), "medium")
  })
  it("names of customers are no numbers of customers", () => {
    const named = suggest({
      ...plainTotal,
      "Invoice No": keys["Invoice No"],
      Customer: ["Old Mill", "Tern & Gull", "Old Mill"],
    })
    assert.deepStrictEqual(named.missing, ["customerNumber"])
  })
  it("e-mail addresses speak for themselves", () => {
    const found = suggest({ "Customer No": ["C1", "C2"], X1: ["a@b.example", "c@d.example"] }, { entity: "customer" })
    assert.strictEqual(levelOf(found, "email"), "medium")
  })
  it("a kind of document that is not known leaves the type out", () => {
    assert.isUndefined(
      expressionOf(suggest({ ...keys, ...plainTotal, Type: ["Invoice", "Whatever", "Invoice"] }), "type"),
    )
  })
  it("what the target needs and the file has not is said", () => {
    assert.deepStrictEqual(suggest({ Nothing: ["x"] }, { requires: ["email"] }).missing, [
      "number",
      "customerNumber",
      "total",
      "email",
    ])
  })
})

it("a file without rows, or without columns, proposes nothing", () => {
  assert.deepStrictEqual(suggestMap({ columns: [], rows: [] }).fields, [])
  assert.deepStrictEqual(suggestMap({ columns: ["Invoice No", "Total"], rows: [] }).fields, [])
})

it("a workbook's cells are read as they are typed", () => {
  const columns: Columns = {
    "Invoice No": [Decimals.parse("1001"), Decimals.parse("1002"), "1003"],
    "Customer No": ["C1", "C2", "C1"],
    "Total (SEK)": [Decimals.parse("12.5"), Decimals.parse("8"), Decimals.parse("7.25")],
    "Due Date": [new CalendarDate(2026, 3, 1), new CalendarDate(2026, 4, 1), new CalendarDate(2026, 5, 1)],
    Type: ["Invoice", "Credit note", "Invoice"],
  }
  const suggestion = suggest(columns)
  const compiled = compileFields(suggestion, Object.keys(columns), "cells")
  if (Result.isFailure(compiled)) assert.fail(JSON.stringify(compiled.failure))
  const row = Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[1]]))
  const mapped = compiled.success.toModel(row)
  assert.strictEqual(mapped._tag, "Mapped")
  assert.deepInclude(mapped._tag === "Mapped" ? mapped.model : {}, { number: "1002", type: "credit note" })
})
