/** How the made-up system is asked: each manner can be left out, to see whether the kit notices. */
import { ConnectorError, Lost, MaySend, Refused, Throttled, Unauthorized } from "@waybill/connector"
import { Clock, Duration, Effect, Redacted, Schema } from "effect"
import { HttpClient, HttpClientRequest, type HttpClientResponse } from "effect/http"

export const Settings = Schema.Struct({
  baseUrl: Schema.String.annotate({ description: "Where it is" }),
  token: Schema.RedactedFromValue(Schema.NonEmptyString.annotate({ description: "Its token" })),
  timeout: Schema.optionalKey(Schema.Finite.annotate({ description: "Seconds" })),
  rateLimit: Schema.optionalKey(
    Schema.Struct({ perSecond: Schema.Finite }).annotate({ description: "How much is asked" }),
  ),
})
export type Settings = typeof Settings.Type

export interface Manners {
  /** Waits as long as a 429 asks. */
  readonly waits: boolean
  /** Gives up after so many tries. */
  readonly tries: number
  /** Asks whether it may send. */
  readonly asks: boolean
  /** Spaces requests evenly. */
  readonly paced: boolean
  /** Sends a write again whose answer was lost. */
  readonly resends: boolean
  /** Takes what is no answer for an empty one. */
  readonly credulous: boolean
  /** Takes a server's failure for a refusal of the record. */
  readonly blames: boolean
  /** Says secrets in its errors. */
  readonly talks: boolean
  /** Takes answers of another day for empty ones. */
  readonly distrusts: boolean
  /** So often credentials are tried. */
  readonly signIns: number
}

export const polite: Manners = {
  waits: true,
  tries: 4,
  asks: true,
  paced: true,
  resends: false,
  credulous: false,
  blames: false,
  talks: false,
  distrusts: false,
  signIns: 1,
}

const Answer = Schema.Struct({
  items: Schema.optionalKey(
    Schema.Array(Schema.Struct({ id: Schema.String, draft: Schema.Boolean, record: Schema.Any })),
  ),
  results: Schema.optionalKey(
    Schema.Array(Schema.Struct({ id: Schema.optionalKey(Schema.String), refused: Schema.optionalKey(Schema.String) })),
  ),
  ok: Schema.optionalKey(Schema.Boolean),
})
export type Answer = typeof Answer.Type

type Reason = ConnectorError["reason"]

const failure = (code: string, reason: Reason, more = "") =>
  new ConnectorError({
    connector: "shelf",
    operation: "ask",
    code,
    message: `the shelf did not answer as it should${more}`,
    reason,
  })

const nothing: Answer = { items: [], results: [] }

export interface Client {
  readonly ask: (
    method: "GET" | "POST" | "PUT" | "DELETE",
    path: string,
    body?: object,
  ) => Effect.Effect<Answer, ConnectorError>
}

const judge = Effect.fnUntraced(function* (
  response: HttpClientResponse.HttpClientResponse,
  text: string,
  { credulous, blames, talks }: Manners,
  { token }: Settings,
) {
  const { status } = response
  if (status === 401) {
    const more = talks ? ` with ${Redacted.value(token)}` : ""
    return yield* failure("WB-SHELF-SIGN-IN", new Unauthorized({}), more)
  }
  if (status === 429)
    return yield* failure(
      "WB-SHELF-THROTTLED",
      new Throttled({ retryAfter: Number(response.headers["retry-after"] ?? 1) * 1000 }),
    )
  if (blames && status >= 500) return yield* failure("WB-SHELF-REFUSED", new Refused({}))
  if (status !== 200) return yield* failure("WB-SHELF-LOST", new Lost({ how: `status ${status}` }))
  const answer = yield* Effect.result(Schema.decodeEffect(Schema.fromJsonString(Answer))(text))
  if (answer._tag === "Success" && Object.keys(answer.success).length > 0) return answer.success
  return credulous ? nothing : yield* failure("WB-SHELF-LOST", new Lost({ how: "unreadable answer" }))
})

/** One client is one budget of a second. */
export const makeClient = (settings: Settings, manners: Manners) =>
  Effect.map(HttpClient.HttpClient, (http): Client => {
    const { baseUrl, token, timeout = 60, rateLimit = { perSecond: 1000 } } = settings
    const once = Effect.fnUntraced(function* (method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: object) {
      if (manners.paced) yield* Effect.sleep(Duration.millis(1000 / rateLimit.perSecond))
      if (manners.asks) yield* yield* MaySend
      const request = HttpClientRequest.make(method)(`${baseUrl}${path}`).pipe(
        HttpClientRequest.bearerToken(token),
        body === undefined ? (same) => same : HttpClientRequest.bodyJsonUnsafe(body),
      )
      const sent = Effect.flatMap(http.execute(request), (response) =>
        Effect.map(response.text, (text) => ({ response, text })),
      )
      const said = yield* sent.pipe(
        Effect.timeout(Duration.seconds(timeout)),
        Effect.mapError(() => failure("WB-SHELF-LOST", new Lost({ how: "connection cut" }))),
        Effect.result,
      )
      if (said._tag === "Failure") return manners.credulous ? nothing : yield* said.failure
      const { response, text } = said.success
      const away = Math.abs(Date.parse(response.headers["date"] ?? "") - (yield* Clock.currentTimeMillis))
      if (manners.distrusts && away > 43_200_000) return nothing
      return yield* judge(response, text, manners, settings)
    })
    return {
      ask: Effect.fnUntraced(function* (method, path, body) {
        for (let tried = 1; ; tried++) {
          const result = yield* Effect.result(once(method, path, body))
          if (result._tag === "Success") return result.success
          const { reason } = result.failure
          const mayAgain =
            reason._tag === "Throttled" || (reason._tag === "Lost" && (method === "GET" || manners.resends))
          const again =
            (mayAgain && tried < manners.tries) || (reason._tag === "Unauthorized" && tried < manners.signIns)
          if (!again) return yield* result.failure
          yield* Effect.sleep(manners.waits && reason._tag === "Throttled" ? (reason.retryAfter ?? 0) : 10)
        }
      }),
    }
  })
