/**
 * What becomes of a chosen column: an expression, or what has to be asked first.
 */
import type { Chosen } from "./candidates.ts"
import type { NumberReading } from "./numbers.ts"
import type { Question } from "./Suggestion.ts"

export interface Drafted {
  readonly expression: string
  /** Besides the chosen one. */
  readonly columns?: ReadonlyArray<string>
  /** Reasons to look again. */
  readonly doubts?: ReadonlyArray<string>
  /** What the expression was asked for, as a clause. */
  readonly because?: ReadonlyArray<string>
  /** How the values are read, for comparing columns. */
  readonly pattern?: string
  readonly reading?: NumberReading
}

export type Draft = Drafted | ReadonlyArray<Question>

/** What is known of the file as a whole. */
export interface Context {
  readonly chosen: ReadonlyArray<Chosen>
  readonly answer: (name: string) => string | undefined
}

export const isDrafted = (draft: Draft): draft is Drafted => "expression" in draft
