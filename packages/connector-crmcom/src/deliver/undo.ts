/**
 * Takes records back with CRM.COM's own verbs: a draft is rejected, a posted record is closed by a record of its own. What
 * takes a record back carries a code made from its id, so that it can't happen twice. A draft that was there before is written
 * back as it was, and nothing else is done to a record that was.
 */
import type { ConnectorError, Landed, Undo, UndoVerb } from "@waybill/connector"
import type { Patiently } from "@waybill/connector-http"
import { BigDecimal, Effect, Option } from "effect"

import type { Calls } from "../Calls.ts"
import { reversalCode } from "../map/code.ts"
import type { CrmComSettings } from "../Settings.ts"
import type { Memory } from "./before.ts"
import { issue } from "./issues.ts"
import { byId, ifThere, type Kind, tagged } from "./kind.ts"
import {
  beforeWriting,
  codes,
  confirmed,
  issueOf,
  refused,
  type Settled,
  settleEach,
  unknown,
  writing,
} from "./outcomes.ts"
import { gone, whole } from "./write.ts"

/** How posted records are taken back on a connection. */
export interface Reversal extends UndoVerb {
  readonly of: "posted"
  readonly run: (id: string) => Effect.Effect<unknown, ConnectorError>
}

/** How one kind of record is taken back on a connection; without `reversal` posted ones are not. */
export interface Undoing<Shown> {
  readonly kind: Kind<Shown>
  readonly reversal: Reversal | undefined
  readonly memory: Memory<Shown>
  readonly patiently: Patiently
}

/** The way for posted invoices, where the settings name the type of what is made. */
export const invoiceReversal = (settings: CrmComSettings, { invoices }: Calls): Reversal | undefined => {
  const of = "posted"
  const common = (id: string) => ({
    invoice_identifier: byId(id),
    back_office_code: reversalCode(settings.codePrefix, "I", id),
  })
  const [cancellation, writeOff] = [tagged(settings.cancellationType), tagged(settings.writeOffType)]
  if (cancellation !== undefined) {
    const description = "the invoice stays, with a cancellation beside it"
    return {
      verb: "cancel",
      of,
      description,
      run: (id) => invoices.cancel({ ...common(id), type_identifier: cancellation }),
    }
  }
  if (writeOff !== undefined) {
    const description = "the invoice stays posted, with a write-off beside it"
    return {
      verb: "write_off",
      of,
      description,
      run: (id) => invoices.writeOff({ ...common(id), type_identifier: writeOff }),
    }
  }
  return undefined
}

/** The way for posted payments, where the settings name the type of their cancellations. */
export const paymentReversal = (settings: CrmComSettings, { payments }: Calls): Reversal | undefined => {
  const type = tagged(settings.paymentCancellationType)
  if (type === undefined) return undefined
  return {
    verb: "cancel",
    of: "posted",
    description: "the payment stays, with a cancellation beside it; what it paid is open again",
    run: (id) =>
      payments.cancel({
        payment_identifier: byId(id),
        type_identifier: type,
        back_office_code: reversalCode(settings.codePrefix, "P", id),
      }),
  }
}

/** Carries a verb out once. What an answer leaves open is read: only a rejected or cancelled record is taken back. */
const carryOut = Effect.fnUntraced(function* <Shown>(
  kind: Kind<Shown>,
  id: string,
  call: Effect.Effect<unknown, ConnectorError>,
): Effect.fn.Return<Settled> {
  const answer = yield* Effect.result(call)
  if (answer._tag === "Success") return confirmed(id, false)
  const error = answer.failure
  // The code of a reversal is the record's own: it was taken back before.
  if (error.code === codes.duplicate) return confirmed(id, false)
  if (error.sent === "no") return writing(error)
  const isBack = yield* Effect.match(kind.show("id", id), {
    onSuccess: (shown) => kind.standingOf(shown) === "dead",
    onFailure: () => false,
  })
  return isBack ? confirmed(id, false) : unknown(issueOf(error))
})

