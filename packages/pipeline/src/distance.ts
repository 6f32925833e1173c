/**
 * Damerau-Levenshtein distance (optimal string alignment): insertions, deletions, substitutions and swapped neighbours.
 * Gives up with `Infinity` as soon as the distance is certain to exceed `most`.
 */
export const distance = (a: string, b: string, most: number): number => {
  if (Math.abs(a.length - b.length) > most) return Infinity
  let before: Array<number> = []
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  let row: Array<number> = []
  for (let i = 1; i <= a.length; i++) {
    row[0] = i
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const substituted = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2]! + 1 : Infinity
      row[j] = Math.min(above[j]! + 1, row[j - 1]! + 1, substituted, swapped)
      least = Math.min(least, row[j]!)
    }
    if (least > most) return Infinity
    const spare = before
    before = above
    above = row
    row = spare
  }
  return above[b.length]! > most ? Infinity : above[b.length]!
}
