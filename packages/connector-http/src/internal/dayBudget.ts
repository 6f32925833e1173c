/**
 * The requests of a day (UTC) that a connection may make.
 */
import { CallsOfDay, type ConnectorError } from "@waybill/connector"
import { Clock, Data, Effect } from "effect"

/** Today's requests are used up: this one was not sent. */
export class BudgetSpent extends Data.TaggedError("BudgetSpent")<{
  readonly perDay: number
  /** When the next day begins, in milliseconds of UTC, and how long that is from now. */
  readonly nextDay: number
  readonly millis: number
}> {}

const dayLength = 86_400_000

/** Takes one request from the budget of today that goes by `name`. */
export const takeOne = Effect.fnUntraced(function* (
  name: string,
  perDay: number,
): Effect.fn.Return<void, BudgetSpent | ConnectorError> {
  const now = yield* Clock.currentTimeMillis
  const { take } = yield* CallsOfDay
  if (yield* take(name, perDay)) return
  const millis = dayLength - (now % dayLength)
  return yield* new BudgetSpent({ perDay, nextDay: now + millis, millis })
})
