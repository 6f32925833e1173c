/**
 * A rehearsal: what the real run is going to do, and the proof that it survives what goes wrong. What `rehearse --json` prints,
 * and what `rehearse --compare` holds the real run against. Amounts are exact decimal text in major units by ISO 4217 currency.
 */
import type { FlowDrift, FlowSummary, RejectGroup, Stopped, TieOut } from "@waybill/pipeline"

/** Calls to the real target, and the least time they take at the limits that the file sets. */
export interface Forecast {
  /** As a stand-in counted them in a run that nothing disturbed. None: files. */
  readonly calls: number
  /** The greater of calls by the limit a second, and of calls that wait for their answers, so many at once. */
  readonly seconds: number
  /** Days (UTC) that the calls need at the limit a day; absent: no such limit is set. */
  readonly days?: number
}

export interface RehearsedFlow {
  /** The stand-in's address and stream: under which the rehearsal's ledger keeps the flow. */
  readonly target: string
  /** What an undisturbed run came to. */
  readonly summary: FlowSummary
  readonly forecast: Forecast
}

/** Runs with faults until all was settled, and what was there in the end. */
export interface Proof {
  /** Runs that faults disturbed. */
  readonly disturbed: number
  /** Calls to the stand-ins until all had arrived. */
  readonly calls: number
  /** Records that a stand-in held more than once: none is right. */
  readonly duplicates: number
  /** What one run more confirmed anew: nothing is right. */
  readonly again: number
  readonly tieOut: TieOut
}

export interface Rehearsal {
  readonly format: 1
  readonly pipeline: string
  /** `arrives`: every record that was read. `attention`: some would need a person. `stopped`: it did not come to its end. */
  readonly outcome: "arrives" | "attention" | "stopped"
  /** UTC, ISO 8601. */
  readonly madeAt: string
  readonly version: string
  /** SHA-256 of the pipeline file. */
  readonly fileHash: string
  /** The share of calls that a fault struck, and what decided which. */
  readonly faults: { readonly share: number; readonly seed: number }
  /** Milliseconds that a call is taken to wait for its answer. */
  readonly latency: number
  readonly flows: Readonly<Record<string, RehearsedFlow>>
  readonly total: Forecast
  /** Seconds that reading the real source took. */
  readonly reading: number
  /** What would not arrive, by code. */
  readonly rejects: ReadonlyArray<RejectGroup>
  /** How the source differs from what it was in the last real run. */
  readonly drift: ReadonlyArray<FlowDrift>
  readonly stopped: ReadonlyArray<Stopped>
  /** Absent where it was stopped before. */
  readonly proof?: Proof
  /** What a rehearsal can't show, as sentences. */
  readonly notRehearsed: ReadonlyArray<string>
}
