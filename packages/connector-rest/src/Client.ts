/**
 * One call of the API: signed in, answered in JSON to the last digit, and judged by its status.
 */
import type { ConnectorError } from "@waybill/connector"
import { accepted, baseUrlText, classified, makeHttpTransport, type Retry } from "@waybill/connector-http"
import { Effect, Option } from "effect"
import { HttpClient, HttpClientRequest, HttpClientResponse } from "effect/http"

import { type Json, parseJson } from "./internal/json.ts"
import { makeSignIn, type SignIn } from "./internal/signIn.ts"
import type { RestSettings } from "./Settings.ts"

export interface Ask {
  /** For messages: `list invoices`. */
  readonly operation: string
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
  /** Behind `baseUrl`, or a whole address of the same host. */
  readonly path: string | URL
  readonly query?: Readonly<Record<string, string>>
  /** JSON in UTF-8. */
  readonly body?: Uint8Array
  /** Statuses that are an answer: that there is no such record. */
  readonly absent?: ReadonlyArray<number>
}

export interface Answer {
  /** None where the body is no JSON, an empty one before all. */
  readonly json: Option.Option<Json>
  readonly headers: Readonly<Record<string, string | undefined>>
}

export interface Api {
  /** The API's answer; none where its status is one of `absent`. */
  readonly ask: (ask: Ask) => Effect.Effect<Option.Option<Answer>, ConnectorError>
  /** Signs in where that takes a call. */
  readonly signIn: Effect.Effect<unknown, ConnectorError>
}

const clean = (text: string, { secrets }: SignIn): string =>
  [...secrets].reduce((cleaned, secret) => cleaned.replaceAll(secret, "…"), text)

/** A refusal may repeat what it was sent (invariant 7). */
const shown = (response: HttpClientResponse.HttpClientResponse, signIn: SignIn) =>
  Effect.map(response.text, (text) => {
    const { request, status, headers } = response
    return HttpClientResponse.fromWeb(request, new Response(clean(text, signIn), { status, headers }))
  })

const requestOf = (
  { method, path, query = {}, body }: Ask,
  baseUrl: string,
  headers: Readonly<Record<string, string>>,
) => {
  const request = HttpClientRequest.make(method)(typeof path === "string" ? `${baseUrl}${path}` : path).pipe(
    HttpClientRequest.setUrlParams(query),
    HttpClientRequest.acceptJson,
  )
  const written = body === undefined ? request : HttpClientRequest.bodyUint8Array(request, body, "application/json")
  return HttpClientRequest.setHeaders(written, headers)
}

/** The client of a connection: its budget and its sign-in are shared by all that call. Nothing is sent yet. */
export const makeApi = Effect.fnUntraced(function* (
  settings: RestSettings,
  retry?: Retry,
): Effect.fn.Return<Api, never, HttpClient.HttpClient> {
  const baseUrl = baseUrlText(settings)
  const platform = yield* HttpClient.HttpClient
  // A span would show credentials in headers, and numbers of customers in addresses (invariant 7).
  const unseen = HttpClient.transform(platform, (send) =>
    Effect.provideService(send, HttpClient.TracerDisabledWhen, () => true),
  )
  const transport = yield* Effect.provideService(makeHttpTransport(settings, retry), HttpClient.HttpClient, unseen)
  const signIn = yield* makeSignIn(settings, transport)

  /** With a new token where the one at hand is refused: the request was not looked at. */
  const send = Effect.fnUntraced(function* (ask: Ask) {
    const call = { connector: "rest", operation: ask.operation, address: baseUrl }
    const once = (own: Readonly<Record<string, string>>) =>
      classified(call)(transport.execute(requestOf(ask, baseUrl, { ...settings.headers, ...own })))
    const own = yield* signIn.headers
    const response = yield* once(own)
    return response.status === 401 && (yield* signIn.renew(own)) ? yield* once(yield* signIn.headers) : response
  })

  const answerOf = Effect.fnUntraced(function* (ask: Ask, response: HttpClientResponse.HttpClientResponse) {
    const call = { connector: "rest", operation: ask.operation, address: baseUrl }
    if (ask.absent?.includes(response.status) === true) return Option.none<Answer>()
    const { status } = response
    // Of any other answer nothing is kept.
    const isRefusal = status >= 400 && status < 500
    yield* accepted(call)(isRefusal ? shown(response, signIn) : Effect.succeed(response))
    const json = parseJson(yield* classified(call)(response.text))
    return Option.some<Answer>({ json, headers: response.headers })
  })

  return {
    ask: (ask) =>
      send(ask).pipe(
        Effect.flatMap((response) => answerOf(ask, response)),
        Effect.withSpan(`rest.${ask.operation}`),
      ),
    signIn: signIn.headers,
  }
})
