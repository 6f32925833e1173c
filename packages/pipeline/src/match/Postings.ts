/**
 * Which records carry which key, flat: keys are 32-bit hashes, and an entry costs some twelve bytes whatever the key. Two keys
 * may share a hash, so that whoever asks looks again.
 */

/** FNV-1a over the code units, mixed once more, so that the low bits tell keys apart. */
export const hashOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)
  return hash ^ (hash >>> 13)
}

/** A copy with room for more. */
export const grown = (from: Int32Array, size: number): Int32Array<ArrayBuffer> => {
  const to = new Int32Array(size)
  to.set(from)
  return to
}

const first = 1024

export class Postings {
  private hashes = new Int32Array(first)
  private records = new Int32Array(first)
  private size = 0
  /** Where each bucket of hashes begins, once the entries are in the order of their buckets: lists are read in one go. */
  private starts = new Int32Array(0)
  private isArranged = false

  add(hash: number, record: number): void {
    if (this.size === this.hashes.length) {
      this.hashes = grown(this.hashes, this.size * 2)
      this.records = grown(this.records, this.size * 2)
    }
    this.hashes[this.size] = hash
    this.records[this.size] = record
    this.size += 1
    this.isArranged = false
  }

  /** Gives every record that carries `hash`, in no order that means anything. The first time after an `add` it tidies up. */
  each(hash: number, give: (record: number) => void): void {
    if (!this.isArranged) this.arrange()
    const { hashes, records, starts } = this
    const bucket = this.bucket(hash)
    for (let entry = starts[bucket]!; entry < starts[bucket + 1]!; entry++)
      if (hashes[entry] === hash) give(records[entry]!)
  }

  /** There are half as many buckets as there is room for entries: a power of two. */
  private bucket(hash: number): number {
    return hash & (this.hashes.length / 2 - 1)
  }

  /** Sorts the entries by bucket: counts each, and puts every entry where its bucket goes on. */
  private arrange(): void {
    const { hashes, records, size } = this
    const starts = new Int32Array(hashes.length / 2 + 1)
    for (let entry = 0; entry < size; entry++) starts[this.bucket(hashes[entry]!) + 1]! += 1
    for (let bucket = 1; bucket < starts.length; bucket++) starts[bucket]! += starts[bucket - 1]!
    const next = starts.slice()
    this.hashes = new Int32Array(hashes.length)
    this.records = new Int32Array(hashes.length)
    for (let entry = 0; entry < size; entry++) {
      const place = next[this.bucket(hashes[entry]!)]!++
      this.hashes[place] = hashes[entry]!
      this.records[place] = records[entry]!
    }
    this.starts = starts
    this.isArranged = true
  }
}
