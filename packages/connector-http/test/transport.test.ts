import { assert, describe, it } from "@effect/vitest"
import { Clock, Duration, Effect, Fiber, Schema } from "effect"
import { HttpClient, HttpClientError, HttpClientRequest, HttpClientResponse } from "effect/http"
import { TestClock } from "effect/testing"

import { accepted, classify, makeHttpTransport } from "../src/index.ts"
import { retryAfter } from "../src/internal/retryAfter.ts"

const call = { connector: "test", operation: "read", address: "https://example.test" }

/** A client whose answers take a second, and when each request went out, in milliseconds of the test's clock. */
const recording = (answers: (count: number) => Response = () => new Response("{}")) => {
  const sentAt: Array<number> = []
  let underWay = 0
  const seen = { most: 0 }
  const client = HttpClient.make((request) =>
    Effect.gen(function* () {
      sentAt.push(yield* Clock.currentTimeMillis)
      const count = sentAt.length
      underWay += 1
      seen.most = Math.max(seen.most, underWay)
      yield* Effect.sleep("1 second")
      underWay -= 1
      return HttpClientResponse.fromWeb(request, answers(count))
    }),
  )
  return { sentAt, seen, client }
}

const run = Effect.fnUntraced(function* (
  requests: number,
  recorded: ReturnType<typeof recording>,
  settings: Parameters<typeof makeHttpTransport>[0],
) {
  const transport = yield* Effect.provideService(makeHttpTransport(settings), HttpClient.HttpClient, recorded.client)
  const all = Effect.forEach(Array.from({ length: requests }), () => transport.get("https://example.test/"), {
    concurrency: "unbounded",
  })
  const fiber = yield* Effect.forkChild(all)
  // Bodies are read in real promises, so the test's time moves in small steps until all is done.
  for (let step = 0; step < 6000 && fiber.pollUnsafe() === undefined; step++) {
    yield* TestClock.adjust("50 millis")
    yield* Effect.promise(() => new Promise(setImmediate))
  }
  return yield* Fiber.join(fiber)
})

describe("rate limit", () => {
  it.effect("spaces requests evenly from the first: no burst", () =>
    Effect.gen(function* () {
      const recorded = recording()
      yield* run(12, recorded, { rateLimit: { perSecond: 4, inFlight: 20 }, timeout: Duration.seconds(30) })
      const gaps = recorded.sentAt.slice(1).map((at, index) => at - recorded.sentAt[index]!)
      assert.deepStrictEqual(
        gaps,
        Array.from({ length: 11 }, () => 250),
      )
    }),
  )

  it.effect("keeps to the number of requests at once", () =>
    Effect.gen(function* () {
      const recorded = recording()
      yield* run(10, recorded, { rateLimit: { inFlight: 3 }, timeout: Duration.seconds(30) })
      assert.strictEqual(recorded.sentAt.length, 10)
      assert.strictEqual(recorded.seen.most, 3)
    }),
  )

  it.effect("asked to wait, nobody goes out before the time is over", () =>
    Effect.gen(function* () {
      const recorded = recording((count) =>
        count === 1 ? new Response("", { status: 429, headers: { "retry-after": "30" } }) : new Response("{}"),
      )
      yield* run(5, recorded, { rateLimit: { perSecond: 1, inFlight: 1 }, timeout: Duration.seconds(30) })
      assert.strictEqual(recorded.sentAt.length, 6)
      assert.isAtLeast(recorded.sentAt[1]! - recorded.sentAt[0]!, 31_000)
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
  it.effect("reads seconds and dates, and nothing else", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(10_000)
      for (const [text, millis] of cases) assert.strictEqual(yield* retryAfter({ "retry-after": text }), millis, text)
    }),
  )
})

describe("classify", () => {
  const request = HttpClientRequest.get("not an address")

  it.effect("what could not even be made was not sent", () =>
    Effect.gen(function* () {
      for (const Reason of [HttpClientError.InvalidUrlError, HttpClientError.EncodeError]) {
        const error = yield* classify(call, new HttpClientError.HttpClientError({ reason: new Reason({ request }) }))
        assert.deepStrictEqual([error.reason._tag, error.sent], ["Refused", "no"])
      }
    }),
  )

  it.effect("an answer that can't be read, and what nobody knows, may have been carried out", () =>
    Effect.gen(function* () {
      const unreadable = yield* Effect.flip(Schema.decodeUnknownEffect(Schema.String)(1))
      for (const failure of [unreadable, new Error("?"), { code: "ECONNREFUSED" }, undefined]) {
        const error = yield* classify(call, failure)
        assert.deepStrictEqual([error.reason._tag, error.sent], ["Lost", "maybe"])
      }
    }),
  )

  it.effect("judges by the answer's status, not by the error's tag", () =>
    Effect.gen(function* () {
      const expected = {
        200: "Lost",
        302: "Lost",
        400: "Refused",
        403: "Unauthorized",
        408: "Lost",
        429: "Throttled",
        503: "Lost",
      }
      for (const [status, reason] of Object.entries(expected)) {
        const response = HttpClientResponse.fromWeb(request, new Response("{}", { status: Number(status) }))
        const failure = new HttpClientError.HttpClientError({
          reason: new HttpClientError.DecodeError({ request, response }),
        })
        assert.strictEqual((yield* classify(call, failure)).reason._tag, reason, status)
      }
    }),
  )

  it.effect("a code counts at any depth of the causes", () =>
    Effect.gen(function* () {
      const cause = new Error("a", {
        cause: new Error("b", { cause: Object.assign(new Error("c"), { code: "ENOTFOUND" }) }),
      })
      const failure = new HttpClientError.HttpClientError({
        reason: new HttpClientError.TransportError({ request, cause }),
      })
      const error = yield* Effect.flip(accepted(call)(Effect.fail(failure)))
      assert.strictEqual(error.reason._tag, "Unreachable")
    }),
  )
})
