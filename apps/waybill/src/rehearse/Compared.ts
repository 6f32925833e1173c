/**
 * What the rehearsal said, and what really became of it: what `rehearse --compare --json` prints. Amounts are exact decimal text
 * in major units by ISO 4217 currency.
 */
import type { State } from "@waybill/ledger"

import type { Forecast } from "./Rehearsal.ts"

/** Of one flow, rehearsed or real. */
export interface Side {
  readonly read: number
  /** Invalid and refused. */
  readonly rejected: number
  readonly created: number
  readonly updated: number
  /** Records that the target was confirmed to hold, and what they come to, by the ledger. */
  readonly confirmed: number
  readonly money: Readonly<Record<string, string>>
}

/**
 * `missing`: confirmed in the rehearsal, and not in reality. `extra`: the other way round. `amount`: confirmed in both, with
 * another amount.
 */
export const otherwise = ["missing", "extra", "amount"] as const
export type Otherwise = (typeof otherwise)[number]

export interface RecordOtherwise {
  readonly kind: Otherwise
  readonly key: string
  /** Where it stands in each ledger; absent: that ledger does not know it. */
  readonly rehearsed?: State
  readonly real?: State
  /** What was confirmed there, with its currency: `12.30 EUR`. */
  readonly rehearsedAmount?: string
  readonly realAmount?: string
  /** Why it is not confirmed, by the ledger that says so. */
  readonly why?: string
}

export interface ComparedFlow {
  readonly rehearsed: Side
  readonly real: Side
  /** Calls as forecast: what the real target was called is counted nowhere. */
  readonly forecast: Forecast
  /** How many records are otherwise, by kind. */
  readonly differing: Readonly<Record<Otherwise, number>>
  /** The first of them, in the order of their keys. */
  readonly records: ReadonlyArray<RecordOtherwise>
}

export interface Compared {
  readonly pipeline: string
  /** Whether reality came to the same records and the same money. */
  readonly same: boolean
  readonly rehearsedAt: string
  /** The real runs since, first to last. */
  readonly runs: ReadonlyArray<number>
  readonly flows: Readonly<Record<string, ComparedFlow>>
  /** Of all flows: forecast, and what the real runs took. */
  readonly seconds: { readonly forecast: number; readonly real: number }
  /** What is not as it was when it was rehearsed, as sentences. */
  readonly changed: ReadonlyArray<string>
}
