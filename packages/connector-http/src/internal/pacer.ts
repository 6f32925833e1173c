/**
 * When the next request may go out: evenly spaced, and not while the system asks to wait.
 *
 * A timer is always late. A request that was waiting for its turn meanwhile goes by the schedule and not by the timer, so
 * that the allowed rate is used; after a pause the schedule starts anew, so that there is no burst. Any second holds at
 * most `perSecond` requests and {@link mostLate} more.
 */
import { Clock, Effect, Semaphore } from "effect"

/** How many requests of lateness are made up for at the most. */
export const mostLate = 5

/** Nor more than this, in milliseconds: at a slow rate, five requests would be no matter of timers. */
const longestLate = 25

export interface Pacer {
  /** Waits for this request's turn. */
  readonly turn: Effect.Effect<void>
  /** No request gets its turn for so many milliseconds. */
  readonly hold: (millis: number) => Effect.Effect<void>
}

/** In milliseconds, by the clock that nobody sets. */
const clock = Effect.map(Clock.monotonicTimeNanos, (nanos) => Number(nanos) / 1e6)

export const makePacer = (perSecond: number | undefined): Pacer => {
  const spacing = perSecond === undefined ? 0 : 1000 / perSecond
  const late = Math.min(mostLate * spacing, longestLate)
  // One waits at a time: whoever wakes looks again, since the system may have asked for more time meanwhile.
  const gate = Semaphore.makeUnsafe(1)
  let due = 0
  const turnOf = Effect.fnUntraced(function* (arrived: number) {
    let now = yield* clock
    while (now < due) {
      yield* Effect.sleep(Math.ceil(due - now))
      now = yield* clock
    }
    due = Math.max(due, arrived, now - late) + spacing
  })
  return {
    turn: Effect.flatMap(clock, (arrived) => gate.withPermit(turnOf(arrived))),
    hold: (millis) => Effect.map(clock, (now) => void (due = Math.max(due, now + millis))),
  }
}
