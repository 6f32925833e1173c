import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"

import { rejectReader } from "../src/flow/rejectReader.ts"
import { References } from "../src/mapping/References.ts"

describe("ids that expressions ask for", () => {
  const ask = (references: References, key: string): string | undefined => {
    try {
      return references.idOf("customers", key)
    } catch {
      return undefined
    }
  }

  it("are asked for once, also where there is none; and again on the next page", () => {
    const references = new References(["customers"])
    assert.isUndefined(ask(references, "C1"))
    assert.isUndefined(ask(references, "C2"))
    assert.deepStrictEqual([...(references.takeAsked().get("customers") ?? [])], ["C1", "C2"])
    references.learn(
      "customers",
      new Map([
        ["C1", "t1"],
        ["C2", undefined],
      ]),
    )
    assert.strictEqual(ask(references, "C1"), "t1")
    assert.isUndefined(ask(references, "C2"))
    assert.strictEqual(references.takeAsked().size, 0)
    references.begin()
    assert.strictEqual(ask(references, "C1"), "t1")
    assert.isUndefined(ask(references, "C2"))
    assert.deepStrictEqual([...(references.takeAsked().get("customers") ?? [])], ["C2"])
  })

  it("are forgotten where they grow too many", () => {
    const references = new References(["customers"])
    references.learn("customers", new Map(Array.from({ length: 50_001 }, (_, index) => [`C${index}`, "t"])))
    references.begin()
    assert.isUndefined(ask(references, "C1"))
    assert.strictEqual(references.takeAsked().size, 1)
  })
})

describe("rejects as a source", () => {
  const kept = {
    id: 1,
    run: 3,
    flow: "invoices",
    target: "t",
    row: 7,
    state: "invalid",
    source: { "Invoice No": "F-1" },
    origin: "0".repeat(32),
    issues: [{ code: "WB-CSV-RAGGED-ROW", message: "too many" }],
  } as const

  it.effect("what the source could not read is as unreadable as it was, until somebody edits it", () =>
    Effect.gen(function* () {
      const { pages } = rejectReader(
        Stream.make([
          { ...kept, version: 0, unread: true },
          { ...kept, version: 1, unread: true },
          { ...kept, version: 0 },
        ]),
      )
      const [page] = yield* Stream.runCollect(pages)
      assert.deepStrictEqual(
        page?.rows.map((row) => ("issues" in row ? row.issues : row.record)),
        [kept.issues, { "Invoice No": "F-1" }, { "Invoice No": "F-1" }],
      )
    }),
  )
})
