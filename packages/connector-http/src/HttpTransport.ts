/**
 * An HTTP client that is polite and careful: at most so many requests a day, a second and at once, a time-out over the whole
 * answer, no second try of anything that may have been carried out, and no request of a run that another one has taken over.
 */
import { type ConnectorError, MaySend } from "@waybill/connector"
import { type Cause, Duration, Effect, Random, Result, Semaphore } from "effect"
import {
  FetchHttpClient,
  HttpClient,
  type HttpClientError,
  type HttpClientRequest,
  type HttpClientResponse,
} from "effect/http"

import { baseUrlText, type HttpSettings } from "./HttpSettings.ts"
import { type BudgetSpent, takeOne } from "./internal/dayBudget.ts"
import { makePacer } from "./internal/pacer.ts"
import { pauseAsked } from "./internal/retryAfter.ts"
import { fateOf } from "./internal/wasSent.ts"

/** How often and how patiently a request that surely did not go out is tried again. */
export interface Retry {
  /** Tries in all. */
  readonly tries: number
  /** The first wait, doubled each time. */
  readonly first: Duration.Duration
  /** The longest wait; a system that asks for more is not waited for. */
  readonly longest: Duration.Duration
}

export const defaultRetry: Retry = {
  tries: 5,
  first: Duration.millis(500),
  longest: Duration.seconds(60),
}

type Failure = HttpClientError.HttpClientError | Cause.TimeoutError
type Answer = Result.Result<HttpClientResponse.HttpClientResponse, Failure>

/** A client whose answers are read to their end before they are given. `classify` makes one error of all its failures. */
export type HttpTransport = HttpClient.HttpClient.With<Failure | ConnectorError | BudgetSpent>

/** GET and HEAD change nothing, so a lost answer may be asked for again. */
const isRead = ({ method }: HttpClientRequest.HttpClientRequest): boolean => method === "GET" || method === "HEAD"

/** Whether another try can help and can do no harm (invariant 2). */
const mayTryAgain = (request: HttpClientRequest.HttpClientRequest, answer: Answer): boolean => {
  if (Result.isSuccess(answer)) {
    const { status } = answer.success
    return status === 429 || (isRead(request) && (status === 408 || status >= 500))
  }
  const fate = fateOf(answer.failure)
  return fate._tag === "Unsent" ? fate.again : fate._tag === "Maybe" && isRead(request)
}

/** How long to wait before the next try, in milliseconds; `undefined` where there is none. */
const waitBefore = Effect.fnUntraced(function* (
  tried: number,
  asked: number | undefined,
  { tries, first, longest }: Retry,
): Effect.fn.Return<number | undefined> {
  const [least, most] = [Duration.toMillis(first), Duration.toMillis(longest)]
  if (tried >= tries || (asked !== undefined && asked > most)) return undefined
  const jitter = yield* Random.next
  if (asked !== undefined) return asked + jitter * least
  return Math.min(least * 2 ** (tried - 1), most) * (0.5 + jitter / 2)
})

/** A request with its whole answer. */
const whole = (send: ReturnType<HttpClient.HttpClient["execute"]>, timeout: Duration.Duration) =>
  send.pipe(
    Effect.tap((response) => response.text),
    Effect.timeout(timeout),
    // Only what the vendor documents is sent, and a redirect takes no credentials anywhere.
    Effect.provideService(HttpClient.TracerPropagationEnabled, false),
    Effect.provideService(FetchHttpClient.RequestInit, { redirect: "manual" }),
  )

/**
 * Wraps the platform's client: time-out, then budgets, then retry. One transport is one budget of a second: make it once
 * for a connection.
 *
 * Every request asks {@link MaySend} as the last thing before its bytes leave, and takes one from `CallsOfDay` right before
 * that: whatever is made was counted, and a run that has lost its right sends nothing (invariants 2 and 8).
 */
export const makeHttpTransport = (
  settings: Pick<HttpSettings, "baseUrl" | "rateLimit" | "timeout">,
  retry: Retry = defaultRetry,
): Effect.Effect<HttpTransport, never, HttpClient.HttpClient> =>
  Effect.map(HttpClient.HttpClient, (client) => {
    const { perSecond, perDay, inFlight } = settings.rateLimit
    const pacer = makePacer(perSecond)
    const permits = Semaphore.makeUnsafe(inFlight)
    const mayLeave = Effect.gen(function* () {
      yield* pacer.turn
      if (perDay !== undefined) yield* takeOne(baseUrlText(settings), perDay)
      yield* yield* MaySend
    })
    return HttpClient.transform(client, (send, request) => {
      const attempt = Effect.fnUntraced(
        function* (tried: number) {
          // What may not leave is not tried again: it fails here.
          yield* mayLeave
          const answer: Answer = yield* Effect.result(whole(send, settings.timeout))
          const asked = Result.isSuccess(answer) ? yield* pauseAsked(answer.success) : undefined
          const wait = mayTryAgain(request, answer) ? yield* waitBefore(tried, asked, retry) : undefined
          // All of the connection's requests wait, reads and writes alike, whatever becomes of this one.
          const pause = wait ?? Math.min(asked ?? 0, Duration.toMillis(retry.longest))
          if (pause > 0) yield* pacer.hold(pause)
          return { answer, last: wait === undefined }
        },
        (trying) => permits.withPermit(trying),
      )
      return Effect.gen(function* () {
        for (let tried = 1; ; tried++) {
          const { answer, last } = yield* attempt(tried)
          if (last) return yield* Effect.fromResult(answer)
        }
      })
    })
  })
