/** Two books of one flow side by side, record by record, however long they are. */
import { Stream } from "effect"

interface Keyed {
  readonly key: string
}

/** A record that one of them has, or both. */
export interface Pair<A extends Keyed> {
  readonly key: string
  readonly left?: A
  readonly right?: A
}

/** Behind the last record. */
const end = Symbol("end")
type OrEnd<A> = A | typeof end

const withEnd = <A, E>(pages: Stream.Stream<ReadonlyArray<A>, E>): Stream.Stream<OrEnd<A>, E> =>
  Stream.concat(Stream.flattenIterable(pages), Stream.succeed(end))

/** As the ledger orders keys: by their bytes in UTF-8, which is not the order of a text's code units. */
const compareKeys = (a: string, b: string): number => (a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b)))

const compare = (left: OrEnd<Keyed>, right: OrEnd<Keyed>): number => {
  if (left === end || right === end) return left === right ? 0 : left === end ? 1 : -1
  return compareKeys(left.key, right.key)
}

/** What can be paired of two parts, and how far each was used up. */
const pair = <A extends Keyed>(left: ReadonlyArray<OrEnd<A>>, right: ReadonlyArray<OrEnd<A>>) => {
  const pairs: Array<Pair<A>> = []
  let [inLeft, inRight] = [0, 0]
  for (let one = left[0], other = right[0]; one !== undefined && other !== undefined;) {
    const order = compare(one, other)
    const ofLeft = order <= 0 && one !== end ? one : undefined
    const ofRight = order >= 0 && other !== end ? other : undefined
    const key = ofLeft?.key ?? ofRight?.key
    if (key !== undefined) {
      pairs.push({ key, ...(ofLeft && { left: ofLeft }), ...(ofRight && { right: ofRight }) })
    }
    if (order <= 0) inLeft += 1
    if (order >= 0) inRight += 1
    one = left[inLeft]
    other = right[inRight]
  }
  return { pairs, leftOver: left.slice(inLeft), rightOver: right.slice(inRight) }
}

/** Pages of records that are in the order of the ledger's keys, each with the one of the same key on the other side. */
export const mergeByKey = <A extends Keyed, E>(
  left: Stream.Stream<ReadonlyArray<A>, E>,
  right: Stream.Stream<ReadonlyArray<A>, E>,
): Stream.Stream<ReadonlyArray<Pair<A>>, E> =>
  Stream.zipWithArray(withEnd(left), withEnd(right), (ofLeft, ofRight) => {
    const { pairs, leftOver, rightOver } = pair(ofLeft, ofRight)
    return [[pairs], leftOver, rightOver]
  })
