import { assert, describe, it } from "@effect/vitest"
import type { PlannedRecord } from "@waybill/ledger"

import { Alignment } from "../../src/plan/Alignment.ts"

const record = (key: string, more: Partial<PlannedRecord> = {}): PlannedRecord => ({
  flow: "invoices",
  place: 0,
  row: 2,
  key,
  verdict: "create",
  hash: `hash of ${key}`,
  ...more,
})
const records = (...keys: ReadonlyArray<string>) => keys.map((key, place) => record(key, { place, row: place + 2 }))

/** Page by page, since a key may come in another page than before. */
const align = (planned: ReadonlyArray<PlannedRecord>, now: ReadonlyArray<PlannedRecord>, goesOn = false) => {
  const alignment = new Alignment(goesOn)
  for (let at = 0; at < Math.max(planned.length, now.length); at += 2) {
    alignment.add(planned.slice(at, at + 2), now.slice(at, at + 2))
  }
  alignment.end()
  return alignment
}
const told = (planned: ReadonlyArray<PlannedRecord>, now: ReadonlyArray<PlannedRecord>, goesOn = false) =>
  align(planned, now, goesOn).differences.map(({ what, key, row }) => `${what} ${key} ${row}`)

describe("what a plan saw beside what is there", () => {
  it("is the same", () => {
    assert.deepStrictEqual(told(records("a", "b", "c"), records("a", "b", "c")), [])
  })

  it("names a row that holds something else", () => {
    const now = [record("a"), record("b", { hash: "other", row: 3 }), record("c", { row: 4 })]
    assert.deepStrictEqual(told(records("a", "b", "c"), now), ["changed b 3"])
  })

  it("names rows that came and rows that went, and not those that they shift", () => {
    assert.deepStrictEqual(told(records("a", "b", "c"), records("a", "n", "b", "c")), ["new n 3"])
    assert.deepStrictEqual(told(records("a", "b", "c", "d"), records("a", "c", "d")), ["gone b 3"])
    assert.deepStrictEqual(told(records("a", "b"), records("a", "b", "c")), ["new c 4"])
    assert.deepStrictEqual(told(records("a", "b", "c"), records("a")), ["gone b 3", "gone c 4"])
  })

  it("names a row that has another number now", () => {
    assert.deepStrictEqual(told(records("a", "b", "c"), records("a", "x", "c")), ["changed x 3"])
  })

  it("names what would become something else", () => {
    const now = [record("a", { verdict: "update" })]
    assert.deepStrictEqual(told([record("a")], now), ["fate a 2"])
  })

  it("lets go on with what is done already, and with nothing else", () => {
    const done = records("a", "b").map((one) => ({ ...one, verdict: "unchanged" }))
    assert.deepStrictEqual(told(records("a", "b"), done, true), [])
    assert.deepStrictEqual(told(records("a", "b"), done), ["fate a 2", "fate b 3"])
    assert.deepStrictEqual(told(records("a"), [record("a", { verdict: "update" })], true), ["fate a 2"])
    assert.deepStrictEqual(told(records("a"), [record("a", { hash: "other" })], true), ["changed a 2"])
  })

  it("tells twenty one by one and counts the rest", () => {
    const keys = Array.from({ length: 50 }, (_, index) => `k${index}`)
    const alignment = align(
      records(...keys),
      records(...keys).map((one) => ({ ...one, hash: "other" })),
    )
    assert.strictEqual(alignment.differences.length, 20)
    assert.strictEqual(alignment.count, 50)
  })
})
