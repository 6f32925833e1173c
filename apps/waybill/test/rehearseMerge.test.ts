import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema, Stream } from "effect"

import { forecastOf, totalOf } from "../src/rehearse/forecast.ts"
import { mergeByKey } from "../src/rehearse/mergeByKey.ts"

const inUtf8 = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

const pagesOf = (keys: ReadonlyArray<string>, size: number) => {
  const records = keys.toSorted(inUtf8).map((key) => ({ key }))
  const pages = Array.from({ length: Math.ceil(records.length / size) }, (_, page) =>
    records.slice(page * size, (page + 1) * size),
  )
  return Stream.fromIterable(pages)
}

/** Keys that a text's own order puts elsewhere than UTF-8 does are among them. */
const Keys = Schema.Array(Schema.Literals(["A", "a", "B-1", "B-10", "é", "\uFF21", "\u{1F600}", "\u{10FFFF}", "z"]))
const Size = Schema.Literals([1, 2, 5])

describe("mergeByKey", () => {
  it.effect.prop("every key of either side comes once, with what both have of it", [Keys, Keys, Size], ([a, b, size]) =>
    Effect.gen(function* () {
      const [left, right] = [new Set(a), new Set(b)]
      const pages = yield* Stream.runCollect(mergeByKey(pagesOf([...left], size), pagesOf([...right], 3)))
      assert.deepStrictEqual(
        pages.flat().map((pair) => [pair.key, pair.left !== undefined, pair.right !== undefined]),
        [...left.union(right)].toSorted(inUtf8).map((key) => [key, left.has(key), right.has(key)]),
      )
    }),
  )
})

describe("the time that calls take", () => {
  it("is that of the narrower limit: calls a second, or calls that wait for answers", () => {
    assert.deepStrictEqual(forecastOf(100, { perSecond: 5, inFlight: 4 }, 300), { calls: 100, seconds: 20 })
    assert.deepStrictEqual(forecastOf(100, { perSecond: 50, inFlight: 1 }, 300), { calls: 100, seconds: 30 })
    assert.deepStrictEqual(forecastOf(0, { inFlight: 1 }, 300), { calls: 0, seconds: 0 })
    assert.deepStrictEqual(forecastOf(1001, { perDay: 1000, inFlight: 1 }, 0).days, 2)
  })

  it("the flows of one connection share its calls a day", () => {
    const flow = (connection: string, calls: number) => ({ connection, calls, seconds: 1, inFlight: 1, perDay: 100 })
    assert.deepStrictEqual(totalOf([flow("a", 60), flow("a", 60), flow("b", 90)]), { calls: 210, seconds: 3, days: 2 })
  })
})
