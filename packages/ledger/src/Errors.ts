/**
 * What can go wrong with the book, in one place: codes, their meaning and fix, and how SQLite's and the file system's
 * failures become them.
 */
import type { ErrorCode } from "@waybill/model"
import { type PlatformError, Predicate } from "effect"
import type { SqlError } from "effect/sql"

import { corrupt, faultCodes } from "./Faults.ts"
import { AlreadyRunning, LedgerError } from "./Ledger.ts"

const running = {
  code: "WB-LEDGER-RUNNING",
  meaning: "Another run of this pipeline is under way.",
  fix:
    "Wait until it has ended, or stop it. A run whose process died blocks nothing; one that stands still is taken over " +
    "from when its lease has run out: just run again.",
  leaves: ["not done"],
  example: { of: "command", after: "waybill runs" },
} as const

const problems = {
  calls: {
    code: "WB-LEDGER-CALLS",
    meaning: "The count of today's calls, calls.db in the state folder, is damaged or can't be read.",
    fix: "Delete calls.db. The counts of today start anew: lower `perDay` for the rest of the day by what was called already.",
    leaves: ["not begun", "run stopped"],
  },
  cas: {
    code: "WB-LEDGER-CAS",
    meaning: "A record was not in the state that this step starts from. Nothing of the step was written.",
    fix: "Run again: every record is looked up afresh. If it happens again, please report it with the output of `status`.",
    where: "Waybill",
    example: { of: "command", after: "waybill run" },
  },
  changed: {
    code: "WB-LEDGER-CHANGED",
    meaning:
      "A rejected record is no longer what it was when it was listed, or nobody knows whether it arrived. Nothing was written.",
    fix:
      "List or export the rejects again, and go on from there. One that may have arrived is settled with `resolve` first; one " +
      "that an older version kept is kept anew by the next run.",
    where: "command line",
    leaves: ["not done"],
  },
  corrupt,
  ended: {
    code: "WB-LEDGER-ENDED",
    meaning: "This run has ended, or another one has taken over: it may write no more.",
    fix: "Run again. If two processes share the state folder, stop one of them.",
    related: ["WB-LEDGER-RUNNING"],
  },
  failed: {
    code: "WB-LEDGER-FAILED",
    meaning: "The ledger could not be read or written.",
    fix: "Check the disk of the state folder, and run again: what was written before is kept.",
  },
  full: {
    code: "WB-LEDGER-FULL",
    meaning: "The disk of the state folder is full. Nothing more was sent.",
    fix: "Free some space and run again: the run goes on where it stopped.",
  },
  locked: {
    code: "WB-LEDGER-LOCKED",
    meaning: "Another program holds the ledger file for longer than Waybill waits.",
    fix: "Close programs that have ledger.db open (a database browser, a backup), and run again.",
  },
  lost: {
    code: "WB-LEDGER-LOST",
    meaning: "The ledger file is gone or empty, and its log, ledger.db-wal, is still there.",
    fix:
      "Put ledger.db back beside its log, or both back from a backup. Without them, move the log away and run `plan` " +
      "first: nothing is known of earlier runs then, and what a target already holds may be sent again.",
    leaves: ["not begun"],
    related: ["WB-LEDGER-CORRUPT"],
  },
  newer: {
    code: "WB-LEDGER-NEWER",
    meaning: "The ledger was written by a newer version of Waybill.",
    fix: "Use that version or a later one, or another state folder.",
    leaves: ["not begun"],
  },
  readOnly: {
    code: "WB-LEDGER-READ-ONLY",
    meaning: "The state folder or the ledger in it may not be written.",
    fix: "Give this user the right to write the folder and ledger.db, or set `state:` to another folder.",
    leaves: ["not begun", "cut short"],
  },
  undoing: {
    code: "WB-LEDGER-UNDOING",
    meaning: "An undo of this pipeline was cut short: some of its records are taken back, others are not.",
    fix: "Run the same `waybill undo` again: it goes on where it stopped. Everything else waits until it has ended.",
    where: "command line",
    leaves: ["not done"],
    example: { of: "command", after: "waybill undo 3 --yes" },
    related: ["WB-LEDGER-RUNNING"],
  },
  unusable: {
    code: "WB-LEDGER-UNUSABLE",
    meaning: "The state folder or the ledger in it can't be created or opened.",
    fix: "Check that `state:` names a folder, that it can be reached, and that this user may read it.",
    leaves: ["not begun", "cut short"],
    related: ["WB-LEDGER-READ-ONLY"],
  },
} as const satisfies Record<string, ErrorCode>

/** Every code of this package. */
export const ledgerErrors: ReadonlyArray<ErrorCode> = [...Object.values(problems), ...faultCodes, running]
  .map((each): ErrorCode => ({ where: "machine", leaves: ["cut short"], ...each }))
  .sort((a, b) => (a.code < b.code ? -1 : 1))

export type Problem = keyof typeof problems

export const ledgerError = (problem: Problem, cause?: unknown): LedgerError =>
  new LedgerError({
    code: problems[problem].code,
    message: problems[problem].meaning,
    hint: problems[problem].fix,
    ...(cause === undefined ? {} : { cause }),
  })

export const alreadyRunning = (run: number): AlreadyRunning =>
  new AlreadyRunning({
    code: running.code,
    message: `Run ${run} of this pipeline is under way.`,
    hint: running.fix,
  })

/** @param of the run that the undo is taking back */
export const undoing = (run: number, of: number): LedgerError =>
  new LedgerError({
    code: ledgerError("undoing").code,
    message: `Run ${run}, the undo of run ${of}, was cut short.`,
    hint: `Finish it first: \`waybill undo ${of} --yes\` goes on where it stopped, \`waybill undo ${of} --leave\` ends it for good.`,
  })

/** By the result codes of SQLite, https://sqlite.org/rescode.html; everything else is `failed`. */
const byResultCode: Readonly<Record<number, Problem>> = {
  3: "readOnly", // PERM
  5: "locked", // BUSY
  6: "locked", // LOCKED
  8: "readOnly", // READONLY
  11: "corrupt", // CORRUPT
  13: "full", // FULL
  14: "unusable", // CANTOPEN
  26: "corrupt", // NOTADB
  4874: "full", // IOERR_SHMSIZE: no room for the index of the write-ahead log
}

/** The low byte of an extended result code is the primary one. */
const problemOf = ({ reason: { cause } }: SqlError.SqlError): Problem => {
  const code = Predicate.hasProperty(cause, "errno") && typeof cause.errno === "number" ? cause.errno : 0
  return byResultCode[code] ?? byResultCode[code & 0xff] ?? "failed"
}

export const fromSqlError = (error: SqlError.SqlError): LedgerError => ledgerError(problemOf(error), error)

/** The same for the counts of calls: nothing of the ledger is lost with them. */
export const callsError = (error: SqlError.SqlError): LedgerError => {
  const problem = problemOf(error)
  return ledgerError(problem === "corrupt" ? "calls" : problem, error)
}

const bySystemCode: Readonly<Record<string, Problem>> = {
  EACCES: "readOnly",
  EPERM: "readOnly",
  EROFS: "readOnly",
  ENOSPC: "full",
  EDQUOT: "full",
}

export const fromPlatformError = (error: PlatformError.PlatformError): LedgerError => {
  const cause = error.reason.cause
  const code = Predicate.hasProperty(cause, "code") ? String(cause.code) : ""
  return ledgerError(bySystemCode[code] ?? "unusable", error)
}
