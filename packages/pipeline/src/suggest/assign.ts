/**
 * Who gets whom: the assignment with the greatest sum, each row to one column at most and the other way round.
 */

/** Pairs of [row, column] with a score above 0. The Hungarian method with potentials: rows² × columns steps. */
export const assign = (scores: ReadonlyArray<ReadonlyArray<number>>): ReadonlyArray<readonly [number, number]> => {
  const rows = scores.length
  // A column of its own for each row, which stands for nothing.
  const columns = (scores[0]?.length ?? 0) + rows
  const cost = (row: number, column: number): number => -(scores[row - 1]![column - 1] ?? 0)
  const rowPotential = Array.from({ length: rows + 1 }, () => 0)
  const columnPotential = Array.from({ length: columns + 1 }, () => 0)
  const rowOf = Array.from({ length: columns + 1 }, () => 0)
  for (let row = 1; row <= rows; row++) {
    const before = Array.from({ length: columns + 1 }, () => 0)
    const slack = Array.from({ length: columns + 1 }, () => Infinity)
    const seen = new Set<number>()
    rowOf[0] = row
    let at = 0
    while (rowOf[at] !== 0) {
      seen.add(at)
      let [next, step] = [0, Infinity]
      for (let column = 1; column <= columns; column++) {
        if (seen.has(column)) continue
        const reduced = cost(rowOf[at]!, column) - rowPotential[rowOf[at]!]! - columnPotential[column]!
        if (reduced < slack[column]!) [slack[column], before[column]] = [reduced, at]
        if (slack[column]! < step) [step, next] = [slack[column]!, column]
      }
      for (let column = 0; column <= columns; column++) {
        if (seen.has(column)) {
          rowPotential[rowOf[column]!]! += step
          columnPotential[column]! -= step
        } else slack[column]! -= step
      }
      at = next
    }
    for (; at !== 0; at = before[at]!) rowOf[at] = rowOf[before[at]!]!
  }
  return rowOf.flatMap((row, column) =>
    column > 0 && row > 0 && (scores[row - 1]![column - 1] ?? 0) > 0 ? [[row - 1, column - 1] as const] : [],
  )
}
