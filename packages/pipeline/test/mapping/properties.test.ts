import { readdirSync, readFileSync } from "node:fs"

import { assert, describe, it } from "@effect/vitest"
import { type Cell, CellDateTime, CellSchema } from "@waybill/connector"
import { CalendarDate, Currencies, Dates, Decimals, Money, schemas } from "@waybill/model"
import { BigDecimal, Effect, Equal, Result, Schema } from "effect"

import { mappingErrors } from "../../src/mapping/errors.ts"
import { codes, issues, mapping, model, needed, row } from "./support.ts"

const isInvoice = Schema.is(schemas.invoice)

const known = new Set(mappingErrors.map(({ code }) => code))

const names = ["No", "Customer", "Amount", "Issued", "Note", "Type"]
const map = {
  number: "record.No",
  customerNumber: "trim(record.Customer)",
  total: 'money(record.Amount, default(record.Type, "EUR"))',
  issueDate: 'date(record.Issued, "dd/MM/yyyy")',
  note: 'record.Note.split("-")[0] + string(size(record.Note))',
  type: "record.Type",
  lines: [{ description: "record.Note", net: 'money(record.Amount, "EUR") * 2', quantity: "decimal(record.Note)" }],
}
const fromText = mapping({
  source: Schema.Struct(Object.fromEntries(names.map((name) => [name, Schema.String]))),
  map,
  where: 'record.Note != "x"',
})
const fromCells = mapping({
  source: Schema.Struct(Object.fromEntries(names.map((name) => [name, CellSchema]))),
  map,
  set: { paymentTerms: "record.Note" },
})

/** What is wrong with the answer to whatever is in the row: codes that nobody knows, values of the row. */
const wrong = (toModel: typeof fromText.toModel, record: Readonly<Record<string, unknown>>): ReadonlyArray<string> => {
  const mapped = toModel(record)
  if (mapped._tag === "Mapped") return isInvoice(mapped.model) ? [] : ["a mapped model that is no invoice"]
  if (mapped._tag === "Skipped") return []
  const long = Object.values(record).filter((value) => typeof value === "string" && value.trim().length > 12)
  return mapped.issues
    .filter(
      ({ code, message, hint }) =>
        !known.has(code) || long.some((value) => `${message} ${hint}`.includes(String(value))),
    )
    .map(({ code }) => code)
}

const anyText = Schema.Struct(Object.fromEntries(names.map((name) => [name, Schema.String])))

const texts = [
  "",
  " ",
  "1",
  "-0.50",
  "1e5",
  "EUR",
  "C1",
  "20/11/2026",
  "31/02/2026",
  "invoice",
  "a-b",
  "\u0000",
  "\uD83D",
  "\u200B",
  "𝟙",
  "-",
  "#N/A",
  "constructor",
  "__proto__",
  "9".repeat(200),
  "'".repeat(3000),
  "(".repeat(3000),
  "1,".repeat(2000),
  " ".repeat(5000),
  "0".repeat(50_000),
]
const cells: ReadonlyArray<Cell> = [
  ...texts,
  true,
  BigDecimal.make(123n, -400),
  BigDecimal.fromBigInt(0n),
  BigDecimal.make(-1n, 400),
  new CalendarDate(1, 1, 1),
  new CellDateTime(new CalendarDate(9999, 12, 31), "00:00:00"),
]

describe("never throws", () => {
  it.effect.prop("on text of any kind", [anyText], ([record]) =>
    Effect.sync(() => assert.isEmpty(wrong(fromText.toModel, record))),
  )

  it("on every known oddity in every column", () => {
    for (const name of names) {
      for (const value of cells) {
        const record = { No: "1", Customer: "C", Amount: "1", Issued: "", Note: "5", Type: "", [name]: value }
        if (typeof value === "string") assert.isEmpty(wrong(fromText.toModel, record))
        assert.isEmpty(wrong(fromCells.toModel, record))
        fromCells.applySet(
          record,
          { number: "1", customerNumber: "C", total: new Money(BigDecimal.fromBigInt(1n), "EUR") },
          {},
        )
      }
    }
  })

  it("on values of another type than the source said: none of them becomes text by accident", () => {
    for (const name of names) {
      for (const value of [5, 5n, {}, [], Symbol("x"), () => "x", new Date(0), Number.NaN, Object.create(null)]) {
        const record = {
          No: "1",
          Customer: "C",
          Amount: "1",
          Issued: "01/01/2026",
          Note: "5",
          Type: "EUR",
          [name]: value,
        }
        assert.include(codes(issues(fromText.toModel(record))), "WB-MAP-FAILED", name)
        assert.include(codes(issues(fromCells.toModel(record))), "WB-MAP-FAILED", name)
      }
    }
  })

  it("on records of another shape than the source said", () => {
    for (const record of [null, undefined, 1, "x", [], {}, { No: 5 }, { No: {} }, new Map(), Object.create(null)]) {
      assert.strictEqual(fromText.toModel(record)._tag, "Invalid")
      assert.strictEqual(fromCells.toModel(record)._tag, "Invalid")
    }
  })
})

