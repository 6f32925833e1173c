/**
 * Answers that must not be believed: what could mean anything is never "not there", and never the end of a list.
 *
 * To change: add each way in which your system was seen to answer with nonsense.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option, Schema, Stream } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"

import { makeClient } from "../src/Client.ts"
import { invoices } from "../src/map/invoice.ts"
import { AcmeSettings } from "../src/Settings.ts"
import { openSource } from "../src/source.ts"
import { invoiceAnswer } from "./examples.ts"

const settings = Schema.decodeSync(AcmeSettings)({ token: "sandbox-token", rateLimit: { perSecond: 1000 } })

/** The calls of the invoices' list, where every request gets the same answer. */
const answeredBy = (json: string) =>
  Effect.map(makeClient(settings), (client) => client(invoices)).pipe(
    Effect.provideService(
      HttpClient.HttpClient,
      HttpClient.make((request) => Effect.succeed(HttpClientResponse.fromWeb(request, new Response(json)))),
    ),
  )

describe("an answer that is not believed", () => {
  it.live("to a look-up: other records than were asked for, as if the filter were ignored", () =>
    Effect.gen(function* () {
      const calls = yield* answeredBy(`{ "items": [${invoiceAnswer}], "next": null }`)
      assert.isDefined(yield* calls.ofNumber("INV-2026-0001"))
      const error = yield* Effect.flip(calls.ofNumber("INV-2026-0002"))
      assert.strictEqual(error.sent, "maybe")
    }),
  )

  it.live("to a list: a page that leads to itself", () =>
    Effect.gen(function* () {
      const calls = yield* answeredBy(`{ "items": [], "next": "912" }`)
      const pages = Stream.take(openSource(invoices, calls, settings).read(Option.none()), 5)
      const error = yield* Effect.flip(Stream.runDrain(pages))
      assert.strictEqual(error.code, "WB-HTTP-LOST")
    }),
  )

  it.live("to a list: something else than a page", () =>
    Effect.gen(function* () {
      const calls = yield* answeredBy(`{ "items": null }`)
      const error = yield* Effect.flip(calls.page(null, 10))
      assert.strictEqual(error.code, "WB-HTTP-LOST")
    }),
  )

  it.live("as a cursor: what this connector did not make", () =>
    Effect.gen(function* () {
      const calls = yield* answeredBy(`{ "items": [], "next": null }`)
      const error = yield* Effect.flip(
        Stream.runDrain(openSource(invoices, calls, settings).read(Option.some("of another"))),
      )
      assert.strictEqual(error.code, "WB-ACME-CURSOR")
    }),
  )
})
