/**
 * A run's lease (invariant 8): until when it may go on, renewed while it does. A process that stood still for longer may
 * find that another run has taken over; it asks before anything is sent.
 */
import { Clock, Duration, Effect, type Scope } from "effect"
import type { SqlClient } from "effect/sql"

import { ledgerError } from "../Errors.ts"
import type { LedgerError } from "../Ledger.ts"
import { changes, orLedgerError, stillRunning } from "./writing.ts"

/** One moment by both clocks: the monotonic one stands still while the machine is suspended, the other one may be set. */
export interface Moment {
  /** Milliseconds of UTC. */
  readonly wall: number
  /** Milliseconds since whenever. */
  readonly monotonic: number
}

export const moment: Effect.Effect<Moment> = Effect.zipWith(
  Clock.currentTimeMillis,
  Clock.monotonicTimeNanos,
  (wall, nanos) => ({ wall, monotonic: Number(nanos / 1_000_000n) }),
)

/** By both clocks; one that was set back has told nothing. */
const isWithin = (millis: number, since: Moment, now: Moment): boolean => {
  const passed = [now.wall - since.wall, now.monotonic - since.monotonic]
  return passed.every((each) => each >= 0 && each < millis)
}

export interface Lease {
  /** Fails where the run has ended, or another one has taken over. Costs nothing a moment after a renewal. */
  readonly alive: Effect.Effect<void, LedgerError>
  /** Renews for as long as the scope is open. */
  readonly keep: Effect.Effect<void, never, Scope.Scope>
  /** The run is over. */
  readonly end: () => void
}

/** @param granted when the run's row was written, with a lease of `length` from then */
export const makeLease = (sql: SqlClient.SqlClient, run: number, length: Duration.Duration, granted: Moment): Lease => {
  const millis = Duration.toMillis(length)
  let renewed = granted
  let over = false

  const renew = Effect.gen(function* () {
    const now = yield* moment
    const changed = yield* changes(sql`
      UPDATE runs SET lease = ${now.wall + millis} WHERE id = ${run} AND outcome = 'running'`)
    if (changed === 0) return yield* ledgerError("ended")
    renewed = now
  }).pipe(orLedgerError)

  /** One that could not be renewed now is good for two thirds: the last one is for a request that waits for its socket. */
  const goOn = Effect.fnUntraced(function* (error: LedgerError) {
    if (!isWithin((millis * 2) / 3, renewed, yield* moment)) return yield* error
    yield* orLedgerError(stillRunning(sql, run))
  })

  return {
    alive: Effect.gen(function* () {
      if (over) return yield* ledgerError("ended")
      if (isWithin(millis / 3, renewed, yield* moment)) return
      yield* Effect.catchIf(renew, (error) => !isEnded(error), goOn)
    }),
    keep: Effect.delay(
      Effect.catchIf(
        renew,
        (error) => !isEnded(error),
        () => Effect.void,
      ),
      Duration.millis(millis / 3),
    ).pipe(Effect.forever, Effect.ignore, Effect.forkScoped, Effect.asVoid),
    end: () => {
      over = true
    },
  }
}

const ended = ledgerError("ended").code

const isEnded = ({ code }: LedgerError): boolean => code === ended
