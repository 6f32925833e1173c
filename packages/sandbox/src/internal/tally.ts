/** What a stand-in was asked, whatever became of it. */
import type { FaultKind } from "../Faults.ts"

const add = <K>(counts: Map<K, number>, key: K): void => void counts.set(key, (counts.get(key) ?? 0) + 1)

/** Requests since the start or the last reset. */
export interface Tallied {
  /** Those that a fault ended included. */
  readonly requests: number
  /** The same by call. */
  readonly calls: Readonly<Record<string, number>>
  /** How many of them a fault struck, by fault; a mere delay is none. */
  readonly struck: Readonly<Partial<Record<FaultKind, number>>>
}

export class Tally {
  private readonly calls = new Map<string, number>()
  private readonly struck = new Map<FaultKind, number>()

  count(call: string): void {
    add(this.calls, call)
  }

  strike(fault: FaultKind): void {
    add(this.struck, fault)
  }

  tallied(): Tallied {
    return {
      requests: [...this.calls.values()].reduce((all, count) => all + count, 0),
      calls: Object.fromEntries(this.calls),
      struck: Object.fromEntries(this.struck),
    }
  }

  reset(): void {
    this.calls.clear()
    this.struck.clear()
  }
}
