import { assert, describe, it } from "@effect/vitest"
import { CalendarDate, Dates, type Entity, Money, schemas } from "@waybill/model"
import { BigDecimal } from "effect"

import { changedFields, digestFields } from "../../src/flow/fieldDigests.ts"

const money = (text: string, currency = "EUR") => new Money(BigDecimal.fromStringUnsafe(text), currency)
const day = (text: string): CalendarDate => Dates.parseIso(text)!

const invoice = {
  number: "INV-1",
  customerNumber: "C1",
  total: money("12.50"),
  dueDate: day("2026-11-21"),
  lines: [{ description: "a", net: money("12.50") }],
}
const before = digestFields("invoice", invoice)

describe("the digests of a model's fields", () => {
  it("are two bytes and four for each field that is there, whatever stands in it", () => {
    assert.match(before, /^[0-9a-f]+$/)
    assert.strictEqual(before.length, 2 * (2 + 4 * 4))
    const long = digestFields("invoice", { ...invoice, note: "x".repeat(10_000) })
    assert.strictEqual(long.length, 2 * (2 + 4 * 5))
  })

  it("name the fields that are others, and those that came or went", () => {
    const changed = (other: object, among?: ReadonlyArray<string>) =>
      changedFields("invoice", before, digestFields("invoice", { ...invoice, ...other }), among)
    assert.deepStrictEqual(changed({}), [])
    assert.deepStrictEqual(changed({ total: money("12.51") }), ["total"])
    assert.deepStrictEqual(changed({ total: money("12.50", "USD") }), ["total"])
    assert.deepStrictEqual(changed({ dueDate: day("2026-11-22"), note: "new" }), ["dueDate", "note"])
    assert.deepStrictEqual(changed({ dueDate: undefined }), ["dueDate"])
    assert.deepStrictEqual(changed({ lines: [{ description: "b", net: money("12.50") }] }), ["lines"])
    assert.deepStrictEqual(changed({ dueDate: undefined, note: "new" }, ["dueDate", "total"]), ["dueDate"])
  })

  it("are the same for the same value, however it was written", () => {
    const same = {
      ...invoice,
      total: money("12.5000"),
      lines: [{ net: money("12.5"), description: "a", tax: undefined }],
    }
    assert.deepStrictEqual(changedFields("invoice", before, digestFields("invoice", same)), [])
  })

  it("know every field of the model but its number", () => {
    for (const entity of ["customer", "invoice", "payment"] satisfies ReadonlyArray<Entity>) {
      for (const field of Object.keys(schemas[entity].fields).filter((name) => name !== "number")) {
        const found = changedFields(entity, digestFields(entity, {}), digestFields(entity, { [field]: "x" }))
        assert.deepStrictEqual(found, [field], entity)
      }
    }
  })
})
