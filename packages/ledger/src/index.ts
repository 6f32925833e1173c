/** The book: what was sent, and what became of it. */
export { type CallsOfDay, openCallsOfDay } from "./CallsOfDay.ts"
export { ledgerErrors } from "./Errors.ts"
export { exportColumns, type ExportRow, type ExportTable, type Fault, type LedgerCheck } from "./Audit.ts"
export type { Adopted, Candidate, CrosswalkRow, KeptCandidate, Link } from "./Crosswalk.ts"
export {
  AlreadyRunning,
  type Command,
  type FlowBook,
  Ledger,
  LedgerError,
  Operator,
  type ReadTo,
  type RunBook,
  type RunInfo,
  type RunStart,
} from "./Ledger.ts"
export type {
  Compared,
  Draft,
  FlowRef,
  FoundRecord,
  HeldRecord,
  KeptResolution,
  KeptUndone,
  Known,
  LandedRecord,
  LedgerMoney,
  ParentStanding,
  Posting,
  Resolution,
  Seen,
  Settlement,
  Standing,
  State,
  TakenBack,
} from "./Records.ts"
export type { PlanBook, PlanHead, PlannedRecord, Plans } from "./Plans.ts"
export {
  type Facts,
  openTieOutBook,
  type SideBySide,
  type SourceFact,
  type TargetFact,
  type TieOutBook,
} from "./TieOut.ts"
export type { Amended, AmendedReject, Amendment, KeptReject, KeptVersion, Reject, RejectFilter } from "./Rejects.ts"
export { exists, layerCopy, layerSqlite, type LedgerOptions } from "./Sqlite.ts"
