/**
 * "Did you mean …?": the known word that is nearest to a misspelt one.
 */

/**
 * Damerau-Levenshtein distance (optimal string alignment): insertions, deletions, substitutions and swapped neighbours.
 * Gives up with `Infinity` as soon as the distance is certain to exceed `most`.
 */
const distance = (a: string, b: string, most: number): number => {
  if (Math.abs(a.length - b.length) > most) return Infinity
  let before: ReadonlyArray<number> = []
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const substituted = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2]! + 1 : Infinity
      row.push(Math.min(above[j]! + 1, row[j - 1]! + 1, substituted, swapped))
    }
    if (Math.min(...row) > most) return Infinity
    before = above
    above = row
  }
  return above[b.length]!
}

/** Longer words are not names that somebody mistyped, and comparing them costs the square of their length. */
const longest = 100

/**
 * The known word nearest to `word`, or `undefined` where none is near: at most a third of its letters (one at least)
 * may differ. The same word in another case always wins; of equally near ones the first.
 */
export const didYouMean = (word: string, known: Iterable<string>): string | undefined => {
  if (word.length > longest) return undefined
  const lower = word.toLowerCase()
  let nearest: string | undefined
  let best = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const candidate of known) {
    const other = candidate.toLowerCase()
    if (other === lower) return candidate
    const away = distance(lower, other, best - 1)
    if (away < best && away < other.length) {
      nearest = candidate
      best = away
    }
  }
  return nearest
}
