/** Taking a batch back: looked at, written down before it is sent (invariant 1), and settled record by record. */
import type { Destination, Landed, Outcome } from "@waybill/connector"
import type { FlowBook, LandedRecord, LedgerError, TakenBack } from "@waybill/ledger"
import type { Issue } from "@waybill/model"
import { Effect } from "effect"

import { type Stopper, stopOf } from "../flow/Stop.ts"
import { decide, type UndoDecision } from "./decide.ts"
import { issue } from "./errors.ts"
import { look } from "./look.ts"
import type { UndoTally } from "./UndoTally.ts"

export interface TakingBack {
  readonly book: FlowBook
  /** The run that is taken back. */
  readonly of: number
  readonly destination: Pick<Destination<unknown>, "entity" | "undo" | "show" | "readBack">
  readonly tally: UndoTally
  readonly stopper: Stopper
}

interface Decided {
  readonly record: LandedRecord
  readonly decision: UndoDecision
}

/** What the book is told of a record, and why it is not taken back; no end: it stays under way. */
interface End {
  readonly record: LandedRecord
  readonly end?: TakenBack
  readonly issue?: Issue
}

const unanswered: Outcome = {
  _tag: "Unknown",
  issue: { code: "WB-RUN-UNANSWERED", message: "the connector gave no outcome for this record" },
}

const toLanded = ({ targetId, change, before }: LandedRecord): Landed => ({
  targetId: targetId!,
  ...(change === "updated" && before !== undefined ? { before } : {}),
})

/** Nothing was sent for it: what counts no more over there needs no verb. */
const already = "none"

const notTaken = (record: LandedRecord, state: "edited" | "left" | "unknown", reason: Issue): End => {
  const { code, message } = reason
  return { record, end: { key: record.key, state, code, message }, issue: reason }
}

const taken = (record: LandedRecord, verb: string): End => ({
  record,
  end: { key: record.key, state: record.change === "created" || verb === already ? "gone" : "restored", verb },
})

const endOf = ({ record, decision }: Decided, outcome: Outcome | undefined): End => {
  if (decision._tag === "gone") return taken(record, already)
  if (decision._tag === "left") return notTaken(record, decision.fate, decision.issue)
  const settled = outcome ?? unanswered
  if (settled._tag === "Confirmed") return taken(record, decision.verb.verb)
  if (settled._tag === "Refused") return notTaken(record, "left", settled.issue)
  return settled._tag === "Unknown" ? notTaken(record, "unknown", settled.issue) : { record }
}

const settle = ({ tally }: TakingBack, ends: ReadonlyArray<End>): void => {
  for (const { record, end, issue: reason } of ends) {
    tally.settle(record, end?.state ?? "waiting", end === undefined ? undefined : reason)
  }
}

/** Sends what is decided; what surely was not carried out stays under way, and ends the undo so that it is tried again. */
const carryOut = Effect.fnUntraced(function* (
  { destination: { undo }, stopper }: TakingBack,
  going: ReadonlyArray<LandedRecord>,
) {
  if (undo === undefined || going.length === 0) return []
  const { outcomes, stop } = yield* undo.run(going.map(toLanded))
  const answered = outcomes.some(({ _tag }) => _tag === "Confirmed" || _tag === "Refused")
  stopper.batch({ answered, unsent: [], ...(stop === undefined ? {} : { stop }) })
  const unsent = outcomes.find((outcome) => outcome._tag === "NotSent" || outcome._tag === "Held")
  if (unsent !== undefined && "issue" in unsent) {
    stopper.because({ ...unsent.issue, outside: false, wholeRun: true })
  }
  return outcomes
})

/** Takes a batch back, as far as it may be. */
export const takeBackBatch = Effect.fn("undo")(function* (
  taking: TakingBack,
  records: ReadonlyArray<LandedRecord>,
): Effect.fn.Return<void, LedgerError> {
  const { book, of, destination, stopper } = taking
  const waiting = () =>
    settle(
      taking,
      records.map((record) => ({ record })),
    )
  if (stopper.stop !== undefined) return waiting()
  const sight = yield* Effect.result(look(destination, records))
  if (sight._tag === "Failure") {
    stopper.because({ ...stopOf(sight.failure), wholeRun: true })
    return waiting()
  }
  const decided = records.map((record) => ({ record, decision: decide(record, destination, sight.success) }))
  // One that an earlier undo wrote down becomes this one's, whatever is decided of it.
  const written = decided.filter(({ record, decision }) => decision._tag !== "left" || record.underWay)
  yield* book.takeBack(
    of,
    written.map(({ record }) => record.key),
  )
  const going = decided.filter(({ decision }) => decision._tag === "do")
  const outcomes = (yield* carryOut(
    taking,
    going.map(({ record }) => record),
  )).values()
  const ends = decided.map((one) => endOf(one, one.decision._tag === "do" ? outcomes.next().value : undefined))
  yield* book.takenBack(
    of,
    ends.flatMap(({ end }) => (end === undefined ? [] : [end])),
  )
  settle(taking, ends)
})

const ended = issue("WB-UNDO-ENDED", "the undo was ended before it was taken back")
const endedMidway = issue("WB-UNDO-ENDED", "the undo was ended while it was taken back, and nobody knows whether it is")

/** Ends an undo that was cut short: what was on its way is unknown, and the rest stays. */
export const leaveBatch = Effect.fnUntraced(function* (
  taking: TakingBack,
  records: ReadonlyArray<LandedRecord>,
): Effect.fn.Return<void, LedgerError> {
  const { book, of } = taking
  yield* book.takeBack(
    of,
    records.flatMap(({ key, underWay }) => (underWay ? [key] : [])),
  )
  const ends = records.map((record) =>
    record.underWay ? notTaken(record, "unknown", endedMidway) : notTaken(record, "left", ended),
  )
  yield* book.takenBack(
    of,
    ends.flatMap(({ end }) => (end === undefined ? [] : [end])),
  )
  settle(taking, ends)
})
