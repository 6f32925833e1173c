/** Splitting: exactly the bad records are refused, the good ones arrive exactly once, nothing goes out twice blindly. */
import { assert, describe, it } from "@effect/vitest"
import {
  ConnectorError,
  Lost,
  type Outcome,
  Refused,
  type Reason,
  Throttled,
  Unauthorized,
  Unreachable,
} from "@waybill/connector"
import { Effect, Schema } from "effect"

import { deliverBatch } from "../src/internal/deliverBatch.ts"

const fail = (reason: Reason) =>
  new ConnectorError({ connector: "payorcrm", operation: "test", code: "WB-TEST", message: "no", reason })
const refused = (status = "400") => fail(new Refused({ status, answer: "bad record" }))

const safe = { partialSuccess: "never", onDuplicate: "refuse" } as const
const tags = (outcomes: ReadonlyArray<Outcome>) => outcomes.map(({ _tag }) => _tag)

/** A target that takes a call as a whole or refuses it, and counts what arrived and how often it was called. */
const target = (isBad: (record: number) => boolean) => {
  const arrived: Array<number> = []
  const seen = { calls: 0 }
  const upload = (records: ReadonlyArray<number>) => {
    seen.calls += 1
    if (records.some(isBad)) return Effect.fail(refused())
    arrived.push(...records)
    return Effect.void
  }
  return { arrived, seen, upload }
}

const numbers = (length: number) => Array.from({ length }, (_, index) => index)

describe("deliverBatch", () => {
  const Flags = Schema.Array(Schema.Boolean).check(Schema.isBetweenLength(1, 64))

  it.effect.prop("exactly the bad ones are refused, the good ones arrive once", [Flags], ([bad]) =>
    Effect.gen(function* () {
      const { arrived, upload, seen } = target((record) => bad[record] === true)
      const { outcomes, stop } = yield* deliverBatch(numbers(bad.length), upload, safe)
      assert.deepStrictEqual(
        tags(outcomes),
        bad.map((is) => (is ? "Refused" : "Confirmed")),
      )
      assert.deepStrictEqual(
        arrived,
        numbers(bad.length).filter((record) => bad[record] === false),
      )
      assert.isUndefined(stop)
      assert.isAtMost(seen.calls, 2 * bad.length - 1)
    }),
  )

  it.effect("one bad record of a hundred costs a few calls, not a hundred", () =>
    Effect.gen(function* () {
      for (const culprit of [0, 37, 99]) {
        const { seen, upload } = target((record) => record === culprit)
        const { outcomes } = yield* deliverBatch(numbers(100), upload, safe)
        assert.deepStrictEqual(
          outcomes.flatMap(({ _tag }, index) => (_tag === "Refused" ? [index] : [])),
          [culprit],
        )
        assert.isAtMost(seen.calls, 15)
      }
    }),
  )

  it.effect("a refused record keeps the system's own words", () =>
    Effect.gen(function* () {
      const { outcomes } = yield* deliverBatch([1], () => Effect.fail(refused()), safe)
      assert.ok(outcomes[0]?._tag === "Refused")
      assert.strictEqual(outcomes[0].issue.code, "WB-PAYORCRM-REFUSED")
      assert.include(outcomes[0].issue.message, "bad record")
    }),
  )

  it.effect("a lost answer leaves exactly its own records unknown (invariant 2)", () =>
    Effect.gen(function* () {
      // 0-3 are refused as a call, 0-1 go through, 2 is lost, 3 is never sent.
      const calls: Array<ReadonlyArray<number>> = []
      const upload = (records: ReadonlyArray<number>) => {
        calls.push(records)
        if (records.length > 2) return Effect.fail(refused())
        if (records.includes(2))
          return Effect.fail(records.length === 1 ? fail(new Lost({ how: "timeout" })) : refused())
        return Effect.void
      }
      const { outcomes, stop } = yield* deliverBatch(numbers(4), upload, safe)
      assert.deepStrictEqual(tags(outcomes), ["Confirmed", "Confirmed", "Unknown", "NotSent"])
      assert.isUndefined(stop)
      assert.deepStrictEqual(calls, [[0, 1, 2, 3], [0, 1], [2, 3], [2]])
    }),
  )

  it.effect("what ends the work says so, and nothing of the rest goes out", () =>
    Effect.gen(function* () {
      const reasons = [
        new Unauthorized({}),
        new Unreachable({}),
        new Throttled({}),
        new Refused({ status: "404" }),
        new Refused({}),
      ]
      for (const reason of reasons) {
        let calls = 0
        // The first half goes through, then the reason strikes.
        const upload = (records: ReadonlyArray<number>) => {
          calls += 1
          return records.length > 2 ? Effect.fail(refused()) : calls === 2 ? Effect.void : Effect.fail(fail(reason))
        }
        const { outcomes, stop } = yield* deliverBatch(numbers(4), upload, safe)
        assert.deepStrictEqual(tags(outcomes), ["Confirmed", "Confirmed", "NotSent", "NotSent"], reason._tag)
        assert.strictEqual(stop?.reason._tag, reason._tag)
        assert.strictEqual(calls, 3)
      }
    }),
  )

  it.effect("where a refused call may have kept some, only an upsert is sent again", () =>
    Effect.gen(function* () {
      const bad = (record: number) => record === 1
      const upsert = target(bad)
      const halved = yield* deliverBatch(numbers(2), upsert.upload, {
        partialSuccess: "possible",
        onDuplicate: "upsert",
      })
      assert.deepStrictEqual(tags(halved.outcomes), ["Confirmed", "Refused"])
      for (const onDuplicate of ["refuse", "duplicate"] as const) {
        const once = target(bad)
        const { outcomes } = yield* deliverBatch(numbers(2), once.upload, { partialSuccess: "possible", onDuplicate })
        assert.deepStrictEqual(tags(outcomes), ["Unknown", "Unknown"])
        assert.strictEqual(once.seen.calls, 1)
      }
    }),
  )
})
