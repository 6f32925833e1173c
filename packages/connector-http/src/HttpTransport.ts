/**
 * An HTTP client that is polite and careful: at most so many requests a second and at once, a time-out over the whole
 * answer, and no second try of anything that may have been carried out.
 */
import { type Cause, Duration, Effect, Random, Result, Semaphore } from "effect"
import {
  FetchHttpClient,
  HttpClient,
  type HttpClientError,
  type HttpClientRequest,
  type HttpClientResponse,
} from "effect/http"

import type { HttpSettings } from "./HttpSettings.ts"
import { makePacer } from "./internal/pacer.ts"
import { retryAfter } from "./internal/retryAfter.ts"
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

/** A client whose answers are read to their end before they are given. */
export type HttpTransport = HttpClient.HttpClient.With<Failure>

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
  request: HttpClientRequest.HttpClientRequest,
  answer: Answer,
  tried: number,
  { tries, first, longest }: Retry,
): Effect.fn.Return<number | undefined> {
  if (tried >= tries || !mayTryAgain(request, answer)) return undefined
  const [least, most] = [Duration.toMillis(first), Duration.toMillis(longest)]
  const asked = Result.isSuccess(answer) ? yield* retryAfter(answer.success.headers) : undefined
  const jitter = yield* Random.next
  if (asked !== undefined) return asked > most ? undefined : asked + jitter * least
  return Math.min(least * 2 ** (tried - 1), most) * (0.5 + jitter / 2)
})

/**
 * Wraps the platform's client: time-out, then rate limit, then retry. One transport is one budget: make it once for a
 * connection.
 */
export const makeHttpTransport = (
  settings: Pick<HttpSettings, "rateLimit" | "timeout">,
  retry: Retry = defaultRetry,
): Effect.Effect<HttpTransport, never, HttpClient.HttpClient> =>
  Effect.map(HttpClient.HttpClient, (client) => {
    const pacer = makePacer(settings.rateLimit.perSecond)
    const inFlight = Semaphore.makeUnsafe(settings.rateLimit.inFlight)
    return HttpClient.transform(client, (send, request) => {
      const once = send.pipe(
        Effect.tap((response) => response.text),
        Effect.timeout(settings.timeout),
        // Only what the vendor documents is sent, and a redirect takes no credentials anywhere.
        Effect.provideService(HttpClient.TracerPropagationEnabled, false),
        Effect.provideService(FetchHttpClient.RequestInit, { redirect: "manual" }),
        (sending) => inFlight.withPermit(Effect.andThen(pacer.turn, sending)),
      )
      return Effect.gen(function* () {
        for (let tried = 1; ; tried++) {
          const answer = yield* Effect.result(once)
          const wait = yield* waitBefore(request, answer, tried, retry)
          if (wait === undefined) return yield* Effect.fromResult(answer)
          yield* pacer.hold(wait)
        }
      })
    })
  })
