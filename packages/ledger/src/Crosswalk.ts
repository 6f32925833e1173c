/**
 * Which record of the source is which of the target: what was found, decided, imported or delivered.
 */
import type { FlowRef, LedgerMoney } from "./Records.ts"

/** That a record of the source is one that the target held before, or surely is none of those. */
export interface Link {
  readonly key: string
  /** The target's own id; absent: the record is new, whatever matching says. */
  readonly targetId?: string
  /** Its number over there, where it was told. */
  readonly targetKey?: string
  /** `rule`: matching found exactly one. `decided`: a person said so. `imported`: from a table of an earlier tool. */
  readonly how: "rule" | "decided" | "imported"
  /** The rule, the reason or the file. */
  readonly note: string
}

/** A record of the target that may be the counterpart of one of the source. */
export interface Candidate {
  readonly key: string
  readonly targetId: string
  readonly targetKey?: string
  /** Which rule found it. */
  readonly rule: string
  /** What people tell it from others by, in the model's words: name, e-mail, city. */
  readonly about: Readonly<Record<string, string>>
}

export interface KeptCandidate extends Candidate, FlowRef {}

/** A record of the source and what it is in the target. */
export interface CrosswalkRow extends FlowRef {
  readonly key: string
  readonly targetKey?: string
  /** Absent where the target gave none, and for a record that was decided to be new and is not delivered yet. */
  readonly targetId?: string
  /** `delivered`: Waybill sent it. */
  readonly how: "delivered" | Link["how"]
  readonly note?: string
}

/** A record that the target held before: taken over with our content as its content, so that only a change is sent. */
export interface Adopted {
  readonly key: string
  readonly row: number
  readonly hash: string
  /** As {@link Compared.fields}. */
  readonly fields?: string
  readonly link: Required<Pick<Link, "targetId">> & Pick<Link, "targetKey" | "how" | "note">
  readonly money?: LedgerMoney
}
