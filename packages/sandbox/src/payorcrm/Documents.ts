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
    const before = this.get(key)
    // Fields that are absent from the new object keep their old value.
    const after = { ...before, ...record }
    this.replace(key, after)
    return { before, after }
  }

  /** The first document under each key. */
  firsts(): Iterable<readonly [key: string, json: string]> {
    return this.first
  }

  /** The first document under `key`. */
  get(key: string): Raw {
    const parsed = parseExact(this.first.get(key) ?? "{}")
    return isRaw(parsed) ? parsed : {}
  }

  /** Puts another document in the place of the first one under `key`. */
  replace(key: string, record: Raw): void {
    this.first.set(key, JSON.stringify(record))
  }

  /** Takes the first document under `key` out; the next one takes its place. */
  lose(key: string): void {
    const next = this.further.findIndex(([other]) => other === key)
    const [copy] = next === -1 ? [] : this.further.splice(next, 1)
    if (copy === undefined) this.first.delete(key)
    else this.first.set(key, copy[1])
  }

  /** Adds a second document like the first one under `key`. */
  double(key: string): void {
    const json = this.first.get(key)
    if (json !== undefined) this.further.push([key, json])
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
