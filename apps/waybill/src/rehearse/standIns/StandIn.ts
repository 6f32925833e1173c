/** What takes a target's place in a rehearsal, and what it is told beforehand. */
import type { TargetConnection } from "@waybill/pipeline"
import type { Faults } from "@waybill/sandbox"
import type { Effect, FileSystem, Path, Scope } from "effect"

/** What the records of all flows to one connection name: a real system knows these already, or will be told. */
export interface Named {
  /** Whether a flow delivers customers there. */
  makesCustomers: boolean
  /** By number; with the name, where a flow of customers tells it. */
  readonly customers: Map<string, string | undefined>
  readonly methods: Set<string>
  readonly products: Set<string>
  readonly currencies: Set<string>
  /** The first and the last day of its invoices and payments, ISO 8601; absent: none has a date. */
  days?: { readonly first: string; readonly last: string }
}

export interface Place {
  readonly target: TargetConnection
  readonly named: Named
  /** Whether faults will strike: then an answer is not waited for as long as the file says. */
  readonly disturbed: boolean
}

/** What can be asked of a stand-in that is a server. */
export interface Server {
  /** Calls so far, those that a fault ended included. */
  readonly requests: () => number
  /** Records that are there more than once under one number. */
  readonly duplicates: () => number
  readonly setFaults: (faults: typeof Faults.Encoded) => void
}

export interface StandIn {
  /** The settings of the target's connector that lead to the stand-in. */
  readonly settings: unknown
  /** Absent: files in a folder. */
  readonly server?: Server
}

/** Fails with a sentence: why nothing can take this target's place. */
export type Begin = (place: Place) => Effect.Effect<StandIn, string, FileSystem.FileSystem | Path.Path | Scope.Scope>
