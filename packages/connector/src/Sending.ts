/**
 * What whoever runs a connector says about its sending. Alone, a connector may always send, and counts for its own process.
 */
import { Clock, Context, DateTime, Effect } from "effect"

import type { ConnectorError } from "./ConnectorError.ts"

/**
 * Asked right before bytes leave; it fails with `Superseded` where another run has taken over (invariants 2 and 8). A
 * transport asks it for each request, as late as it can.
 */
export const MaySend = Context.Reference<Effect.Effect<void, ConnectorError>>("@waybill/connector/MaySend", {
  defaultValue: () => Effect.void,
})

export interface DayBudget {
  /** Takes one call from the budget of today (UTC) that goes by `name`; `false`: `most` calls were made already. */
  readonly take: (name: string, most: number) => Effect.Effect<boolean, ConnectorError>
}

/** Counts within this process. */
const counted = (): DayBudget => {
  const calls = new Map<string, { readonly day: string; readonly made: number }>()
  return {
    take: (name, most) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        const day = DateTime.formatIsoDateUtc(DateTime.makeUnsafe(now))
        const earlier = calls.get(name)
        const made = earlier?.day === day ? earlier.made : 0
        if (made >= most) return false
        calls.set(name, { day, made: made + 1 })
        return true
      }),
  }
}

/** The calls of a day, across connections and runs where whoever runs the connector keeps count. */
export const CallsOfDay = Context.Reference<DayBudget>("@waybill/connector/CallsOfDay", { defaultValue: counted })
