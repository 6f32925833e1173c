/**
 * Expressions as they stand in a pipeline file: quoted only where YAML would read something else.
 */
import { Result } from "effect"
import { parse } from "yaml"

import type { SuggestedField } from "./Suggestion.ts"

const readsAs = (written: string, text: string): boolean =>
  Result.getOrUndefined(Result.try(() => parse(`key: ${written}  # comment`, { logLevel: "silent" })))?.key === text

/** A scalar of a block: plain, in single quotes, or escaped. */
export const scalar = (text: string): string =>
  [text, `'${text.replaceAll("'", "''")}'`].find((written) => !/[\r\n]/.test(written) && readsAs(written, text)) ??
  JSON.stringify(text)

/** A field, or an address with its parts. */
export type Entry =
  | { readonly key: string; readonly field: SuggestedField }
  | { readonly key: string; readonly parts: ReadonlyArray<Entry> }

/** Fields with a dot between levels as a tree, in their order. */
export const entriesOf = (fields: ReadonlyArray<SuggestedField>): ReadonlyArray<Entry> => {
  const keys = [...new Set(fields.map(({ field }) => field.split(".")[0]!))]
  return keys.map((key) => {
    const own = fields.find(({ field }) => field === key)
    if (own !== undefined) return { key, field: own }
    const inside = fields.filter(({ field }) => field.startsWith(`${key}.`))
    return { key, parts: inside.map((field) => ({ key: field.field.slice(key.length + 1), field })) }
  })
}

/** A comment ends with its line: what can't be seen is left out. */
const commentOf = ({ level, reason }: SuggestedField): string =>
  `  # ${level}: ${reason.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "?")}`

/** What stands in a line of its own; a mere hint is a comment, and what is not sure says why. */
const line = (indent: string, key: string, field: SuggestedField): string => {
  if (field.level === "low") return `${indent}# ${field.field}: ${field.expression}${commentOf(field)}`
  return `${indent}${key}: ${scalar(field.expression)}${field.level === "medium" ? commentOf(field) : ""}`
}

/** Lines of a block map. */
export const blockLines = (entries: ReadonlyArray<Entry>, indent: string): ReadonlyArray<string> =>
  entries.flatMap((entry) => {
    if ("field" in entry) return [line(indent, entry.key, entry.field)]
    const lines = blockLines(entry.parts, `${indent}  `)
    // A key with nothing but comments below it would be null.
    return lines.every((each) => each.trimStart().startsWith("#")) ? lines : [`${indent}${entry.key}:`, ...lines]
  })

/** Entries of a flow map, JSON too: there is no place for comments, so hints are left out. */
export const flowEntries = (entries: ReadonlyArray<Entry>): ReadonlyArray<string> =>
  entries.flatMap((entry) => {
    if ("parts" in entry) {
      const parts = flowEntries(entry.parts)
      return parts.length === 0 ? [] : [`${JSON.stringify(entry.key)}: { ${parts.join(", ")} }`]
    }
    const { field } = entry
    return field.level === "low" ? [] : [`${JSON.stringify(entry.key)}: ${JSON.stringify(field.expression)}`]
  })

/** Fields as they would stand under `map:`, to copy by hand. */
export const mapText = (fields: ReadonlyArray<SuggestedField>): string =>
  ["map:", ...blockLines(entriesOf(fields), "  ")].join("\n")
