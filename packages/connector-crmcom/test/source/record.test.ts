import { assert, describe, it } from "@effect/vitest"
import { CalendarDate } from "@waybill/model"
import { BigDecimal, Schema, SchemaAST } from "effect"

import { Account } from "../../src/api/Account.ts"
import { answer } from "../../src/api/envelope.ts"
import { Invoice } from "../../src/api/Invoice.ts"
import { Payment } from "../../src/api/Payment.ts"
import { recordReader } from "../../src/map/record.ts"
import { draftOf2014, draftOf2016, payment } from "./published.ts"

/** What the vendor's JSON becomes, and the paths of moments that could not be read. */
const read = <A>(schema: Schema.Codec<A, unknown>, json: string, timeZone = "Asia/Nicosia") => {
  const { data } = Schema.decodeUnknownSync(answer(schema))(JSON.parse(json))
  const reader = recordReader(schema, timeZone)
  const unreadable: Array<string> = []
  const record = reader.read(data!, (path) => unreadable.push(path))
  assert.isTrue(Schema.is(reader.schema)(record), "the record is what its schema says")
  return { record, unreadable }
}

/** Every path of a schema's type side with what it holds. */
const leaves = (ast: SchemaAST.AST, path = ""): ReadonlyArray<readonly [path: string, type: string]> => {
  if (SchemaAST.isObjects(ast)) {
    return ast.propertySignatures.flatMap(({ name, type }) =>
      leaves(type, path === "" ? String(name) : `${path}.${String(name)}`),
    )
  }
  if (SchemaAST.isArrays(ast)) return leaves(ast.rest[0]!, `${path}[]`)
  if (!SchemaAST.isDeclaration(ast)) return [[path, ast._tag]]
  return [[path, String((ast.annotations?.["representation"] as { id?: string } | undefined)?.id)]]
}

const leavesOf = (schema: Schema.Schema<unknown>) => new Map(leaves(recordReader(schema, "UTC").schema.ast))

describe("a published invoice", () => {
  it("of 2016 is read in full", () => {
    const { record, unreadable } = read(Invoice, draftOf2016)
    assert.deepStrictEqual(unreadable, [])
    assert.strictEqual(record.number, "I00000581")
    assert.strictEqual(record.back_office_code, "000112")
    assert.isTrue(BigDecimal.equals(record.total_amount!, BigDecimal.fromStringUnsafe("37.5")))
    assert.deepStrictEqual(record.due_on, new CalendarDate(2014, 11, 5))
    assert.strictEqual(record.notes, "CRM COM\t5/7/2016 18:55:07\tto be issued later")
    assert.strictEqual(record.accounts_receivable?.account_owner?.demographics?.id_number, "6453214")
    assert.strictEqual(record.invoice_item_set?.length, 2)
    assert.strictEqual(record.invoice_item_set?.[1]?.product?.product_type?.used_for_provisioning, true)
    assert.deepStrictEqual(record.log_information?.updated_date, new CalendarDate(2016, 7, 5))
    assert.deepStrictEqual(record.udf_date_4, new CalendarDate(2014, 8, 5))
    assert.isTrue(BigDecimal.equals(record.udf_float_4!, BigDecimal.fromStringUnsafe("40")))
  })

  it("of 2014 has no key for what is null", () => {
    const { record } = read(Invoice, draftOf2014)
    for (const name of ["number", "posted_on", "outstanding_amount", "unsettled_amount", "rejection_reason"]) {
      assert.notProperty(record, name)
    }
    assert.notProperty(record.accounts_receivable?.account_owner, "company_name")
    // 17:36:43 in UTC is the same day in Cyprus.
    assert.deepStrictEqual(record.issued_on, new CalendarDate(2015, 4, 7))
  })

  it("falls on the day of the zone", () => {
    const { record } = read(Invoice, draftOf2014, "Pacific/Kiritimati")
    assert.deepStrictEqual(record.issued_on, new CalendarDate(2015, 4, 8))
  })
})

describe("a published payment", () => {
  it("is read in full", () => {
    const { record } = read(Payment, payment)
    assert.strictEqual(record.number, "96")
    const [invoice] = record.invoices_to_pay_set!
    assert(invoice !== undefined)
    assert.strictEqual(invoice.number, "I00000294")
    assert.deepStrictEqual(invoice.due_on, new CalendarDate(2014, 8, 17))
    assert.isTrue(BigDecimal.isZero(invoice.outstanding_amount!))
    assert.strictEqual(record.received_by_unit?.community_name, "Main Community")
  })
})

describe("a record", () => {
  it("says where a moment can't be read", () => {
    const item = (due: string) => `{"due_on":"${due}"}`
    const { unreadable } = read(
      Payment,
      `{"status":{"code":"OK"},"data":{"received_on":"5.11.2014","invoices_to_pay_set":[${item("2014-11-05T15:49:59")},${item("2014-02-30T00:00:00")}]}}`,
    )
    assert.deepStrictEqual(unreadable, ["received_on", "invoices_to_pay_set[1].due_on"])
  })

  it("holds no moment where the text is empty", () => {
    const { record, unreadable } = read(Payment, '{"status":{"code":"OK"},"data":{"received_on":"","notes":""}}')
    assert.deepStrictEqual([record, unreadable], [{ notes: "" }, []])
  })
})

describe("what expressions see", () => {
  it("has days where the vendor has moments, and nothing without a shape", () => {
    const day = "@waybill/model/CalendarDate"
    const daysOf = (schema: Schema.Schema<unknown>) =>
      [...leavesOf(schema)].flatMap(([path, type]) => (type === day ? [path] : []))
    const userDates = ["udf_date_1", "udf_date_2", "udf_date_3", "udf_date_4"]
    const ofRecord = (schema: Schema.Schema<unknown>) =>
      daysOf(schema).filter((path) => !path.includes("account_owner") && !path.startsWith("udf"))
    const log = ["log_information.created_date", "log_information.updated_date"]
    assert.deepStrictEqual(ofRecord(Invoice), ["issued_on", "posted_on", "due_on", ...log])
    assert.deepStrictEqual(ofRecord(Payment), [
      "issued_on",
      "posted_on",
      "received_on",
      "invoices_to_pay_set[].issued_on",
      "invoices_to_pay_set[].posted_on",
      "invoices_to_pay_set[].due_on",
      "payment_cancellation.issued_on",
      "payment_cancellation.posted_on",
      ...log,
    ])
    assert.deepStrictEqual(ofRecord(Account), ["opening_balance_date"])
    for (const schema of [Invoice, Payment, Account]) {
      assert.includeMembers(daysOf(schema), userDates)
      const types = new Set(leavesOf(schema).values())
      assert.isTrue(
        types.isSubsetOf(new Set(["String", "Boolean", "effect/schema/BigDecimal", day])),
        [...types].join(" "),
      )
    }
  })

  it("is every documented field but those without a shape", () => {
    const left = (schema: typeof Invoice | typeof Payment | typeof Account) => {
      const there = new Set([...leavesOf(schema).keys()].map((path) => path.split(/[.[]/)[0]))
      return Object.keys(schema.fields).filter((name) => !there.has(name))
    }
    assert.deepStrictEqual(left(Invoice), ["currency_rate_period", "accounting_period_information"])
    assert.deepStrictEqual(left(Account), [])
    assert.deepStrictEqual(left(Payment), [
      "processed_by_payment_gateway",
      "voucher",
      "card",
      "payment_preference",
      "accounting_period_information",
      "currency_rate_period",
      "products_to_pay_set",
      "bills_paid",
    ])
  })
})
