import { assert, describe, it } from "@effect/vitest"
import { AmountSchema, CalendarDateSchema, Money, MoneySchema } from "@waybill/model"
import { BigDecimal, Equal, Result, Schema } from "effect"

import { compileMapping } from "../../src/mapping/compile.ts"
import { codes, columns, expression, issues, mapping, model, needed, row, struct } from "./support.ts"

const eur = (amount: string) => new Money(BigDecimal.fromStringUnsafe(amount), "EUR")

const sameMoney = (actual: unknown, amount: string, currency = "EUR") => {
  assert.instanceOf(actual, Money)
  assert.strictEqual(actual.currency, currency)
  assert.isTrue(Equal.equals(actual.amount, BigDecimal.fromStringUnsafe(amount)), String(actual))
}

/** The note that an expression makes of a row. */
const note = (text: string, values: Readonly<Record<string, unknown>> = {}, given = {}): unknown =>
  model(mapping({ map: { ...needed, note: text }, ...given }).toModel(row(values))).note

describe("the product's example", () => {
  const customers = compileMapping({
    entity: "customer",
    source: columns("Customer No", "Company", "Email", "Status"),
    target: Schema.Struct({}),
    requires: ["email"],
    where: expression('record.Status != "closed"'),
    map: struct({ number: 'record["Customer No"]', name: "record.Company", email: "lower(trim(record.Email))" }),
    set: struct({}),
    tables: new Map(),
  })
  const invoices = mapping({
    map: {
      ...needed,
      issueDate: 'date(record.Issued, "dd/MM/yyyy")',
      dueDate: 'date(record.Due, "dd/MM/yyyy")',
    },
    set: { paymentTerms: '"NET30"' },
  })

  it("maps customers, and skips the closed ones", () => {
    if (Result.isFailure(customers)) assert.fail(JSON.stringify(customers.failure))
    const { toModel } = customers.success
    const found = toModel({ "Customer No": "C1", Company: "Acme", Email: " A@B.EE ", Status: "open" })
    assert.deepStrictEqual(found, { _tag: "Mapped", model: { number: "C1", name: "Acme", email: "a@b.ee" } })
    assert.deepStrictEqual(toModel({ "Customer No": "C1", Company: "", Email: "", Status: "closed" }), {
      _tag: "Skipped",
    })
  })

  it("holds a customer to what the target needs", () => {
    if (Result.isFailure(customers)) assert.fail(JSON.stringify(customers.failure))
    const found = customers.success.toModel({ "Customer No": "C1", Company: "", Email: "  ", Status: "open" })
    assert.deepStrictEqual(
      issues(found).map(({ code, field, column }) => [code, field, column]),
      [["WB-MAP-REQUIRED", "email", "Email"]],
    )
  })

  it("maps invoices; an empty date is absent", () => {
    const mapped = invoices.toModel(row())
    const made = model(mapped)
    assert.deepStrictEqual(Object.keys(made), ["number", "customerNumber", "total", "issueDate"])
    assert.strictEqual(String(made.issueDate), "2026-11-01")
    sameMoney(made.total, "12.5")
    assert.strictEqual(mapped.money, made.total)
  })

  it("sets the target's own fields over what is there", () => {
    const target = { number: "I1", paymentTerms: "" }
    const written = invoices.applySet(row(), model(invoices.toModel(row())), target)
    assert.deepStrictEqual(written, Result.succeed({ number: "I1", paymentTerms: "NET30" }))
    assert.strictEqual(target.paymentTerms, "")
  })

  it("gives the target back where nothing is set", () => {
    const target = {}
    const { applySet, toModel } = mapping({ map: needed })
    assert.strictEqual(Result.getOrThrow(applySet(row(), model(toModel(row())), target)), target)
  })
})

