/**
 * The target's records that share the most pieces with one of the source. Never looks at all of them: what shares no piece is
 * not near.
 */
import type { Face } from "./Face.ts"
import { nearKeys } from "./nearKeys.ts"
import { grown, hashOf, Postings } from "./Postings.ts"

/** So many are worth a close look. */
const mostFound = 32

export class NearIndex {
  private readonly postings = new Postings()
  /** By record, how many pieces it shares with the one that is looked for; all zero in between. */
  private votes = new Uint8Array(1024)

  /** By record: which of two comes first where they share equally much, whatever their order here. */
  private ranks = new Int32Array(1024)

  add(index: number, id: string, face: Face): void {
    if (index >= this.votes.length) {
      this.votes = new Uint8Array(this.votes.length * 2)
      this.ranks = grown(this.ranks, this.votes.length)
    }
    this.ranks[index] = hashOf(id)
    for (const key of nearKeys(face)) this.postings.add(key, index)
  }

  find(face: Face): ReadonlyArray<number> {
    const { votes } = this
    const touched: Array<number> = []
    const vote = (index: number): void => {
      if (votes[index] === 0) touched.push(index)
      votes[index]! += 1
    }
    for (const key of nearKeys(face)) this.postings.each(key, vote)
    const found = touched.length > mostFound ? this.most(touched) : touched
    for (const index of touched) votes[index] = 0
    return found
  }

  /** Those with the most votes; of those with equally many at the end, the first by rank. */
  private most(touched: ReadonlyArray<number>): ReadonlyArray<number> {
    const { votes, ranks } = this
    const counts = new Uint32Array(256)
    for (const index of touched) counts[votes[index]!]! += 1
    let [least, room] = [255, mostFound]
    while (counts[least]! <= room) room -= counts[least--]!
    const last = Int32Array.from(
      touched.filter((index) => votes[index] === least),
      (index) => ranks[index]!,
    ).sort()[room]!
    return touched.filter((index) => votes[index]! > least || (votes[index] === least && ranks[index]! < last))
  }
}
