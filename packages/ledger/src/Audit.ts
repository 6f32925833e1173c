/**
 * The book for auditors: what a look through it finds, and its tables as they are exported.
 */

/** Something in the book that can't be right. */
export interface Fault {
  /** Stable: `WB-LEDGER-…`. */
  readonly code: string
  readonly message: string
  readonly hint: string
}

/** What a look through the whole book found. */
export interface LedgerCheck {
  /** Version of the tables. */
  readonly tables: number
  readonly runs: number
  readonly records: number
  readonly rejects: number
  /** Records on their way of which no living run knows: the next run settles them. */
  readonly leftSending: number
  /** Empty: the book is sound. */
  readonly faults: ReadonlyArray<Fault>
}

/** One line of the book, as `ledger export` writes it: column to text. */
export type ExportRow = Readonly<Record<string, string>>

/** The parts of the book that are exported, each a table with these columns, in this order. */
export const exportColumns = {
  runs: [
    "run",
    "command",
    "outcome",
    "started at",
    "ended at",
    "lease until",
    "version",
    "pipeline file",
    "summary",
    "by",
    "plan",
    "of run",
  ],
  records: [
    "flow",
    "target",
    "key",
    "state",
    "draft",
    "run",
    "landed run",
    "row",
    "amount",
    "currency",
    "target id",
    "target key",
    "sent at",
    "code",
    "message",
    "content",
    "confirmed content",
    "confirmed amount",
    "confirmed currency",
    "before",
    "fields",
    "confirmed fields",
    "undoing run",
  ],
  rejects: [
    "id",
    "flow",
    "target",
    "run",
    "file",
    "row",
    "key",
    "state",
    "origin",
    "version",
    "unread",
    "was",
    "amount",
    "currency",
    "issues",
    "source",
  ],
  resolutions: ["flow", "target", "run", "key", "decision", "target id", "reason", "at"],
  amendments: ["flow", "target", "run", "origin", "file", "row", "version", "decision", "note", "source", "at"],
  links: ["flow", "target", "run", "key", "target id", "target key", "how", "note", "at"],
  candidates: ["flow", "target", "key", "target id", "target key", "rule", "about"],
  landings: [
    "flow",
    "target",
    "key",
    "run",
    "landed run",
    "content",
    "fields",
    "amount",
    "currency",
    "draft",
    "before",
  ],
  undone: [
    "flow",
    "target",
    "run",
    "of run",
    "key",
    "state",
    "verb",
    "target id",
    "amount",
    "currency",
    "code",
    "message",
    "at",
  ],
  plans: ["id", "made at", "expires at", "by", "version", "after run", "pipeline file", "made from", "asked", "plan"],
} as const
export type ExportTable = keyof typeof exportColumns
