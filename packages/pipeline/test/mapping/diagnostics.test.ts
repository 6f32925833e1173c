import { assert, describe, it } from "@effect/vitest"
import { CellSchema } from "@waybill/connector"
import { Result, Schema } from "effect"

import type { Diagnostic } from "../../src/Diagnostic.ts"
import { codes, columns, compile, diagnostics, type Given, mapping, needed } from "./support.ts"

/** The diagnostic of one expression for the note: code, column (offset + 1) and hint. */
const of = (text: string, given: Given = {}): Diagnostic => {
  const found = diagnostics({ ...given, map: { ...needed, note: text } })
  assert.lengthOf(found, 1, JSON.stringify(found))
  return found[0]!
}

/** How the diagnostic differs from what is expected of it: code, column, and part of its hint. */
const differences = (
  text: string,
  code: string,
  column: number,
  hint = "",
  given: Given = {},
): ReadonlyArray<string> => {
  const found = of(text, given)
  return [
    ...(found.code === code ? [] : [`the code is ${found.code}`]),
    ...(found.place?.line === 1 && found.place.column === column ? [] : [`the column is ${found.place?.column}`]),
    ...((found.hint ?? "").includes(hint) ? [] : [`the hint is ${found.hint}`]),
  ]
}

describe("names", () => {
  it("a misspelt field, with the place of the name and a suggestion", () => {
    assert.isEmpty(differences("record.Statsu", "WB-MAP-COLUMN", 8, "did you mean record.Status?"))
    assert.isEmpty(
      differences('upper(record["Custmer No"])', "WB-MAP-COLUMN", 14, 'did you mean record["Customer No"]?'),
    )
    assert.isEmpty(differences("record.CustomerNo", "WB-MAP-COLUMN", 8, 'did you mean record["Customer No"]?'))
    assert.isEmpty(differences("record.Zzz", "WB-MAP-COLUMN", 8, "known are Invoice No, Customer No"))
  })

  it("a misspelt variable; text without quotes", () => {
    assert.isEmpty(differences('"x" + recod.Status', "WB-MAP-VARIABLE", 7, "did you mean record?"))
    assert.isEmpty(differences("NET30", "WB-MAP-VARIABLE", 1, 'text stands in quotes: "NET30"'))
    assert.isEmpty(differences("model.number", "WB-MAP-VARIABLE", 1, "read `record`"))
  })

  it("a misspelt function or method; one written as the other", () => {
    assert.isEmpty(differences("uper(record.Status)", "WB-MAP-FUNCTION", 1, "did you mean upper(text)?"))
    assert.isEmpty(differences('record.Status.startWith("x") ? "a" : "b"', "WB-MAP-FUNCTION", 15, "startsWith"))
    assert.isEmpty(differences("record.Status.lower()", "WB-MAP-FUNCTION", 15, "write lower(text)"))
    assert.isEmpty(
      differences('contains(record.Status, "a") ? "a" : "b"', "WB-MAP-FUNCTION", 1, 'write text.contains("part")'),
    )
  })

  it("a misspelt table", () => {
    const tables = new Map([["terms", new Map([["a", "b"]])]])
    assert.isEmpty(differences('lookup("trems", record.Note)', "WB-MAP-TABLE", 8, 'did you mean "terms"?', { tables }))
    assert.isEmpty(differences('lookup("terms", record.Note)', "WB-MAP-TABLE", 8, "no `tables:`"))
    assert.isEmpty(differences("lookup(record.Note, record.Note)", "WB-MAP-TABLE", 8, undefined, { tables }))
  })

  it("a field of the model or the target that there is not, at its key", () => {
    const [found] = diagnostics({ map: { ...needed, dueDaet: "record.Due" } })
    assert.deepStrictEqual([found?.code, found?.place?.line, found?.hint], ["WB-MAP-FIELD", 8, "did you mean dueDate?"])
    const [set] = diagnostics({ map: needed, set: { paymentTerm: '"NET30"' } })
    assert.deepStrictEqual([set?.code, set?.place?.line, set?.hint], ["WB-MAP-FIELD", 8, "did you mean paymentTerms?"])
  })

  it("names of every object are no fields", () => {
    for (const name of ["constructor", "__proto__", "toString", "hasOwnProperty"])
      assert.isEmpty(differences(`record["${name}"]`, "WB-MAP-COLUMN", 8))
    assert.isEmpty(differences("record.constructor", "WB-MAP-COLUMN", 8))
    assert.isEmpty(
      differences("record.constructor", "WB-MAP-UNREADABLE", 8, undefined, {
        source: columns("constructor", "Invoice No", "Customer No", "Amount"),
      }),
    )
  })
})

