/**
 * What the book keeps of each record: where it stands, and what is written down on its way.
 */

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
  /** Digests of the fields of the content that the target is known to hold; absent where an older version kept none. */
  readonly fields?: string
  readonly targetId?: string
  /** The key under which it was sent, where the target can be asked for it. */
  readonly targetKey?: string
  /** Digest of the source row that {@link Known.hash} was made of, and of what it was mapped by; absent: nobody kept it. */
  readonly source?: string
  /** The record's own, of the content that was compared last. */
  readonly money?: LedgerMoney
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
  /** Digests of the content's fields, hexadecimal: what tells later which of them changed. */
  readonly fields?: string
  /** Digest of the source row and of what it was mapped by, 16 hexadecimal characters: the same again need not be mapped. */
  readonly source?: string
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

/** A record whose source row is the one that its confirmed content was made of. */
export interface Seen {
  readonly key: string
  readonly row: number
}

/** What became of a record that was `sending`. */
export type Settlement =
  /** The target holds the content that was compared last; `draft`: as a draft, which does not count until it is posted. */
  | {
      readonly key: string
      readonly state: "confirmed"
      readonly targetId?: string
      readonly draft?: boolean
      /** It was sent as new: nothing was confirmed of it before, so that there is no earlier standing to keep. */
      readonly created?: boolean
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
  /** `invalid`: it was rejected before it could be sent. `dismissed`: a person decided that it does not go. */
  readonly state: State | "invalid" | "dismissed"
  /** Whether the target holds it, perhaps in an earlier version. */
  readonly landed: boolean
  /** The run that delivered it last; absent where it was only found, or linked. */
  readonly landedIn?: number
  readonly targetId?: string
  /** Why it is invalid or refused: a code. */
  readonly code?: string
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

/** How many records of a flow stand where, and what they add up to by currency (plain decimal text). */
export interface Standing extends FlowRef {
  readonly state: State
  readonly records: number
  /** How many of them the target holds as drafts. */
  readonly drafts: number
  readonly money: Readonly<Record<string, string>>
}

/** A record as the book has it: what a tie-out compares with its source and its target. */
export interface HeldRecord {
  readonly key: string
  readonly state: State
  /** Whether the target holds it as a draft. */
  readonly draft: boolean
  readonly targetId?: string
  readonly targetKey?: string
  /** The run that landed it last; absent: never landed, or taken over as it was. */
  readonly landed?: number
  /** Content, fields and money that the target was confirmed to hold; absent: none was. */
  readonly hash?: string
  readonly fields?: string
  readonly money?: LedgerMoney
  /** Of the content that was compared last, where that is another one. */
  readonly waiting?: { readonly hash: string; readonly money?: LedgerMoney }
  /** Why it is refused, held or unknown. */
  readonly code?: string
  readonly message?: string
}

/** A record that a run landed, and no later one: what `undo` takes back. */
export interface LandedRecord {
  readonly key: string
  /** `updated`: the target held it before that run, in content of an earlier run, or as it was taken over. */
  readonly change: "created" | "updated"
  readonly state: State
  readonly draft: boolean
  /** The draft was on its way to be posted, and nobody knows whether it is: it can't be taken back before that is known. */
  readonly posting?: boolean
  readonly targetId?: string
  /** What the target held before an update, in the connector's own words. */
  readonly before?: string
  /** Digests of the fields that the target was confirmed to hold. */
  readonly fields?: string
  readonly money?: LedgerMoney
  /** An earlier undo of the same run wrote it down and did not get to know what became of it. */
  readonly underWay: boolean
}

/** What became of a record that was being taken back. */
export type TakenBack =
  /**
   * It was created, and does not count in the target any more: the book forgets it with what waits of it, and a later run would
   * send it anew.
   */
  | { readonly key: string; readonly state: "gone"; readonly verb: string }
  /**
   * It was updated, and is as it was before: the book says of it what it said before that run, and forgets what waits of it.
   * Where an older version landed it, the book does not know what that was: `pending` under its id, nothing confirmed.
   */
  | { readonly key: string; readonly state: "restored"; readonly verb: string }
  /** Nothing was done, or the target said no: it stands as it stood. `edited`: it was changed over there since. */
  | { readonly key: string; readonly state: "edited" | "left"; readonly code: string; readonly message: string }
  /**
   * Nobody knows: it is `unknown` from now on with nothing confirmed, and settled as any such record is. Should it be found, a
   * created one is what it was, and an updated one what it was before the run.
   */
  | { readonly key: string; readonly state: "unknown"; readonly code: string; readonly message: string }

/** One record of an undo, as it is kept for ever. */
export interface KeptUndone extends FlowRef {
  readonly key: string
  /** The undo, and the run that it took back. */
  readonly run: number
  readonly of: number
  readonly state: TakenBack["state"]
  readonly verb?: string
  readonly targetId?: string
  readonly money?: LedgerMoney
  readonly code?: string
  readonly message?: string
  /** UTC, ISO 8601. */
  readonly at: string
}
