/**
 * The book: what was sent, and what became of it.
 *
 * Every record is written down before it leaves (invariant 1) and stays written down until its fate is known. All writes
 * of one call are one transaction. The service's only implementation speaks SQL; nobody else does.
 */
import type { Issue } from "@waybill/model"
import { Context, type Effect, Schema, type Scope, type Stream } from "effect"

import type { ExportRow, ExportTable, LedgerCheck } from "./Audit.ts"

/** The ledger can't be used: a newer or damaged file, a full disk, no right to write. */
export class LedgerError extends Schema.TaggedError<LedgerError>("@waybill/ledger/LedgerError")("LedgerError", {
  /** Stable: `WB-LEDGER-…`. */
  code: Schema.String,
  message: Schema.String,
  hint: Schema.optionalKey(Schema.String),
  cause: Schema.optionalKey(Schema.Defect()),
}) {}

/** Another run of the same pipeline is under way (invariant 8). */
export class AlreadyRunning extends Schema.TaggedError<AlreadyRunning>("@waybill/ledger/AlreadyRunning")(
  "AlreadyRunning",
  { code: Schema.Literal("WB-LEDGER-RUNNING"), message: Schema.String, hint: Schema.String },
) {}

/**
 * Where a record stands. `pending`: compared, to be sent, surely not sent yet. `held`: its parent is not confirmed.
 * `sending`: written down, on its way; after a crash, as good as `unknown`.
 */
export type State = "pending" | "held" | "sending" | "confirmed" | "refused" | "unknown"

/** What the ledger knows of one key of a flow. */
export interface Known {
  readonly state: State
  /** The content that was compared last. */
  readonly hash: string
  /** The content that the target is known to hold; absent: it was never confirmed. */
  readonly confirmedHash?: string
  readonly targetId?: string
  /** The key under which it was sent, where the target can be asked for it. */
  readonly targetKey?: string
  /** By when it had been sent at the latest, in milliseconds of UTC; absent once its fate is known. */
  readonly sentAt?: number
  /** The last run that saw the record, and the row where it stood then. */
  readonly run: number
  readonly row: number
}

/** An amount of the record's own money: exact plain decimal text in major units, ISO 4217. */
export interface LedgerMoney {
  readonly amount: string
  readonly currency: string
}

/**
 * A flow and the target it delivers to (base URL or file, and stream): one book for each, so that what one system holds
 * is never taken for what another one does.
 */
export interface FlowRef {
  readonly flow: string
  readonly target: string
}

/** What comparing said of one record; written before anything of its page is sent. */
export interface Compared {
  readonly key: string
  readonly row: number
  readonly hash: string
  /** `unchanged` only marks the record as seen; `unknown` keeps it waiting for its fate; the others set its state. */
  readonly verdict: "unchanged" | "pending" | "held" | "unknown"
  /** Of a `pending` record: its key in the target, to ask for it should its answer be lost. */
  readonly targetKey?: string
  /**
   * Of a `pending` or `held` record that was never confirmed: the id of what the target was found to hold of it, which is not
   * yet as it should be.
   */
  readonly targetId?: string
  readonly money?: LedgerMoney
}

/** What became of a record that was `sending`. */
export type Settlement =
  /** The target holds the content that was compared last; `draft`: as a draft, which does not count until it is posted. */
  | {
      readonly key: string
      readonly state: "confirmed"
      readonly targetId?: string
      readonly draft?: boolean
      /** What the target held before an update, in the connector's own words. */
      readonly before?: string
    }
  | {
      readonly key: string
      readonly state: "refused" | "unknown" | "held"
      readonly code: string
      readonly message: string
    }
  /** Surely not sent. */
  | { readonly key: string; readonly state: "pending" }

/** A record whose fate was unknown, and that the target was found to hold. */
export interface FoundRecord {
  readonly key: string
  readonly row: number
  readonly targetId?: string
  readonly draft?: boolean
}

/** Where a record stands that others refer to. */
export interface ParentStanding {
  /** `invalid`: it was rejected before it could be sent. */
  readonly state: State | "invalid"
  /** Whether the target holds it, perhaps in an earlier version. */
  readonly landed: boolean
  readonly targetId?: string
  /** Why it is invalid or refused: a code. */
  readonly code?: string
}

