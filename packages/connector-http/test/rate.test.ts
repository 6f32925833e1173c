/**
 * How much of the allowed rate is used, by the server's own clock. A busy machine can spoil a run, so the best of a few
 * counts; a pacer that loses each timer's lateness spoils every one.
 */
import { NodeHttpClient } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect } from "effect"

import { makeHttpTransport } from "../src/index.ts"
import { httpServer } from "./loopback.ts"

const latency = 50

/** Sends requests as fast as is allowed, and gives the used part of the rate between the first and the last one. */
const usedOf = Effect.fnUntraced(function* (perSecond: number, inFlight: number, requests: number) {
  const arrivedAt: Array<number> = []
  const { url } = yield* httpServer((_, response) => {
    arrivedAt.push(performance.now())
    setTimeout(() => response.end("{}"), latency)
  })
  const transport = yield* makeHttpTransport({
    baseUrl: new URL(url),
    rateLimit: { perSecond, inFlight },
    timeout: Duration.seconds(20),
  })
  yield* Effect.forEach(Array.from({ length: requests }), () => transport.get(url), {
    concurrency: "unbounded",
    discard: true,
  })
  assert.strictEqual(arrivedAt.length, requests)
  const seconds = (arrivedAt.at(-1)! - arrivedAt[0]!) / 1000
  return (requests - 1) / (seconds * perSecond)
}, Effect.scoped)

const tries = 5

describe("the allowed rate", () => {
  for (const [perSecond, inFlight, requests] of [
    [10, 1, 20],
    [200, 20, 200],
  ] as const) {
    it.live(`${perSecond} a second is used to 95 % and more, at ${latency} ms an answer and ${inFlight} at once`, () =>
      Effect.gen(function* () {
        let best = 0
        for (let tried = 0; tried < tries && best < 0.95; tried++) {
          best = Math.max(best, yield* usedOf(perSecond, inFlight, requests))
        }
        assert.isAtLeast(best, 0.95)
      }).pipe(Effect.provide(NodeHttpClient.layerUndici)),
    )
  }
})
