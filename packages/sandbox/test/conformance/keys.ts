/** Natural keys, each as often as it is held. */
export const each = (copies: ReadonlyMap<string, number>): ReadonlyArray<string> =>
  [...copies].flatMap(([key, count]) => Array.from({ length: count }, () => key))
