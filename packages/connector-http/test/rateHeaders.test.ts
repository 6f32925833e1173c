/** What answers say about waiting, and what they only seem to say. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { Headers } from "effect/http"
import { TestClock } from "effect/testing"

import { untilReset } from "../src/internal/rateHeaders.ts"
import { pauseAsked, retryAfter } from "../src/internal/retryAfter.ts"

const now = Date.UTC(2026, 10, 21, 12, 0, 0)
const inSeconds = now / 1000

type Said = Readonly<Record<string, string>>

const pairs: ReadonlyArray<readonly [remaining: string, reset: string, millis: number]> = [
  ["0", "30", 30_000],
  ["0", " 30 ", 30_000],
  ["00", "1.5", 1500],
  ["0", "0", 0],
  ["0", "999999999", 999_999_999_000],
  ["0", String(inSeconds + 30), 30_000],
  ["0", `${inSeconds + 30}.25`, 30_250],
  ["0", String(now + 30_000), 30_000],
  ["0", String(inSeconds - 30), 0],
  ["0", String(now - 30_000), 0],
  ["1", "30", 0],
  ["-1", "30", 0],
  ["", "30", 0],
  ["none", "30", 0],
  ["0", "", 0],
  ["0", "-30", 0],
  ["0", "soon", 0],
  ["0", "1e3", 0],
  ["0", "30, 60", 0],
  ["0", "Sat, 21 Nov 2026 12:00:30 GMT", 0],
  ["0", "9".repeat(16), 0],
]

const lists: ReadonlyArray<readonly [field: string, millis: number]> = [
  ['"default";r=0;t=30', 30_000],
  ["default;r=0;t=30", 30_000],
  ['"default";t=30;r=0;pk=:cHNjaG9vbA==:', 30_000],
  ['"default"; r=0 ; t=30', 30_000],
  ['"minute";r=0;t=30, "day";r=0;t=7200, "hour";r=5;t=9999', 7_200_000],
  ['"a,b;r=0;t=9";r=1;t=30', 0],
  ['"a\\"b";r=0;t=30', 30_000],
  ['"a";x="r=0";r=0;t=30', 0],
  ['"default";r=50;t=30', 0],
  ['"default";r=0', 0],
  ['"default";t=30', 0],
  ['"default";r=0;t=-30', 0],
  ['"default";r=0;t=30.5', 0],
  ['"default";r=0;r=7;t=30', 0],
  ['"default;r=0;t=30', 0],
  ['"default";r=0;t=30,', 0],
  ['"default";r=0;t=30 "day";r=0;t=60', 0],
  ['"default";;r=0;t=30', 0],
  ["limit=10, remaining=0, reset=30", 0],
  [`"${"a".repeat(989)}";r=0;t=3`, 3000],
  [`"${"a".repeat(990)}";r=0;t=3`, 3000],
  [`"${"a".repeat(991)}";r=0;t=3`, 0],
  ["", 0],
]

describe("rate headers", () => {
  it("a pair, with X- and without: seconds from now, or a point in time", () => {
    for (const prefix of ["x-ratelimit", "ratelimit"]) {
      for (const [remaining, reset, millis] of pairs) {
        const said = { [`${prefix}-remaining`]: remaining, [`${prefix}-reset`]: reset }
        assert.strictEqual(untilReset(said, now), millis, JSON.stringify(said))
      }
    }
  })

  it("the list of the IETF's draft: the longest of the limits that are used up", () => {
    for (const [ratelimit, millis] of lists) assert.strictEqual(untilReset({ ratelimit }, now), millis, ratelimit)
  })

  it("halves of a pair say nothing, nor does one of X- with one without", () => {
    const halves: ReadonlyArray<Said> = [
      {},
      { "x-ratelimit-remaining": "0" },
      { "x-ratelimit-reset": "30" },
      { "x-ratelimit-remaining": "0", "ratelimit-reset": "30" },
    ]
    for (const said of halves) assert.strictEqual(untilReset(said, now), 0, JSON.stringify(said))
  })

  it("of several that say so, the longest counts", () => {
    const said = {
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": "10",
      "ratelimit-remaining": "0",
      "ratelimit-reset": "20",
      ratelimit: '"default";r=0;t=15',
    }
    assert.strictEqual(untilReset(said, now), 20_000)
  })

  const Garbage = Schema.String.check(Schema.isMaxLength(40))
  const Piece = Schema.Literals(['"', "\\", ",", ";", "=", "r=0", "t=30", "a", " ", ":", "0", "9", ".", "*", "é"])
  const Field = Schema.Union([Garbage, Schema.Array(Piece).check(Schema.isMaxLength(30))])

  it.effect.prop("whatever stands there, it is a time to wait, and never an error", [Field, Field], ([one, other]) =>
    Effect.sync(() => {
      const [first, second] = [one, other].map((field) => (typeof field === "string" ? field : field.join("")))
      for (const said of [
        { ratelimit: first },
        { "ratelimit-remaining": first, "ratelimit-reset": second },
        { "x-ratelimit-remaining": "0", "x-ratelimit-reset": second },
      ]) {
        const millis = untilReset(said, now)
        assert.isTrue(Number.isFinite(millis) && millis >= 0, JSON.stringify(said))
      }
    }),
  )
})

describe("Retry-After", () => {
  const cases: ReadonlyArray<readonly [string | undefined, number | undefined]> = [
    [undefined, undefined],
    ["", undefined],
    ["120", 120_000],
    ["0", 0],
    ["Thu, 01 Jan 1970 00:01:00 GMT", 50_000],
    ["Thu, 01 Jan 1970 00:00:01 GMT", 0],
    ["soon", undefined],
    ["-5", undefined],
    ["1.5", undefined],
  ]
  it("reads seconds and dates, and nothing else", () => {
    for (const [text, millis] of cases) assert.strictEqual(retryAfter(text, 10_000), millis, text)
  })

  it.effect("goes before the limits' headers, behind an answer that says no", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(now)
      const limits = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(inSeconds + 40) }
      const cases: ReadonlyArray<readonly [number, Said, number | undefined]> = [
        [429, { "retry-after": "7", ...limits }, 7000],
        [503, { "retry-after": "7" }, 7000],
        [429, { "retry-after": "soon", ...limits }, 40_000],
        [429, { "retry-after": "0", ...limits }, 0],
        [429, limits, 40_000],
        [200, limits, 40_000],
        [202, { "retry-after": "7" }, undefined],
        [429, {}, undefined],
      ]
      for (const [status, said, millis] of cases) {
        const asked = yield* pauseAsked({ status, headers: Headers.fromInput(said) })
        assert.strictEqual(asked, millis, `${status} ${JSON.stringify(said)}`)
      }
    }),
  )
})
