/**
 * What is proposed for a file: fields with their expressions, questions that only a person can answer, and what is left over.
 */
import type { Entity } from "@waybill/model"

/** `high`: name and values agree. `medium`: look at it. `low`: a hint, never written as a mapping. */
export type Level = "high" | "medium" | "low"

export interface SuggestedField {
  /** A field of the model, with a dot between levels: `billingAddress.city`. */
  readonly field: string
  /** The columns that the expression reads. */
  readonly columns: ReadonlyArray<string>
  /** In the language of the pipeline file. */
  readonly expression: string
  /** 0 to 1. */
  readonly confidence: number
  readonly level: Level
  /** Why, in a sentence; no value of the file. */
  readonly reason: string
}

export interface Choice {
  /** What `--answer NAME=…` takes. */
  readonly answer: string
  readonly meaning: string
}

/** What the file does not tell and nobody should guess. */
export interface Question {
  /** A field of the model, `decimal` or `currency`. */
  readonly name: string
  readonly column?: string
  readonly message: string
  /** The only answers; none: any ISO 4217 code. */
  readonly choices: ReadonlyArray<Choice>
}

export interface Suggestion {
  readonly entity: { readonly value: Entity; readonly guessed: boolean; readonly reason: string }
  /** In the order of the model. */
  readonly fields: ReadonlyArray<SuggestedField>
  readonly questions: ReadonlyArray<Question>
  /** Fields that the model or the target needs and that nothing is proposed for. */
  readonly missing: ReadonlyArray<string>
  /** Columns that nothing reads. */
  readonly unused: ReadonlyArray<string>
  /** Answers that no question asked for, or that are none of its choices. */
  readonly idleAnswers: ReadonlyArray<string>
}

export interface SuggestInput {
  /** Absent: guessed. */
  readonly entity?: Entity
  readonly columns: ReadonlyArray<string>
  /** By column: text, or the cells of a workbook. */
  readonly rows: ReadonlyArray<Readonly<Record<string, unknown>>>
  /** Fields that the target needs beyond the model's own. */
  readonly requires?: ReadonlyArray<string>
  /** By the name of the question. */
  readonly answers?: ReadonlyMap<string, string>
}

/** From here on nobody has to look twice. */
const high = 0.85
/** Below this it is a hint. */
const medium = 0.5

export const levelOf = (confidence: number): Level =>
  confidence >= high ? "high" : confidence >= medium ? "medium" : "low"

/** As sure as something can be that is worth a second look. */
export const atMostMedium = 0.8
