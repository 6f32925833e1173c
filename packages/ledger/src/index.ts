/** The book: what was sent, and what became of it. */
export { type CallsOfDay, openCallsOfDay } from "./CallsOfDay.ts"
export { ledgerErrors } from "./Errors.ts"
export { exportColumns, type ExportRow, type ExportTable, type Fault, type LedgerCheck } from "./Audit.ts"
export {
  AlreadyRunning,
  type Command,
  type Compared,
  type Draft,
  type FlowBook,
  type FlowRef,
  type FoundRecord,
  type KeptReject,
  type KeptResolution,
  type Known,
  Ledger,
  LedgerError,
  type LedgerMoney,
  type ParentStanding,
  type Posting,
  type ReadTo,
  type Reject,
  type RejectFilter,
  type Resolution,
  type RunBook,
  type RunInfo,
  type RunStart,
  type Settlement,
  type Standing,
  type State,
} from "./Ledger.ts"
export { exists, layerCopy, layerSqlite, type LedgerOptions } from "./Sqlite.ts"