/** How far a flow's source was read, and what was read: another source, file or mapping makes another `reading`. */
export interface ReadTo {
  readonly cursor: string
  readonly reading: string
}

/** A record that a run landed as a draft, and that is not known to be posted. */
export interface Draft {
  readonly key: string
  /** Whether nothing newer of it is waiting: a draft that is still to be changed can't be changed once it is posted. */
  readonly ready: boolean
  readonly targetId?: string
  readonly money?: LedgerMoney
}

/** What became of a draft that was being posted. */
export type Posting =
  | { readonly key: string; readonly state: "posted" }
  /** `draft`: it surely is one still. `unknown`: nobody knows; posting it again asks the target first. */
  | { readonly key: string; readonly state: "draft" | "unknown"; readonly code: string; readonly message: string }

/** What a person found out about a record of which nobody knew whether it arrived. */
export interface Resolution {
  readonly key: string
  /** `delivered`: the target holds what was sent. `send`: it surely does not, so the next run sends it. */
  readonly decision: "delivered" | "send"
  /** The target's own id, where the person knows it. */
  readonly targetId?: string
  readonly reason: string
}

export interface KeptResolution extends Resolution, FlowRef {
  readonly run: number
  /** UTC, ISO 8601. */
  readonly at: string
}

/** A record that needs a person, kept as the source had it. */
export interface Reject {
  readonly row: number
  /** The file of that row, where the source is several files. */
  readonly file?: string
  /** Absent where the mapping failed before the key was known. */
  readonly key?: string
  readonly state: "invalid" | "held" | "refused" | "unknown"
  /** The source's record by column, plain JSON. */
  readonly source: Readonly<Record<string, unknown>>
  readonly issues: ReadonlyArray<Issue>
  readonly money?: LedgerMoney
}

export interface KeptReject extends Reject, FlowRef {
  readonly id: number
  readonly run: number
}

export interface RejectFilter {
  readonly flow?: string
  readonly code?: string
  readonly states?: ReadonlyArray<Reject["state"]>
  readonly limit?: number
}

/** What begins a run. */
export type Command = "run" | "post" | "resolve"

export interface RunStart {
  readonly pipeline: string
  /** `post` makes an earlier run's drafts count, `resolve` writes down what a person decided; absent: `run`. */
  readonly command?: Command
  /** SHA-256 of the pipeline file. */
  readonly fileHash: string
  /** Version of Waybill. */
  readonly version: string
}

export interface RunInfo extends RunStart {
  readonly run: number
  readonly command: Command
  /** UTC, ISO 8601. */
  readonly startedAt: string
  readonly endedAt?: string
  /** `running` while its process lives; a run whose process died is shown as `interrupted`. */
  readonly outcome: "running" | "interrupted" | "complete" | "attention" | "stopped"
  /** What `run --json` printed, once it ended. */
  readonly summary?: unknown
}

/** How many records of a flow stand where, and what they add up to by currency (plain decimal text). */
export interface Standing extends FlowRef {
  readonly state: State
  readonly records: number
  /** How many of them the target holds as drafts. */
  readonly drafts: number
  readonly money: Readonly<Record<string, string>>
}

