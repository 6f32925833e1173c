/**
 * When the next request may go out: evenly spaced, never a burst, and not while the system asks to wait.
 */
import { Clock, Effect, Semaphore } from "effect"

export interface Pacer {
  /** Waits for this request's turn. */
  readonly turn: Effect.Effect<void>
  /** No request goes out for so many milliseconds. */
  readonly hold: (millis: number) => Effect.Effect<void>
}

export const makePacer = (perSecond: number | undefined): Pacer => {
  const spacing = perSecond === undefined ? 0 : 1000 / perSecond
  // One waits at a time: whoever wakes looks again, since the system may have asked for more time meanwhile.
  const gate = Semaphore.makeUnsafe(1)
  let next = 0
  const turn = Effect.gen(function* () {
    for (;;) {
      const now = yield* Clock.currentTimeMillis
      if (now >= next) {
        next = now + spacing
        return
      }
      yield* Effect.sleep(next - now)
    }
  })
  return {
    turn: gate.withPermit(turn),
    hold: (millis) => Effect.map(Clock.currentTimeMillis, (now) => void (next = Math.max(next, now + millis))),
  }
}
