/** Requests on the test's clock. */
import { Clock, Duration, Effect, Fiber } from "effect"
import { HttpClient, HttpClientRequest, HttpClientResponse } from "effect/http"
import { TestClock } from "effect/testing"

import { type HttpSettings, makeHttpTransport } from "../src/index.ts"

const baseUrl = new URL("https://example.test")

/** A client whose answers take a second, and when each request went out, in milliseconds of the test's clock. */
export const recording = (answers: (count: number) => Response = () => new Response("{}")) => {
  const sentAt: Array<number> = []
  const methods: Array<string> = []
  let underWay = 0
  const seen = { most: 0 }
  const client = HttpClient.make((request) =>
    Effect.gen(function* () {
      sentAt.push(yield* Clock.currentTimeMillis)
      methods.push(request.method)
      const count = sentAt.length
      underWay += 1
      seen.most = Math.max(seen.most, underWay)
      yield* Effect.sleep("1 second")
      underWay -= 1
      return HttpClientResponse.fromWeb(request, answers(count))
    }),
  )
  return { sentAt, methods, seen, client }
}

export type Recording = ReturnType<typeof recording>

export const transportOf = ({ client }: Pick<Recording, "client">, rateLimit: HttpSettings["rateLimit"]) =>
  Effect.provideService(
    makeHttpTransport({ baseUrl, rateLimit, timeout: Duration.seconds(30) }),
    HttpClient.HttpClient,
    client,
  )

/** Moves the test's time on until `work` is done. Bodies are read in real promises, so it moves in small steps. */
export const passing = Effect.fnUntraced(function* <A, E, R>(work: Effect.Effect<A, E, R>) {
  const fiber = yield* Effect.forkChild(work)
  for (let step = 0; step < 6000 && fiber.pollUnsafe() === undefined; step++) {
    yield* TestClock.adjust("50 millis")
    yield* Effect.promise(() => new Promise(setImmediate))
  }
  return yield* Fiber.join(fiber)
})

/** Sends requests all at once, and gives their statuses in order. */
export const run = Effect.fnUntraced(function* (
  requests: ReadonlyArray<"GET" | "POST">,
  recorded: Recording,
  rateLimit: HttpSettings["rateLimit"],
) {
  const transport = yield* transportOf(recorded, rateLimit)
  const send = (method: "GET" | "POST") =>
    Effect.map(transport.execute(HttpClientRequest.make(method)("https://example.test/")), ({ status }) => status)
  return yield* passing(Effect.forEach(requests, send, { concurrency: "unbounded" }))
})

export const gets = (count: number): ReadonlyArray<"GET"> => Array.from({ length: count }, () => "GET")
