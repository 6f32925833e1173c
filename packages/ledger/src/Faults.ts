/** What can be wrong inside a book that can be opened, as `ledger check` says it. */
import type { ErrorCode } from "@waybill/model"

import type { Fault } from "./Audit.ts"

const restore =
  "Put ledger.db back from a backup. Without one, look at the record in the target before the next run, which goes by " +
  "what is written here."

const report = "Nothing that is sent depends on it. Please report it with the output of `ledger check`."

const faults = {
  amendment: {
    code: "WB-LEDGER-AMENDMENT",
    meaning: "What a person made of a rejected record can't be read as it was kept, or a version of it is missing.",
    fix:
      "Put ledger.db back from a backup. Without one, look at that record in the source and the target: the next run goes by " +
      "the last version that can be read.",
  },
  amount: {
    code: "WB-LEDGER-AMOUNT",
    meaning: "A record's amount is no exact decimal, or has no currency.",
    fix: "Run again: an amount is written anew when its record is compared. Until then the sums leave it out or fail.",
  },
  confirmed: {
    code: "WB-LEDGER-CONFIRMED",
    meaning: "A record is confirmed, and what the target confirmed is missing or is something else.",
    fix: restore,
  },
  corrupt: {
    code: "WB-LEDGER-CORRUPT",
    meaning: "The ledger file is damaged, or is not a ledger.",
    fix:
      "Put ledger.db back from a backup. Without one, move the file away and run `plan` first: " +
      "nothing is known of earlier runs then, and what a target already holds may be sent again.",
    leaves: ["not begun", "cut short", "finding"],
    example: { of: "command", after: "waybill ledger check" },
  },
  landing: {
    code: "WB-LEDGER-LANDING",
    meaning: "What a record was before a run landed on it is kept, and the record is not there.",
    fix: restore,
  },
  link: {
    code: "WB-LEDGER-LINK",
    meaning: "What is kept of a record's counterpart in the target can't be read, or contradicts the record.",
    fix: "Look in the target which record it is before the next run, which updates the one that is written here.",
  },
  noFlow: {
    code: "WB-LEDGER-NO-FLOW",
    meaning: "Something is kept for a flow that the ledger does not have.",
    fix: restore,
  },
  noRun: {
    code: "WB-LEDGER-NO-RUN",
    meaning: "Something names a run that the ledger does not have.",
    fix: restore,
  },
  plan: {
    code: "WB-LEDGER-PLAN",
    meaning: "A plan can't be read as it was kept, or records of a plan are there without it.",
    fix: "Make the plan again with `plan`: nothing was sent by this one.",
  },
  reject: {
    code: "WB-LEDGER-REJECT",
    meaning: "A rejected record can't be read as it was kept.",
    fix: "Run again: rejects are written anew when their source is read to its end.",
  },
  resolution: {
    code: "WB-LEDGER-RESOLUTION",
    meaning: "A decision about a record can't be read as it was kept.",
    fix: report,
  },
  run: {
    code: "WB-LEDGER-RUN",
    meaning: "A run's entry can't be read as it was written.",
    fix: report,
  },
  sentAt: {
    code: "WB-LEDGER-SENT-AT",
    meaning: "A record is on its way, or may be, and nothing says since when.",
    fix: "Look whether the target holds it before the next run, which may ask the target too early to be sure.",
  },
  state: {
    code: "WB-LEDGER-STATE",
    meaning: "A record is in a state that this version does not know.",
    fix: restore,
  },
  summary: {
    code: "WB-LEDGER-SUMMARY",
    meaning: "What a run said at its end does not add up: read is not the sum of what became of the records.",
    fix: "Compare with `reconcile`, which counts anew. Please report it with the output of `show`.",
  },
  twoRuns: {
    code: "WB-LEDGER-TWO-RUNS",
    meaning: "Two runs of one pipeline are written down as under way.",
    fix: "Stop both, then run again: the next run takes over from all before it.",
  },
  undone: {
    code: "WB-LEDGER-UNDONE",
    meaning: "What an undo did to a record can't be read as it was kept.",
    fix: report,
  },
} as const satisfies Record<string, ErrorCode>

export type FaultKind = keyof typeof faults

/** A damaged file is an error, too, where it keeps something from being done. */
export const corrupt = faults.corrupt

export const faultCodes: ReadonlyArray<ErrorCode> = Object.values(faults)
  .filter((fault) => fault !== corrupt)
  .map((fault): ErrorCode => ({ leaves: ["finding"], ...fault }))

/** @param message what is wrong where, as a sentence; no data of the record beyond its key (invariant 7) */
export const faultOf = (kind: FaultKind, message: string): Fault => ({
  code: faults[kind].code,
  message,
  hint: faults[kind].fix,
})
