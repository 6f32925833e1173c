/** Chance that comes out the same for the same seed (mulberry32). */
export class Dice {
  private state: number

  constructor(seed: number) {
    this.state = seed
  }

  /** From 0, below 1. */
  roll(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  /** A whole number from 0, below `most`. */
  below(most: number): number {
    return Math.floor(this.roll() * most)
  }

  chance(share: number): boolean {
    return this.roll() < share
  }

  pick<A>(choices: ReadonlyArray<A>): A {
    return choices[this.below(choices.length)]!
  }

  /** One of the keys, as often as its share says; the shares add up to 1. */
  among<Key extends string>(shares: Readonly<Record<Key, number>>): Key {
    let left = this.roll()
    for (const key in shares) {
      left -= shares[key]
      if (left < 0) return key
    }
    return this.among(shares)
  }

  shuffled<A>(items: ReadonlyArray<A>): Array<A> {
    const order = [...items]
    for (let at = order.length - 1; at > 0; at--) {
      const other = this.below(at + 1)
      ;[order[at], order[other]] = [order[other]!, order[at]!]
    }
    return order
  }
}