describe("the holes of the library's own check", () => {
  it("has() of a field that there is not", () => {
    assert.isEmpty(differences('has(record.typo) ? "a" : "b"', "WB-MAP-COLUMN", 12))
    const source = Schema.Struct({
      "Invoice No": Schema.String,
      "Customer No": Schema.String,
      Amount: Schema.String,
      lines: Schema.Array(Schema.Struct({ name: Schema.optionalKey(Schema.String) })),
    })
    assert.isEmpty(
      differences('record.lines.exists(l, has(l.nmae)) ? "a" : "b"', "WB-MAP-COLUMN", 30, "did you mean l.name?", {
        source,
      }),
    )
    assert.isTrue(
      Result.isSuccess(
        compile({ source, map: { ...needed, note: 'record.lines.exists(l, has(l.name)) ? "a" : "b"' } }),
      ),
    )
  })

  it("has() of a column that is always there is a warning", () => {
    const { warnings } = mapping({ map: { ...needed, note: 'has(record.Note) ? record.Note : "none"' } })
    assert.deepStrictEqual(
      warnings.map(({ code, severity, place }) => [code, severity, place?.column]),
      [["WB-MAP-HAS", "warning", 1]],
    )
  })

  it("optional access, regular expressions, division, null", () => {
    assert.isEmpty(differences("record.?Note", "WB-MAP-SYNTAX", 8))
    assert.isEmpty(differences('record.Note.matches("^(a+)+$") ? "a" : "b"', "WB-MAP-REGEX", 13))
    assert.isEmpty(differences("string(7 / 2)", "WB-MAP-DIVIDE", 12))
    assert.isEmpty(differences('record.Note == null ? "a" : "b"', "WB-MAP-NULL", 16))
  })

  it("access that has no type", () => {
    assert.isEmpty(differences("record[record.Note]", "WB-MAP-DYNAMIC", 1))
    assert.isEmpty(differences("dyn(record.Note)", "WB-MAP-FUNCTION", 1))
    assert.isNotEmpty(diagnostics({ map: { ...needed, note: 'string(timestamp("2026-01-01T00:00:00Z").getHours())' } }))
    assert.isEmpty(differences('string(double("1"))', "WB-MAP-FUNCTION", 8))
  })

  it("loops in loops", () => {
    assert.isEmpty(
      differences('["a"].map(a, ["b"].map(b, ["c"].map(c, a + b + c))).size() > 1 ? "a" : "b"', "WB-MAP-DEPTH", 1),
    )
    assert.isEmpty(differences(`${"(".repeat(70)}record.Note${")".repeat(70)}`, "WB-MAP-SYNTAX", 65))
  })

  it("a field whose type is unknown is an error where it is read, never untyped", () => {
    const source = Schema.Struct({
      "Invoice No": Schema.String,
      "Customer No": Schema.String,
      Amount: Schema.String,
      raw: Schema.URL,
      any: Schema.Unknown,
    })
    assert.isEmpty(differences("record.raw", "WB-MAP-UNREADABLE", 8, undefined, { source }))
    assert.isEmpty(differences('record.any + "x"', "WB-MAP-UNREADABLE", 8, undefined, { source }))
    assert.isEmpty(differences('has(record.any) ? "a" : "b"', "WB-MAP-UNREADABLE", 12, undefined, { source }))
    assert.isTrue(Result.isSuccess(compile({ source, map: needed })))
    const target = Schema.Struct({ raw: Schema.URL })
    assert.deepStrictEqual(codes(diagnostics({ map: needed, target, set: { raw: '"x"' } })), ["WB-MAP-SHAPE"])
  })
})

