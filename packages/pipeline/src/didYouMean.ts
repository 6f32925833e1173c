/**
 * "Did you mean …?": the known word that is nearest to a misspelt one.
 */

import { distance } from "./distance.ts"

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