describe("numbers are decimals", () => {
  const balance = (text: string) => model(mapping({ map: { ...needed, balance: text } }).toModel(row())).balance

  it("0.1 + 0.2 is 0.3", () => {
    assert.strictEqual(note("string(0.1 + 0.2)"), "0.3")
    assert.strictEqual(note("string(-0.5 * 1e3 - 0.5)"), "-500.5")
    assert.strictEqual(note('[0.1, 0.2].map(x, x * 3).exists(x, x == 0.3) ? "exact" : "double"'), "exact")
  })

  it("money adds, subtracts, multiplies and compares exactly", () => {
    sameMoney(balance('money("0.1", "EUR") + money("0.2", "EUR") - money("0.05", "EUR")'), "0.25")
    sameMoney(balance('money(record.Amount, "EUR") * 0.1 + -money("1", "EUR")'), "0.25")
    sameMoney(balance('2 * money("1.10", "EUR")'), "2.2")
    assert.strictEqual(note('money("1", "EUR") == money("1.00", "EUR") ? "same" : "other"'), "same")
    assert.strictEqual(note('money("1", "EUR") < money("1.01", "EUR") ? "less" : "more"'), "less")
    assert.strictEqual(note('money("2", record.Currency).amount > 1 ? "more" : "less"'), "more")
    assert.strictEqual(note('decimal("1.50") == 1.5 && 2 > decimal("1.9") ? "yes" : "no"'), "yes")
  })

  it("takes whole numbers where a decimal is wanted", () => {
    const lines = [{ quantity: "3", taxRate: "20.5", description: 'record["Invoice No"]' }]
    const [line] = model(mapping({ map: { ...needed, lines } }).toModel(row())).lines
    assert.deepStrictEqual([line.quantity, line.taxRate].map(BigDecimal.format), ["3", "20.5"])
  })

  it("mixing currencies is an issue of the record", () => {
    const { toModel } = mapping({
      map: { ...needed, balance: 'money(record.Amount, "EUR") + money("1", record.Currency)' },
    })
    assert.strictEqual(toModel(row())._tag, "Mapped")
    const found = issues(toModel(row({ Currency: "USD" })))
    assert.deepStrictEqual(
      found.map(({ code, field, column }) => [code, field, column]),
      [["WB-MAP-CURRENCY", "balance", undefined]],
    )
  })
})

describe("functions", () => {
  it("money and decimal take a format", () => {
    const { toModel } = mapping({
      map: { ...needed, total: 'money(record.Amount, record.Currency, {"decimal": ",", "group": "."})' },
    })
    sameMoney(model(toModel(row({ Amount: "-1.234,50", Currency: "USD" }))).total, "-1234.5", "USD")
    assert.strictEqual(note('string(decimal("1 234,5", {"decimal": ",", "group": " "}))'), "1234.5")
  })

  it("string takes every type", () => {
    const text = 'string(money("1", "EUR")) + string(1) + string(true) + string(date("20261120", "yyyyMMdd"))'
    assert.strictEqual(note(text), "1.00 EUR1true2026-11-20")
  })

  it("lookup finds, default stands in, and an absent key is an issue", () => {
    const tables = new Map([["terms", new Map([["N30", "NET30"]])]])
    assert.strictEqual(note('lookup("terms", record.Note)', { Note: "N30" }, { tables }), "NET30")
    assert.strictEqual(note('default(lookup("terms", record.Note), "CASH")', { Note: "N9" }, { tables }), "CASH")
    const { toModel } = mapping({ map: { ...needed, note: 'lookup("terms", record.Note)' }, tables })
    assert.deepStrictEqual(codes(issues(toModel(row({ Note: "N9" })))), ["WB-MAP-LOOKUP"])
  })

  it("default stands for empty and for white space, not for what is wrong", () => {
    assert.strictEqual(note('default(record.Note, "none")'), "none")
    assert.strictEqual(note('default(record["Note"], "none")', { Note: " \u00A0" }), "none")
    assert.strictEqual(note('default(record.Note, "none")', { Note: "x" }), "x")
    const dueDate = 'default(date(record.Due, "dd/MM/yyyy"), date("20260101", "yyyyMMdd"))'
    const { toModel } = mapping({ map: { ...needed, dueDate } })
    assert.strictEqual(String(model(toModel(row())).dueDate), "2026-01-01")
    assert.deepStrictEqual(codes(issues(toModel(row({ Due: "31/02/2026" })))), ["WB-MAP-DATE-DAY"])
  })

  it("CEL's own", () => {
    assert.strictEqual(note('record.Note.split("-")[1].startsWith("b") ? "b" : "a"', { Note: "a-bc" }), "b")
    assert.strictEqual(note("cel.bind(n, record.Note, n + n + string(size(n)))", { Note: "ab" }), "abab2")
    assert.strictEqual(note('record.Status in ["open", "due"] ? "yes" : "no"'), "yes")
    assert.strictEqual(note("cel.bind(r, record, r.Note + r.Status)", { Note: "a" }), "aopen")
    const { toModel } = mapping({ map: { ...needed, note: 'record.Note.split("-")[1]' } })
    assert.deepStrictEqual(codes(issues(toModel(row({ Note: "a" })))), ["WB-MAP-RANGE"])
  })

  it("evaluating costs what it reads: the same expression, interleaved, keeps its records apart", () => {
    const { toModel } = mapping({ map: { ...needed, note: 'record.Note.split("").map(x, x + record.Status).join()' } })
    const all = Array.from(
      { length: 100 },
      (_, index) => model(toModel(row({ Note: String(index), Status: `s${index}` }))).note,
    )
    assert.strictEqual(all[12], "1s122s12")
  })
})

