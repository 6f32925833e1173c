/**
 * Proposes the `map` of a file from its columns' names and values. Pure; nothing is guessed that a person has to say.
 */
import { Currencies, type Entity } from "@waybill/model"

import { type Chosen, chooseColumns, columnsOf, neededFields } from "./candidates.ts"
import { type Context, type Draft, isDrafted } from "./Draft.ts"
import { draftField } from "./draftField.ts"
import { contradictions, type Read } from "./relations.ts"
import {
  atMostMedium,
  levelOf,
  type Question,
  type SuggestedField,
  type SuggestInput,
  type Suggestion,
} from "./Suggestion.ts"

/** More rows tell no more than these. */
export const sampleSize = 1000

interface Pair {
  readonly chosen: Chosen
  readonly draft: Draft
}

/** An invoice's currency is in its amounts. */
const isField = (entity: Entity, { field }: Chosen): boolean => field.name !== "currency" || entity === "customer"

const sentence = (clauses: ReadonlyArray<string>): string => {
  const text = clauses.join("; ")
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

const toField = ({ chosen, draft: made }: Pair, wrong: ReadonlyMap<string, string>): ReadonlyArray<SuggestedField> => {
  if (!isDrafted(made)) return []
  const { field, column } = chosen
  const contradiction = wrong.get(field.name)
  const doubts = [...(made.doubts ?? []), ...(contradiction === undefined ? [] : [contradiction])]
  const doubted = doubts.length === 0 ? chosen.confidence : Math.min(chosen.confidence, atMostMedium)
  // A hundredth is as fine as this can be told.
  const confidence = Math.round((contradiction === undefined ? doubted : doubted * 0.6) * 100) / 100
  return [
    {
      field: field.name,
      columns: [column.name, ...(made.columns ?? [])],
      expression: made.expression,
      confidence,
      level: levelOf(confidence),
      reason: sentence([...chosen.because, ...(made.because ?? []), ...doubts]),
    },
  ]
}

/** One question for each name: the columns of amounts are read alike. Nobody is asked about a mere hint. */
const questionsOf = (pairs: ReadonlyArray<Pair>): ReadonlyArray<Question> => {
  const likely = pairs.filter(({ chosen }) => levelOf(chosen.confidence) !== "low")
  const all = likely.flatMap(({ draft: made }) => (isDrafted(made) ? [] : made))
  return [...new Map(all.toReversed().map((question) => [question.name, question] as const)).values()].toReversed()
}

const isAnswer = ({ choices }: Question, answer: string): boolean =>
  choices.length === 0 ? Currencies.isCurrency(answer) : choices.some((choice) => choice.answer === answer)

/** The expressions, after every answer that fits a question was taken. */
const draftAll = (entity: Entity, chosen: ReadonlyArray<Chosen>, answers: ReadonlyMap<string, string>) => {
  const pairsWith = (answer: Context["answer"]): ReadonlyArray<Pair> =>
    chosen
      .filter((one) => isField(entity, one))
      .map((one) => ({ chosen: one, draft: draftField(one, { chosen, answer }) }))
  const asked = questionsOf(pairsWith(() => undefined))
  const fitting = new Map(
    asked.flatMap((question) => {
      const answer = answers.get(question.name)
      return answer !== undefined && isAnswer(question, answer) ? [[question.name, answer] as const] : []
    }),
  )
  const pairs = pairsWith((name) => fitting.get(name))
  return { pairs, idleAnswers: [...answers.keys()].filter((name) => !fitting.has(name)) }
}

/**
 * Proposes expressions for the fields of a model from the columns and at most {@link sampleSize} rows of a file.
 *
 * A field is `high` only where its column's name and values agree and no other column comes near. Where values can be read
 * two ways (day and month, the decimal mark), or no currency is to be found, there is a question instead of a field.
 */
export const suggestMap = (input: SuggestInput): Suggestion => {
  const sample = { ...input, rows: input.rows.slice(0, sampleSize) }
  const columns = columnsOf(sample)
  const { entity, reason, chosen } = chooseColumns(columns, input.entity)
  const { pairs, idleAnswers } = draftAll(entity, chosen, input.answers ?? new Map())
  const reads = pairs.flatMap(({ chosen: { field, column }, draft: made }): ReadonlyArray<Read> =>
    isDrafted(made) ? [{ field: field.name, column, drafted: made }] : [],
  )
  const wrong = contradictions(reads)
  const fields = pairs.flatMap((pair) => toField(pair, wrong))
  const questions = questionsOf(pairs)
  const proposed = new Set(fields.map(({ field }) => field.split(".")[0]!))
  const asked = new Set(pairs.flatMap(({ chosen: { field }, draft: made }) => (isDrafted(made) ? [] : [field.name])))
  const needed = [...new Set([...neededFields(entity), ...(input.requires ?? [])])]
  const used = new Set(
    pairs.flatMap(({ chosen: { column }, draft: made }) => [
      column.name,
      ...(isDrafted(made) ? (made.columns ?? []) : []),
    ]),
  )
  return {
    entity: { value: entity, guessed: input.entity === undefined, reason },
    fields,
    questions,
    missing: needed.filter((name) => !proposed.has(name) && !asked.has(name)),
    unused: input.columns.filter((name) => !used.has(name)),
    idleAnswers,
  }
}
