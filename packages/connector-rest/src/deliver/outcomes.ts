/**
 * From the client's failures to what became of a record. The order of the questions is the point: nothing that may have been
 * carried out is called refused, or sent again (invariant 2).
 */
import type { ConnectorError, Delivered, Outcome } from "@waybill/connector"
import type { Issue } from "@waybill/model"
import { Effect } from "effect"

import { issue } from "../errors.ts"

/** What became of one record, and whether going on makes no sense. */
export interface Settled {
  readonly outcome: Outcome
  readonly stop?: ConnectorError
}

export const confirmed = (targetId: string | undefined): Settled => ({
  outcome: { _tag: "Confirmed", ...(targetId === undefined ? {} : { targetId }) },
})
export const refused = (reason: Issue): Settled => ({ outcome: { _tag: "Refused", issue: reason } })
export const unknown = (reason: Issue): Settled => ({ outcome: { _tag: "Unknown", issue: reason } })

const issueOf = ({ code, message, hint }: ConnectorError): Issue => ({
  code,
  message,
  ...(hint === undefined ? {} : { hint }),
})

/** Surely not sent, and nothing else will be. */
const stopped = (error: ConnectorError): Settled => ({
  outcome: { _tag: "NotSent", issue: issueOf(error) },
  stop: error,
})

/** These speak of what was sent; another refusal is about the address or the call, and no record is to blame. */
const aboutRecords = new Set(["400", "402", "409", "412", "413", "422"])

const saidBy = (error: ConnectorError): { readonly status: string; readonly words: string } => {
  const { status = "", answer = "" } = error.reason._tag === "Refused" ? error.reason : {}
  return { status, words: answer === "" ? "" : `: ${answer}` }
}

/** A failure of a call that writes; `duplicate`: statuses that say that the record is there already. */
export const writing = (error: ConnectorError, duplicate: ReadonlyArray<number> = []): Settled => {
  if (error.sent === "maybe") return unknown(issueOf(error))
  if (error.reason._tag !== "Refused") return stopped(error)
  const { status, words } = saidBy(error)
  if (duplicate.includes(Number(status))) {
    return refused(issue("WB-REST-DUPLICATE", `the API has the record already (status ${status})${words}`))
  }
  return aboutRecords.has(status)
    ? refused(issue("WB-REST-REFUSED", `the API refuses the record (status ${status})${words}`))
    : stopped(error)
}

/** A failure of a call that reads before anything is written: a lost answer changes nothing over there. */
export const beforeWriting = (error: ConnectorError): Settled =>
  error.sent === "maybe" ? { outcome: { _tag: "NotSent", issue: issueOf(error) } } : stopped(error)

/** Settles one record after the other; behind one that ends the work nothing is sent. */
export const settleEach = Effect.fnUntraced(function* <A>(
  batch: ReadonlyArray<A>,
  settle: (item: A) => Effect.Effect<Settled>,
): Effect.fn.Return<Delivered> {
  const outcomes: Array<Outcome> = []
  for (const item of batch) {
    const { outcome, stop } = yield* settle(item)
    outcomes.push(outcome)
    if (stop !== undefined) {
      const left: Outcome = { _tag: "NotSent", issue: issueOf(stop) }
      return { outcomes: [...outcomes, ...batch.slice(outcomes.length).map(() => left)], stop }
    }
  }
  return { outcomes }
})