describe("empty and absent", () => {
  const source = Schema.Struct({
    no: Schema.String,
    customer: Schema.NullOr(Schema.String),
    total: MoneySchema,
    due: Schema.optionalKey(CalendarDateSchema),
    email: Schema.optional(Schema.String),
    address: Schema.optionalKey(Schema.Struct({ "post code": Schema.NullOr(Schema.String) })),
    items: Schema.Array(
      Schema.Struct({ name: Schema.String, count: Schema.Int, net: Schema.optionalKey(AmountSchema) }),
    ),
  })
  const base = { number: "record.no", customerNumber: "record.customer", total: "record.total" }
  const record = {
    no: "1",
    customer: "C",
    total: eur("1"),
    items: [
      { name: "a", count: 2, net: eur("1") },
      { name: "b", count: 3 },
    ],
  }
  const compiled = (map: Readonly<Record<string, string>>) => mapping({ source, map: { ...base, ...map } })

  it("null and absent fields leave an optional field out, and are an issue of a needed one", () => {
    const { toModel } = compiled({ dueDate: "record.due", note: 'record.address["post code"]' })
    assert.deepStrictEqual(Object.keys(model(toModel(record))), ["number", "customerNumber", "total"])
    const found = issues(toModel({ ...record, customer: null, address: { "post code": null } }))
    assert.deepStrictEqual(
      found.map(({ code, field, column }) => [code, field, column]),
      [["WB-MAP-ABSENT", "customerNumber", "customer"]],
    )
  })

  it("within a larger expression an absent field is an issue, unless default() says otherwise", () => {
    assert.deepStrictEqual(codes(issues(compiled({ note: "lower(record.email)" }).toModel(record))), ["WB-MAP-ABSENT"])
    assert.deepStrictEqual(codes(issues(compiled({ note: 'record.email + "x"' }).toModel(record))), ["WB-MAP-ABSENT"])
    const defaulted = compiled({
      note: 'default(record.email, "none")',
      terms: 'default(record.address["post code"], "-")',
    })
    const made = model(defaulted.toModel(record))
    assert.deepStrictEqual([made.note, made.terms], ["none", "-"])
    assert.strictEqual(
      model(compiled({ note: 'has(record.email) ? "has" : "has not"' }).toModel(record)).note,
      "has not",
    )
  })

  it("null is absent to the engine too", () => {
    const { toModel } = compiled({ note: 'record.customer + default(record.customer, "none") + "x"' })
    assert.deepStrictEqual(codes(issues(toModel({ ...record, customer: null }))), ["WB-MAP-ABSENT", "WB-MAP-ABSENT"])
    const defaulted = compiled({ customerNumber: 'default(record.customer, "C0") + "x"' })
    assert.strictEqual(model(defaulted.toModel({ ...record, customer: null })).customerNumber, "C0x")
  })

  it("an absent currency is an issue, an absent amount is not", () => {
    const { toModel } = compiled({ balance: "money(record.email, default(record.customer, record.no))" })
    assert.deepStrictEqual(codes(issues(toModel({ ...record, email: "1" }))), ["WB-MAP-CURRENCY-CODE"])
    const direct = compiled({ balance: 'money(record.email, "EUR")', tax: "money(record.no, record.email)" })
    const found = issues(direct.toModel(record))
    assert.deepStrictEqual(
      found.map(({ code, field }) => [code, field]),
      [["WB-MAP-ABSENT", "tax"]],
    )
  })

  it("reads whole numbers, money and lists of structs", () => {
    const text = 'record.items.filter(i, i.count > 2).map(i, i.name + string(i.count * 2)).join(",")'
    assert.strictEqual(model(compiled({ note: text }).toModel(record)).note, "b6")
    const rich = 'record.items.exists(i, has(i.net) && i.net == money("1", "EUR")) ? record.total.currency : "none"'
    assert.strictEqual(model(compiled({ note: rich }).toModel(record)).note, "EUR")
  })

  it("an empty number within a larger expression is an issue", () => {
    const { toModel } = mapping({ map: { ...needed, balance: 'money(record.Note, "EUR") * 2' } })
    assert.deepStrictEqual(codes(issues(toModel(row()))), ["WB-MAP-EMPTY"])
    assert.notProperty(
      model(mapping({ map: { ...needed, balance: 'money(record.Note, "EUR")' } }).toModel(row())),
      "balance",
    )
  })

  it("an empty number that is needed is an issue", () => {
    assert.deepStrictEqual(codes(issues(mapping({ map: needed }).toModel(row({ Amount: " " })))), ["WB-MAP-EMPTY"])
  })

  it("a text that can't be stored is an issue of its column; a note may have lines", () => {
    const { toModel } = mapping({ map: { ...needed, note: "record.Note", terms: "record.Status" } })
    const found = issues(toModel(row({ Note: "a\nb", Status: "a\nb", "Customer No": "C\u200B1" })))
    assert.deepStrictEqual(
      found.map(({ code, column }) => [code, column]),
      [
        ["WB-MODEL-INVISIBLE", "Customer No"],
        ["WB-MODEL-CONTROL", "Status"],
      ],
    )
  })

  it("white space alone is empty; around a number it is an issue; within other text it stays", () => {
    const { toModel } = mapping({ map: { ...needed, note: "record.Note" } })
    assert.notProperty(model(toModel(row({ Note: " \t" }))), "note")
    assert.strictEqual(model(toModel(row({ Note: " a " }))).note, " a ")
    const found = issues(toModel(row({ "Customer No": " C1", "Invoice No": "\u00A0" })))
    assert.deepStrictEqual(codes(found), ["WB-MAP-REQUIRED", "WB-MODEL-SPACE"])
  })
})

