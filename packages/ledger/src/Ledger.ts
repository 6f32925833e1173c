/**
 * The book: what was sent, and what became of it.
 *
 * Every record is written down before it leaves (invariant 1) and stays written down until its fate is known. All writes
 * of one call are one transaction. The service's only implementation speaks SQL; nobody else does.
 */
import { Context, type Effect, Schema, type Scope, type Stream } from "effect"

import type { ExportRow, ExportTable, LedgerCheck } from "./Audit.ts"
import type { Adopted, Candidate, CrosswalkRow, KeptCandidate, Link } from "./Crosswalk.ts"
import type { Plans } from "./Plans.ts"
import type {
  Compared,
  Draft,
  FlowRef,
  FoundRecord,
  HeldRecord,
  KeptResolution,
  KeptUndone,
  Known,
  LandedRecord,
  ParentStanding,
  Posting,
  Resolution,
  Seen,
  Settlement,
  Standing,
  TakenBack,
} from "./Records.ts"
import type { Amended, AmendedReject, KeptReject, KeptVersion, Reject, RejectFilter } from "./Rejects.ts"

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

/** What begins a run. */
export type Command = "run" | "post" | "resolve" | "import" | "retry" | "dismiss" | "match" | "crosswalk" | "undo"

export interface RunStart {
  readonly pipeline: string
  /**
   * `post` makes an earlier run's drafts count; `resolve`, `dismiss` and `match` write down what a person decided, `crosswalk`
   * what a table says; `import` and `retry` send rejected records again, edited or as they are; `undo` takes an earlier run's
   * records back. Absent: `run`.
   */
  readonly command?: Command
  /** SHA-256 of the pipeline file. */
  readonly fileHash: string
  /** Version of Waybill. */
  readonly version: string
  /** The plan that it carries out. */
  readonly plan?: string
  /** The run that a `post` or an `undo` is about. */
  readonly of?: number
}

/** Who starts runs, where that is known: kept with each. */
export const Operator = Context.Reference<string | undefined>("@waybill/ledger/Operator", {
  defaultValue: () => undefined,
})

export interface RunInfo extends RunStart {
  readonly run: number
  /** Who started it, where that is known. */
  readonly by?: string
  readonly command: Command
  /** UTC, ISO 8601. */
  readonly startedAt: string
  readonly endedAt?: string
  /** `running` while its process lives; a run whose process died is shown as `interrupted`. */
  readonly outcome: "running" | "interrupted" | "complete" | "attention" | "stopped"
  /** What `run --json` printed, once it ended. */
  readonly summary?: unknown
}

/** How far a flow's source was read, and what was read: another source, file or mapping makes another `reading`. */
export interface ReadTo {
  readonly cursor: string
  readonly reading: string
}

