/**
 * Second copies: documents that stand for the same record of somebody else.
 */

/** How often each key stands there. */
export const countCopies = (keys: Iterable<string>): ReadonlyMap<string, number> => {
  const copies = new Map<string, number>()
  for (const key of keys) copies.set(key, (copies.get(key) ?? 0) + 1)
  return copies
}

/** How many there are beyond the first of each key. */
export const duplicatesOf = (all: ReadonlyArray<ReadonlyMap<string, number>>): number =>
  all.reduce((sum, copies) => sum + [...copies.values()].reduce((more, count) => more + count - 1, 0), 0)
