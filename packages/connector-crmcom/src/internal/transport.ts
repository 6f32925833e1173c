/**
 * CRM.COM below the polite client: its ways are made HTTP's, and its tokens stay out of traces.
 */
import { exactAnswers, makeHttpTransport, type Retry } from "@waybill/connector-http"
import { Effect, Option } from "effect"
import { HttpClient, type HttpClientRequest, HttpClientResponse } from "effect/http"

import { isThrottled } from "../errors.ts"
import type { CrmComClientSettings } from "../Settings.ts"
import { envelopeOf } from "./envelope.ts"

const tooMany = 429

/** "Too many requests" comes as a success of HTTP: the one retry policy waits for the status that says so. */
const asTooMany =
  (patterns: CrmComClientSettings["failures"], request: HttpClientRequest.HttpClientRequest) =>
  (response: HttpClientResponse.HttpClientResponse) =>
    Effect.map(response.text, (text) => {
      // The words first: a long list is not parsed for this.
      if (!isThrottled(text, patterns)) return response
      if (!Option.exists(envelopeOf(text), ({ status }) => isThrottled(status.code, patterns))) return response
      return HttpClientResponse.fromWeb(request, new Response(text, { status: tooMany, headers: response.headers }))
    })

/** The connection's transport: rate limit, time-out, retry, and no answer whose numbers would be rounded. */
export const makeTransport = (settings: CrmComClientSettings, retry?: Retry) =>
  Effect.flatMap(HttpClient.HttpClient, (client) => {
    const own = HttpClient.transform(client, (send, request) =>
      send.pipe(
        Effect.flatMap(asTooMany(settings.failures, request)),
        // A read carries the token in its address, which a span would show (invariant 7).
        Effect.provideService(HttpClient.TracerDisabledWhen, () => true),
      ),
    )
    return makeHttpTransport(settings, retry).pipe(
      Effect.provideService(HttpClient.HttpClient, own),
      Effect.map((transport) => exactAnswers(transport)),
    )
  })
