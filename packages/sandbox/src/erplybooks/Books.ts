/**
 * Everything the stand-in of ERPLY Books holds: customers, invoices and payments, found by their ids.
 */
import { Result } from "effect"

import { type Catalogue, makeCatalogue } from "./Catalogue.ts"
import type { Customer, Invoice, Payment } from "./Entities.ts"
import { refuse, type Refusal } from "./Refusal.ts"
import type { ErplyBooksSandboxSettings } from "./Settings.ts"

/** When records are shown: `now` in milliseconds of UTC, and how long after it one that is made now. */
interface Timing {
  readonly now: () => number
  readonly delay: () => number
}

/** Records of one kind, in the order they were made. Reading calls see them late where the settings say so. */
class Shelf<A extends { readonly id: number }> {
  /** How many were ever put here. */
  made = 0
  private readonly records = new Map<number, A>()
  private readonly kind: string
  private last: number
  private readonly timing: Timing
  /** From when on a record is shown, where it is not yet. */
  private readonly hidden = new Map<number, number>()

  /** @param last the id before the first one */
  constructor(kind: string, last: number, timing: Timing) {
    this.kind = kind
    this.last = last
    this.timing = timing
  }

  /** The id of the next record; each is given once. */
  nextId(): number {
    this.last += 1
    return this.last
  }

  put(record: A): A {
    this.made += 1
    this.records.set(record.id, record)
    const delay = this.timing.delay()
    if (delay > 0) this.hidden.set(record.id, this.timing.now() + delay)
    return record
  }

  private isShown({ id }: A): boolean {
    const from = this.hidden.get(id)
    if (from === undefined) return true
    if (this.timing.now() < from) return false
    this.hidden.delete(id)
    return true
  }

  find(id: number): Result.Result<A, Refusal> {
    const found = this.records.get(id)
    return found === undefined ? refuse("ABSENT", this.kind) : Result.succeed(found)
  }

  /** The record that a reading call asks for. */
  findShown(id: number): Result.Result<A, Refusal> {
    return Result.flatMap(this.find(id), (found) =>
      this.isShown(found) ? Result.succeed(found) : refuse("ABSENT", this.kind),
    )
  }

  /** The record that is linked; none where the id is 0 or absent. */
  findLinked(id: number | null | undefined): Result.Result<A | null, Refusal> {
    return id === undefined || id === null || id === 0 ? Result.succeed(null) : this.find(id)
  }

  remove(record: A): void {
    this.records.delete(record.id)
  }

  get size(): number {
    return this.records.size
  }

  all(): Array<A> {
    return [...this.records.values()]
  }

  /** Those that lists show. */
  shown(): Array<A> {
    return this.hidden.size === 0 ? this.all() : this.all().filter((record) => this.isShown(record))
  }

  /** The first that fits. */
  first(fits: (record: A) => boolean): A | undefined {
    for (const record of this.records.values()) if (fits(record)) return record
    return undefined
  }
}

export class Books {
  readonly customers: Shelf<Customer>
  readonly invoices: Shelf<Invoice>
  readonly payments: Shelf<Payment>
  /** How many of the records no call made. */
  readonly seeded = { customers: 0, invoices: 0, payments: 0 }
  /** Payments that came in while others were listed. */
  arrived = 0
  readonly settings: ErplyBooksSandboxSettings
  readonly catalogue: Catalogue
  private readonly counters = new Map<string, number>()
  /** Whether what is made now is shown at once. */
  private atOnce = false

  constructor(settings: ErplyBooksSandboxSettings, now: () => number) {
    this.settings = settings
    this.catalogue = makeCatalogue(settings)
    const timing = { now, delay: () => (this.atOnce ? 0 : settings.visibleAfterMillis) }
    this.customers = new Shelf<Customer>("customer", 700_000, timing)
    this.invoices = new Shelf<Invoice>("document", 2_460_000, timing)
    this.payments = new Shelf<Payment>("payment", 2_575_000, timing)
  }

  /** What `make` makes is shown at once. */
  shownAtOnce(make: () => void): void {
    this.atOnce = true
    make()
    this.atOnce = false
  }

  /** The last number of a series that was given; 0: none. */
  last(series: string): number {
    return this.counters.get(series) ?? 0
  }

  /** The next number of a series, from 1 on. */
  next(series: string): number {
    const next = this.last(series) + 1
    this.counters.set(series, next)
    return next
  }
}