describe("structs and lists", () => {
  const source = columns("No", "Customer", "Amount", "Street", "City", "Invoice1", "Paid1", "Invoice2", "Paid2")
  const payment = mapping({
    entity: "payment",
    source,
    map: {
      number: "record.No",
      customerNumber: "record.Customer",
      amount: 'money(record.Amount, "EUR")',
      allocations: [
        { invoiceNumber: "record.Invoice1", amount: 'money(record.Paid1, "EUR")' },
        { invoiceNumber: "record.Invoice2", amount: 'money(record.Paid2, "EUR")' },
      ],
    },
  })
  const paid = {
    No: "P1",
    Customer: "C1",
    Amount: "3",
    Street: "",
    City: "",
    Invoice1: "",
    Paid1: "",
    Invoice2: "",
    Paid2: "",
  }

  it("an item of which nothing came to be is left out, and an empty list too", () => {
    assert.notProperty(model(payment.toModel(paid)), "allocations")
    const { allocations } = model(payment.toModel({ ...paid, Invoice2: "I2", Paid2: "3" }))
    assert.deepStrictEqual(
      allocations.map((one: any) => one.invoiceNumber),
      ["I2"],
    )
  })

  it("an item that is half there is held to its fields, with the place of each", () => {
    const found = issues(payment.toModel({ ...paid, Paid1: "1", Invoice2: " I2", Paid2: "1.005" }))
    assert.deepStrictEqual(
      found.map(({ code, field, column }) => [code, field, column]),
      [
        ["WB-MAP-REQUIRED", "allocations.0.invoiceNumber", "Invoice1"],
        ["WB-MODEL-SPACE", "allocations.1.invoiceNumber", "Invoice2"],
        ["WB-MODEL-FINER", "allocations.1.amount", "Paid2"],
      ],
    )
  })

  it("an address of which only constants came to be is absent", () => {
    const { toModel } = mapping({
      entity: "customer",
      source,
      map: {
        number: "record.Customer",
        billingAddress: { line1: "record.Street", city: "record.City", country: '"EE"' },
        shippingAddress: { country: '"EE"' },
      },
    })
    const shippingAddress = { country: "EE" }
    assert.deepStrictEqual(model(toModel(paid)), { number: "C1", shippingAddress })
    const billingAddress = { line1: "A 1\nB", country: "EE" }
    assert.deepStrictEqual(model(toModel({ ...paid, Street: "A 1\nB" })), {
      number: "C1",
      billingAddress,
      shippingAddress,
    })
  })
})

