/**
 * How long an answer asks to be left alone.
 */
import { Clock, DateTime, Effect, Option } from "effect"
import type { HttpClientResponse } from "effect/http"

import { untilReset } from "./rateHeaders.ts"

/** Milliseconds from `now`, by `Retry-After` (RFC 9110, 10.2.3): seconds, or a date; `undefined` where it can't be read. */
export const retryAfter = (field: string | undefined, now: number): number | undefined => {
  const text = field?.trim() ?? ""
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  // A number that is not whole seconds would be read as a year.
  if (!/[A-Za-z]{3}/.test(text)) return undefined
  return Option.getOrUndefined(Option.map(DateTime.make(text), (at) => Math.max(0, DateTime.toEpochMillis(at) - now)))
}

/**
 * How many milliseconds no request shall follow; `undefined` where the answer does not say. `Retry-After` goes before the
 * limits' headers; behind a success it means something else.
 */
export const pauseAsked = ({
  status,
  headers,
}: Pick<HttpClientResponse.HttpClientResponse, "status" | "headers">): Effect.Effect<number | undefined> =>
  Effect.map(Clock.currentTimeMillis, (now) => {
    const asked = status >= 400 ? retryAfter(headers["retry-after"], now) : undefined
    return asked ?? (untilReset(headers, now) || undefined)
  })
