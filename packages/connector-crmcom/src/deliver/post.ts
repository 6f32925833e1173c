/**
 * Posting and rejecting drafts. Both are asked for once; what is unclear afterwards is read, never tried again.
 */
import type { Delivered, Landed } from "@waybill/connector"
import { Effect } from "effect"

import { issue } from "./issues.ts"
import type { Kind, Standing } from "./kind.ts"
import { confirmed, isRefusal, issueOf, refused, type Settled, settleEach, unknown, writing } from "./outcomes.ts"

/** How a record stands; `unclear` where it can't be read. */
const standing = <Shown>(kind: Kind<Shown>, id: string): Effect.Effect<Standing> =>
  Effect.match(kind.show("id", id), { onSuccess: kind.standingOf, onFailure: () => "unclear" })

/** Posts a draft; one that is posted already is confirmed. */
export const postDraft = Effect.fnUntraced(function* <Shown>(kind: Kind<Shown>, id: string): Effect.fn.Return<Settled> {
  const answer = yield* Effect.result(kind.post(id))
  if (answer._tag === "Success") return confirmed(id, false)
  const error = answer.failure
  if (error.sent === "no" && !isRefusal(error)) return writing(error)
  const now = yield* standing(kind, id)
  if (now === "posted" || now === "closed") return confirmed(id, false)
  // A refusal leaves the draft as it is; behind a lost answer it may be posted yet.
  return isRefusal(error) && now !== "unclear" ? refused(issueOf(error)) : unknown(issueOf(error))
})

/** {@link Destination.post} */
export const post = <Shown>(kind: Kind<Shown>): ((batch: ReadonlyArray<Landed>) => Effect.Effect<Delivered>) =>
  Effect.fn(`crmcom.post ${kind.entity}`)((batch: ReadonlyArray<Landed>) =>
    settleEach(batch, ({ targetId }) => postDraft(kind, targetId)),
  )

/** Rejects a draft that must not count, for the reason given; where that fails, a person has to. */
export const rejectDraft = Effect.fnUntraced(function* <Shown>(
  kind: Kind<Shown>,
  id: string,
  settled: Settled,
): Effect.fn.Return<Settled> {
  const isRejected = yield* Effect.match(kind.reject(id), { onSuccess: () => true, onFailure: () => false })
  if (isRejected || (yield* standing(kind, id)) === "dead") return settled
  const why = "issue" in settled.outcome ? `: ${settled.outcome.issue.message}` : ""
  return unknown(issue("WB-CRMCOM-DRAFT-LEFT", `the draft could not be rejected, and should be${why}`))
})