describe("types", () => {
  it("a result of another type than the field, with the way to convert it", () => {
    const field = (name: string, text: string, given: Given = {}) => {
      const [found] = diagnostics({ ...given, map: { ...needed, [name]: text } })
      return [found?.code, found?.hint]
    }
    assert.deepStrictEqual(field("total", "record.Amount"), ["WB-MAP-RESULT", 'write money(record.Amount, "EUR")'])
    assert.deepStrictEqual(field("dueDate", "record.Due"), ["WB-MAP-RESULT", 'write date(record.Due, "dd/MM/yyyy")'])
    assert.deepStrictEqual(field("note", "size(record.Note)"), ["WB-MAP-RESULT", "write string(size(record.Note))"])
    assert.deepStrictEqual(field("total", "decimal(record.Amount)")[0], "WB-MAP-RESULT")
    const source = Schema.Struct(
      Object.fromEntries(["Invoice No", "Customer No", "Amount"].map((name) => [name, CellSchema])),
    )
    assert.deepStrictEqual(field("balance", "record.Amount", { source }), [
      "WB-MAP-RESULT",
      'write money(record.Amount, "EUR")',
    ])
    assert.deepStrictEqual(codes(diagnostics({ map: needed, where: "record.Status" })), ["WB-MAP-RESULT"])
  })

  it("operators, arguments and branches that do not fit", () => {
    assert.isEmpty(differences("record.Amount + 1", "WB-MAP-OPERATOR", 1))
    assert.isEmpty(differences('string(money(record.Amount, "EUR") + 1.5)', "WB-MAP-OPERATOR", 8))
    assert.isEmpty(
      differences('string(money(record.Amount, "EUR") * money(record.Amount, "EUR"))', "WB-MAP-OPERATOR", 8),
    )
    assert.isEmpty(differences("string(money(record.Amount))", "WB-MAP-ARGUMENTS", 8, "money(value,"))
    assert.isEmpty(differences('record.Note == "" ? "a" : 1', "WB-MAP-BRANCHES", 27))
    assert.isEmpty(differences("default(record.Note, 1)", "WB-MAP-BRANCHES", 22))
  })

  it("a literal that is none of the field's values", () => {
    const typed = (text: string) => diagnostics({ map: { ...needed, type: text } })
    const [found] = typed('record.Note == "x" ? "invoice" : "credit not"')
    assert.deepStrictEqual(
      [found?.code, found?.place?.column, found?.hint],
      ["WB-MODEL-CHOICE", 34, 'did you mean "credit note"?'],
    )
    assert.deepStrictEqual(codes(typed('default(record.Note, "invoce")')), ["WB-MODEL-CHOICE"])
    const customer: Given = { entity: "customer", map: { number: '" C1"', currency: '"eur"' } }
    assert.deepStrictEqual(codes(diagnostics(customer)), ["WB-MODEL-SPACE", "WB-MODEL-CURRENCY"])
  })

  it("literals that mean something: patterns, formats, currencies", () => {
    assert.isEmpty(differences('string(date(record.Due, "dd/mm/yyyy"))', "WB-MAP-PATTERN", 25))
    assert.isEmpty(differences("string(date(record.Due, record.Note))", "WB-MAP-PATTERN", 25))
    assert.isEmpty(
      differences('string(money(record.Amount, "EURO"))', "WB-MAP-CURRENCY-CODE", 29, 'did you mean "EUR"?'),
    )
    assert.isEmpty(
      differences('string(money(record.Amount, "EUR", {"decimal": ",", "grup": "."}))', "WB-MAP-FORMAT", 36),
    )
    assert.isEmpty(differences('string(decimal(record.Amount, {"decimal": ",", "group": ","}))', "WB-MAP-FORMAT", 31))
    assert.isEmpty(differences("string(1e200 + 1)", "WB-MAP-LITERAL", 8))
  })

  it("two currencies that are both written in the expression", () => {
    assert.isEmpty(
      differences('string(money(record.Amount, "EUR") + 2 * money(record.Amount, "USD"))', "WB-MAP-CURRENCY", 38),
    )
    assert.isEmpty(differences('-money("1", "EUR") < money("1", "USD") ? "a" : "b"', "WB-MAP-CURRENCY", 22))
    const same = 'string(money(record.Amount, "EUR") + money(record.Amount, "EUR") * 0.2)'
    assert.isTrue(Result.isSuccess(compile({ map: { ...needed, note: same } })))
  })
})

describe("the whole map", () => {
  it("says what is missing, at the map's place", () => {
    const found = diagnostics({ map: { number: "record.Status" }, requires: ["terms"] })
    assert.deepStrictEqual(
      found.map(({ code, place, message }) => [code, place?.line, message]),
      [
        ["WB-MAP-MISSING", 9, "'customerNumber' is needed"],
        ["WB-MAP-MISSING", 9, "'total' is needed"],
        ["WB-MAP-MISSING", 9, "the target needs 'terms'"],
      ],
    )
    const lines = diagnostics({
      entity: "payment",
      map: { ...needed, amount: 'money(record.Amount, "EUR")', allocations: [{}] },
    })
    assert.include(
      lines.map(({ message }) => message),
      "'invoiceNumber' is needed",
    )
  })

  it("collects every diagnostic, of where, map and set", () => {
    const found = diagnostics({
      where: "record.Statsu == 1",
      map: { ...needed, note: "nte", terms: "record.Trems", lines: [{ descripton: '"x"' }, { net: "record.Amount" }] },
      set: { paymentTerms: "1" },
    })
    assert.deepStrictEqual(codes(found), [
      "WB-MAP-COLUMN",
      "WB-MAP-VARIABLE",
      "WB-MAP-COLUMN",
      "WB-MAP-FIELD",
      "WB-MAP-RESULT",
      "WB-MAP-RESULT",
    ])
  })

  it("a struct, a list and an expression are told apart", () => {
    const customer = (map: Given["map"] & object) =>
      codes(diagnostics({ entity: "customer", map: { number: "record.Note", ...map } }))
    assert.deepStrictEqual(customer({ billingAddress: '"Street 1"' }), ["WB-MAP-SHAPE"])
    assert.deepStrictEqual(customer({ billingAddress: [{ city: '"x"' }] }), ["WB-MAP-SHAPE"])
    assert.deepStrictEqual(customer({ name: { city: '"x"' } }), ["WB-MAP-SHAPE"])
    assert.deepStrictEqual(codes(diagnostics({ map: { ...needed, lines: { net: '"x"' } } })), ["WB-MAP-SHAPE"])
  })
})
