/**
 * JSON whose numbers stay the text they were sent as: what a stand-in counts owes nothing to a JavaScript number
 * (invariant 4).
 */
import { parseNumbers } from "@waybill/connector-http"
import { Decimals } from "@waybill/model"
import { BigDecimal, Predicate } from "effect"

/** A number as it stood in the JSON text; `JSON.stringify` writes it back unchanged. */
export interface RawNumber {
  readonly rawJSON: string
}

declare global {
  /** Standard, and newer than the types. */
  interface JSON {
    rawJSON(text: string): RawNumber
    isRawJSON(value: unknown): value is RawNumber
  }
}

export const parseExact = (text: string): unknown => parseNumbers(text, (source) => JSON.rawJSON(source))

export type Raw = Readonly<Record<string, unknown>>

export const isRaw = (value: unknown): value is Raw => Predicate.isObject(value) && !JSON.isRawJSON(value)

/** `value` as JSON text, with each decimal written out exactly, with at least `digits` decimals. */
export const writeExact = (value: unknown, digits = 0): string => JSON.stringify(withRawNumbers(value, digits))

const withRawNumbers = (value: unknown, digits: number): unknown => {
  if (BigDecimal.isBigDecimal(value)) return JSON.rawJSON(Decimals.toText(value, digits))
  if (Array.isArray(value)) return value.map((entry: unknown) => withRawNumbers(entry, digits))
  if (!isRaw(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, withRawNumbers(field, digits)]))
}
