/** What the parts of the benchmark have in common. */
export interface Options {
  readonly rounds: number
  /** A quick version: its figures are for comparing within one run alone. */
  readonly small: boolean
}

/** A part of the benchmark: measures, and gives its results in Markdown. */
export type Suite = (options: Options) => Promise<string>

/** A line that says whether a goal is met: `most` is the largest value that meets it. */
export const goal = (what: string, value: number, most: number): string =>
  `- ${what}: **${value.toPrecision(3)}**, goal at most ${Number(most.toPrecision(3))}: ${value <= most ? "met" : "not met"}`

/** The same where the goal is a least value. */
export const goalAtLeast = (what: string, value: number, least: number): string =>
  `- ${what}: **${value.toPrecision(3)}**, goal at least ${least}: ${value >= least ? "met" : "not met"}`
