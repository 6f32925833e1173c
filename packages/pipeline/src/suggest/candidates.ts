/**
 * Which column is which field: names and values speak, and the best whole wins.
 */
import { entities, type Entity } from "@waybill/model"

import { assign } from "./assign.ts"
import { isReadable } from "./expressions.ts"
import { nameScore, type WantedField, wantedFields } from "./fields.ts"
import { type Fit, fitOf, speakForThemselves } from "./fit.ts"
import { type Header, readHeader } from "./header.ts"
import { type Look, lookAt } from "./look.ts"
import { atMostMedium, type SuggestInput } from "./Suggestion.ts"

export interface Column {
  readonly name: string
  readonly header: Header
  readonly look: Look
}

/** A column that was chosen for a field. */
export interface Chosen {
  readonly field: WantedField
  readonly column: Column
  readonly confidence: number
  /** Whole clauses, the most telling first. */
  readonly because: ReadonlyArray<string>
}

/** Looks at every column that an expression can read. */
export const columnsOf = ({ columns, rows }: SuggestInput): ReadonlyArray<Column> =>
  columns
    .filter(isReadable)
    .map((name) => ({ name, header: readHeader(name), look: lookAt(rows.map((row) => row[name])) }))

interface Candidate {
  readonly score: number
  readonly nameSays: number
  readonly fit: Fit
}

const valuesAlone = 0.6

const candidate = (field: WantedField, { header, look }: Column): Candidate => {
  const nameSays = nameScore(header, field)
  const fit = nameSays > 0 || speakForThemselves.has(field.kind) ? fitOf(field.kind, look) : { score: 0, because: "" }
  const likely = nameSays > 0 ? nameSays : valuesAlone
  return { score: fit.score === 0 ? 0 : likely * (0.6 + 0.4 * fit.score), nameSays, fit }
}

const nameClause = (score: number): string => {
  if (score === 0) return "the name says nothing"
  if (score >= 0.9) return "the name says so"
  return score >= 0.6 ? "the name may mean it" : "a part of the name means it"
}

/** Another column that would do nearly as well. */
const nearlyAsGood = 0.1

const choose = (entity: Entity, columns: ReadonlyArray<Column>): ReadonlyArray<Chosen> => {
  const fields = wantedFields[entity]
  const table = fields.map((field) => columns.map((column) => candidate(field, column)))
  const pairs = assign(table.map((row) => row.map(({ score }) => score)))
  const taken = new Set(pairs.map(([, column]) => column))
  return pairs
    .toSorted(([a], [b]) => a - b)
    .map(([row, at]): Chosen => {
      const { score, nameSays, fit } = table[row]![at]!
      const rival = table[row]!.findIndex((other, index) => !taken.has(index) && other.score > score - nearlyAsGood)
      const rivals = rival === -1 ? [] : [`the column ${JSON.stringify(columns[rival]!.name)} could be meant as well`]
      return {
        field: fields[row]!,
        column: columns[at]!,
        confidence: rival === -1 ? score : Math.min(score, atMostMedium),
        because: [nameClause(nameSays), fit.because, ...rivals],
      }
    })
}

/** The fields that every record of the kind has. */
const needed: Readonly<Record<Entity, ReadonlyArray<string>>> = {
  customer: ["number"],
  invoice: ["number", "customerNumber", "total"],
  payment: ["number", "customerNumber", "amount"],
}

export const neededFields = (entity: Entity): ReadonlyArray<string> => needed[entity]

/** How well a file is explained as one of records of a kind. */
const explained = (entity: Entity, chosen: ReadonlyArray<Chosen>): number => {
  const found = new Set(chosen.map(({ field }) => field.name))
  const absent = needed[entity].filter((name) => !found.has(name)).length
  const repeats = chosen.some(({ field, column }) => field.kind === "key" && column.look.distinct < 0.9)
  return chosen.reduce((sum, { confidence }) => sum + confidence, 0) - 1.5 * absent - (repeats ? 3 : 0)
}

export interface Choosing {
  readonly entity: Entity
  readonly reason: string
  readonly chosen: ReadonlyArray<Chosen>
}

/** Finds the columns of the fields, and what the records are where nobody says it. */
export const chooseColumns = (columns: ReadonlyArray<Column>, given: Entity | undefined): Choosing => {
  if (given !== undefined) return { entity: given, reason: "it was said", chosen: choose(given, columns) }
  const [best, second] = entities
    .map((entity) => {
      const chosen = choose(entity, columns)
      return { entity, chosen, score: explained(entity, chosen) }
    })
    .toSorted((a, b) => b.score - a.score)
  const { entity, chosen, score } = best!
  const found = chosen.map(({ field }) => field.name).join(", ")
  const close = score - second!.score < 1 ? `; it could be a ${second!.entity} too: say it with --entity` : ""
  const reason = found === "" ? "nothing in the file speaks for any kind" : `the columns speak for ${found}${close}`
  return { entity, reason, chosen }
}
