import { assert, describe, it } from "@effect/vitest"
import { type Cell, CellDateTime, CellSchema } from "@waybill/connector"
import { CalendarDate } from "@waybill/model"
import { BigDecimal, Result, Schema } from "effect"

import { codes, type Given, issues, mapping, model } from "./support.ts"

const names = ["No", "Customer", "Amount", "Due", "Paid", "Note"]
const source = Schema.Struct(Object.fromEntries(names.map((name) => [name, CellSchema])))
const map = { number: "record.No", customerNumber: "record.Customer", total: 'money(record.Amount, "EUR")' }
const number = (text: string) => BigDecimal.fromStringUnsafe(text)

const cells = (values: Readonly<Record<string, Cell>> = {}): Readonly<Record<string, Cell>> => ({
  No: number("1001"),
  Customer: "C1",
  Amount: number("0.3"),
  Due: new CalendarDate(2026, 11, 20),
  Paid: true,
  Note: "",
  ...values,
})

const made = (given: Given["map"] & object, values?: Readonly<Record<string, Cell>>) =>
  model(mapping({ source, map: { ...map, ...given } }).toModel(cells(values)))

const found = (given: Given["map"] & object, values?: Readonly<Record<string, Cell>>) =>
  codes(issues(mapping({ source, map: { ...map, ...given } }).toModel(cells(values))))

const note = (text: string, values?: Readonly<Record<string, Cell>>) => made({ note: text }, values).note

describe("cells of a workbook", () => {
  it("numbers become text, money and decimals exactly (invariant 4)", () => {
    const { number, total } = made({}, { Amount: BigDecimal.fromStringUnsafe("12345678901234567.89") })
    assert.strictEqual(number, "1001")
    assert.strictEqual(String(total), "12345678901234567.89 EUR")
    assert.strictEqual(String(made({}, { Amount: "1.50" }).total), "1.50 EUR")
    assert.strictEqual(note("string(decimal(record.Amount) * 3)"), "0.9")
  })

  it("a date needs no pattern to match, a date with a time is its day (invariant 5)", () => {
    const dueDate = 'date(record.Due, "dd/MM/yyyy")'
    assert.strictEqual(String(made({ dueDate }).dueDate), "2026-11-20")
    assert.strictEqual(String(made({ dueDate }, { Due: "21/11/2026" }).dueDate), "2026-11-21")
    const timed = new CellDateTime(new CalendarDate(2026, 12, 31), "23:59:59")
    assert.strictEqual(String(made({ dueDate }, { Due: timed }).dueDate), "2026-12-31")
    assert.strictEqual(String(made({ dueDate: "record.Due" }, { Due: timed }).dueDate), "2026-12-31")
    assert.notProperty(made({ dueDate: "record.Due" }, { Due: " " }), "dueDate")
    assert.notProperty(made({ dueDate }, { Due: "" }), "dueDate")
  })

  it("a cell of another type is an issue", () => {
    assert.deepStrictEqual(found({ dueDate: "record.Due" }, { Due: "20/11/2026" }), ["WB-MAP-CELL-TYPE"])
    assert.deepStrictEqual(found({ dueDate: "record.Due" }, { Due: number("46346") }), ["WB-MAP-DATE-SERIAL"])
    assert.deepStrictEqual(found({ dueDate: 'date(record.Due, "dd/MM/yyyy")' }, { Due: true }), ["WB-MAP-CELL-TYPE"])
    assert.deepStrictEqual(found({}, { Amount: new CalendarDate(2026, 1, 1) }), ["WB-MAP-CELL-TYPE"])
    const line = (quantity: string, values = {}) => found({ lines: [{ quantity, description: "record.No" }] }, values)
    assert.deepStrictEqual(line("record.Due"), ["WB-MAP-CELL-TYPE"])
    assert.deepStrictEqual(line("record.Note", { Note: "5" }), ["WB-MAP-CELL-TYPE"])
    assert.strictEqual(BigDecimal.format(made({ lines: [{ quantity: "record.Amount" }] }).lines[0].quantity), "0.3")
  })

  it("compare with text, numbers, truth and dates", () => {
    assert.strictEqual(note('record.Customer == "C1" && "C2" != record.Customer ? "yes" : "no"'), "yes")
    assert.strictEqual(note('record.No == 1001 && record.Amount == 0.3 ? "yes" : "no"'), "yes")
    assert.strictEqual(note('record.No == "1001" && record.No in ["1001"] ? "yes" : "no"'), "yes")
    assert.strictEqual(note('record.Paid == true && record.Note == "" ? "yes" : "no"'), "yes")
    assert.strictEqual(note('record.Due == date("20261120", "yyyyMMdd") ? "yes" : "no"'), "yes")
    assert.strictEqual(note('record.Customer == record.No ? "yes" : "no"'), "no")
  })

  it("are text to the functions of text", () => {
    assert.strictEqual(note("upper(trim(record.Note)) + lower(record.Customer)", { Note: " a " }), "Ac1")
    assert.strictEqual(note('record.No.contains("00") && size(record.No) == 4 ? record.No.split("0")[0] : "-"'), "1")
    assert.strictEqual(note('record.Customer + "-" + record.No'), "C1-1001")
    assert.strictEqual(note('default(record.Note, "none")'), "none")
    assert.strictEqual(note("string(default(record.Note, 7))"), "7")
    assert.strictEqual(note("record.Paid"), "true")
    assert.strictEqual(note("record.Due"), "2026-11-20")
  })

  it("look up and name currencies", () => {
    const tables = new Map([["customers", new Map([["1001", "C9"]])]])
    const { toModel } = mapping({
      source,
      tables,
      map: { ...map, customerNumber: 'lookup("customers", record.No)', total: "money(record.Amount, record.Customer)" },
    })
    const { customerNumber, total } = model(toModel(cells({ Customer: "USD" })))
    assert.deepStrictEqual([customerNumber, String(total)], ["C9", "0.30 USD"])
    assert.deepStrictEqual(codes(issues(toModel(cells({ Customer: "usd" })))), ["WB-MAP-CURRENCY-CODE"])
  })

  it("are conditions where they hold truth", () => {
    const { toModel } = mapping({ source, map, where: "record.Paid" })
    assert.strictEqual(toModel(cells())._tag, "Mapped")
    assert.strictEqual(toModel(cells({ Paid: false }))._tag, "Skipped")
    assert.deepStrictEqual(codes(issues(toModel(cells({ Paid: "yes" })))), ["WB-MAP-CELL-TYPE"])
    assert.deepStrictEqual(codes(issues(toModel(cells({ Paid: "" })))), ["WB-MAP-EMPTY"])
  })

  it("a whole number of the target takes a cell that holds one", () => {
    const { applySet, toModel } = mapping({
      source,
      map,
      target: Schema.Struct({ days: Schema.optionalKey(Schema.Int) }),
      set: { days: "record.Note" },
    })
    const set = (Note: Cell) => applySet(cells({ Note }), model(toModel(cells())), {})
    assert.deepStrictEqual(set(number("30")), Result.succeed({ days: 30 }))
    assert.deepStrictEqual(set(""), Result.succeed({}))
    assert.isTrue(Result.isFailure(set(number("30.5"))))
  })
})
