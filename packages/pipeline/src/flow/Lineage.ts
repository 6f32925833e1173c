/**
 * The record behind an item, as its source or a person wrote it: made into plain JSON only where somebody has to look at it.
 */
import { hash } from "node:crypto"

import { type PlainRecord, type Row, toPlain } from "@waybill/connector"

/** What the ledger says of a row: a person wrote another version of it, or dismissed it; or it is sent again by itself. */
export interface FromLedger {
  readonly origin: string
  readonly version: number
  readonly dismissed: boolean
  /** It comes from the list of rejects, and not from its source. */
  readonly again?: Again
}

/** A reject that is sent again. */
export interface Again {
  /** The run that rejected it. */
  readonly run: number
  /** The number that another row has, too, if that is why. */
  readonly repeated?: string
}

/** A row as a flow takes it in: the source's own, or what stands for it. */
export type Taken = Row<object> & { readonly fromLedger?: FromLedger }

/**
 * Names a record over all its versions, by what stood in the source: 128 bits of a SHA-256, hexadecimal. The order of columns
 * means nothing.
 */
export const originOf = (flow: string, source: PlainRecord): string =>
  hash("sha256", JSON.stringify([flow, Object.entries(source).sort(([a], [b]) => (a < b ? -1 : 1))]), "hex").slice(
    0,
    32,
  )

export class Lineage {
  private readonly flow: string
  private readonly taken: Taken

  constructor(flow: string, taken: Taken) {
    this.flow = flow
    this.taken = taken
  }

  /** By column. */
  get source(): PlainRecord {
    return toPlain("record" in this.taken ? this.taken.record : this.taken.raw)
  }

  get origin(): string {
    return this.taken.fromLedger?.origin ?? originOf(this.flow, this.source)
  }

  get version(): number {
    return this.taken.fromLedger?.version ?? 0
  }

  /** Whether a person or a retry put it here: an earlier reject of it is past once it goes well. */
  get isAmended(): boolean {
    return this.taken.fromLedger !== undefined
  }

  get again(): Again | undefined {
    return this.taken.fromLedger?.again
  }

  get isDismissed(): boolean {
    return this.taken.fromLedger?.dismissed === true
  }

  get isUnread(): boolean {
    return "issues" in this.taken
  }
}
