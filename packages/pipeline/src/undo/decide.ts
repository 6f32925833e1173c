/**
 * What is to be done with a record of the run that is taken back, by what the book and the target say of it. In doubt it is
 * left alone.
 */
import type { Destination, Listed, UndoVerb } from "@waybill/connector"
import type { LandedRecord } from "@waybill/ledger"
import type { Issue } from "@waybill/model"

import { changedFields, deliveredFields } from "../flow/fieldDigests.ts"
import { issue } from "./errors.ts"

/** A record as the target shows it, in as few bytes as a decision needs. */
export interface Seen extends Pick<Listed, "standing"> {
  /** Digests of its fields. */
  readonly fields: string
}

/** By the target's own id; one that is absent is not there. */
export type Sight = ReadonlyMap<string, Seen>

/** `gone`: it is not there or counts no more, so nothing is sent. `left`: nothing is sent either, for a reason. */
export type UndoDecision =
  | { readonly _tag: "gone" }
  | { readonly _tag: "do"; readonly verb: UndoVerb }
  | { readonly _tag: "left"; readonly fate: "edited" | "left" | "unknown"; readonly issue: Issue }

/** What a flow's target says of itself. */
export type Undoing = Pick<Destination<unknown>, "entity" | "undo" | "show" | "readBack">

type Left = Extract<UndoDecision, { _tag: "left" }>

const left = (reason: Issue): Left => ({ _tag: "left", fate: "left", issue: reason })
const edited = (reason: Issue): Left => ({ _tag: "left", fate: "edited", issue: reason })

const noVerb = left(issue("WB-UNDO-NO-VERB", "the target has no way to take it back, or the connection names none"))
const notSeen = left(issue("WB-UNDO-NOT-SEEN", "the target can't be looked at: it may have been edited there since"))
const notTold = left(
  issue("WB-UNDO-NOT-SEEN", "what was delivered can't be compared with what is there: it may have been edited since"),
)
const posted = edited(issue("WB-UNDO-EDITED", "it was posted over there since it was delivered as a draft"))

/** Why a record is left alone, as far as the book tells without a look at the target. */
export const decideUnseen = (
  { state, posting, targetId, change, before }: LandedRecord,
  { undo, show, readBack = [] }: Undoing,
): Left | undefined => {
  if (state === "unknown" || state === "sending") {
    return left(issue("WB-UNDO-UNSETTLED", "it was sent, and nobody knows whether it arrived"))
  }
  if (posting === true) return left(issue("WB-UNDO-POSTING", "it was being posted, and nobody knows whether it is"))
  if (undo === undefined) return noVerb
  if (targetId === undefined) return left(issue("WB-UNDO-NO-ID", "the target gave no id for it when it landed"))
  if (change === "updated" && before === undefined) {
    return left(issue("WB-UNDO-NO-BEFORE", "the run updated it, and nobody knows what was there before"))
  }
  if (show === undefined) return notSeen
  return readBack.length === 0 ? notTold : undefined
}

/** The target's word for taking back what stands so. */
const verbFor = ({ change }: LandedRecord, { standing }: Seen, { undo }: Undoing): UndoVerb | undefined => {
  const stands = standing === "draft" ? "draft" : "posted"
  const fitting = undo?.verbs.filter(({ of }) => of === "any" || of === stands) ?? []
  return fitting.find(({ verb }) => (verb === "restore") === (change === "updated"))
}

/** What taking a record back changes by itself, also where it went only half the way. */
const ofStanding = new Set(["status", "balance"])

/** Why a record is left alone, by what the target shows of it and what was delivered. */
const editOf = (record: LandedRecord, seen: Seen, { entity, readBack = [] }: Undoing): Left | undefined => {
  const { fields, draft, underWay, change } = record
  if (fields === undefined) return notTold
  if (draft && seen.standing !== "draft") return posted
  const delivered = deliveredFields(entity, fields, readBack)
  if (delivered.length === 0) return notTold
  // An earlier undo saw it unedited and may have restored it: writing the same back again changes nothing.
  if (underWay && change === "updated") return undefined
  const changed = changedFields(entity, fields, seen.fields, delivered)
  const edits = underWay ? changed.filter((name) => !ofStanding.has(name)) : changed
  return edits.length === 0
    ? undefined
    : edited(issue("WB-UNDO-EDITED", `it was changed over there since: ${edits.join(", ")}`))
}

/** @param sight what the target shows of the records of which {@link decideUnseen} says nothing */
export const decide = (record: LandedRecord, undoing: Undoing, sight: Sight): UndoDecision => {
  const unseen = decideUnseen(record, undoing)
  // Nobody knows how far an earlier undo came with what can't be looked at any more.
  if (unseen !== undefined) return record.underWay ? { ...unseen, fate: "unknown" } : unseen
  const seen = sight.get(record.targetId!)
  if (seen === undefined || seen.standing === "void") return { _tag: "gone" }
  const edit = editOf(record, seen, undoing)
  if (edit !== undefined) return edit
  const verb = verbFor(record, seen, undoing)
  return verb === undefined ? noVerb : { _tag: "do", verb }
}