describe("exactly itself", () => {
  const digits = Schema.Int.check(Schema.isBetween({ minimum: -9_007_199_254_740_991, maximum: 9_007_199_254_740_991 }))
  const currency = Schema.Literals(["EUR", "JPY", "KWD"])

  it.effect.prop(
    "an amount that could be paid, as text and back (invariant 4)",
    [digits, digits, currency],
    ([high, low, code]) =>
      Effect.sync(() => {
        const amount = BigDecimal.make(BigInt(high) * BigInt(low), Currencies.minorUnits(code))
        const text = Decimals.toText(amount)
        const { toModel } = mapping({ map: { ...needed, total: "money(record.Amount, record.Currency)" } })
        const { total } = model(toModel(row({ Amount: text, Currency: code })))
        assert.isTrue(Equal.equals(total.amount, amount))
        assert.strictEqual(Decimals.toText(total.amount), text)
      }),
  )

  it.effect.prop("an amount finer than the coin is refused, never rounded", [digits, currency], ([whole, code]) =>
    Effect.sync(() => {
      const text = Decimals.toText(BigDecimal.make(BigInt(whole) * 10n + 1n, Currencies.minorUnits(code) + 1))
      const { toModel } = mapping({ map: { ...needed, total: "money(record.Amount, record.Currency)" } })
      const found = issues(toModel(row({ Amount: text, Currency: code })))
      assert.deepStrictEqual(
        found.map(({ code, column }) => [code, column]),
        [["WB-MODEL-FINER", "Amount"]],
      )
    }),
  )

  it.effect.prop(
    "a day, by every pattern that names it (invariant 5)",
    [Schema.Int.check(Schema.isBetween({ minimum: -700_000, maximum: 2_900_000 }))],
    ([day]) =>
      Effect.sync(() => {
        const date = Dates.fromEpochDay(day)
        if (date === undefined) return
        const { toModel } = mapping({ map: { ...needed, dueDate: 'date(record.Due, "yyyy-MM-dd")' } })
        assert.deepStrictEqual(model(toModel(row({ Due: Dates.toIso(date) }))).dueDate, date)
      }),
  )

  it.effect.prop("text of one line, whatever its script", [Schema.NonEmptyString], ([text]) =>
    Effect.sync(() => {
      const { toModel } = mapping({ map: { ...needed, note: "record.Note" } })
      const mapped = toModel(row({ Note: text }))
      if (mapped._tag === "Mapped") assert.strictEqual(model(mapped).note, text.trim() === "" ? undefined : text)
      else assert.match(issues(mapped)[0]?.code ?? "", /^WB-MODEL-(CONTROL|UNICODE)$/)
    }),
  )
})

it("every code that the mapping can give is in the catalogue, and the other way round", () => {
  const folder = new URL("../../src/mapping/", import.meta.url)
  const sources = readdirSync(folder).filter((name) => name !== "errors.ts" && name !== "examples.ts")
  const text = sources.map((name) => readFileSync(new URL(name, folder), "utf8")).join("\n")
  const whole = [...text.matchAll(/"(WB-[A-Z-]+[A-Z])"/g)].map(([, code]) => code!)
  const suffixes = (file: string, prefix: string) =>
    [...readFileSync(new URL(file, folder), "utf8").matchAll(/"(-[A-Z][A-Z-]+)"|(?:number|date)\("",/g)].map(
      ([, suffix = ""]) => prefix + suffix,
    )
  const given = [
    ...whole,
    ...suffixes("explainNumber.ts", "WB-MAP-NUMBER"),
    ...suffixes("explainDate.ts", "WB-MAP-DATE"),
  ]
  assert.deepStrictEqual([...new Set(given)].sort(), [...known].sort())
  for (const { meaning, fix } of mappingErrors) assert.isTrue(meaning !== "" && fix !== "")
})

it("what compiles fails as a value, never by throwing", () => {
  for (const text of [
    "",
    " ",
    "'",
    '"',
    "((",
    "\\",
    "record.",
    "record[",
    "a.b.c.d()",
    "1.",
    "🙈",
    "record.Note\n+ ",
    "x".repeat(5000),
  ]) {
    const found = Result.try({
      try: () => mapping({ map: { ...needed, note: text } }),
      catch: (error) => String(error),
    })
    assert.match(Result.isFailure(found) ? found.failure : "", /WB-MAP/, text)
  }
})
