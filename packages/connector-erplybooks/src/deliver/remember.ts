import { Cache, Effect, Exit } from "effect"

import type { Settled } from "./outcomes.ts"

/** Enough for the customers and invoices of a large migration, without growing with it. */
const capacity = 50_000

/** Remembers what was found, and never what was not: it may be there the next time. Asks once for what many ask at a time. */
export const remember = <Key, A>(
  lookup: (key: Key) => Effect.Effect<A, Settled>,
): Effect.Effect<(key: Key) => Effect.Effect<A, Settled>> =>
  Effect.map(
    Cache.makeWith(lookup, { capacity, timeToLive: (exit) => (Exit.isSuccess(exit) ? "Infinity" : 0) }),
    (cache) => (key: Key) => Cache.get(cache, key),
  )
