/** What crash tests ask of a target, and what they get. */
import type { Fault } from "@waybill/sandbox"

/** One flow's records at the source: how many, and what they come to in cents; customers come to nothing. */
export interface Expected {
  readonly records: number
  readonly cents?: bigint
}

export interface Asked {
  /** Invoices, and as many payments of them. */
  readonly records: number
  /** Requests under way at once. */
  readonly inFlight?: number
  /** Seconds that an answer may take. */
  readonly timeout?: number
  /** Seconds after which it is believed that a record is not there. */
  readonly visibleAfter?: number
  /** Milliseconds until the target shows a new record to who asks for it. */
  readonly showsAfter?: number
  readonly faults?: ReadonlyArray<typeof Fault.Encoded>
  readonly seed?: number
  /** More settings of the connection, as lines of the file. */
  readonly connection?: ReadonlyArray<string>
}

/** What a target's stand-in says, and how the pipeline into it is written. */
export interface Target {
  /** The address and the credentials: what `.env` holds. */
  readonly env: Readonly<Record<string, string>>
  readonly pipeline: string
  readonly files: Readonly<Record<string, string>>
  readonly expected: Readonly<Record<string, Expected>>
  /** Requests that it received. */
  readonly requests: () => number
  /** Records that requests made there, second copies included. */
  readonly made: () => number
  /** How many of them count, and how many are drafts. */
  readonly landed: () => { readonly posted: number; readonly drafts: number }
  /** Where it differs from the source, as sentences: lost, there twice, another amount. */
  readonly differences: () => ReadonlyArray<string>
  readonly setFaults: (faults: { readonly faults: ReadonlyArray<typeof Fault.Encoded>; readonly seed?: number }) => void
  readonly stop: () => Promise<void>
}
