/**
 * One request and what its answer means: the body decides first, then the status of HTTP.
 */
import { ConnectorError, Refused } from "@waybill/connector"
import { accepted, baseUrlText, type Call, classified, type Retry } from "@waybill/connector-http"
import { type Cause, Effect, Option, Predicate, Redacted, Schema } from "effect"
import { HttpClientError, type HttpClientResponse } from "effect/http"
import { HttpApiClient, type HttpApiEndpoint } from "effect/http-api"

import { CrmComApi } from "../Api.ts"
import type { Status } from "../api/envelope.ts"
import { type Asked, failureOf, lost, unsendable } from "../errors.ts"
import type { CrmComClientSettings } from "../Settings.ts"
import { envelopeOf } from "./envelope.ts"
import { makeTransport } from "./transport.ts"

/** A call as it is declared. */
export interface Declared {
  readonly group: string
  readonly endpoint: Pick<HttpApiEndpoint.Top, "identifier" | "method" | "success">
}

/** The parts of a request, as the declaration types them. */
export interface Request {
  readonly headers?: object
  readonly query?: object
  readonly payload?: object
}

type Response = HttpClientResponse.HttpClientResponse
type Failure = HttpClientError.HttpClientError | Cause.TimeoutError | Schema.SchemaError
type Send = (request: Request & { readonly responseMode: "response-only" }) => Effect.Effect<Response, Failure>

/** Sends a request and gives the `data` of its answer. */
export type Exchange = (call: Declared) => (request: Request) => Effect.Effect<unknown, ConnectorError>

/** Whatever secret goes out with a request: an answer that says it again is not repeated (invariant 7). */
const secretsOf = (request: Request): ReadonlyArray<string> =>
  [request.headers, request.query, request.payload]
    .flatMap((part) => Object.values(part ?? {}))
    .filter(Redacted.isRedacted)
    .map((secret) => String(Redacted.value(secret)))
    .flatMap((secret) => [secret, encodeURIComponent(secret)])

const cleaner =
  (secrets: ReadonlyArray<string>) =>
  (text: string): string =>
    secrets.reduce((cleaned, secret) => cleaned.replaceAll(secret, "…"), text)

const cleanStatus = ({ code, message, description }: Status, clean: (text: string) => string): Status => ({
  code: clean(code),
  message: clean(message ?? ""),
  description: clean(description ?? ""),
})

/** Where a value is not as declared; never the value. */
const whereOf = ({ message }: Schema.SchemaError): string => message.replace(/\s+/g, " ")

const isOk = ({ status }: Response): boolean => status >= 200 && status < 300

/** What is not CRM.COM's envelope: a page, half a body, nothing. `tells`: it says a secret again. */
const foreign = (http: Call, response: Response, tells: boolean) =>
  accepted(http)(Effect.succeed(response)).pipe(
    Effect.mapError((error) => (tells ? withoutAnswer(error) : error)),
    Effect.andThen(lost(http.operation, "the answer is not CRM.COM's JSON")),
  )

const withoutAnswer = (error: ConnectorError): ConnectorError => {
  const { connector, operation, code, message, hint = "", reason } = error
  if (reason._tag !== "Refused") return error
  const { status = "" } = reason
  return new ConnectorError({ connector, operation, code, message, hint, reason: new Refused({ status }) })
}

/** An answer's `data`, or what its failure means. */
const readAnswer = (endpoint: Declared["endpoint"], http: Call, settings: CrmComClientSettings) => {
  const { operation } = http
  const reads = endpoint.method === "GET"
  const [success] = endpoint.success
  // The declaration's answers need no service to be read, which its widest type can't say.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const decode = Schema.decodeUnknownEffect(success as Schema.Codec<{ readonly data?: unknown }, unknown>)

  return Effect.fnUntraced(function* (response: Response, request: Request) {
    const clean = cleaner(secretsOf(request))
    const text = yield* classified(http)(response.text)
    const envelope = envelopeOf(text)
    // "Too many" is the transport's to tell, and it made a status of it.
    if (Option.isNone(envelope) || response.status === 429) return yield* foreign(http, response, clean(text) !== text)
    const { status, data } = envelope.value
    if (status.code !== "OK") {
      const asked: Asked = { operation, reads, coded: hasCode(request), status: response.status }
      return yield* failureOf(asked, cleanStatus(status, clean), settings.failures)
    }
    if (!isOk(response)) return yield* lost(operation, `status ${response.status}`)
    if (data === undefined || data === null) return yield* lost(operation, "the answer holds no data")
    const answer = yield* Effect.mapError(decode(envelope.value), (error) =>
      lost(operation, `unreadable answer: ${whereOf(error)}`),
    )
    return answer.data
  })
}

/** Whether a back_office_code protects the call from being carried out twice. */
export const hasCode = ({ payload }: Request): boolean =>
  Predicate.hasProperty(payload, "back_office_code") && typeof payload.back_office_code === "string"

/** What went wrong before there was an answer to read. */
const unanswered =
  (operation: string) =>
  (failure: Failure): ConnectorError | Failure => {
    // The answer is not decoded by the sender, so a schema that fails is the request's: nothing was sent.
    if (Schema.isSchemaError(failure)) return unsendable(operation, whereOf(failure))
    if (!HttpClientError.isHttpClientError(failure) || failure.reason._tag !== "DecodeError") return failure
    const { description, response } = failure.reason
    return description !== undefined && isOk(response) ? lost(operation, `unreadable answer: ${description}`) : failure
  }

export const makeExchange = Effect.fnUntraced(function* (settings: CrmComClientSettings, retry?: Retry) {
  const baseUrl = baseUrlText(settings)
  const httpClient = yield* makeTransport(settings, retry)
  const client = yield* HttpApiClient.makeWith(CrmComApi, { httpClient, baseUrl })
  // By name: what a call takes and gives is typed where the calls are put together.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const senders = client as unknown as Record<string, Record<string, Send>>

  const exchange: Exchange = ({ group, endpoint }) => {
    const operation = `${group}.${endpoint.identifier}`
    const http: Call = { connector: "crmcom", operation, address: baseUrl }
    const send = senders[group]![endpoint.identifier]!
    const read = readAnswer(endpoint, http, settings)
    return (request) =>
      send({ ...request, responseMode: "response-only" }).pipe(
        Effect.mapError(unanswered(operation)),
        classified(http),
        Effect.flatMap((response) => read(response, request)),
      )
  }
  return exchange
})
