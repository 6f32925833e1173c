/** Exports as systems write them, each with what a person would map. */
import { readdirSync, readFileSync } from "node:fs"

import type { Entity } from "@waybill/model"

import type { Suggestion } from "../../src/suggest/Suggestion.ts"

export interface Truth {
  readonly entity: Entity
  readonly answers: Readonly<Record<string, string>>
  /** What is asked where there are no answers. */
  readonly questions: ReadonlyArray<string>
  /** The expression of each field, or several that are as good. */
  readonly fields: Readonly<Record<string, string | ReadonlyArray<string>>>
}

export interface Export {
  readonly name: string
  readonly columns: ReadonlyArray<string>
  readonly rows: ReadonlyArray<Readonly<Record<string, string>>>
  readonly truth: Truth
}

/** The values of a line; a value in quotes may hold the delimiter. */
const split = (line: string, delimiter: string): ReadonlyArray<string> => {
  const value = new RegExp(`(?:^|${RegExp.escape(delimiter)})(?:"([^"]*)"|([^${RegExp.escape(delimiter)}]*))`, "g")
  return [...line.matchAll(value)].map(([, quoted, plain]) => quoted ?? plain ?? "")
}

const delimiterOf = (header: string): string => [";", "\t", "|"].find((sign) => header.includes(sign)) ?? ","

const readExport = (folder: URL, name: string): Export => {
  const [header = "", ...lines] = readFileSync(new URL(`${name}.csv`, folder), "utf8")
    .trimEnd()
    .split("\n")
  const delimiter = delimiterOf(header)
  const columns = split(header, delimiter)
  const rows = lines.map((line) => {
    const values = split(line, delimiter)
    return Object.fromEntries(columns.map((column, index) => [column, values[index] ?? ""]))
  })
  return { name, columns, rows, truth: JSON.parse(readFileSync(new URL(`${name}.truth.json`, folder), "utf8")) }
}

/** Every export of a folder beside this file. */
export const exportsOf = (folder: "exports" | "heldOut"): ReadonlyArray<Export> => {
  const url = new URL(`./${folder}/`, import.meta.url)
  const names = readdirSync(url).filter((name) => name.endsWith(".csv"))
  return names.toSorted().map((name) => readExport(url, name.slice(0, -".csv".length)))
}

export interface Score {
  /** Fields of the truth, and what is wrongly proposed besides. */
  readonly of: number
  readonly right: number
  /** `high dueDate: date(…)` */
  readonly wrong: ReadonlyArray<string>
  readonly absent: ReadonlyArray<string>
}

/** Holds proposals against the truth; a mere hint counts as not proposed. */
export const scoreOf = ({ fields }: Suggestion, truth: Truth): Score => {
  const proposed = fields.filter(({ level }) => level !== "low")
  const isRight = ({ field, expression }: (typeof fields)[number]) =>
    [truth.fields[field] ?? []].flat().includes(expression)
  const found = new Set(proposed.map(({ field }) => field))
  const wrong = proposed.filter((field) => !isRight(field))
  return {
    of: Object.keys(truth.fields).length + wrong.filter(({ field }) => !(field in truth.fields)).length,
    right: proposed.filter(isRight).length,
    wrong: wrong.map(({ level, field, expression }) => `${level} ${field}: ${expression}`),
    absent: Object.keys(truth.fields).filter((field) => !found.has(field)),
  }
}
