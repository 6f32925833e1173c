/** The book: what was sent, and what became of it. */
export {
  AlreadyRunning,
  type Compared,
  type FlowBook,
  type KeptReject,
  type Known,
  Ledger,
  LedgerError,
  type LedgerMoney,
  type Reject,
  type RejectFilter,
  type RunBook,
  type RunInfo,
  type RunStart,
  type Settlement,
  type Standing,
  type State,
} from "./Ledger.ts"
