import { assert, describe, it } from "@effect/vitest"
import { Decimals } from "@waybill/model"
import { Effect, Option, Schema } from "effect"

import { pathOf } from "../src/internal/address.ts"
import { at, decimalOf, jsonText, parseJson } from "../src/internal/json.ts"
import { makeLoop } from "../src/read/loop.ts"

describe("a value in a path", () => {
  it.effect.prop("stays one segment of it, or is refused", [Schema.String], ([key]) =>
    Effect.sync(() => {
      const path = pathOf("/a/{key}/b", { key })
      if (path === undefined) assert.isTrue(["", ".", ".."].includes(key) || !key.isWellFormed())
      else {
        const { pathname, search, hash } = new URL(`https://api.example.com/v1${path}`)
        const [, version, a, segment = "", b, ...more] = pathname.split("/")
        assert.deepStrictEqual([version, a, b, more, search, hash], ["v1", "a", "b", [], "", ""])
        assert.strictEqual(decodeURIComponent(segment), key)
      }
    }),
  )

  it("is nothing else than the placeholders' own", () => {
    assert.strictEqual(pathOf("/a/{id}", { id: "{key}", key: "k" }), "/a/%7Bkey%7D")
    assert.isUndefined(pathOf("/a/{id}", { key: "k" }))
  })
})

describe("JSON of answers", () => {
  it.effect.prop(
    "keeps every digit of a number (invariant 4)",
    [Schema.BigInt, Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 60 }))],
    ([digits, scale]) =>
      Effect.sync(() => {
        const text = `${digits}`
          .replace("-", "")
          .slice(-30)
          .replace(/^0+(?=\d)/, "")
        const number = `-${text}.${"7".repeat(scale)}`
        const json = Option.getOrThrow(parseJson(`{"a":[1,{"b":${number}}],"c":${number}}`))
        assert.strictEqual(Decimals.toText(decimalOf(at(json, "c"))!), number)
        assert.strictEqual(jsonText(json), `{"a":[1,{"b":${number}}],"c":${number}}`)
      }),
  )

  it("has nothing at a path that is not its own", () => {
    const json = Option.getOrThrow(parseJson('{"a":{"b":null},"__proto__":{"x":1}}'))
    assert.isNull(at(json, "a.b"))
    for (const path of ["a.c", "a.b.c", "toString", "a.constructor", "x"]) assert.isUndefined(at(json, path), path)
    assert.isTrue(Option.isNone(parseJson(`${"[".repeat(200_000)}${"]".repeat(200_000)}`)))
  })
})

describe("a circle", () => {
  it("of any length is found, within three times its way, and never where there is none", () => {
    for (const [lead, length] of [
      [0, 1],
      [5, 1],
      [3, 7],
      [100, 64],
    ] as const) {
      const { movesOn } = makeLoop()
      const markAt = (step: number) => String(step < lead ? step : lead + ((step - lead) % length))
      let step = 0
      while (movesOn(markAt(step)) && step < 10_000) step += 1
      assert.isAtMost(step, 3 * (lead + length) + 1)
    }
    const { movesOn } = makeLoop()
    for (let step = 0; step < 5000; step++) assert.isTrue(movesOn(String(step)))
  })
})
