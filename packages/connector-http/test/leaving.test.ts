/** Invariants 2 and 8: what may leave is asked as the last thing before it leaves; and what a day's budget says. */
import { assert, describe, it } from "@effect/vitest"
import { CallsOfDay, ConnectorError, MaySend, Superseded } from "@waybill/connector"
import { Clock, Duration, Effect, Result } from "effect"
import { HttpClient, HttpClientRequest } from "effect/http"
import { TestClock } from "effect/testing"

import { classified, makeHttpTransport } from "../src/index.ts"
import { gets, passing, recording, type Recording, run, transportOf } from "./recording.ts"

const superseded = new ConnectorError({
  connector: "test",
  operation: "send",
  code: "WB-TEST-SUPERSEDED",
  message: "another run has taken over",
  reason: new Superseded({}),
})

const methods = ["GET", "POST"] as const

const request = (method: "GET" | "POST") => HttpClientRequest.make(method)("https://example.test/records")

/** Sends one after another, and gives what became of each. */
const sendEach = Effect.fnUntraced(function* (
  recorded: Recording,
  requests: ReadonlyArray<"GET" | "POST">,
  rateLimit: Parameters<typeof transportOf>[1] = { inFlight: 4 },
) {
  const transport = yield* transportOf(recorded, rateLimit)
  const call = { connector: "test", operation: "upload", address: "https://example.test" }
  return yield* passing(
    Effect.forEach(requests, (method) => Effect.result(classified(call)(transport.execute(request(method))))),
  )
})

const failures = (results: ReadonlyArray<Result.Result<unknown, ConnectorError>>) =>
  results.flatMap((result) => (Result.isFailure(result) ? [result.failure] : []))

describe("MaySend", () => {
  it.effect("its no is told as it is, is never tried again, and nothing leaves", () =>
    Effect.gen(function* () {
      for (const method of methods) {
        const recorded = recording()
        let asked = 0
        const no = Effect.andThen(
          Effect.sync(() => void (asked += 1)),
          Effect.fail(superseded),
        )
        const results = yield* Effect.provideService(sendEach(recorded, [method]), MaySend, no)
        assert.deepStrictEqual(failures(results), [superseded])
        assert.strictEqual(failures(results)[0], superseded)
        assert.strictEqual(asked, 1)
        assert.deepStrictEqual(recorded.sentAt, [])
      }
    }),
  )

  it.effect("is asked again before each further try", () =>
    Effect.gen(function* () {
      for (const method of methods) {
        const recorded = recording(() => new Response("{}", { status: 429 }))
        let asked = 0
        const twice = Effect.suspend(() => (++asked > 2 ? Effect.fail(superseded) : Effect.void))
        const results = yield* Effect.provideService(sendEach(recorded, [method]), MaySend, twice)
        assert.deepStrictEqual(failures(results), [superseded])
        assert.strictEqual(recorded.sentAt.length, 2)
      }
    }),
  )

  it.effect("is asked when the request's turn has come, not when it began to wait", () =>
    Effect.gen(function* () {
      for (const rateLimit of [
        { perSecond: 1, inFlight: 20 },
        { perSecond: 1000, inFlight: 1 },
      ]) {
        const recorded = recording()
        const began = yield* Clock.currentTimeMillis
        const inTime = Effect.flatMap(Clock.currentTimeMillis, (now) =>
          now < began + 1500 ? Effect.void : Effect.fail(superseded),
        )
        const error = yield* Effect.flip(Effect.provideService(run(gets(5), recorded, rateLimit), MaySend, inTime))
        assert.strictEqual(error, superseded)
        assert.strictEqual(recorded.sentAt.length, 2)
      }
    }),
  )
})

