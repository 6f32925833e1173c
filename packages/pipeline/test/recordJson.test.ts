import { assert, describe, it } from "@effect/vitest"
import { CalendarDate, Columns } from "@waybill/model"
import { Arbitrary, BigDecimal, Effect, Result, Schema, SchemaAST, SchemaGetter, SchemaTransformation } from "effect"

// @boundaries-ignore the records are those of the real destinations
import {
  CustomerRecord as CrmComCustomer,
  invoiceRecord,
  paymentRecord,
} from "../../connector-crmcom/src/deliver/record.ts"
// @boundaries-ignore the records are those of the real destinations
import * as Erply from "../../connector-erplybooks/src/deliver/record.ts"
// @boundaries-ignore the records are those of the real destinations
import { recordSchema } from "../../connector-excel/src/internal/columns.ts"
// @boundaries-ignore the records are those of the real destinations
import * as PayorCrm from "../../connector-payorcrm/src/map/record.ts"
import { compileJson } from "../src/flow/recordJson.ts"

const zone = { timeZone: "Europe/Nicosia" }
const dates = ["yyyy-MM-dd", "yyyyMMdd", "dd/MM/yyyy", "dd.MM.yyyy", "dd-MM-yyyy", "MM/dd/yyyy"] as const
const units = ["decimal", "minor", "whole"] as const

const textRecord = (...columns: ReadonlyArray<string>) =>
  Schema.Struct(Object.fromEntries(columns.map((column) => [column, Schema.String])))

/** What the five destinations say that their records are; and fields that none of them has. */
const schemas: Readonly<Record<string, Schema.Codec<any, unknown>>> = {
  "payorcrm customers": PayorCrm.CustomerRecord,
  ...Object.fromEntries(
    dates.map((dateFormat, index) => [
      `payorcrm invoices, ${dateFormat}`,
      PayorCrm.invoiceRecord({ dateFormat, amountUnit: units[index % 3]!, addresses: index % 2 === 0 }),
    ]),
  ),
  "crmcom customers": CrmComCustomer,
  "crmcom invoices": invoiceRecord(zone),
  "crmcom payments": paymentRecord(zone),
  "erplybooks customers": Erply.CustomerRecord,
  "erplybooks invoices": Erply.InvoiceRecord,
  "erplybooks payments": Erply.PaymentRecord,
  csv: textRecord("number", "2026", "toString", 'a "quoted"\nname', "constructor", "1"),
  "csv with a __proto__": textRecord("number", "__proto__"),
  excel: recordSchema(Columns.of("invoice")),
  "other fields": Schema.Struct({
    // Anything that JSON writes as null, too.
    // @effect-diagnostics-next-line schemaNumber:off
    size: Schema.Number,
    whole: Schema.optional(Schema.Int),
    truth: Schema.optionalKey(Schema.Boolean),
    one: Schema.Literal("one"),
    choice: Schema.optionalKey(Schema.Literals(["a", "b", 1])),
    list: Schema.optionalKey(Schema.Array(Schema.FiniteFromString)),
    nothing: Schema.optionalKey(Schema.NullOr(Schema.String)),
    filled: Schema.String.pipe(Schema.withDecodingDefaultKey(Effect.succeed("x"))),
    flag: Schema.optionalKey(
      Schema.Literals(["Y", "N"]).pipe(
        Schema.decodeTo(
          Schema.Boolean,
          SchemaTransformation.transform({
            decode: (flag) => flag === "Y",
            encode: (flag) => (flag ? "Y" : "N"),
          }),
        ),
      ),
    ),
    loose: Schema.optionalKey(Schema.String).pipe(Schema.decodeTo(Schema.String, SchemaTransformation.trim())),
    sometimes: Schema.optionalKey(Schema.String).pipe(
      Schema.decodeTo(Schema.String, {
        decode: SchemaGetter.withDefault(Effect.succeed("-")),
        encode: SchemaGetter.passthrough(),
      }),
    ),
    inner: Schema.optionalKey(Schema.Struct({ a: Schema.NonEmptyString, b: Schema.optionalKey(Schema.BigDecimal) })),
    renamed: Schema.optionalKey(Schema.Struct({ a: Schema.String }).pipe(Schema.encodeKeys({ a: "z" }))),
  }),
  renamed: Schema.Struct({ a: Schema.String, b: Schema.optionalKey(Schema.Finite) }).pipe(
    Schema.encodeKeys({ a: "z" }),
  ),
  "no struct": Schema.FiniteFromString,
}

