/**
 * From the client's failures to what became of a record. The order of the questions is the point: nothing that may have
 * been carried out is called refused, or sent again (invariant 2).
 */
import type { ConnectorError, Delivered, Outcome } from "@waybill/connector"
import type { Issue } from "@waybill/model"
import { Effect } from "effect"

/** What became of one record, and whether going on makes no sense. */
export interface Settled {
  readonly outcome: Outcome
  readonly stop?: ConnectorError
}

const outcome = (tag: "Refused" | "Unknown" | "Held" | "NotSent", issue: Issue): Settled => ({
  outcome: { _tag: tag, issue },
})

export const confirmed = (targetId: string, draft: boolean): Settled => ({
  outcome: { _tag: "Confirmed", targetId, draft },
})
export const refused = (issue: Issue): Settled => outcome("Refused", issue)
export const unknown = (issue: Issue): Settled => outcome("Unknown", issue)
export const held = (issue: Issue): Settled => outcome("Held", issue)

export const codes = {
  absent: "WB-CRMCOM-ABSENT",
  duplicate: "WB-CRMCOM-DUPLICATE",
  refused: "WB-CRMCOM-REFUSED",
} as const

/** CRM.COM's own words beside the record. */
const refusal = (status: string | undefined, answer: string | undefined): Issue => ({
  code: codes.refused,
  message: `CRM.COM refuses the record (${status ?? "no status"})${answer === undefined ? "" : `: ${answer}`}`,
  hint: "correct the record or the mapping, and send it again",
})

export const issueOf = ({ code, message, hint, reason }: ConnectorError): Issue => {
  if (reason._tag === "Refused" && (code === codes.refused || code === codes.duplicate)) {
    return refusal(reason.status, reason.answer)
  }
  return { code, message, ...(hint === undefined ? {} : { hint }) }
}

/** Whether CRM.COM looked at the record and said no; a refusal without its envelope is about the address. */
export const isRefusal = ({ reason, code }: ConnectorError): boolean =>
  reason._tag === "Refused" && code !== "WB-HTTP-REFUSED"

/** A failure of a call that writes. */
export const writing = (error: ConnectorError): Settled => {
  if (error.sent === "maybe") return unknown(issueOf(error))
  return isRefusal(error)
    ? refused(issueOf(error))
    : { outcome: { _tag: "NotSent", issue: issueOf(error) }, stop: error }
}

/** A failure of a call that reads before anything is written: a lost answer changes nothing over there. */
export const beforeWriting = (error: ConnectorError): Settled =>
  error.sent === "maybe" ? outcome("NotSent", issueOf(error)) : writing(error)

/** A failure of any kind where a record is there already, or may be. */
export const maybeThere = (error: ConnectorError, issue: Issue): Settled => {
  const { stop } = writing(error)
  return { ...unknown(issue), ...(stop === undefined ? {} : { stop }) }
}

/** Settles one record after the other; behind one that ends the work nothing is sent. */
export const settleEach = Effect.fnUntraced(function* <A>(
  batch: ReadonlyArray<A>,
  settle: (item: A) => Effect.Effect<Settled>,
): Effect.fn.Return<Delivered> {
  const outcomes: Array<Outcome> = []
  for (const item of batch) {
    const { outcome: own, stop } = yield* settle(item)
    outcomes.push(own)
    if (stop !== undefined) {
      const left: Outcome = { _tag: "NotSent", issue: issueOf(stop) }
      return { outcomes: [...outcomes, ...batch.slice(outcomes.length).map(() => left)], stop }
    }
  }
  return { outcomes }
})
