/**
 * Records that need a person, and what people made of them.
 */
import type { Issue } from "@waybill/model"

import type { FlowRef, LedgerMoney } from "./Records.ts"

/** A record that needs a person, kept as it was when it failed. */
export interface Reject {
  readonly row: number
  /** The file of that row, where the source is several files. */
  readonly file?: string
  /** Absent where the mapping failed before the key was known. */
  readonly key?: string
  /** `dismissed`: a person decided that it does not go; kept for the tie-out. */
  readonly state: "invalid" | "held" | "refused" | "unknown" | "dismissed"
  /** The source's record by column, plain JSON; of an edited record, the version that failed. */
  readonly source: Readonly<Record<string, unknown>>
  /**
   * Names the record over all its versions, in every run that reads the same content: 32 hexadecimal digits, made of the flow
   * and of what stood in the source.
   */
  readonly origin: string
  /** Which version failed: 0 is the source's own. */
  readonly version: number
  /** The source could not even read it: there is no record to send again, unless somebody edits it. */
  readonly unread?: boolean
  /** Empty for what is dismissed. */
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
  /** The column of the source or the field of the model that an issue names. */
  readonly at?: string
  /** Beginnings of {@link Reject.origin}: the ids that people see. */
  readonly origins?: ReadonlyArray<string>
  readonly states?: ReadonlyArray<Reject["state"]>
  readonly limit?: number
}

/** What a person made of a rejected record. */
export type Amendment =
  /** Another content; `note`: where it came from, the name of a file. */
  | { readonly decision: "edited"; readonly source: Reject["source"]; readonly note: string }
  /** It does not go; `note`: the reason. */
  | { readonly decision: "dismissed"; readonly note: string }
  /** It goes again after all, in its last content. */
  | { readonly decision: "reopened"; readonly note: string }

/** An amendment of one reject, to be written down. */
export interface AmendedReject {
  /** The reject as it stands: of its source record, version 0 is kept with the first amendment. */
  readonly reject: Pick<KeptReject, "id" | "origin" | "version" | "row" | "file" | "source">
  readonly amendment: Amendment
}

/** What stands for a record of the source in every run that reads it, by its `origin`. */
export interface Amended {
  readonly version: number
  /** Where the record stood when it was first amended: what tells records of one origin apart. */
  readonly row: number
  readonly file?: string
  readonly dismissed: boolean
  /** The last content; absent: as the source has it. */
  readonly source?: Reject["source"]
}

/** One version of a record, or one decision about it, as it is kept for ever. */
export interface KeptVersion extends FlowRef {
  readonly origin: string
  readonly version: number
  readonly row: number
  readonly file?: string
  /** `read`: as the source had it, version 0. */
  readonly decision: "read" | Amendment["decision"]
  /** Absent for a decision that changes no content. */
  readonly source?: Reject["source"]
  readonly note?: string
  readonly run: number
  /** UTC, ISO 8601. */
  readonly at: string
}