const texts = [
  "a", "C1", " x ", "", '"', "\\", "\u0000", "\u001f", "\u007f", "a\nb\tc", "\u2028\u2029", "\ud800", "x\udc00y", "😀",
  "Łódź Logistyka sp. z o.o.", "</script>", '12" monitor, batch 7', "12.50", "a", "Y", "one",
] // prettier-ignore
const amounts = ["0", "-0.00", "12.50", "1200", "-1e3", "0.1", "123456789012345", "99999.99", "-0.01", "1e21", "4e-7"]
const decimals = [...amounts, ...amounts, ...amounts, "1234567890123456", "1e-101", "0.1234567890123456"]
const days = [new CalendarDate(1, 1, 1), new CalendarDate(2026, 2, 28), new CalendarDate(9999, 12, 31)]
const wrongs = [
  undefined,
  null,
  7,
  Number.NaN,
  true,
  1n,
  [],
  {},
  new CalendarDate(2026, 1, 1),
  BigDecimal.make(1n, 0),
  "text",
]

const absent = Symbol("absent")
const from = (values: ReadonlyArray<unknown>): Arbitrary.Arbitrary<unknown> =>
  Arbitrary.map(
    Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: values.length - 1 }))),
    (at) => values[at],
  )

const structOf = (ast: SchemaAST.Objects): Arbitrary.Arbitrary<unknown> => {
  const fields = ast.propertySignatures.map(({ name, type }) => {
    const keep = SchemaAST.isOptional(type) ? from([true, false]) : Arbitrary.Constant(true)
    return Arbitrary.map(
      Arbitrary.all([valueOf(type), keep]),
      ([value, kept]) => [name, kept ? value : absent] as const,
    )
  })
  const spoilt = from([...ast.propertySignatures.map(({ name }) => name), ...Array.from({ length: 40 }, () => absent)])
  return Arbitrary.map(
    Arbitrary.all([Arbitrary.all(fields), spoilt, from([...wrongs, absent])]),
    ([all, name, wrong]) => {
      const entries = all.map(([key, value]) => [key, key === name ? wrong : value] as const)
      const kept = entries.filter(([, value]) => value !== absent)
      // A struct with a check of its own takes one of its fields.
      return Object.fromEntries(ast.checks === undefined ? [...kept, ["beside", "what is declared"]] : kept.slice(0, 1))
    },
  )
}

/** What has no name may be anything. */
const declared = ({ annotations }: SchemaAST.Declaration): ReadonlyArray<unknown> => {
  const name = JSON.stringify(annotations?.["representation"] ?? "")
  if (name.includes("CalendarDate")) return days
  const amounts = decimals.map((text) => BigDecimal.fromStringUnsafe(text))
  return name.includes("BigDecimal") ? amounts : ["C1", "I-1", ...amounts.slice(0, 5), days[1]]
}

/** Values of a type, most of which fit. */
const valueOf = (ast: SchemaAST.AST): Arbitrary.Arbitrary<unknown> => {
  switch (ast._tag) {
    case "String":
      return from(ast.checks === undefined ? texts : ["a", "C1", "x😀\u2028"])
    case "Declaration":
      return from(declared(ast))
    case "Objects":
      return structOf(ast)
    case "Arrays":
      return Arbitrary.array(valueOf(ast.rest[0]!), { minLength: 1, maxLength: 3 })
    case "Boolean":
      return from([true, false])
    case "Number":
      return from(
        ast.checks !== undefined ? [0, 1, 12] : [0, -0, 1, 0.1, 1e21, 12.5, Number.NaN, Number.POSITIVE_INFINITY],
      )
    case "Literal":
      return from([ast.literal])
    case "Union":
      return from(ast.types.map((type) => (SchemaAST.isLiteral(type) ? type.literal : "x")))
    default:
      return from([...wrongs])
  }
}

