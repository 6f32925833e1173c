/**
 * A value as exceljs is to write it.
 */
import { type Cell, CellDateTime } from "@waybill/connector"
import { Decimals } from "@waybill/model"
import { BigDecimal } from "effect"

import { toCellNumber } from "./number.ts"
import { toSerial } from "./serial.ts"

/** A cell to write; `format` is the number format of Excel that shows it. */
export interface WrittenCell {
  readonly value: Cell
  readonly format?: string
  /** Whether it is coloured, for the eye to find it. */
  readonly marked?: boolean
}

export interface CellOut {
  readonly value: string | number | boolean | null | { readonly richText: Array<{ readonly text: string }> }
  readonly format: string
}

/** Text, whatever is typed into the cell later: leading zeros live, and nothing becomes a date or a formula. */
export const textFormat = "@"

/** What XML can't hold, and what exceljs would drop: written as Excel itself does (ECMA-376 part 1, 22.9.2.19). */
// oxlint-disable-next-line no-control-regex
const unwritableCharacters = /[\u0000-\u0008\u000B-\u001F\u007F\uFFFE\uFFFF]/g

const escapeText = (text: string): string =>
  text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replace(
      unwritableCharacters,
      (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`,
    )

const textOut = (text: string): CellOut => {
  if (text === "") return { value: null, format: textFormat }
  const escaped = escapeText(text)
  // As a run of rich text it is written with its white space preserved.
  const value = /^\s|\s$|\n/.test(escaped) ? { richText: [{ text: escaped }] } : escaped
  return { value, format: textFormat }
}

const millisecondsOfDay = 86_400_000

const millisecondsOf = (time: string): number => {
  const [hours, minutes, seconds] = time.split(":").map(Number)
  return Math.round(((hours! * 60 + minutes!) * 60 + seconds!) * 1000)
}

/** Dates as Excel's numbers, never through a JavaScript Date: no time zone can move them (invariant 5). */
export const cellOut = ({ value, format }: WrittenCell): CellOut => {
  if (typeof value === "string") return textOut(value)
  if (typeof value === "boolean") return { value, format: "General" }
  if (BigDecimal.isBigDecimal(value)) {
    const number = toCellNumber(value)
    return number === undefined ? textOut(Decimals.toText(value)) : { value: number, format: format ?? "General" }
  }
  const serial = toSerial(value instanceof CellDateTime ? value.date : value)
  if (serial === undefined) return textOut(value.toString())
  return value instanceof CellDateTime
    ? { value: serial + millisecondsOf(value.time) / millisecondsOfDay, format: format ?? "yyyy-mm-dd hh:mm:ss" }
    : { value: serial, format: format ?? "yyyy-mm-dd" }
}
