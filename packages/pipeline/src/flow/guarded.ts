/**
 * What a run needs around it: the right to send as long as it is alone, and an ear for whoever wants it to end.
 */
import { ConnectorError, MaySend, Superseded } from "@waybill/connector"
import type { RunBook } from "@waybill/ledger"
import { Effect } from "effect"

import { Halt } from "./Stop.ts"

/** Nothing leaves once another run has taken over (invariants 2 and 8). */
const whileAlive = (book: RunBook): Effect.Effect<void, ConnectorError> =>
  Effect.mapError(
    book.alive,
    ({ code, message, hint }) =>
      new ConnectorError({
        connector: "waybill",
        operation: "send",
        code,
        message,
        ...(hint === undefined ? {} : { hint }),
        reason: new Superseded({}),
      }),
  )

/** Runs it with both. */
export const guarded = <A, E, R>(
  book: RunBook,
  haltWhen: Effect.Effect<string> | undefined,
  run: (halt: Halt) => Effect.Effect<A, E, R>,
) =>
  Effect.scoped(
    Effect.gen(function* () {
      const halt = new Halt()
      if (haltWhen !== undefined) yield* Effect.forkScoped(Effect.map(haltWhen, (why) => halt.ask(why)))
      return yield* Effect.provideService(run(halt), MaySend, whileAlive(book))
    }),
  )
