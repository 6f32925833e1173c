/**
 * From an error to what becomes of the record. The order of the questions is the point: nothing that may have been carried
 * out is called refused, or sent again.
 *
 * To change: nothing but the codes in `refusals`, where errors.ts has others.
 */
import type { ConnectorError, Delivered, Outcome } from "@waybill/connector"
import type { Issue } from "@waybill/model"
import { Effect } from "effect"

import { issueOf } from "./errors.ts"

/** What became of one record, and whether going on makes no sense. */
export interface Settled {
  readonly outcome: Outcome
  readonly stop?: ConnectorError
}

/** @param before what was there before an update, as `undo` writes it back */
export const confirmed = (targetId: string, before?: string): Settled => ({
  outcome: { _tag: "Confirmed", targetId, ...(before === undefined ? {} : { before }) },
})

export const refused = (issue: Issue): Settled => ({ outcome: { _tag: "Refused", issue } })

const refusals = new Set(["WB-ACME-ABSENT", "WB-ACME-FIELD", "WB-ACME-IN-USE", "WB-ACME-REFUSED", "WB-ACME-TAKEN"])

/** A failed call that writes. Where no record is to blame (credentials, nobody answers), nothing else is sent. */
export const settled = (error: ConnectorError): Settled => {
  const issue = issueOf(error)
  if (error.sent === "maybe") return { outcome: { _tag: "Unknown", issue } }
  if (error.code === "WB-ACME-PARENT") return { outcome: { _tag: "Held", issue } }
  return refusals.has(error.code) ? refused(issue) : { outcome: { _tag: "NotSent", issue }, stop: error }
}

/** A failed call that only reads, before anything was written. */
export const notWritten = (error: ConnectorError): Settled =>
  error.sent === "maybe" ? { outcome: { _tag: "NotSent", issue: issueOf(error) } } : settled(error)

/** Settles one record after the other; behind one that ends the work nothing is sent. */
export const settleEach = Effect.fnUntraced(function* <A>(
  batch: ReadonlyArray<A>,
  settle: (item: A) => Effect.Effect<Settled, Settled>,
): Effect.fn.Return<Delivered> {
  const outcomes: Array<Outcome> = []
  for (const item of batch) {
    const { outcome, stop } = yield* Effect.catch(settle(item), Effect.succeed)
    outcomes.push(outcome)
    if (stop === undefined) continue
    const left: Outcome = { _tag: "NotSent", issue: issueOf(stop) }
    return { outcomes: [...outcomes, ...batch.slice(outcomes.length).map(() => left)], stop }
  }
  return { outcomes }
})