describe("a source that knows the model", () => {
  const source = columns("id", "city", "mail", "state")
  const address = { line1: "Street 1", city: "Tartu" }
  const given = {
    entity: "customer" as const,
    source,
    toModel: (record: any) =>
      record.id === "bad"
        ? Result.fail([{ code: "WB-TEST", message: "is bad" }] as const)
        : Result.succeed({ number: record.id, name: "Acme", billingAddress: address }),
  }
  const record = { id: "C1", city: "Narva", mail: "", state: "open" }

  it("needs no map, and map overrides, field by field", () => {
    assert.deepStrictEqual(model(mapping(given).toModel(record)), {
      number: "C1",
      name: "Acme",
      billingAddress: address,
    })
    const { toModel } = mapping({
      ...given,
      map: { name: "upper(model.name)", billingAddress: { city: "record.city" }, email: "record.mail" },
    })
    assert.deepStrictEqual(model(toModel(record)), {
      number: "C1",
      name: "ACME",
      billingAddress: { line1: "Street 1", city: "Narva" },
    })
  })

  it("an override that comes out empty leaves the field out", () => {
    assert.deepStrictEqual(model(mapping({ ...given, map: { name: "record.mail" } }).toModel(record)), {
      number: "C1",
      billingAddress: address,
    })
  })

  it("is held to the model and to what the target needs", () => {
    const found = mapping({ ...given, requires: ["email"] }).toModel({ ...record, id: " C1" })
    assert.deepStrictEqual(
      issues(found).map(({ code, field }) => [code, field]),
      [
        ["WB-MODEL-SPACE", "number"],
        ["WB-MAP-REQUIRED", "email"],
      ],
    )
  })

  it("its own refusal is the record's issue, unless `where` skips the record", () => {
    const { toModel } = mapping({ ...given, where: 'record.state != "closed"', map: { number: "record.id" } })
    assert.deepStrictEqual(toModel({ ...record, id: "bad" }), {
      _tag: "Invalid",
      issues: [{ code: "WB-TEST", message: "is bad" }],
      key: "bad",
    })
    assert.strictEqual(toModel({ ...record, id: "bad", state: "closed" })._tag, "Skipped")
  })

  it("a bug in it is an issue, not the end of the run", () => {
    const thrown = mapping({
      ...given,
      toModel: () => {
        throw new Error("C1 is secret")
      },
    }).toModel(record)
    assert.deepStrictEqual(codes(issues(thrown)), ["WB-MAP-FAILED"])
    assert.notInclude(JSON.stringify(thrown), "secret")
    assert.strictEqual(issues(mapping({ map: needed }).toModel(null))[0]?.code, "WB-MAP-FAILED")
  })
})

