/**
 * What waits within a run: records whose answer was lost, and records whose parents had not landed. They go on before the
 * run ends, as far as they are kept here; all of them stand in the ledger, for the next run.
 */
import type { Outgoing } from "./Outgoing.ts"

/** So many of each kind: memory stays flat, and the rest waits for the next run. */
const most = 10_000

/** A record that was sent, and of which nobody knows whether it arrived. */
export interface Lost {
  readonly item: Outgoing
  /** The content and the key it was sent with: an earlier run may have sent another version. */
  readonly sentHash: string
  readonly sentKey: string
  /** By when it had been sent at the latest, in milliseconds of UTC. */
  readonly sentAt: number
}

export interface HeldBack {
  readonly item: Outgoing
  /** Who said that something it refers to is missing: the ledger, or the target. */
  readonly by: "ledger" | "target"
}

export class Waiting {
  private lost: Array<Lost> = []
  private held: Array<HeldBack> = []

  lose(lost: Lost): void {
    if (this.lost.length < most) this.lost.push(lost)
  }

  hold(held: HeldBack): void {
    if (this.held.length < most) this.held.push(held)
  }

  takeLost(): ReadonlyArray<Lost> {
    const { lost } = this
    this.lost = []
    return lost
  }

  takeHeld(): ReadonlyArray<HeldBack> {
    const { held } = this
    this.held = []
    return held
  }

  get isHolding(): boolean {
    return this.held.length > 0
  }
}
