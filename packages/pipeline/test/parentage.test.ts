/** Parents of a page's records: asked for once, and never forgotten within a page. */
import { assert, it } from "@effect/vitest"
import type { ParentStanding } from "@waybill/ledger"
import { Effect } from "effect"

import { mostRemembered, parentageOf } from "../src/flow/parentage.ts"

const invoice = (customer: string) => ({ key: `of ${customer}`, model: { number: "1", customerNumber: customer } })
const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => invoice(`C${from + index}`))

/** Holds every customer but one, another one is still to be sent; tells what it was asked. */
const book = () => {
  const asked: Array<ReadonlyArray<string>> = []
  const standing: ParentStanding = { state: "confirmed", landed: true, targetId: "7" }
  const pending: ParentStanding = { state: "pending", landed: false }
  return {
    asked,
    parents: (_flows: unknown, keys: ReadonlyArray<string>) =>
      Effect.sync(() => {
        asked.push(keys)
        const held = keys.filter((key) => key !== "C-absent")
        return new Map(held.map((key) => [key, key === "C-pending" ? pending : standing]))
      }),
  }
}

const openOver = (parents: ReturnType<typeof book>["parents"]) =>
  parentageOf(
    (model) => ("customerNumber" in model ? [{ entity: "customer", key: model.customerNumber }] : []),
    { parents },
    () => [{ flow: "customers", target: "t" }],
  )

it.effect("what has landed is asked for once, what has not each time", () =>
  Effect.gen(function* () {
    const { asked, parents } = book()
    const parentage = openOver(parents)
    for (let page = 0; page < 2; page++) {
      const found = yield* parentage(["C1", "C1", "C-absent", "C-pending"].map(invoice))
      assert.deepStrictEqual([...found.orphans.keys()], ["of C-absent", "of C-pending"])
      assert.deepStrictEqual([...found.parents.keys()], ["of C1"])
    }
    assert.deepStrictEqual(asked, [
      ["C1", "C-absent", "C-pending"],
      ["C-absent", "C-pending"],
    ])
  }),
)

it.effect("more parents than are remembered: those of one page are all there", () =>
  Effect.gen(function* () {
    const { asked, parents } = book()
    const parentage = openOver(parents)
    yield* parentage(numbered(0, mostRemembered))
    // Some are remembered, and those that are not push them out.
    const { orphans, parents: known } = yield* parentage(numbered(mostRemembered - 500, mostRemembered + 500))
    assert.deepStrictEqual([orphans.size, known.size], [0, 1000])
    assert.deepStrictEqual(
      asked.map((keys) => keys.length),
      [mostRemembered, 500],
    )
  }),
)
