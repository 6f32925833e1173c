/**
 * Adds fields to the `map` of a flow in the text of a pipeline file. Lines are only ever added: every character that stands
 * there stays where it is.
 */
import { Result } from "effect"
import { isAlias, isCollection, isMap, isPair, isScalar, parseDocument, type Pair, type YAMLMap } from "yaml"

import type { SuggestedField } from "./Suggestion.ts"
import { blockLines, entriesOf, type Entry, flowEntries } from "./yamlText.ts"

export interface Inserted {
  readonly text: string
  /** The fields that are new. */
  readonly added: ReadonlyArray<string>
  /** Fields that were proposed and are mapped already. */
  readonly kept: ReadonlyArray<string>
}

/** Why nothing can be added, as a sentence. */
type Refusal = string

const keyOf = ({ key }: Pair): string => (isScalar(key) ? String(key.value) : "")

const startOf = (node: unknown): number => (isScalar(node) || isCollection(node) ? (node.range?.[0] ?? 0) : 0)

/** Where the last character of a pair stands, plus one. */
const endOf = (node: unknown): number => {
  if (isPair(node)) {
    const { key, value } = node
    const isEmpty = value === null || (isScalar(value) && value.value === null && value.source === "")
    return isEmpty ? endOf(key) : endOf(value)
  }
  if (isCollection(node) && node.flow !== true && node.items.length > 0) return endOf(node.items.at(-1))
  return isScalar(node) || isCollection(node) || isAlias(node) ? (node.range?.[1] ?? 0) : 0
}

const lineStart = (text: string, offset: number): number => text.lastIndexOf("\n", offset - 1) + 1

/** What stands before a key in its line. */
const indentOf = (text: string, map: YAMLMap): string => {
  const start = startOf(map.items[0]?.key)
  return text.slice(lineStart(text, start), start)
}

/** Puts whole lines behind the line in which `offset` stands. */
const addLines = (text: string, offset: number, lines: ReadonlyArray<string>): string => {
  const newline = text.includes("\r\n") ? "\r\n" : "\n"
  // A block scalar ends with its line break.
  const found = text[offset - 1] === "\n" ? offset - 1 : text.indexOf("\n", offset)
  const at = found === -1 ? text.length : found + 1
  const before = found === -1 && at > 0 ? newline : ""
  const after = found === -1 ? "" : newline
  return `${text.slice(0, at)}${before}${lines.join(newline)}${after}${text.slice(at)}`
}

const splice = (text: string, at: number, added: string): string => text.slice(0, at) + added + text.slice(at)

const notHere = "the flow's `map` is written in a way that nothing can be added to"

/** Behind the last entry of `{ … }`; a comma that stands there already comes to stand behind. */
const addToFlow = (text: string, map: YAMLMap, written: ReadonlyArray<string>): string => {
  if (written.length === 0) return text
  const last = map.items.at(-1)
  return last === undefined
    ? splice(text, startOf(map) + 1, ` ${written.join(", ")} `)
    : splice(text, endOf(last), `, ${written.join(", ")}`)
}

/** A comment that an earlier run has left is not written again. */
const newLines = (text: string, lines: ReadonlyArray<string>): ReadonlyArray<string> =>
  lines.filter((line) => !line.trimStart().startsWith("#") || !text.includes(line.trim()))

const addToBlock = (text: string, map: YAMLMap, entries: ReadonlyArray<Entry>): Result.Result<string, Refusal> => {
  const indent = indentOf(text, map)
  if (!/^ *$/.test(indent)) return Result.fail(notHere)
  const lines = newLines(text, blockLines(entries, indent))
  return Result.succeed(lines.length === 0 ? text : addLines(text, endOf(map), lines))
}

/** A flow that has no map, or one with nothing in it. */
const addMap = (
  text: string,
  flow: YAMLMap,
  pair: Pair | undefined,
  entries: ReadonlyArray<Entry>,
): Result.Result<string, Refusal> => {
  if (flow.flow === true) {
    if (pair !== undefined) return Result.fail(notHere)
    return Result.succeed(addToFlow(text, flow, [`"map": { ${flowEntries(entries).join(", ")} }`]))
  }
  const indent = indentOf(text, flow)
  if (!/^ *$/.test(indent)) return Result.fail(notHere)
  const lines = newLines(text, blockLines(entries, `${indent}  `))
  if (lines.length === 0) return Result.succeed(text)
  return Result.succeed(
    pair === undefined ? addLines(text, endOf(flow), [`${indent}map:`, ...lines]) : addLines(text, endOf(pair), lines),
  )
}

const isEmptyPair = ({ value }: Pair): boolean =>
  value === null || (isScalar(value) && value.value === null && value.source === "" && value.anchor === undefined)

const addTo = (text: string, flow: YAMLMap, entries: ReadonlyArray<Entry>): Result.Result<string, Refusal> => {
  const pair = flow.items.find((item) => keyOf(item) === "map")
  if (pair === undefined || isEmptyPair(pair)) return addMap(text, flow, pair, entries)
  const map = pair.value
  if (!isMap(map)) return Result.fail(notHere)
  return map.flow === true ? Result.succeed(addToFlow(text, map, flowEntries(entries))) : addToBlock(text, map, entries)
}

/** Adds what the flow's map does not have yet; fails with a sentence where there is no place for it. */
export const insertMap = (
  text: string,
  flowName: string,
  fields: ReadonlyArray<SuggestedField>,
): Result.Result<Inserted, Refusal> => {
  // Offsets count from behind a byte order mark.
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : ""
  const body = text.slice(mark.length)
  const document = parseDocument(body, { schema: "core", logLevel: "error", prettyErrors: false })
  const flow: unknown = document.getIn(["flows", flowName], true)
  if (!isMap(flow)) return Result.fail(notHere)
  const map: unknown = flow.get("map", true)
  const mapped = new Set(isMap(map) ? map.items.map(keyOf) : [])
  const isMapped = ({ field }: SuggestedField): boolean => mapped.has(field.split(".")[0]!)
  const fresh = fields.filter((field) => !isMapped(field))
  return Result.map(addTo(body, flow, entriesOf(fresh)), (added) => ({
    text: mark + added,
    added: fresh.flatMap(({ field, level }) => (level === "low" ? [] : [field])),
    kept: fields.filter(isMapped).map(({ field }) => field),
  }))
}
