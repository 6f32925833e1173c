/**
 * Creates and changes records, one call at a time. A number is used once: `back_office_code` makes a second record
 * impossible over there, and a refusal is looked into before it is believed (invariant 2).
 */
import type { ConnectorError } from "@waybill/connector"
import type { Patiently } from "@waybill/connector-http"
import { BigDecimal, Effect } from "effect"

import { attemptCode } from "../map/code.ts"
import { search, type Search } from "./find.ts"
import { issue } from "./issues.ts"
import { ifThere, type Kind } from "./kind.ts"
import {
  beforeWriting,
  codes,
  confirmed,
  issueOf,
  maybeThere,
  refused,
  type Settled,
  unknown,
  writing,
} from "./outcomes.ts"
import { postDraft, rejectDraft } from "./post.ts"

type Answer<A> = Effect.Effect<A, ConnectorError>

/** How one kind of record is written on a connection. */
export interface Writer<Shown> {
  readonly kind: Kind<Shown>
  readonly land: "draft" | "posted"
  /** What a new record is asked to be: an invoice is posted only once its total is known. */
  readonly createdAs: "draft" | "posted"
  readonly patiently: Patiently
}

/** A record on its way. */
export interface Item<Shown> {
  /** Of its first attempt. */
  readonly code: string
  /** What must be over there in the end. */
  readonly amount: BigDecimal.BigDecimal
  readonly create: (code: string) => Answer<Shown>
  readonly update: (shown: Shown, id: string) => Answer<Shown>
  /** What an update writes over, for undo. */
  readonly before: (shown: Shown) => string
  /** Whether what is there is this record. */
  readonly isSame: (shown: Shown) => boolean
}

const otherAmount = (fate: string) =>
  issue("WB-CRMCOM-TOTAL", `CRM.COM comes to another amount than the record has; ${fate}`)

const notPosted = ({ outcome, stop }: Settled): Settled => {
  const why = "issue" in outcome ? `: ${outcome.issue.message}` : ""
  const settled = unknown(issue("WB-CRMCOM-NOT-POSTED", `the record is a draft, and posting it was not settled${why}`))
  return { ...settled, ...(stop === undefined ? {} : { stop }) }
}

/** Posts a draft that this delivery has written. One whose posting is refused must not stay behind, if it is new. */
const postWritten = Effect.fnUntraced(function* <Shown>(
  { kind }: Writer<Shown>,
  id: string,
  isNew: boolean,
): Effect.fn.Return<Settled> {
  const settled = yield* postDraft(kind, id)
  const { _tag } = settled.outcome
  if (_tag === "Confirmed") return settled
  return _tag === "Refused" && isNew ? yield* rejectDraft(kind, id, settled) : notPosted(settled)
})

/** What an answer leaves open: the amount is compared before anything counts (invariant 4). */
const complete = Effect.fnUntraced(function* <Shown>(
  writer: Writer<Shown>,
  item: Item<Shown>,
  shown: Shown,
  isNew: boolean,
): Effect.fn.Return<Settled> {
  const { kind, land, createdAs } = writer
  const [id, amount] = [kind.idOf(shown), kind.amountOf(shown)]
  if (id === undefined || amount === undefined) return unknown(issue("WB-CRMCOM-STATE", "the answer says too little"))
  const standing = kind.standingOf(shown)
  const isDraft = standing === "unclear" ? !isNew || createdAs === "draft" : standing === "draft"
  if (!BigDecimal.equals(amount, item.amount)) {
    return isDraft
      ? yield* rejectDraft(kind, id, refused(otherAmount("the draft is rejected")))
      : unknown(otherAmount("look at it in CRM.COM"))
  }
  return isDraft && land === "posted" ? yield* postWritten(writer, id, isNew) : confirmed(id, isDraft)
})

/** The answer to a write, or what is there where the answer is too short. */
export const whole = <Shown>(
  { kind }: Pick<Writer<Shown>, "kind">,
  answer: Shown,
  by: readonly ["id" | "back_office_code", string],
) =>
  kind.idOf(answer) !== undefined && kind.amountOf(answer) !== undefined
    ? Effect.succeed(answer)
    : Effect.mapError(kind.show(...by), (error) =>
        maybeThere(error, issue("WB-CRMCOM-STATE", "it is written, and could not be read to compare its amount")),
      )

