/**
 * A dictionary's codes. The shape of its answer is not documented: a list in its envelope or bare, of texts or of objects that
 * have the code as `code`, `key` or `id`.
 */
import { Predicate } from "effect"

const codeOf = (entry: unknown): string | undefined => {
  if (typeof entry === "string") return entry === "" ? undefined : entry
  for (const name of ["code", "key", "id"]) {
    const value = Predicate.hasProperty(entry, name) ? entry[name] : undefined
    if (typeof value === "string" && value !== "") return value
  }
  return undefined
}

const entriesOf = (answer: unknown): ReadonlyArray<unknown> | undefined => {
  if (Array.isArray(answer)) return answer
  if (!Predicate.hasProperty(answer, "items")) return undefined
  const total = Predicate.hasProperty(answer, "totalCount") ? answer.totalCount : undefined
  const items = Array.isArray(answer.items) ? answer.items : answer.items === null ? [] : undefined
  // Part of a dictionary would make known codes unknown.
  return total === undefined || total === items?.length ? items : undefined
}

/** The codes; `undefined` where the answer, or one entry of it, is none of the shapes above. */
export const codesOf = (answer: unknown): ReadonlyArray<string> | undefined => {
  const codes = entriesOf(answer)?.map(codeOf)
  return codes?.every((code) => code !== undefined) ? codes : undefined
}