const slowly = (schema: Schema.Codec<any, unknown>) => {
  const encode = Schema.encodeUnknownResult(schema)
  return (record: unknown): string | undefined => {
    const encoded = encode(record)
    return Result.isSuccess(encoded) ? JSON.stringify(encoded.success) : undefined
  }
}

describe("a record as JSON", () => {
  for (const [name, schema] of Object.entries(schemas)) {
    const [fast, slow] = [compileJson(schema), slowly(schema)]
    const record = valueOf(SchemaAST.toType(schema.ast))
    it.effect.prop(`${name}: byte for byte what Schema and JSON.stringify make`, [record], ([record]) =>
      Effect.sync(() => assert.strictEqual(fast(record), slow(record))),
    )
  }

  const amount = BigDecimal.make(1250n, 2)
  const [, day] = days
  const identifier = { code: "A\u2028" }
  const whole: Readonly<Record<string, object>> = {
    "crmcom invoices": {
      number: "I-1",
      accounts_receivable_identifier: { number: '"C1"' },
      type_identifier: identifier,
      total: amount,
      invoice_item_set: [{ product_identifier: identifier, quantity: amount, sub_total: amount }],
      udf_float_1: amount,
      due_on: day,
    },
    "crmcom payments": {
      number: "P-1",
      accounts_receivable_identifier: { number: "C1" },
      type_identifier: identifier,
      payment_amount: amount,
      payment_method_identifier: identifier,
      received_on: day,
    },
    "erplybooks customers": { partnerCustomerId: "C1", name: "Łódź", customer: true, discount: amount },
    "erplybooks invoices": {
      partnerDocumentId: "I-1",
      number: "I-1",
      sumWithVat: amount,
      currencyCode: "EUR",
      customerNumber: "C1",
      typeCode: "T",
      documentStatusTypeCode: "S",
      date: day,
      transactionDate: day,
      note: "a\nb",
      rows: [{ articleName: "x", quantity: amount, price: amount, vatPercent: amount, typeCode: "T" }],
    },
    "erplybooks payments": {
      archivingId: "P-1",
      customerNumber: "C1",
      accountNumber: "1",
      opDate: day,
      sumPaid: amount,
      currencyCode: "EUR",
      typeCode: "T",
      documentStatusTypeCode: "S",
      badDebt: false,
    },
  }

  it("the records of the stricter systems, whole and without each of their fields", () => {
    for (const [name, record] of Object.entries(whole)) {
      const [fast, slow] = [compileJson(schemas[name]!), slowly(schemas[name]!)]
      assert.isString(fast(record), name)
      const without = Object.keys(record).map((key) => ({ ...record, [key]: undefined }))
      const lacking = Object.keys(record).map((key) =>
        Object.fromEntries(Object.entries(record).filter(([other]) => other !== key)),
      )
      for (const one of [record, ...without, ...lacking]) assert.strictEqual(fast(one), slow(one), name)
    }
  })

  it("a field that only its encoded side may lack", () => {
    const schema = Schema.Struct({
      a: Schema.optionalKey(Schema.String).pipe(Schema.decodeTo(Schema.String, SchemaTransformation.trim())),
      b: Schema.String,
    })
    assert.strictEqual(compileJson<object>(schema)({ b: "x" }), '{"b":"x"}')
    assert.strictEqual(slowly(schema)({ b: "x" }), '{"b":"x"}')
  })

  it("nothing of a record is in the next one", () => {
    const encode = compileJson(PayorCrm.CustomerRecord)
    encode({ customerno: "C1", emailaddress1: "a@example.com", companyname: "One" })
    assert.isUndefined(encode({ customerno: "C2", emailaddress1: "", companyname: "Two" }))
    assert.strictEqual(
      encode({ customerno: "C3", emailaddress1: "c@example.com" }),
      '{"customerno":"C3","emailaddress1":"c@example.com"}',
    )
  })
})