/** A record under this code is there already: ours, where an earlier answer was lost, or another. */
const adopt = Effect.fnUntraced(function* <Shown>(
  writer: Writer<Shown>,
  item: Item<Shown>,
  held: Shown,
): Effect.fn.Return<Settled> {
  if (!item.isSame(held)) {
    return refused(issue("WB-CRMCOM-TAKEN", "CRM.COM holds a record of this number with other content"))
  }
  const standing = writer.kind.standingOf(held)
  if (standing === "closed") {
    return refused(issue("WB-CRMCOM-CLOSED", "CRM.COM holds this invoice, and nothing of it is open"))
  }
  return standing === "unclear"
    ? unknown(issue("WB-CRMCOM-STATE", "CRM.COM holds this record, and does not say in which state"))
    : yield* complete(writer, item, held, true)
})

/** What is there of a record that can't be sent as things are: an earlier try may have arrived. */
export const unlessThere = Effect.fnUntraced(function* <Shown>(
  writer: Writer<Shown>,
  item: Item<Shown>,
  otherwise: Settled,
): Effect.fn.Return<Settled> {
  const searched = yield* Effect.result(search(writer.kind, item.code))
  if (searched._tag === "Failure") return beforeWriting(searched.failure)
  const { held } = searched.success
  return held !== undefined && item.isSame(held) ? yield* adopt(writer, item, held) : otherwise
})

/** What a refused create means: the next attempt, or what became of the record. */
const lookInto = Effect.fnUntraced(function* <Shown>(
  writer: Writer<Shown>,
  item: Item<Shown>,
  attempt: number,
  error: ConnectorError,
): Effect.fn.Return<number | Settled> {
  const isDuplicate = error.code === codes.duplicate
  // By which words a repeated code is refused is not published: any refusal is looked into.
  if (!isDuplicate && error.code !== codes.refused) return writing(error)
  const searched = yield* Effect.result(search(writer.kind, item.code))
  if (searched._tag === "Failure") {
    return isDuplicate ? maybeThere(searched.failure, issueOf(searched.failure)) : writing(error)
  }
  const { held, free }: Search<Shown> = searched.success
  if (held !== undefined && (isDuplicate || item.isSame(held))) return yield* adopt(writer, item, held)
  if (!isDuplicate) return writing(error)
  if (free === undefined) {
    return refused(issue("WB-CRMCOM-ATTEMPTS", "nine records of this number were rejected or cancelled"))
  }
  // Taken, and not shown: an earlier try may have arrived, and be late in showing (invariant 2).
  return free > attempt
    ? free
    : unknown(issue("WB-CRMCOM-UNSEEN", "CRM.COM says the code is taken, and does not show by what"))
})

/** Creates a record, by the first code of its number that is free. */
export const create = Effect.fnUntraced(function* <Shown>(
  writer: Writer<Shown>,
  item: Item<Shown>,
): Effect.fn.Return<Settled> {
  let attempt = 1
  for (;;) {
    const code = attemptCode(item.code, attempt)
    const answer = yield* Effect.result(item.create(code))
    if (answer._tag === "Success") {
      const shown = yield* Effect.result(whole(writer, answer.success, ["back_office_code", code]))
      return shown._tag === "Success" ? yield* complete(writer, item, shown.success, true) : shown.failure
    }
    const next = yield* lookInto(writer, item, attempt, answer.failure)
    if (typeof next !== "number") return next
    attempt = next
  }
})

const withBefore = ({ outcome, ...settled }: Settled, before: string): Settled => ({
  ...settled,
  outcome: outcome._tag === "Confirmed" ? { ...outcome, before } : outcome,
})

export const gone = refused(issue("WB-CRMCOM-GONE", "CRM.COM no longer knows the record"))

/** Changes a draft; nothing else can be changed. */
export const update = Effect.fnUntraced(function* <Shown>(
  writer: Writer<Shown>,
  item: Item<Shown>,
  targetId: string | undefined,
): Effect.fn.Return<Settled> {
  const { kind, patiently } = writer
  const known =
    targetId === undefined
      ? Effect.map(search(kind, item.code), ({ held }) => held)
      : ifThere(kind.show("id", targetId))
  const looked = yield* Effect.result(patiently(known))
  if (looked._tag === "Failure") return beforeWriting(looked.failure)
  const shown = looked.success
  const id = targetId ?? (shown === undefined ? undefined : kind.idOf(shown))
  if (shown === undefined || id === undefined) return gone
  if (kind.standingOf(shown) !== "draft") {
    return refused(issue("WB-CRMCOM-NOT-DRAFT", "CRM.COM changes drafts only, and the record is none any more"))
  }
  const answer = yield* Effect.result(item.update(shown, id))
  if (answer._tag === "Failure") return writing(answer.failure)
  const changed = yield* Effect.result(whole(writer, answer.success, ["id", id]))
  if (changed._tag === "Failure") return changed.failure
  return withBefore(yield* complete(writer, item, changed.success, false), item.before(shown))
})
