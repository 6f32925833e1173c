/**
 * What a source looks like: its columns, and what they hold by the first page that is read. Where that is another than in the
 * last run, somebody changed something over there.
 */
import { CellDateTime } from "@waybill/connector"
import { Dates, Monies } from "@waybill/model"
import { BigDecimal, Predicate, Result, Schema } from "effect"

import { fieldsOf } from "../mapping/types.ts"
import type { Taken } from "./Lineage.ts"

/** What a column holds, in words; absent where nothing was there to tell it by. */
type Shape = ReadonlyArray<readonly [field: string, holds: string]>

/** A difference from the last run. */
export interface Drift {
  readonly field: string
  readonly change: "appeared" | "vanished" | "changed"
  /** Of a changed one: what it held, and what it holds. */
  readonly was?: string
  readonly is?: string
}

const unknown = ""
const text = "text"
const whole = "whole numbers"

/** How a text is written, by the first pattern that it fits. Only a hint: nothing is read by it. */
const writings: ReadonlyArray<readonly [holds: string, pattern: RegExp]> = [
  [whole, /^[+-]?\d+$/],
  ["numbers with a point", /^[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)\.\d+$/],
  ["numbers with a comma", /^[+-]?(?:\d+|\d{1,3}(?:[. \u00A0\u202F]\d{3})+),\d+$/],
  ["dates such as 2026-01-31", /^\d{4}-\d{1,2}-\d{1,2}(?:[T ].*)?$/],
  ["dates such as 31.01.2026", /^\d{1,2}\.\d{1,2}\.\d{2,4}$/],
  ["dates such as 31/01/2026", /^\d{1,2}\/\d{1,2}\/\d{2,4}$/],
  ["dates such as 31-01-2026", /^\d{1,2}-\d{1,2}-\d{2,4}$/],
]

const holdsOf = (value: unknown): string => {
  if (value === undefined || value === null) return unknown
  if (typeof value === "string") {
    const trimmed = value.trim()
    if (trimmed === "") return unknown
    return writings.find(([, pattern]) => pattern.test(trimmed))?.[0] ?? text
  }
  if (typeof value === "boolean") return "yes or no"
  if (BigDecimal.isBigDecimal(value)) return "numbers"
  if (Dates.isCalendarDate(value) || value instanceof CellDateTime) return "dates"
  if (Monies.isMoney(value)) return "amounts"
  return Array.isArray(value) ? "a list" : Predicate.isObject(value) ? "fields of its own" : text
}

/** What nearly all values of a column are; `text` where they are this and that. A whole number may be any number. */
const commonOf = (held: ReadonlyArray<string>): string => {
  const counts = new Map<string, number>()
  for (const holds of held) if (holds !== unknown) counts.set(holds, (counts.get(holds) ?? 0) + 1)
  const wholes = counts.get(whole) ?? 0
  const numbers = [...counts].filter(([holds]) => holds.startsWith("numbers"))
  if (wholes > 0 && numbers.length === 1) {
    counts.delete(whole)
    counts.set(numbers[0]![0], numbers[0]![1] + wholes)
  }
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0)
  if (all === 0) return unknown
  return [...counts].find(([, count]) => count * 10 >= all * 9)?.[0] ?? text
}

/** @param record the source's own type: its columns, also those that are empty */
export const shapeOf = (record: Schema.Schema<any>, rows: ReadonlyArray<Taken>): Shape => {
  const records: ReadonlyArray<Readonly<Record<string, unknown>>> = rows.flatMap((row) =>
    "record" in row ? [{ ...row.record }] : [],
  )
  return [...fieldsOf(record).keys()].map((field) => [field, commonOf(records.map((one) => holdsOf(one[field])))])
}

const differ = (was: string, is: string): boolean => {
  if (was === unknown || is === unknown || was === is) return false
  const isWhole = was === whole || is === whole
  return !(isWhole && (was.startsWith("numbers") || is.startsWith("numbers")))
}

/** What changed from one shape to another, in the order of the columns, those that vanished last. */
export const driftOf = (before: Shape, now: Shape): ReadonlyArray<Drift> => {
  const earlier = new Map(before)
  const present = new Set(now.map(([field]) => field))
  return [
    ...now.flatMap(([field, is]): ReadonlyArray<Drift> => {
      const was = earlier.get(field)
      if (was === undefined) return [{ field, change: "appeared" }]
      return differ(was, is) ? [{ field, change: "changed", was, is }] : []
    }),
    ...before.flatMap(([field]): ReadonlyArray<Drift> => (present.has(field) ? [] : [{ field, change: "vanished" }])),
  ]
}

/** What is kept: a column of which nothing was there keeps what it held before. */
export const remembered = (before: Shape | undefined, now: Shape): Shape => {
  const earlier = new Map(before)
  return now.map(([field, holds]) => [field, holds === unknown ? (earlier.get(field) ?? unknown) : holds])
}

const ShapeText = Schema.fromJsonString(Schema.Array(Schema.Tuple([Schema.String, Schema.String])))
const decode = Schema.decodeUnknownResult(ShapeText)
export const shapeText: (shape: Shape) => string = Schema.encodeSync(ShapeText)

/** `undefined` where it is none. */
export const shapeFrom = (json: string | undefined): Shape | undefined => Result.getOrUndefined(decode(json))

/** The columns of a shape that was kept. */
export const columnsOfShape = (json: string): ReadonlyArray<string> => (shapeFrom(json) ?? []).map(([field]) => field)

/** As a sentence of a report. */
export const driftText = ({ field, change, was, is }: Drift): string =>
  change === "changed"
    ? `'${field}' held ${was}, and holds ${is}`
    : `'${field}' ${change === "appeared" ? "is new" : "is gone"}`
