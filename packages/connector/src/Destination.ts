/**
 * Where records go.
 */
import type { Entity, Issue, Model, Money } from "@waybill/model"
import type { Duration, Effect, Result, Schema, Stream } from "effect"

import type { ConnectorError } from "./ConnectorError.ts"

/** One record on its way. */
export interface Delivery<R> {
  /** The natural key in the target, from {@link Destination.key}. */
  readonly key: string
  readonly record: R
  /** The record as its schema encodes it, JSON in UTF-8; absent: whoever sends it encodes it. */
  readonly json?: Uint8Array
  /** Whether the target is known to hold an earlier version. */
  readonly change: "create" | "update"
  /** The target's own id, where an earlier answer gave one. */
  readonly targetId?: string
  /** Of its parents, those that flows of the same pipeline delivered and whose ids the target gave. */
  readonly parents?: ReadonlyArray<Parent>
}

/** A parent that the target holds. */
export interface Parent extends ParentRef {
  /** The target's own id of it. */
  readonly targetId: string
}

/** What became of one record. */
export type Outcome =
  /**
   * The target said yes. `draft`: it is kept as a draft, which does not count until it is posted. `before`: what it held
   * there before an update, in the connector's own words: what `undo` writes back.
   */
  | { readonly _tag: "Confirmed"; readonly targetId?: string; readonly draft?: boolean; readonly before?: string }
  /** The target said no, and holds nothing of it. */
  | { readonly _tag: "Refused"; readonly issue: Issue }
  /** Sent, and no answer that settles it. */
  | { readonly _tag: "Unknown"; readonly issue: Issue }
  /** Surely not sent: something that it refers to is not in the target yet. It goes out by itself in a later run. */
  | { readonly _tag: "Held"; readonly issue: Issue }
  /** Surely not sent: it may go out again at any time. */
  | { readonly _tag: "NotSent"; readonly issue: Issue }

/** What deliver settles: one outcome per record, in order, and what ended the work early, if anything did. */
export interface Delivered {
  readonly outcomes: ReadonlyArray<Outcome>
  /** Set where going on makes no sense (credentials refused, nobody answers, one lost answer after another). */
  readonly stop?: ConnectorError
}

/** What the target is found to hold under a key. */
export interface Found {
  readonly targetId?: string
  /** Whether it is kept as a draft. */
  readonly draft?: boolean
  /** Whether it is there and not yet as it is to land: it has not arrived, and is completed by an update. */
  readonly unfinished?: boolean
  /** The record's own money over there, where the target says it: another amount than was sent has not arrived. */
  readonly money?: Money
}

/** A record that the target holds, whoever made it: what `match` compares, and what people tell it from others by. */
export interface Listed {
  readonly targetId: string
  /** Its number over there, in the terms of the model; absent where it has none. */
  readonly number?: string
  /** Its natural key over there, as {@link Destination.key} makes it; absent where it has none. */
  readonly key?: string
  /** `draft`: it does not count until it is posted. `void`: it was rejected or cancelled, and counts no more. Absent: it counts. */
  readonly standing?: "draft" | "void"
  /** As far as the target tells it, in the model's words; whether that is a whole record of the model is not checked. */
  readonly model: Readonly<Record<string, unknown>>
}

/** A record that the target is known to hold, by the id that its answer gave. */
export interface Landed {
  readonly targetId: string
  /** What was there before an update; absent: the record was created. */
  readonly before?: string
}

/** One way in which a record is taken back, for people to read beforehand. */
export interface UndoVerb {
  /** The target's own word: `reject`, `cancel`, `delete`. */
  readonly verb: string
  /** What it is done to. */
  readonly of: "draft" | "posted" | "any"
  /** What stays behind over there, as a sentence. */
  readonly description: string
}

/** How records are taken back. What the target can't take back is not declared. */
export interface Undo {
  readonly verbs: ReadonlyArray<UndoVerb>
  /**
   * Takes records back, each by the verb for the state it stands in; one that is taken back already is `Confirmed`. Never
   * retries what may have been carried out (invariant 2).
   */
  readonly run: (batch: ReadonlyArray<Landed>) => Effect.Effect<Delivered>
}

