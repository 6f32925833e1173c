/**
 * `Retry-After` (RFC 9110, 10.2.3): seconds, or a date.
 */
import { Clock, DateTime, Effect, Option } from "effect"

/** How long the answer asks to wait, in milliseconds; `undefined` where it does not say, or not readably. */
export const retryAfter = (
  headers: Readonly<Record<string, string | undefined>>,
): Effect.Effect<number | undefined> => {
  const text = headers["retry-after"]?.trim()
  if (text === undefined || text === "") return Effect.undefined
  if (/^\d{1,9}$/.test(text)) return Effect.succeed(Number(text) * 1000)
  // A number that is not whole seconds would be read as a year.
  if (!/[A-Za-z]{3}/.test(text)) return Effect.undefined
  return Effect.map(Clock.currentTimeMillis, (now) =>
    Option.getOrUndefined(Option.map(DateTime.make(text), (at) => Math.max(0, DateTime.toEpochMillis(at) - now))),
  )
}
