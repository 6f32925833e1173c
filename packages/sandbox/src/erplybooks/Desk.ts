/**
 * Where calls arrive: what the stand-in holds now, what was counted, and what comes in from elsewhere.
 */
import { Clock, DateTime } from "effect"

import { Tally } from "../internal/tally.ts"
import { arrive } from "./arrivals.ts"
import { Books } from "./Books.ts"
import type { Reason } from "./Refusal.ts"
import { seed } from "./seed.ts"
import type { Query } from "./Served.ts"
import type { Arrivals, ErplyBooksSandboxSettings, ErplyBooksSeeds } from "./Settings.ts"

export class Desk {
  readonly settings: ErplyBooksSandboxSettings
  books: Books
  readonly tally = new Tally()
  refusals = new Map<Reason, number>()
  private arrivals: Arrivals
  /** Lists of payments since the arrivals were set, and payments that had arrived by then. */
  private lists = 0
  private arrivedBefore = 0
  /** Writes that were looked at while every second one was to be refused. */
  private writes = 0
  private second = { at: 0, requests: 0 }
  private readonly clock: Clock.Clock
  private readonly zone: DateTime.TimeZone

  constructor(settings: ErplyBooksSandboxSettings, clock: Clock.Clock) {
    this.settings = settings
    this.clock = clock
    this.zone = DateTime.zoneMakeNamedUnsafe(settings.timeZone)
    this.arrivals = settings.arrivals
    this.books = this.newBooks()
    this.seed(settings)
  }

  /** `yyyy-MM-ddTHH:mm:ss` in the organisation's zone. */
  now(): string {
    const local = DateTime.setZone(DateTime.makeUnsafe(this.clock.currentTimeMillisUnsafe()), this.zone)
    return DateTime.formatIsoOffset(local).slice(0, 19)
  }

  countRefusal(reason: Reason): void {
    this.refusals.set(reason, (this.refusals.get(reason) ?? 0) + 1)
  }

  /** Every second time: yes. */
  refusesThisWrite(): boolean {
    this.writes += 1
    return this.writes % 2 === 0
  }

  /** Whether this request is one too many of this second. */
  isFull(): boolean {
    const { requestsPerSecond } = this.settings
    if (requestsPerSecond === undefined) return false
    const at = Math.floor(this.clock.currentTimeMillisUnsafe() / 1000)
    this.second = { at, requests: at === this.second.at ? this.second.requests + 1 : 1 }
    return this.second.requests > requestsPerSecond
  }

  setArrivals(arrivals: Arrivals): void {
    this.arrivals = arrivals
    this.lists = 0
    this.arrivedBefore = this.books.arrived
  }

  /** After payments were listed: others may come in, dated within the days that were asked for. */
  listedPayments(query: Query<"payments", "list">): void {
    this.lists += 1
    const { payments, every, most } = this.arrivals
    if (payments === 0 || this.lists % every !== 0) return
    arrive(this.books, Math.min(payments, most + this.arrivedBefore - this.books.arrived), query, this.now())
  }

  seed(seeds: ErplyBooksSeeds): void {
    this.books.shownAtOnce(() => seed(this.books, seeds, this.now()))
  }

  private newBooks(): Books {
    return new Books(this.settings, () => this.clock.currentTimeMillisUnsafe())
  }

  /** As it was at the start: the seeded records, no counts. */
  reset(): void {
    this.books = this.newBooks()
    this.tally.reset()
    this.refusals = new Map()
    this.setArrivals(this.settings.arrivals)
    this.seed(this.settings)
  }
}