// Each test has a day of its own: the process keeps count for all of them.
describe("a day's budget", () => {
  const limited = { inFlight: 4, perDay: 3 }

  it.effect("used up, a request is not sent: told with its day, and not tried again", () =>
    Effect.gen(function* () {
      const recorded = recording()
      yield* TestClock.setTime(Date.UTC(2026, 10, 21, 22, 0, 0))
      const results = yield* sendEach(recorded, ["POST", "GET", "POST", "GET", "POST"], limited)
      assert.deepStrictEqual(results.map(Result.isSuccess), [true, true, true, false, false])
      assert.strictEqual(recorded.sentAt.length, 3)
      for (const error of failures(results)) {
        assert.deepStrictEqual(
          [error.code, error.sent, error.next, error.connector, error.operation],
          ["WB-HTTP-BUDGET", "no", "retry", "test", "upload"],
        )
        assert.strictEqual(error.message, "today's budget of 3 requests for https://example.test is used up")
        assert.include(error.hint, "2026-11-22")
        assert.include(error.hint, "`rateLimit.perDay`")
        assert.ok(error.reason._tag === "Throttled")
        const left = 7_200_000 - error.reason.retryAfter!
        assert.isTrue(left >= 3000 && left < 4000, String(left))
      }
    }),
  )

  it.effect("is new at midnight of UTC", () =>
    Effect.gen(function* () {
      const recorded = recording()
      const transport = yield* transportOf(recorded, { inFlight: 1, perDay: 1 })
      const sent = Effect.result(passing(transport.execute(request("POST"))))
      yield* TestClock.setTime(Date.UTC(2026, 10, 22, 23, 59, 0))
      const before = [Result.isSuccess(yield* sent), Result.isSuccess(yield* sent)]
      yield* TestClock.setTime(Date.UTC(2026, 10, 23, 0, 0, 0))
      const after = [Result.isSuccess(yield* sent), Result.isSuccess(yield* sent)]
      assert.deepStrictEqual([...before, ...after], [true, false, true, false])
    }),
  )

  it.effect("counts every try", () =>
    Effect.gen(function* () {
      const recorded = recording(() => new Response("{}", { status: 429, headers: { "retry-after": "1" } }))
      const [error] = failures(yield* sendEach(recorded, ["POST"], limited))
      assert.strictEqual(error?.code, "WB-HTTP-BUDGET")
      assert.strictEqual(recorded.sentAt.length, 3)
    }),
  )

  it.effect("is kept under the base URL, by whoever keeps count", () =>
    Effect.gen(function* () {
      const taken: Array<readonly [string, number]> = []
      const take = (name: string, most: number) => Effect.sync(() => taken.push([name, most]) <= 2)
      const recorded = recording()
      const results = yield* Effect.provideService(sendEach(recorded, ["GET", "POST", "GET"], limited), CallsOfDay, {
        take,
      })
      assert.deepStrictEqual(results.map(Result.isSuccess), [true, true, false])
      assert.deepStrictEqual(taken, [
        ["https://example.test", 3],
        ["https://example.test", 3],
        ["https://example.test", 3],
      ])
    }),
  )

  it.effect("one budget for all connections to an address in a process, and one for each address", () =>
    Effect.gen(function* () {
      const recorded = recording()
      yield* TestClock.setTime(Date.UTC(2026, 10, 24, 12, 0, 0))
      const spent = yield* sendEach(recorded, ["GET", "GET", "GET", "GET"], limited)
      assert.strictEqual(failures(spent).length, 1)
      assert.strictEqual(failures(yield* sendEach(recorded, ["GET"], limited)).length, 1)
      const elsewhere = yield* Effect.provideService(
        makeHttpTransport({
          baseUrl: new URL("https://other.test/v2/"),
          rateLimit: limited,
          timeout: Duration.seconds(30),
        }),
        HttpClient.HttpClient,
        recorded.client,
      )
      assert.strictEqual((yield* passing(elsewhere.execute(request("GET")))).status, 200)
    }),
  )

  it.effect("no budget set: nothing is counted", () =>
    Effect.gen(function* () {
      const take = () => Effect.die("asked")
      const results = yield* Effect.provideService(sendEach(recording(), ["GET"]), CallsOfDay, { take })
      assert.deepStrictEqual(failures(results), [])
    }),
  )

  it.effect("a count that can't be kept stops the request: not sent, not tried again", () =>
    Effect.gen(function* () {
      const recorded = recording()
      let asked = 0
      const take = () => Effect.suspend(() => ((asked += 1), Effect.fail(superseded)))
      const results = yield* Effect.provideService(sendEach(recorded, ["GET"], limited), CallsOfDay, { take })
      assert.deepStrictEqual([failures(results), asked, recorded.sentAt], [[superseded], 1, []])
    }),
  )

  it.effect("counts first and asks last: what leaves was counted, and asked for at the last moment", () =>
    Effect.gen(function* () {
      const steps: Array<string> = []
      const step = (name: string) => Effect.sync(() => void steps.push(name))
      const recorded = recording(() => (steps.push("answer"), new Response("{}")))
      yield* sendEach(recorded, ["POST"], limited).pipe(
        Effect.provideService(CallsOfDay, { take: () => Effect.as(step("count"), true) }),
        Effect.provideService(MaySend, step("ask")),
      )
      assert.deepStrictEqual(steps, ["count", "ask", "answer"])
    }),
  )
})
