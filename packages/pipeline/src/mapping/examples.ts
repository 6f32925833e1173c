/** What the fixes of the mapping's codes look like: each is tried by a test. */
import type { About, Example } from "@waybill/model"

/** A cell, mended at the source; the line of `map` that reads it stays. */
const cell = (before: string, after: string, beside: string): Example => ({ of: "cell", before, after, beside })

/** A line of `map`, mended; the cell that it reads stays. */
const line = (before: string, after: string, beside?: string): Example => ({
  of: "map",
  before,
  after,
  ...(beside === undefined ? {} : { beside }),
})

const amount = 'total: money(record.Amount, "EUR")'
const due = 'dueDate: date(record.Due, "dd/MM/yyyy")'

export const examples: Readonly<Record<string, Partial<Pick<About, "example" | "related">>>> = {
  "WB-MAP-SYNTAX": { example: line("name: record.Name +", 'name: record.Name + " Ltd"') },
  "WB-MAP-VARIABLE": { example: line("currency: EUR", "currency: '\"EUR\"'") },
  "WB-MAP-COLUMN": { example: line("name: record.Nmae", "name: record.Name"), related: ["WB-CSV-HEADER"] },
  "WB-MAP-REGEX": {
    example: line(
      'name: \'record.Name.matches("^A") ? "A" : record.Name\'',
      'name: \'record.Name.startsWith("A") ? "A" : record.Name\'',
    ),
  },
  "WB-MAP-ARGUMENTS": { example: line("dueDate: date(record.Due)", due, "31/12/2026") },
  "WB-MAP-OPERATOR": {
    example: line('total: money(record.Amount * 2, "EUR")', 'total: money(decimal(record.Amount) * 2, "EUR")', "12.50"),
  },
  "WB-MAP-DIVIDE": {
    example: line(
      'total: money(decimal(record.Cents) / 100, "EUR")',
      'total: money(decimal(record.Cents) * 0.01, "EUR")',
      "1250",
    ),
  },
  "WB-MAP-NULL": {
    example: line("name: 'record.Name == \"\" ? null : record.Name'", 'name: default(record.Name, "unnamed")'),
  },
  "WB-MAP-PATTERN": {
    example: line('dueDate: date(record.Due, "DD/MM/YYYY")', due, "31/12/2026"),
    related: ["WB-MAP-DATE-PATTERN"],
  },
  "WB-MAP-FORMAT": {
    example: line(
      'total: \'money(record.Amount, "EUR", {"decimal": "comma"})\'',
      'total: \'money(record.Amount, "EUR", {"decimal": ","})\'',
      "12,50",
    ),
    related: ["WB-MAP-NUMBER-FORMAT"],
  },
  "WB-MAP-TABLE": {
    example: line('terms: lookup("term", record.Days)', 'terms: lookup("terms", record.Days)', "30"),
    related: ["WB-FILE-TABLE"],
  },
  "WB-MAP-BRANCHES": {
    example: line(
      "name: 'record.Name == \"\" ? 0 : record.Name'",
      'name: \'record.Name == "" ? "unnamed" : record.Name\'',
    ),
  },
  "WB-MAP-RESULT": { example: line("total: record.Amount", amount, "12.50") },
  "WB-MAP-FIELD": { example: line("nmae: record.Name", "name: record.Name") },
  "WB-MAP-MISSING": { related: ["WB-MAP-REQUIRED"] },
  "WB-MAP-SHAPE": {
    example: {
      of: "pipeline file",
      before: "flows:\n  customers:\n    map:\n      billingAddress: record.City",
      after: "flows:\n  customers:\n    map:\n      billingAddress:\n        city: record.City",
    },
  },
  "WB-MAP-LOOKUP": {
    example: line(
      'note: \'"Terms " + lookup("terms", record.Days)\'',
      'note: \'"Terms " + default(lookup("terms", record.Days), "NET30")\'',
      "60",
    ),
    related: ["WB-MODEL-CHOICE"],
  },
  "WB-MAP-EMPTY": {
    example: line(
      "note: '\"Terms \" + string(decimal(record.Days))'",
      "note: '\"Terms \" + string(default(decimal(record.Days), 30))'",
      "",
    ),
    related: ["WB-MAP-ABSENT", "WB-MAP-REQUIRED"],
  },
  "WB-MAP-NOTHING": { example: cell("n/a", "", due) },
  "WB-MAP-REQUIRED": { example: cell("", "C1", "number: record.Number") },
  "WB-MAP-CELL-ERROR": { example: cell("#N/A", "12.50", amount) },
  "WB-MAP-RANGE": {
    example: line(
      'note: record.Ref.split("-")[1]',
      'note: \'record.Ref.contains("-") ? record.Ref.split("-")[1] : record.Ref\'',
      "R1",
    ),
  },
  "WB-MAP-CURRENCY": { related: ["WB-CSV-CURRENCY", "WB-EXCEL-CURRENCY"] },
  "WB-MAP-CURRENCY-CODE": {
    example: line(
      'total: money("12.50", record.Currency)',
      'total: money("12.50", upper(trim(record.Currency)))',
      "eur",
    ),
    related: ["WB-MODEL-CURRENCY"],
  },
  "WB-MAP-FAILED": { example: { of: "command", after: "waybill preview" } },
  "WB-MAP-NUMBER-FORMAT": {
    example: line(amount, 'total: \'money(record.Amount, "EUR", {"decimal": ",", "group": "."})\'', "1.234,56"),
    related: ["WB-MAP-NUMBER-AMBIGUOUS"],
  },
  "WB-MAP-NUMBER-AMBIGUOUS": {
    example: line(amount, 'total: \'money(record.Amount, "EUR", {"decimal": ".", "group": ","})\'', "1,234"),
  },
  "WB-MAP-NUMBER-BRACKETS": { example: cell("(12.50)", "-12.50", amount) },
  "WB-MAP-NUMBER-MINUS": { example: cell("−12.50", "-12.50", amount) },
  "WB-MAP-NUMBER-TRAILING-MINUS": { example: cell("12.50-", "-12.50", amount) },
  "WB-MAP-NUMBER-SIDE": { example: cell("12.50 CR", "-12.50", amount) },
  "WB-MAP-NUMBER-EXPONENT": { example: cell("1.25E+3", "1250", amount) },
  "WB-MAP-NUMBER-LETTER": { example: cell("1O.50", "10.50", amount) },
  "WB-MAP-NUMBER-SPACES": { example: cell("- 12.50", "-12.50", amount) },
  "WB-MAP-NUMBER-FRACTION": { example: cell("1/2", "0.5", amount) },
  "WB-MAP-NUMBER-POINT": { example: cell(".5", "0.5", amount) },
  "WB-MAP-NUMBER-POINTS": { example: cell("12..50", "12.50", amount) },
  "WB-MAP-NUMBER-SIGNS": { example: cell("--12.50", "-12.50", amount) },
  "WB-MAP-NUMBER-CURRENCY": { example: cell("EUR 12.50", "12.50", amount) },
  "WB-MAP-NUMBER-QUOTES": { example: cell('="12.50"', "12.50", amount) },
  "WB-MAP-NUMBER-PERCENT": { example: cell("12.5%", "12.5", amount) },
  "WB-MAP-NUMBER": { related: ["WB-MAP-CELL-TYPE"] },
  "WB-MAP-DATE-ORDER": {
    example: line('dueDate: date(record.Due, "MM/dd/yyyy")', due, "31/12/2026"),
    related: ["WB-EXCEL-MIXED-DATES"],
  },
  "WB-MAP-DATE-DAY": { example: cell("30/02/2026", "28/02/2026", due) },
  "WB-MAP-DATE-PADDING": { example: line(due, 'dueDate: date(record.Due, "d/M/yyyy")', "1/2/2026") },
  "WB-MAP-DATE-YEAR": { example: line(due, 'dueDate: date(record.Due, "dd/MM/yy")', "31/12/26") },
  "WB-MAP-DATE-PATTERN": { example: line(due, 'dueDate: date(record.Due, "yyyy-MM-dd")', "2026-12-31") },
  "WB-MAP-DATE-TIME": {
    example: line(due, 'dueDate: date(record.Due.split(" ")[0], "dd/MM/yyyy")', "31/12/2026 10:00"),
  },
  "WB-MAP-DATE-SERIAL": { example: cell("46387", "31/12/2026", due) },
  "WB-MAP-DATE-ZERO": { example: cell("00/00/0000", "", due) },
  "WB-MAP-DATE-ORDINAL": { example: cell("31st Dec 2026", "31/12/2026", due) },
  "WB-MAP-DATE-MONTH-NAME": { example: cell("31. Dezember 2026", "31/12/2026", due) },
  "WB-MAP-DATE-PART": { example: cell("12/2026", "31/12/2026", due) },
  "WB-MAP-DATE-TIMESTAMP": { example: cell("1798675200", "31/12/2026", due) },
  "WB-MAP-DATE": { related: ["WB-MAP-DATE-PATTERN"] },
  "WB-MODEL-SPACE": { example: line("number: record.Number", "number: trim(record.Number)", " C1") },
  "WB-MODEL-EXCEL": { example: cell("1.23E+11", "123456789012", "number: record.Number") },
  "WB-MODEL-CURRENCY": { example: line("currency: record.Currency", "currency: upper(trim(record.Currency))", "eur") },
  "WB-MODEL-CHOICE": { example: line("type: record.Kind", 'type: lookup("kinds", record.Kind)', "CN") },
}