/** A refusal where nothing is open: whether a payment or an earlier undo closed the invoice, no call tells. */
const whenClosed = (settled: Settled): Settled =>
  settled.outcome._tag === "Refused"
    ? refused(issue("WB-CRMCOM-CLOSED", `nothing of the invoice is open. ${settled.outcome.issue.message}`))
    : settled

const notBack = (why: string): Settled =>
  refused(issue("WB-CRMCOM-UNDO-UPDATED", `the record was there before it was updated, and ${why}`))

/** Writes back what an update wrote over, as often as it is asked. */
const writeBack = Effect.fnUntraced(function* <Shown>(
  { kind, memory }: Undoing<Shown>,
  shown: Shown,
  { targetId: id, before = "" }: Landed,
): Effect.fn.Return<Settled> {
  if (kind.standingOf(shown) !== "draft") return notBack("CRM.COM changes drafts only: it is none any more")
  const earlier = Option.getOrUndefined(memory.earlier(before))
  if (earlier === undefined) return notBack("CRM.COM did not show all of what it held")
  const answer = yield* Effect.result(earlier.writeBack(shown, id))
  if (answer._tag === "Failure") return writing(answer.failure)
  const written = yield* Effect.result(whole({ kind }, answer.success, ["id", id]))
  if (written._tag === "Failure") return written.failure
  const amount = kind.amountOf(written.success)
  return amount !== undefined && BigDecimal.equals(amount, earlier.amount)
    ? confirmed(id, true)
    : unknown(issue("WB-CRMCOM-TOTAL", "the draft is written back, and comes to another amount than before"))
})

/** Takes back what was created. */
const close = Effect.fnUntraced(function* <Shown>(
  { kind, reversal }: Undoing<Shown>,
  shown: Shown,
  { targetId: id }: Landed,
): Effect.fn.Return<Settled> {
  const standing = kind.standingOf(shown)
  if (standing === "dead") return confirmed(id, false)
  if (standing === "draft") return yield* carryOut(kind, id, kind.reject(id))
  if (standing === "unclear") return refused(issue("WB-CRMCOM-STATE", "CRM.COM does not say in which state it is"))
  if (reversal === undefined) {
    return refused(
      issue("WB-CRMCOM-UNDO", `the ${kind.entity} is posted, and the connection names no type to take it back`),
    )
  }
  const settled = yield* carryOut(kind, id, reversal.run(id))
  return standing === "closed" ? whenClosed(settled) : settled
})

const takeBack = Effect.fnUntraced(function* <Shown>(
  undoing: Undoing<Shown>,
  landed: Landed,
): Effect.fn.Return<Settled> {
  const { kind, patiently } = undoing
  const shown = yield* Effect.result(patiently(ifThere(kind.show("id", landed.targetId))))
  if (shown._tag === "Failure") return beforeWriting(shown.failure)
  if (shown.success === undefined) return gone
  return yield* (landed.before === undefined ? close : writeBack)(undoing, shown.success, landed)
})

const rejection: UndoVerb = {
  verb: "reject",
  of: "draft",
  description: "the rejected draft stays, and keeps its back_office_code",
}

const restoring: UndoVerb = {
  verb: "restore",
  of: "draft",
  description: "an updated draft is written back as it was before; notes stay in its log",
}

/** {@link Destination.undo} */
export const undo = <Shown>(undoing: Undoing<Shown>): Undo => {
  const { kind, reversal } = undoing
  return {
    verbs:
      reversal === undefined
        ? [rejection, restoring]
        : [rejection, { verb: reversal.verb, of: reversal.of, description: reversal.description }, restoring],
    run: Effect.fn(`crmcom.undo ${kind.entity}`)((batch: ReadonlyArray<Landed>) =>
      settleEach(batch, (landed) => takeBack(undoing, landed)),
    ),
  }
}