describe("set", () => {
  const target = Schema.Struct({
    due: Schema.optionalKey(CalendarDateSchema),
    amount: Schema.BigDecimal,
    days: Schema.optionalKey(Schema.Int),
    rate: Schema.optionalKey(Schema.Finite),
    open: Schema.Boolean,
    text: Schema.String,
    code: Schema.NonEmptyString,
    nested: Schema.optionalKey(
      Schema.Struct({ kind: Schema.optionalKey(Schema.Literals(["a", "b"])), keep: Schema.optionalKey(Schema.String) }),
    ),
    tags: Schema.optionalKey(Schema.Array(Schema.String)),
  })
  const existing = {
    amount: BigDecimal.fromBigInt(1n),
    open: false,
    text: "t",
    code: "c",
    nested: { keep: "k" },
    rate: 5,
  }

  const set = (fields: Parameters<typeof mapping>[0]["set"] & object, values = {}) => {
    const { applySet, toModel } = mapping({ map: needed, target, set: fields })
    return applySet(row(values), model(toModel(row())), existing)
  }

  it("writes every type, and reads record and model", () => {
    const written: any = Result.getOrThrow(
      set({
        amount: "model.total.amount * 2",
        days: "30",
        rate: "0.5",
        open: 'record.Status == "open"',
        text: "model.number",
        nested: { kind: '"a"' },
        tags: '[record.Status, "x"]',
        due: 'date(record.Issued, "dd/MM/yyyy")',
      }),
    )
    assert.strictEqual(BigDecimal.format(written.amount), "25")
    assert.strictEqual(String(written.due), "2026-11-01")
    const { days, rate, open, text, nested, tags, code } = written
    assert.deepStrictEqual(
      [days, rate, open, text, nested, tags, code],
      [30, 0.5, true, "I1", { kind: "a", keep: "k" }, ["open", "x"], "c"],
    )
  })

  it("an empty text stays where the field takes one, leaves an optional field out, and is an issue elsewhere", () => {
    const written: any = Result.getOrThrow(set({ text: "record.Note", rate: "decimal(record.Note)" }))
    assert.strictEqual(written.text, "")
    assert.notProperty(written, "rate")
    const failed = set({ code: "record.Note" })
    assert.isTrue(Result.isFailure(failed))
    assert.deepStrictEqual(codes(Result.isFailure(failed) ? failed.failure : []), ["WB-MAP-REQUIRED"])
  })

  it("a decimal that a number can't carry is refused, never rounded (invariant 4)", () => {
    const failed = set({ rate: "decimal(record.Note)" }, { Note: "0.1234567890123456" })
    assert.deepStrictEqual(codes(Result.isFailure(failed) ? failed.failure : []), ["WB-MAP-INEXACT"])
  })
})

describe("what is told of a record that is not mapped", () => {
  it("every issue, and key and money as far as they could be made out", () => {
    const { toModel } = mapping({ map: { ...needed, issueDate: 'date(record.Issued, "dd/MM/yyyy")' } })
    const found = toModel(row({ Issued: "2026-11-01", "Customer No": "" }))
    assert.deepStrictEqual(
      issues(found).map(({ code, field, column }) => [code, field, column]),
      [
        ["WB-MAP-REQUIRED", "customerNumber", "Customer No"],
        ["WB-MAP-DATE-PATTERN", "issueDate", "Issued"],
      ],
    )
    assert.strictEqual(found._tag === "Invalid" ? found.key : "", "I1")
    sameMoney(found.money, "12.5")
  })

  it("the money of a skipped record, errors or not", () => {
    const { toModel } = mapping({ map: needed, where: 'record.Status == "open"' })
    const skipped = toModel(row({ Status: "closed", "Invoice No": "" }))
    assert.strictEqual(skipped._tag, "Skipped")
    sameMoney(skipped.money, "12.5")
    assert.deepStrictEqual(toModel(row({ Status: "closed", Amount: "x" })), { _tag: "Skipped" })
  })

  it("an error in `where` is an issue", () => {
    const { toModel } = mapping({ map: needed, where: "decimal(record.Note) > 1" })
    const found = toModel(row({ Note: "abc" }))
    assert.deepStrictEqual(
      issues(found).map(({ code, field, column }) => [code, field, column]),
      [["WB-MAP-NUMBER", "where", "Note"]],
    )
    assert.strictEqual(found._tag === "Invalid" ? found.key : "", "I1")
  })
})
