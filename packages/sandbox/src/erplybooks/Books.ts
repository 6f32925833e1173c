/**
 * Everything the stand-in of ERPLY Books holds: customers, invoices and payments, found by their ids.
 */
import { Result } from "effect"

import type { Customer, Invoice, Payment } from "./Entities.ts"
import { refuse, type Refusal } from "./Refusal.ts"
import type { ErplyBooksSandboxSettings } from "./Settings.ts"

/** Records of one kind, in the order they were made. */
class Shelf<A extends { readonly id: number }> {
  /** How many were ever put here. */
  made = 0
  private readonly records = new Map<number, A>()
  private readonly kind: string
  private last: number

  /** @param last the id before the first one */
  constructor(kind: string, last: number) {
    this.kind = kind
    this.last = last
  }

  /** The id of the next record; each is given once. */
  nextId(): number {
    this.last += 1
    return this.last
  }

  put(record: A): A {
    this.made += 1
    this.records.set(record.id, record)
    return record
  }

  find(id: number): Result.Result<A, Refusal> {
    const found = this.records.get(id)
    return found === undefined ? refuse("ABSENT", this.kind) : Result.succeed(found)
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

  /** The first that fits. */
  first(fits: (record: A) => boolean): A | undefined {
    for (const record of this.records.values()) if (fits(record)) return record
    return undefined
  }
}

export class Books {
  readonly customers = new Shelf<Customer>("customer", 700_000)
  readonly invoices = new Shelf<Invoice>("document", 2_460_000)
  readonly payments = new Shelf<Payment>("payment", 2_575_000)
  /** How many of the records no call made. */
  readonly seeded = { customers: 0, invoices: 0, payments: 0 }
  /** Payments that came in while others were listed. */
  arrived = 0
  readonly settings: ErplyBooksSandboxSettings
  private readonly counters = new Map<string, number>()

  constructor(settings: ErplyBooksSandboxSettings) {
    this.settings = settings
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