/** One flow of one run: all writes carry the run. */
export interface FlowBook {
  /** One query, however many keys. Keys that are not known are absent. */
  readonly lookup: (keys: ReadonlyArray<string>) => Effect.Effect<ReadonlyMap<string, Known>, LedgerError>
  readonly compared: (records: ReadonlyArray<Compared>) => Effect.Effect<void, LedgerError>
  /**
   * `pending` → `sending`, durable when it returns (invariant 1), with the time. Fails where one of the keys is not
   * `pending`.
   */
  readonly intend: (keys: ReadonlyArray<string>) => Effect.Effect<void, LedgerError>
  /** `sending` → its outcome. Confirmed content becomes `confirmedHash`. Fails where one is not `sending`. */
  readonly settle: (settlements: ReadonlyArray<Settlement>) => Effect.Effect<void, LedgerError>
  /** Of an earlier run, `unknown` or `sending` → confirmed with what was sent then. Fails where one is in no such state. */
  readonly found: (records: ReadonlyArray<FoundRecord>) => Effect.Effect<void, LedgerError>
  /** Of an earlier run, `unknown` or `sending` → what a person decided. Fails where one is in no such state. */
  readonly resolve: (resolutions: ReadonlyArray<Resolution>) => Effect.Effect<void, LedgerError>
  /** The drafts that `run` landed last, in the order of their keys, after a key; those on their way to be posted too. */
  readonly drafts: (query: {
    readonly run: number
    readonly after?: string
    readonly limit: number
  }) => Effect.Effect<ReadonlyArray<Draft>, LedgerError>
  /** A draft is about to be posted: durable when it returns (invariant 1). Fails where one of the keys is no draft. */
  readonly posting: (keys: ReadonlyArray<string>) => Effect.Effect<void, LedgerError>
  /** Fails where one was not being posted. */
  readonly posted: (postings: ReadonlyArray<Posting>) => Effect.Effect<void, LedgerError>
  /** Keeps rejected and held records; an earlier entry of the same key or, without a key, row is replaced. */
  readonly reject: (rejects: ReadonlyArray<Reject>) => Effect.Effect<void, LedgerError>
  /** How far earlier runs have read, and where everything behind it is settled. */
  readonly readTo: Effect.Effect<ReadTo | undefined, LedgerError>
  /** Moves the cursor, only ever behind records that are settled (invariant 6); `undefined`: the next read begins anew. */
  readonly moveTo: (place: ReadTo | undefined) => Effect.Effect<void, LedgerError>
  /**
   * The source was read to its end: rejects of earlier runs that did not come again are dropped, except those of which
   * nobody knows yet whether they arrived.
   */
  readonly complete: Effect.Effect<void, LedgerError>
}

/** One run of one pipeline, alone until its scope closes. */
export interface RunBook {
  readonly run: number
  readonly flow: (flow: FlowRef) => Effect.Effect<FlowBook, LedgerError>
  /**
   * Fails with WB-LEDGER-ENDED where this run has ended or another one has taken over (invariant 8). Asked right before
   * anything is sent: while the lease was renewed a moment ago it costs nothing.
   */
  readonly alive: Effect.Effect<void, LedgerError>
  /**
   * Where `keys` stand in any of `flows` (parents of what is to be sent); where several know one, the one that has landed
   * counts. Keys that nobody knows are absent.
   */
  readonly parents: (
    flows: ReadonlyArray<FlowRef>,
    keys: ReadonlyArray<string>,
  ) => Effect.Effect<ReadonlyMap<string, ParentStanding>, LedgerError>
  readonly end: (outcome: "complete" | "attention" | "stopped", summary: unknown) => Effect.Effect<void, LedgerError>
}

export class Ledger extends Context.Service<
  Ledger,
  {
    /**
     * Starts a run (invariant 8: one at a time). A run whose process died is marked `interrupted` at once; one that lives
     * and has not renewed its lease in time is taken over, and may write and send no more. Its number is the epoch that
     * every write is checked against.
     */
    readonly start: (start: RunStart) => Effect.Effect<RunBook, LedgerError | AlreadyRunning, Scope.Scope>
    /** Latest first. */
    readonly runs: (pipeline: string, limit: number) => Effect.Effect<ReadonlyArray<RunInfo>, LedgerError>
    readonly run: (pipeline: string, run: number) => Effect.Effect<RunInfo | undefined, LedgerError>
    readonly standing: (pipeline: string) => Effect.Effect<ReadonlyArray<Standing>, LedgerError>
    /** Latest first. */
    readonly resolutions: (pipeline: string) => Effect.Effect<ReadonlyArray<KeptResolution>, LedgerError>
    /** In the order of flow, row and id. */
    readonly rejects: (pipeline: string, filter: RejectFilter) => Effect.Effect<ReadonlyArray<KeptReject>, LedgerError>
    /** Reads the whole file: its pages, and whether what stands in it fits together. Changes nothing. */
    readonly check: Effect.Effect<LedgerCheck, LedgerError>
    /** A table of a pipeline, row by row in a fixed order, with its {@link exportColumns}; amounts as exact decimal text. */
    readonly rows: (pipeline: string, table: ExportTable) => Stream.Stream<ExportRow, LedgerError>
  }
>()("@waybill/ledger/Ledger") {}
