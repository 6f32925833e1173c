/**
 * One request and what its answer means.
 */
import type { ConnectorError } from "@waybill/connector"
import { accepted, baseUrlText, type Call, classified, type Retry } from "@waybill/connector-http"
import { Effect, Option, Redacted, Schema } from "effect"
import { HttpClientError, HttpClientRequest, type HttpClientResponse } from "effect/http"
import { HttpApiClient, HttpApiMiddleware } from "effect/http-api"

import { ErplyBooksApi, Token } from "../Api.ts"
import { lost, refusalOf, unsendable } from "../errors.ts"
import type { ErplyBooksClientSettings } from "../Settings.ts"
import { parseJson } from "./failed.ts"
import { parseRaw } from "./rawJson.ts"
import { cleaner, isOk, makeTransport } from "./transport.ts"

type Answer<A> = Effect.Effect<A, ConnectorError>

/** A request on its way; whatever goes wrong with it is judged here. */
export type Sending = Effect.Effect<HttpClientResponse.HttpClientResponse, unknown>

/** Names a call, for messages: `payments.get`. */
export interface Asked {
  readonly operation: string
  /** Whether it reads one record by its id, which may be absent. */
  readonly one?: boolean
}

/** What an answer is read as. */
export type Readable<A> = Schema.Codec<A, unknown>

export interface Exchange {
  /** The declared calls, not yet judged. */
  readonly client: HttpApiClient.ForApi<typeof ErplyBooksApi, unknown>
  readonly json: <A>(asked: Asked, sending: Sending, schema: Readable<A>) => Answer<A>
  /** The answer's JSON whole, its numbers as text. */
  readonly raw: (asked: Asked, sending: Sending) => Answer<unknown>
  /** Of a call whose answer says nothing: a status is enough. */
  readonly done: (asked: Asked, sending: Sending) => Answer<void>
  /** Writes a whole record, declared fields or not, as the JSON text that it is. */
  readonly put: (path: string, body: string) => Sending
}

/** Where a value is not as declared; never the value. */
export const whereOf = ({ message }: Schema.SchemaError): string => message.replace(/\s+/g, " ")

/** What went wrong before there was an answer to read. */
const unanswered =
  (operation: string, clean: (text: string) => string) =>
  (failure: unknown): unknown => {
    // Answers are decoded apart from the sending, so a schema that fails is the request's: nothing was sent.
    if (Schema.isSchemaError(failure)) return unsendable(operation, whereOf(failure))
    if (!HttpClientError.isHttpClientError(failure) || failure.reason._tag !== "DecodeError") return failure
    const { description, response } = failure.reason
    return description !== undefined && isOk(response)
      ? lost(operation, `unreadable answer: ${clean(description)}`)
      : failure
  }

/** The text of an answer that says yes. */
const makeJudge = (settings: ErplyBooksClientSettings) => {
  const address = baseUrlText(settings)
  const clean = cleaner(settings)
  return Effect.fnUntraced(function* (asked: Asked, sending: Sending) {
    const { operation, one = false } = asked
    const http: Call = { connector: "erplybooks", operation, address }
    const response = yield* classified(http)(Effect.mapError(sending, unanswered(operation, clean)))
    const text = yield* classified(http)(response.text)
    const absentCodes = one ? settings.absentCodes : []
    const refusal = refusalOf({ operation, status: response.status, text, absentCodes })
    if (Option.isSome(refusal)) return yield* refusal.value
    yield* accepted(http)(Effect.succeed(response))
    return text
  })
}

const notJson = "the answer is not ERPLY Books' JSON"

export const makeExchange = Effect.fnUntraced(function* (settings: ErplyBooksClientSettings, retry?: Retry) {
  const baseUrl = baseUrlText(settings)
  const httpClient = yield* makeTransport(settings, retry)
  const signed = HttpClientRequest.setHeader("x-api-token", Redacted.value(settings.token))
  const client = yield* HttpApiClient.makeWith(ErplyBooksApi, { httpClient, baseUrl }).pipe(
    Effect.provide(HttpApiMiddleware.layerClient(Token, ({ next, request }) => next(signed(request)))),
  )
  const judge = makeJudge(settings)

  const exchange: Exchange = {
    client,
    json: Effect.fnUntraced(function* (asked, sending, schema) {
      const json = parseJson(yield* judge(asked, sending))
      if (Option.isNone(json)) return yield* lost(asked.operation, notJson)
      return yield* Effect.mapError(Schema.decodeUnknownEffect(schema)(json.value), (error) =>
        lost(asked.operation, `unreadable answer: ${whereOf(error)}`),
      )
    }),
    raw: Effect.fnUntraced(function* (asked, sending) {
      const json = parseRaw(yield* judge(asked, sending))
      return Option.isSome(json) ? json.value : yield* lost(asked.operation, notJson)
    }),
    done: Effect.fnUntraced(function* (asked, sending) {
      const text = yield* judge(asked, sending)
      if (text !== "" && Option.isNone(parseJson(text))) return yield* lost(asked.operation, notJson)
    }),
    put: (path, body) =>
      httpClient.execute(
        HttpClientRequest.put(`${baseUrl}/${path}`).pipe(signed, HttpClientRequest.bodyText(body, "application/json")),
      ),
  }
  return exchange
})
