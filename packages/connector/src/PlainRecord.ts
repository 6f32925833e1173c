/**
 * A source's record as plain JSON and back, so that what is kept of it is what it was: exact numbers, amounts and dates are
 * marked as such, since a text and a number read differently.
 */
import { CalendarDate, Dates, Decimals, Money } from "@waybill/model"
import { BigDecimal, Option, Predicate, Result } from "effect"

import { CellDateTime } from "./Cell.ts"

/** By column. Text and truths are themselves, what is absent is null, the rest is marked: `{ "$decimal": "12.5" }`. */
export type PlainRecord = Readonly<Record<string, unknown>>

const isStruct = (value: unknown): value is Readonly<Record<string, unknown>> =>
  Predicate.isObject(value) && [null, Object.prototype].includes(Object.getPrototypeOf(value))

/** With its zeros at the end: they are a part of how the source wrote it. */
const decimalText = (value: BigDecimal.BigDecimal): string => Decimals.toText(value, Math.max(0, value.scale))

const plain = (value: unknown): unknown => {
  if (value === undefined || value === null) return null
  if (typeof value === "string" || typeof value === "boolean" || typeof value === "number") return value
  if (Array.isArray(value)) return value.map(plain)
  if (BigDecimal.isBigDecimal(value)) return { $decimal: decimalText(value) }
  if (value instanceof CalendarDate) return { $date: Dates.toIso(value) }
  if (value instanceof CellDateTime) return { $dateTime: String(value) }
  if (value instanceof Money) return { $money: `${decimalText(value.amount)} ${value.currency}` }
  if (typeof value === "object") return toPlain(value)
  return typeof value === "bigint" ? value.toString() : null
}

/** Never loses what a record holds: {@link fromPlain} gives it back. */
export const toPlain = (record: object): PlainRecord =>
  Object.fromEntries(Object.entries(record).map(([column, value]) => [column, plain(value)]))

/** Also longer than any amount: what was kept is given back, whatever it is. */
const decimalOf = (text: string): BigDecimal.BigDecimal | undefined =>
  text.length <= Decimals.maxLength ? Decimals.parse(text) : Option.getOrUndefined(BigDecimal.fromString(text))

/** The marks, and the value of a marked text; `undefined` where the text is none of its kind. */
const marks: Readonly<Record<string, (text: string) => unknown>> = {
  $decimal: decimalOf,
  $date: Dates.parseIso,
  $dateTime: (text) => {
    const date = /^.{10}T\d\d:\d\d:\d\d(\.\d+)?$/.test(text) ? Dates.parseIso(text.slice(0, 10)) : undefined
    return date === undefined ? undefined : new CellDateTime(date, text.slice(11))
  },
  $money: (text) => {
    const amount = decimalOf(text.slice(0, -4))
    return amount === undefined ? undefined : new Money(amount, text.slice(-3))
  },
}

/** The mark of a value and its text: `["$decimal", "12.5"]`; `undefined` where it has none. */
const marked = (value: unknown): readonly [mark: string, text: string] | undefined => {
  if (!isStruct(value)) return undefined
  const [entry, ...others] = Object.entries(value)
  if (entry === undefined || others.length > 0) return undefined
  const [mark, text] = entry
  return Object.hasOwn(marks, mark) && typeof text === "string" ? [mark, text] : undefined
}

const unplain = (value: unknown): unknown => {
  if (value === null) return undefined
  if (Array.isArray(value)) return value.map(unplain)
  const found = marked(value)
  if (found !== undefined) return marks[found[0]]!(found[1])
  return isStruct(value) ? fromPlain(value) : value
}

/** The record that {@link toPlain} was given; what is null is left out. */
export const fromPlain = (record: PlainRecord): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(record).flatMap(([column, value]) => {
      const read = unplain(value)
      return read === undefined ? [] : [[column, read]]
    }),
  )

/** A value of a plain record as a person reads and writes it: numbers in plain notation, dates in ISO 8601, lists as JSON. */
export const plainText = (value: unknown): string => {
  if (value === undefined || value === null) return ""
  if (typeof value === "string") return value
  return marked(value)?.[1] ?? JSON.stringify(value)
}

/**
 * A text that a person wrote in the place of `value`, as what that was: a number where a number stood, where the text is
 * one. Otherwise text; `undefined` where the place holds a list or a struct and the text is no JSON of one.
 */
export const plainOf = (text: string, value: unknown): unknown => {
  const mark = marked(value)?.[0]
  if (mark !== undefined) return marks[mark]!(text) === undefined ? text : { [mark]: text }
  if (typeof value === "boolean" && (text === "true" || text === "false")) return text === "true"
  if (!Array.isArray(value) && !isStruct(value)) return text
  return parsed(text)
}

const parsed = (text: string): unknown => {
  const value: unknown = Result.getOrUndefined(Result.try(() => JSON.parse(text)))
  return Array.isArray(value) || isStruct(value) ? value : undefined
}