/** One flow of one run: all writes carry the run. */
export interface FlowBook {
  /** One query, however many keys. Keys that are not known are absent. */
  readonly lookup: (keys: ReadonlyArray<string>) => Effect.Effect<ReadonlyMap<string, Known>, LedgerError>
  readonly compared: (records: ReadonlyArray<Compared>) => Effect.Effect<void, LedgerError>
  /**
   * Marks records as seen that need not be compared, since {@link Known.source} says that they would be unchanged. Fails where
   * one is not `confirmed`.
   */
  readonly seen: (records: ReadonlyArray<Seen>) => Effect.Effect<void, LedgerError>
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
  /**
   * The records that `run` landed, and no later one, in the order of their keys, after a key: also those that wait with a newer
   * content, or of which nobody knows.
   */
  readonly landed: (query: {
    readonly run: number
    readonly after?: string
    readonly limit: number
  }) => Effect.Effect<ReadonlyArray<LandedRecord>, LedgerError>
  /**
   * These are about to be taken back: durable when it returns (invariant 1). Also forgets how far the source was read, so that
   * the next run meets them again. One that an earlier undo of the same run wrote down may be written down again. Fails where the
   * target is not known to hold one (never confirmed, `sending`, `unknown`, a draft that is being posted), or another run than
   * `of` landed it last.
   */
  readonly takeBack: (of: number, keys: ReadonlyArray<string>) => Effect.Effect<void, LedgerError>
  /**
   * What became of them; each is kept for ever. Of one that nothing was tried with, `edited` and `left` need no `takeBack`; the
   * others fail without one of this run.
   */
  readonly takenBack: (of: number, ends: ReadonlyArray<TakenBack>) => Effect.Effect<void, LedgerError>
  /**
   * Keeps rejected and held records; an earlier entry of the same key is replaced, and one of the same origin and place, whatever
   * its key and run: an edit may have given the record another one.
   */
  readonly reject: (rejects: ReadonlyArray<Reject>) => Effect.Effect<void, LedgerError>
  /**
   * These came again and need nobody any more: what was kept of them, in whatever state and by whichever run, goes. A record is
   * named by its origin and its place, since an edit may have given it another key.
   */
  readonly past: (places: ReadonlyArray<Pick<Reject, "origin" | "row" | "file">>) => Effect.Effect<void, LedgerError>
  /** Whether anything of this flow was ever amended: where not, no origin has to be worked out. */
  readonly hasAmendments: Effect.Effect<boolean, LedgerError>
  /** What stands for these records now; several where records of one origin were amended one by one. */
  readonly amended: (
    origins: ReadonlyArray<string>,
  ) => Effect.Effect<ReadonlyMap<string, ReadonlyArray<Amended>>, LedgerError>
  /**
   * Writes down what a person made of rejects, each as the next version (`reopened` and `dismissed` keep the content). The
   * reject itself, by the same id, shows it at once. Where the old content had a record of its own in the book that the target
   * never held (refused, held, pending; no id), that record goes with an edit or a dismissal; one with confirmed content is
   * confirmed again as it was. All or none: fails with WB-LEDGER-CHANGED where a reject is no longer what it was, was
   * kept without an origin, or may be on its way (invariant 2).
   */
  readonly amend: (amendments: ReadonlyArray<AmendedReject>) => Effect.Effect<void, LedgerError>
  /** Links of these keys; keys without one are absent. */
  readonly links: (keys: ReadonlyArray<string>) => Effect.Effect<ReadonlyMap<string, Link>, LedgerError>
  /**
   * Keeps links; an earlier one of the same key is replaced, and the key's candidates go. Fails where the target is known to
   * hold the record under another id.
   */
  readonly link: (links: ReadonlyArray<Link>) => Effect.Effect<void, LedgerError>
  /**
   * Takes records over that the target held before: confirmed with this content under the target's id, landed by no run, so
   * that no `undo` takes them away; the link is kept, rejects and candidates of the key go. Fails where one is `sending`,
   * `unknown` (invariant 2) or has confirmed content.
   */
  readonly adopt: (records: ReadonlyArray<Adopted>) => Effect.Effect<void, LedgerError>
  /** Keeps what may be the counterparts of keys; earlier candidates of the same keys are replaced. */
  readonly candidates: (candidates: ReadonlyArray<Candidate>) => Effect.Effect<void, LedgerError>
  /** What the source looked like when it was read last, as JSON. */
  readonly shape: Effect.Effect<string | undefined, LedgerError>
  readonly setShape: (shape: string) => Effect.Effect<void, LedgerError>
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
   * counts. A key that only a link names has landed with the link's id. Keys that nobody knows are absent.
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
     * every write is checked against. Fails with WB-LEDGER-UNDOING where an undo was cut short, for every command but `undo` of the
     * same run: what it left is neither there nor gone.
     */
    readonly start: (start: RunStart) => Effect.Effect<RunBook, LedgerError | AlreadyRunning, Scope.Scope>
    /** Latest first. */
    readonly runs: (pipeline: string, limit: number) => Effect.Effect<ReadonlyArray<RunInfo>, LedgerError>
    readonly run: (pipeline: string, run: number) => Effect.Effect<RunInfo | undefined, LedgerError>
    readonly standing: (pipeline: string) => Effect.Effect<ReadonlyArray<Standing>, LedgerError>
    /** Latest first. */
    readonly resolutions: (pipeline: string) => Effect.Effect<ReadonlyArray<KeptResolution>, LedgerError>
    /** What the sources of a pipeline's flows looked like when they were read last: JSON by flow. */
    readonly shapes: (pipeline: string) => Effect.Effect<ReadonlyMap<string, string>, LedgerError>
    /** Every version and decision, by flow, origin, row and version; of all records, or of those whose origin begins so. */
    readonly versions: (
      pipeline: string,
      filter: { readonly flow?: string; readonly origins?: ReadonlyArray<string>; readonly limit?: number },
    ) => Effect.Effect<ReadonlyArray<KeptVersion>, LedgerError>
    /** Candidates of the records that wait for a decision, by flow and key. */
    readonly candidates: (
      pipeline: string,
      filter: { readonly flow?: string; readonly key?: string },
    ) => Effect.Effect<ReadonlyArray<KeptCandidate>, LedgerError>
    /**
     * Which record of the source is which of the target: every record that the target holds and every link, by flow and key.
     */
    readonly crosswalk: (
      pipeline: string,
      filter: { readonly flow?: string; readonly key?: string },
    ) => Stream.Stream<CrosswalkRow, LedgerError>
    /**
     * The rejects that are there when it begins, page by page in the order of their ids, each as it is when its page is read:
     * what is kept meanwhile is not among them, and what is gone by then neither.
     */
    readonly rejectPages: (
      pipeline: string,
      filter: RejectFilter,
    ) => Stream.Stream<ReadonlyArray<KeptReject>, LedgerError>
    /** In the order of flow, row and id. */
    readonly rejects: (pipeline: string, filter: RejectFilter) => Effect.Effect<ReadonlyArray<KeptReject>, LedgerError>
    /** Every record of a flow's book that is there when it begins, page by page, in the order of their keys. */
    readonly held: (pipeline: string, flow: FlowRef) => Stream.Stream<ReadonlyArray<HeldRecord>, LedgerError>
    /** What undoing did to each record: of all undos, or of one of them; in the order in which it was done. */
    readonly undone: (
      pipeline: string,
      filter: { readonly run?: number; readonly of?: number },
    ) => Stream.Stream<ReadonlyArray<KeptUndone>, LedgerError>
    readonly plans: Plans
    /** Reads the whole file: its pages, and whether what stands in it fits together. Changes nothing. */
    readonly check: Effect.Effect<LedgerCheck, LedgerError>
    /** A table of a pipeline, row by row in a fixed order, with its {@link exportColumns}; amounts as exact decimal text. */
    readonly rows: (pipeline: string, table: ExportTable) => Stream.Stream<ExportRow, LedgerError>
  }
>()("@waybill/ledger/Ledger") {}
