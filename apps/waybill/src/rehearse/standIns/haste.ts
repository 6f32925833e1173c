/** What is quicker in a rehearsal than at the real system: no limits, and short waits for answers that faults keep back. */
import type { RateLimit } from "@waybill/connector-http"
import { Duration } from "effect"

import type { Named } from "./StandIn.ts"

/** Seconds that an answer may take where some never come. */
const patience = Duration.seconds(2)

/** A fault carries a request out so many milliseconds late, at most. */
export const lateMillis = 300

interface Waiting {
  readonly rateLimit: RateLimit
  readonly timeout: Duration.Duration
}

export const hasty = ({ rateLimit, timeout }: Waiting, disturbed: boolean) => ({
  rateLimit: { inFlight: rateLimit.inFlight },
  timeout: disturbed ? Duration.min(timeout, patience) : timeout,
})

/** So long a record may be missing from what a stand-in shows. */
export const visibleAfter = (disturbed: boolean): Duration.Duration =>
  disturbed ? Duration.millis(2 * lateMillis) : Duration.zero

/** So many customers a stand-in takes at once. */
const most = 100_000

/** The customers in parts that a stand-in takes. */
export const partsOf = (customers: Named["customers"]) => {
  const all = [...customers].map(([number, name]) => (name === undefined ? number : { number, name }))
  return Array.from({ length: Math.ceil(all.length / most) }, (_, part) => all.slice(part * most, (part + 1) * most))
}
