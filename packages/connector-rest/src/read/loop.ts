/**
 * Whether reading goes in a circle, in no more memory than two pages' marks: one of them is kept, for twice as many pages each
 * time (Brent's algorithm), so that a circle of any length is found.
 */
export interface Loop {
  /** Takes the next page's mark; `false`: it is one that came before. */
  readonly movesOn: (mark: string) => boolean
}

export const makeLoop = (): Loop => {
  let kept: string | undefined
  let [steps, most] = [0, 1]
  return {
    movesOn: (mark) => {
      if (mark === kept) return false
      steps += 1
      if (steps === most) {
        kept = mark
        most *= 2
        steps = 0
      }
      return true
    },
  }
}
