/**
 * Records by natural key, kept as the JSON text they came as: a million of them must fit into memory.
 */
import { type Raw, isRaw, parseExact } from "../internal/exactJson.ts"

export type OnDuplicate = "upsert" | "refuse" | "duplicate"

export class Documents {
  private readonly first = new Map<string, string>()
  /** Second and later documents under a key that was taken already. */
  private readonly further: Array<readonly [key: string, json: string]> = []

  get size(): number {
    return this.first.size + this.further.length
  }

  /** Documents beyond the first under the same key. */
  get duplicates(): number {
    return this.further.length
  }

  has(key: string): boolean {
    return this.first.has(key)
  }

  /** Stores `record`; gives what it replaced and what is stored now. */
  put(key: string, record: Raw, onDuplicate: OnDuplicate): { readonly before?: Raw; readonly after: Raw } {
    const json = this.first.get(key)
    if (json === undefined) {
      this.first.set(key, JSON.stringify(record))
      return { after: record }
    }
    if (onDuplicate !== "upsert") {
      this.further.push([key, JSON.stringify(record)])
      return { after: record }
    }
    const parsed = parseExact(json)
    const before = isRaw(parsed) ? parsed : {}
    // Fields that are absent from the new object keep their old value.
    const after = { ...before, ...record }
    this.first.set(key, JSON.stringify(after))
    return { before, after }
  }

  /** JSON texts, in the order they were first stored, at most `limit`. */
  *texts(limit: number): Generator<string> {
    let left = limit
    for (const json of this.first.values()) {
      if (left-- <= 0) return
      yield json
    }
    for (const [, json] of this.further) {
      if (left-- <= 0) return
      yield json
    }
  }

  /** How many documents there are under each key. */
  copies(): ReadonlyMap<string, number> {
    const copies = new Map<string, number>()
    for (const key of this.first.keys()) copies.set(key, 1)
    for (const [key] of this.further) copies.set(key, (copies.get(key) ?? 0) + 1)
    return copies
  }
}
