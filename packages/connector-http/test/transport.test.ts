import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { HttpClientError, HttpClientRequest, HttpClientResponse } from "effect/http"

import { accepted, classify } from "../src/index.ts"
import { gets, recording, run } from "./recording.ts"

const call = { connector: "test", operation: "read", address: "https://example.test" }

describe("rate limit", () => {
  it.effect("spaces requests evenly from the first: no burst", () =>
    Effect.gen(function* () {
      const recorded = recording()
      yield* run(gets(12), recorded, { perSecond: 4, inFlight: 20 })
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
      yield* run(gets(10), recorded, { inFlight: 3 })
      assert.strictEqual(recorded.sentAt.length, 10)
      assert.strictEqual(recorded.seen.most, 3)
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
