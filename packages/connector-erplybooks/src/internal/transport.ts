/**
 * ERPLY Books below the polite client: a failure has a status of HTTP that says so, and the token is in no trace and no answer
 * that is shown.
 */
import { exactAnswers, makeHttpTransport, type Retry } from "@waybill/connector-http"
import { Effect, Option, Redacted } from "effect"
import { HttpClient, HttpClientRequest, HttpClientResponse } from "effect/http"

import type { ErplyBooksClientSettings } from "../Settings.ts"
import { failedOf } from "./failed.ts"

type Response = HttpClientResponse.HttpClientResponse
type Clean = (text: string) => string

export const isOk = ({ status }: Pick<Response, "status">): boolean => status >= 200 && status < 300

/** Takes the token out of a text that is shown to people (invariant 7). */
export const cleaner = ({ token }: Pick<ErplyBooksClientSettings, "token">): Clean => {
  const secret = Redacted.value(token)
  return (text) => text.replaceAll(secret, "…").replaceAll(encodeURIComponent(secret), "…")
}

/** A success of HTTP may hold a failure: the status that its body names, or one that leaves its fate open. */
const statusOf = (response: Response, text: string): number => {
  const failed = isOk(response) ? failedOf(text) : Option.none()
  if (Option.isNone(failed)) return response.status
  const { status = 500 } = failed.value
  return Number.isInteger(status) && status >= 400 && status <= 599 ? status : 500
}

const asFailure = (request: HttpClientRequest.HttpClientRequest, clean: Clean) => (response: Response) =>
  Effect.map(response.text, (text) => {
    const status = statusOf(response, text)
    if (isOk({ status })) return response
    const body = text === "" ? null : clean(text)
    return HttpClientResponse.fromWeb(request, new Response(body, { status, headers: response.headers }))
  })

/** The connection's transport: rate limit, time-out, retry, and no answer whose numbers would be rounded. */
export const makeTransport = (settings: ErplyBooksClientSettings, retry?: Retry) =>
  Effect.flatMap(HttpClient.HttpClient, (client) => {
    const clean = cleaner(settings)
    const own = HttpClient.transform(client, (send, request) =>
      send.pipe(
        Effect.flatMap(asFailure(request, clean)),
        // A span would show the token's header, and names and numbers of customers in the address (invariant 7).
        Effect.provideService(HttpClient.TracerDisabledWhen, () => true),
      ),
    )
    return makeHttpTransport(settings, retry).pipe(
      Effect.provideService(HttpClient.HttpClient, own),
      Effect.map((transport) => exactAnswers(HttpClient.mapRequest(transport, HttpClientRequest.acceptJson))),
    )
  })
