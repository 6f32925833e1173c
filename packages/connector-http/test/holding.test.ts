/** A system that asks to be left alone is left alone, by all requests of the connection. */
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect } from "effect"
import { HttpClient, HttpClientError } from "effect/http"

import { defaultRetry } from "../src/index.ts"
import { gets, passing, recording, run, transportOf } from "./recording.ts"

const answer = (status: number, headers: Record<string, string> = {}) => new Response("{}", { status, headers })

/** The first request is answered by `first` after a second, all others by "yes". */
const afterFirst = (first: Response) => recording((count) => (count === 1 ? first : answer(200)))

/** The second goes out before the first is answered, and all others after that. */
const perSecond = { perSecond: 1.6, inFlight: 20 }

describe("Retry-After", () => {
  it.effect("holds all requests, reads and writes alike, also those that wait for their turn", () =>
    Effect.gen(function* () {
      const recorded = afterFirst(answer(429, { "retry-after": "30" }))
      const statuses = yield* run(["GET", "POST", "GET", "POST", "GET", "POST"], recorded, perSecond)
      assert.deepStrictEqual(statuses, [200, 200, 200, 200, 200, 200])
      const held = recorded.sentAt.filter((at) => at > 1000)
      assert.strictEqual(held.length, 5)
      for (const at of held) assert.isAtLeast(at, 31_000)
    }),
  )

  it.effect("holds them too where this request is not sent again: a write that 503 leaves open", () =>
    Effect.gen(function* () {
      const recorded = afterFirst(answer(503, { "retry-after": "30" }))
      const statuses = yield* run(["POST", "POST", "GET", "POST", "POST"], recorded, perSecond)
      assert.deepStrictEqual(statuses, [503, 200, 200, 200, 200])
      assert.strictEqual(recorded.sentAt.length, 5)
      for (const at of recorded.sentAt.filter((time) => time > 1000)) assert.isAtLeast(at, 31_000)
    }),
  )

  it.effect("longer than the longest wait: this request is told, the others wait for that long", () =>
    Effect.gen(function* () {
      const recorded = afterFirst(answer(429, { "retry-after": "3600" }))
      const statuses = yield* run(gets(4), recorded, { perSecond: 0.5, inFlight: 20 })
      assert.deepStrictEqual(statuses, [429, 200, 200, 200])
      assert.strictEqual(recorded.sentAt.length, 4)
      assert.isAtLeast(recorded.sentAt[1]!, 61_000)
      assert.isAtMost(recorded.sentAt[1]!, 62_000)
    }),
  )

  it.effect("the last try's answer holds the others as well", () =>
    Effect.gen(function* () {
      const recorded = recording((count) => answer(count <= 5 ? 429 : 200, { "retry-after": "10" }))
      const statuses = yield* run(gets(2), recorded, { inFlight: 1 })
      assert.deepStrictEqual(statuses, [200, 200])
      const gaps = recorded.sentAt.slice(1).map((at, index) => at - recorded.sentAt[index]!)
      for (const gap of gaps.slice(0, 5)) assert.isAtLeast(gap, 11_000)
    }),
  )
})

describe("limits in an answer's headers", () => {
  const used = (reset: number): ReadonlyArray<Record<string, string>> => [
    { "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": String(reset) },
    { "RateLimit-Remaining": "0", "RateLimit-Reset": String(reset) },
    { RateLimit: `"default";r=0;t=${reset}` },
  ]

  it.effect("nothing left: nobody goes out before the reset, though the answer was yes", () =>
    Effect.gen(function* () {
      for (const headers of used(20)) {
        const recorded = afterFirst(answer(200, headers))
        yield* run(["POST", "GET", "POST"], recorded, { inFlight: 1 })
        const [first, second, third] = recorded.sentAt
        assert.isAtLeast(second! - first!, 21_000, JSON.stringify(headers))
        assert.isAtMost(third! - second!, 1100)
      }
    }),
  )

  it.effect("a reset far away is waited for as long as the longest wait, and then the system tells", () =>
    Effect.gen(function* () {
      for (const headers of used(7200)) {
        const recorded = recording((count) => answer(count === 1 ? 200 : 429, headers))
        const statuses = yield* run(gets(2), recorded, { inFlight: 1 })
        assert.deepStrictEqual(statuses, [200, 429])
        assert.strictEqual(recorded.sentAt.length, 2)
        const gap = recorded.sentAt[1]! - recorded.sentAt[0]!
        assert.isAtLeast(gap, 61_000)
        assert.isAtMost(gap, 62_000)
      }
    }),
  )

  it.effect("something left: nobody waits", () =>
    Effect.gen(function* () {
      const recorded = recording(() => answer(200, { "X-RateLimit-Remaining": "1", "X-RateLimit-Reset": "600" }))
      yield* run(gets(3), recorded, { inFlight: 1 })
      assert.isAtMost(recorded.sentAt[2]!, 3000)
    }),
  )
})

describe("back-off", () => {
  /** Nobody is there the first `absent` times. */
  const away = (absent: number) => {
    const sentAt: Array<number> = []
    const client = HttpClient.make((request) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        sentAt.push(now)
        const cause = Object.assign(new Error("nobody"), { code: "ECONNREFUSED" })
        return sentAt.length <= absent
          ? Effect.fail(
              new HttpClientError.HttpClientError({ reason: new HttpClientError.TransportError({ request, cause }) }),
            )
          : Effect.never
      }),
    )
    return { sentAt, client }
  }

  it.effect("doubles from try to try, each between half and whole, spread over all of it", () =>
    Effect.gen(function* () {
      const waits = Array.from({ length: defaultRetry.tries - 1 }, (): Array<number> => [])
      const once = Effect.gen(function* () {
        const start = yield* Clock.currentTimeMillis
        const absent = away(defaultRetry.tries)
        const transport = yield* transportOf(absent, { inFlight: 1 })
        yield* Effect.flip(transport.get("https://example.test/"))
        const times = [start, ...absent.sentAt.slice(1)]
        for (const [index, wait] of waits.entries()) wait.push(times[index + 1]! - times[index]!)
      })
      yield* passing(
        Effect.all(
          Array.from({ length: 200 }, () => once),
          { concurrency: "unbounded" },
        ),
      )
      for (const [index, wait] of waits.entries()) {
        const most = 500 * 2 ** index
        const fifths = wait.map((millis) => Math.min(Math.floor(((millis - most / 2) / (most / 2)) * 5), 4))
        assert.deepStrictEqual(new Set(fifths), new Set([0, 1, 2, 3, 4]), `wait ${index + 1}`)
      }
    }),
  )

  it.effect("Retry-After is never cut short, and spread behind", () =>
    Effect.gen(function* () {
      const waits = new Set<number>()
      for (let sample = 0; sample < 20; sample++) {
        const recorded = afterFirst(answer(429, { "retry-after": "2" }))
        const before = yield* Clock.currentTimeMillis
        yield* run(gets(1), recorded, { inFlight: 1 })
        const wait = recorded.sentAt[1]! - before - 1000
        assert.isAtLeast(wait, 2000)
        assert.isAtMost(wait, 2600)
        waits.add(wait)
      }
      assert.isAtLeast(waits.size, 10)
    }),
  )
})
