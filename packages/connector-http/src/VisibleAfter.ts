/**
 * Targets that are late in showing what they were sent: a record counts as not there only once it would be shown.
 */
import { Clock, Duration, Effect, Schema } from "effect"

import { optionalField, Time } from "./HttpSettings.ts"

const Delay = Time.check(
  Schema.makeFilter(
    (duration: Duration.Duration) =>
      (Duration.isFinite(duration) && Duration.toMillis(duration) >= 0) || "a time, or 0",
  ),
)

/** `visibleAfter`: a field for the settings of a system, whose `title` stands in its description; the default is in seconds. */
export const visibleAfterField = (title: string, otherwise: number) =>
  optionalField(
    Delay,
    `How long after a request without an answer its record may still be missing from what ${title} shows: seconds, or a duration such as "30 seconds". Assumed`,
    otherwise,
  )

/** Looks for a record of an earlier run, and looks again before it says that there is none. */
export type Patiently = <A, E, R>(look: Effect.Effect<A | undefined, E, R>) => Effect.Effect<A | undefined, E, R>

/**
 * Makes what looks for records that were sent before now: where one is not there, it is looked for once more when
 * `visibleAfter` is over. That is waited for once, however many records are looked for (invariant 9).
 */
export const makePatiently = (visibleAfter: Duration.Duration): Effect.Effect<Patiently> =>
  Effect.map(Clock.currentTimeMillis, (opened) => {
    const shown = opened + Duration.toMillis(visibleAfter)
    return (look) =>
      Effect.gen(function* () {
        const asked = yield* Clock.currentTimeMillis
        const found = yield* look
        if (found !== undefined || asked >= shown) return found
        yield* Effect.sleep(Math.max(0, shown - (yield* Clock.currentTimeMillis)))
        return yield* look
      })
  })
