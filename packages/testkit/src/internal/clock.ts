/**
 * Waits are made twenty times as fast, so that a check of what a connector does after a minute takes three seconds.
 */
import { Clock, Duration, Effect } from "effect"

/** Milliseconds of a check for one of the machine. */
export const hurry = 20

/** Provides the quick clock: it begins at the machine's time. */
export const hurried = Effect.provideServiceEffect(
  Clock.Clock,
  Effect.map(Clock.Clock, (clock): Clock.Clock => {
    const millis = clock.currentTimeMillisUnsafe()
    const nanos = clock.currentTimeNanosUnsafe()
    const inMillis = () => millis + (clock.currentTimeMillisUnsafe() - millis) * hurry
    const inNanos = () => nanos + (clock.currentTimeNanosUnsafe() - nanos) * BigInt(hurry)
    const monotonic = () => clock.monotonicTimeNanosUnsafe() * BigInt(hurry)
    return {
      currentTimeMillisUnsafe: inMillis,
      currentTimeMillis: Effect.sync(inMillis),
      currentTimeNanosUnsafe: inNanos,
      currentTimeNanos: Effect.sync(inNanos),
      monotonicTimeNanosUnsafe: monotonic,
      monotonicTimeNanos: Effect.sync(monotonic),
      sleep: (duration) => clock.sleep(Duration.divideUnsafe(duration, hurry)),
    }
  }),
)
