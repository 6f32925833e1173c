/**
 * Records of one kind, found by any of the fields that identify one.
 */
import { Result } from "effect"

import { refuse, type Refusal } from "./Refusal.ts"

/** `{ by: "number", value: "I00000519" }`, as a call names a record. */
export interface Identifier<By extends string> {
  readonly by: By
  readonly value: string
}

/** What a record is found by; a field without a value is not indexed. */
export type Keys<By extends string> = { readonly [K in By]?: string | null }

export class Records<A extends object, By extends string> {
  /** In the order they were made. */
  readonly all: Array<A> = []
  /** How many were ever added. */
  made = 0
  readonly kind: string
  private readonly keysOf: (record: A) => Keys<By>
  private readonly index = new Map<string, A>()

  constructor(kind: string, keysOf: (record: A) => Keys<By>, records: ReadonlyArray<A> = []) {
    this.kind = kind
    this.keysOf = keysOf
    for (const record of records) this.add(record)
  }

  add(record: A): A {
    this.made += 1
    this.all.push(record)
    this.enter(record)
    return record
  }

  /** Changes a record, and by what it is found. */
  change(record: A, change: (record: A) => void): A {
    for (const key of this.entries(record)) if (this.index.get(key) === record) this.index.delete(key)
    change(record)
    this.enter(record)
    return record
  }

  /** Takes records out as if they had never been there. */
  remove(records: ReadonlySet<A>): void {
    const left = this.all.filter((record) => !records.has(record))
    this.all.length = 0
    this.index.clear()
    for (const record of left) {
      this.all.push(record)
      this.enter(record)
    }
  }

  get(identifier: Identifier<By>): A | undefined {
    return this.index.get(`${identifier.by}=${identifier.value}`)
  }

  find(identifier: Identifier<By>): Result.Result<A, Refusal> {
    const found = this.get(identifier)
    return found === undefined ? this.absent() : Result.succeed(found)
  }

  absent(): Result.Result<never, Refusal> {
    return refuse("ENTITYNOTFOUND", `there is no such ${this.kind}`)
  }

  /** The record that is named, or none where none is. */
  findAny(identifier: Identifier<By> | null | undefined): Result.Result<A | null, Refusal> {
    return identifier === undefined || identifier === null ? Result.succeed(null) : this.find(identifier)
  }

  /** Of two records under the same key, the first is found. */
  private enter(record: A): void {
    for (const key of this.entries(record)) if (!this.index.has(key)) this.index.set(key, record)
  }

  private *entries(record: A): Generator<string> {
    for (const [by, value] of Object.entries<string | null | undefined>(this.keysOf(record))) {
      if (value !== undefined && value !== null) yield `${by}=${value}`
    }
  }
}