/** The record that must be confirmed in the same connection before this one is sent. */
export interface ParentRef {
  readonly entity: Entity
  /** The parent's number, as the model writes it. */
  readonly key: string
}

/** One stream of a connection, opened for writing. */
export interface Destination<R> {
  readonly entity: Entity
  /**
   * What tells this target from every other: base URL or file, and stream. The ledger keeps a book per target, so that a
   * pipeline file pointed at another system starts a new one. No secret.
   */
  readonly target: string
  /**
   * The target's own record: what `set` writes. The type side is what expressions yield; the encoded side, plain JSON,
   * is what is compared and kept.
   */
  readonly record: Schema.Codec<R, unknown>
  /** Fields of the model that this target needs beyond the model's own. */
  readonly requires: ReadonlyArray<string>
  readonly fromModel: (model: Model) => Result.Result<R, readonly [Issue, ...Array<Issue>]>
  /** The natural key in the target. */
  readonly key: (record: R) => string
  /** How many records and bytes one batch takes at the most, and how many batches may be under way at once. */
  readonly batch: {
    readonly records: number
    readonly bytes: number
    readonly inFlight: number
    /** Calls that a batch takes where all goes well; absent: one. */
    readonly calls?: number
  }
  /** Calls a second that the connection allows; absent: no limit. */
  readonly perSecond?: number
  /** Calls a day (UTC) that the connection allows; absent: no limit. */
  readonly perDay?: number
  /** What a second copy of a record does over there. */
  readonly repeat: "upsert" | "duplicates" | "refuses"
  /** The records that must be there first. */
  readonly parents?: (model: Model) => ReadonlyArray<ParentRef>
  /**
   * `false`: it makes nothing of this kind, and holds only counterparts to be matched: `deliver` refuses everything without
   * asking anybody.
   */
  readonly creates?: false
  /** Sends a batch of at most `batch.records`. Never retries what may have been carried out (invariant 2). */
  readonly deliver: (batch: ReadonlyArray<Delivery<R>>) => Effect.Effect<Delivered>
  /**
   * Asks the target for records by key. A key that is absent from the answer is not there, by the target's own word: an
   * answer that could mean anything else fails.
   */
  readonly find?: (keys: ReadonlyArray<string>) => Effect.Effect<ReadonlyMap<string, Found>, ConnectorError>
  /**
   * How long after it was sent a record may still be missing from what `find` answers, because the target is late in
   * carrying requests out or in showing records: "not there" is believed after that. Absent: at once.
   */
  readonly visibleAfter?: Duration.Duration
  /**
   * Everything that the target holds of this kind, page by page, also what nobody delivered through Waybill: what `match`
   * looks for counterparts in, and what the tie-out reads back. Drafts are among it, what is `void` is not. Absent where the
   * target has no call for it.
   */
  readonly list?: Stream.Stream<ReadonlyArray<Listed>, ConnectorError>
  /**
   * Reads records by the target's own ids, also void ones. An id that is absent from the answer is not there, by the target's
   * own word: an answer that could mean anything else fails (invariant 9).
   */
  readonly show?: (ids: ReadonlyArray<string>) => Effect.Effect<ReadonlyMap<string, Listed>, ConnectorError>
  /**
   * Fields of the model that `list` and `show` give back exactly as they were delivered, as long as nobody changes them over
   * there: where one is another, somebody did. Absent or empty: no field can be relied on for that.
   */
  readonly readBack?: ReadonlyArray<string>
  /**
   * Turns drafts into records that count; one that is posted already is `Confirmed`. Absent where the target has no drafts.
   */
  readonly post?: (batch: ReadonlyArray<Landed>) => Effect.Effect<Delivered>
  readonly undo?: Undo
  /** Completes what was delivered, after the flow's last batch: a workbook is put together. */
  readonly finish?: Effect.Effect<void, ConnectorError>
}
