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

/** @param before what was there before an update, as JSON text */
export const confirmed = (id: number | string, before?: string): Settled => ({
  outcome: { _tag: "Confirmed", targetId: String(id), ...(before === undefined ? {} : { before }) },
})
export const refused = (issue: Issue): Settled => ({ outcome: { _tag: "Refused", issue } })
export const unknown = (issue: Issue): Settled => ({ outcome: { _tag: "Unknown", issue } })
export const notSent = (issue: Issue): Settled => ({ outcome: { _tag: "NotSent", issue } })
export const held = (issue: Issue): Settled => ({ outcome: { _tag: "Held", issue } })

export const codes = {
  absent: "WB-ERPLYBOOKS-ABSENT",
  refused: "WB-ERPLYBOOKS-REFUSED",
  shifted: "WB-ERPLYBOOKS-SHIFTED",
} as const

export const issueOf = ({ code, message, hint, reason }: ConnectorError): Issue => {
  if (reason._tag === "Refused" && code === codes.refused) {
    const words = reason.answer === undefined ? "" : `: ${reason.answer}`
    return {
      code,
      message: `ERPLY Books refuses the record (${reason.status ?? "no status"})${words}`,
      hint: "correct the record or the mapping, and send it again",
    }
  }
  return { code, message, ...(hint === undefined ? {} : { hint }) }
}

/** Whether ERPLY Books looked at the record and said no; a refusal without its words is about the address. */
export const isRefusal = ({ reason, code }: ConnectorError): boolean =>
  reason._tag === "Refused" && code !== "WB-HTTP-REFUSED"

/** Surely not sent, and nothing else will be. */
export const stopped = (error: ConnectorError): Settled => ({
  outcome: { _tag: "NotSent", issue: issueOf(error) },
  stop: error,
})

/** A failure of a call that writes. */
export const writing = (error: ConnectorError): Settled => {
  if (error.sent === "maybe") return unknown(issueOf(error))
  return isRefusal(error) ? refused(issueOf(error)) : stopped(error)
}

/** A failure of a call that reads before anything is written: a lost answer changes nothing over there. */
export const beforeWriting = (error: ConnectorError): Settled =>
  error.sent === "maybe" || error.code === codes.shifted ? notSent(issueOf(error)) : writing(error)

/** A failure of any kind where a record is there already, or may be. */
export const maybeThere = (error: ConnectorError, issue: Issue): Settled => {
  const { stop } = writing(error)
  return { ...unknown(issue), ...(stop === undefined ? {} : { stop }) }
}

/** What a read shows, or `undefined` where it says that there is no such record: nothing else counts as absent. */
export const ifThere = <A>(shown: Effect.Effect<A, ConnectorError>): Effect.Effect<A | undefined, ConnectorError> =>
  Effect.catchIf(
    shown,
    ({ code }) => code === codes.absent,
    () => Effect.undefined,
  )

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
