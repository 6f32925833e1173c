/**
 * Where calls arrive: what the stand-in holds now, who is signed in, and what was counted.
 */
import { Clock } from "effect"

import { Tally } from "../internal/tally.ts"
import { type Moment, momentOf } from "./Moment.ts"
import { Office } from "./Office.ts"
import type { Reason } from "./Refusal.ts"
import { seed } from "./seed.ts"
import { Sessions } from "./Sessions.ts"
import type { CrmComSandboxSettings, Seeds } from "./Settings.ts"

export class Desk {
  readonly settings: CrmComSandboxSettings
  office: Office
  sessions: Sessions
  readonly tally = new Tally()
  refusals = new Map<Reason, number>()
  /** Writes that were looked at while every second one was to be refused. */
  private writes = 0
  private readonly clock: Clock.Clock

  constructor(settings: CrmComSandboxSettings, clock: Clock.Clock) {
    this.settings = settings
    this.clock = clock
    this.office = new Office(settings)
    this.sessions = new Sessions(settings)
    seed(this.office, settings)
  }

  now(): Moment {
    return momentOf(this.clock.currentTimeMillisUnsafe())
  }

  countRefusal(reason: Reason): void {
    this.refusals.set(reason, (this.refusals.get(reason) ?? 0) + 1)
  }

  /** Every second time: yes. */
  refusesThisWrite(): boolean {
    this.writes += 1
    return this.writes % 2 === 0
  }

  seed(seeds: Seeds): void {
    seed(this.office, seeds)
  }

  /** As it was at the start: the seeded records, no tokens, no counts. */
  reset(): void {
    this.office = new Office(this.settings)
    this.sessions = new Sessions(this.settings)
    this.tally.reset()
    this.refusals = new Map()
    seed(this.office, this.settings)
  }
}
