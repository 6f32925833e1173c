/**
 * A number, a date or a truth that stands in a cell now, against the value that was kept.
 */
import { type Cell, CellDateTime, cellText, toPlain } from "@waybill/connector"
import { type CalendarDate, Dates, Decimals, Monies } from "@waybill/model"
import { BigDecimal } from "effect"

import type { Said } from "./errors.ts"
import { daysOf, hasLeadingZero, isTooLong, markOf, meansTheSame, zerosLost } from "./notations.ts"
import { type CellPlace, changed, type Reading, refused, same } from "./reading.ts"
import { rewritten, zerosGone } from "./readText.ts"

type TypedCell = Exclude<Cell, string>

const retyped: Said = ["WB-REJECTS-RETYPED", "the cell has another type than before; it is taken as it is now"]

const plainCell = (cell: TypedCell): unknown => toPlain({ cell })["cell"]

const isDay = (value: unknown): value is CalendarDate | CellDateTime =>
  Dates.isCalendarDate(value) || value instanceof CellDateTime

const forTyped = (cell: TypedCell, was: TypedCell): Reading => {
  if (BigDecimal.isBigDecimal(cell)) {
    // A date whose format was taken away is a count of days.
    if (isDay(was)) return refused("WB-REJECTS-TYPE", "a date stood here, and now a number")
    if (BigDecimal.isBigDecimal(was)) return BigDecimal.equals(cell, was) ? same() : changed(plainCell(cell))
  }
  if (isDay(cell) && isDay(was)) return String(was) === `${cellText(cell)}T00:00:00` ? same() : changed(plainCell(cell))
  return typeof cell === typeof was && typeof cell === "boolean"
    ? changed(plainCell(cell))
    : changed(plainCell(cell), retyped)
}

/** A number in the place of a text: as the source would write it, where that is certain. */
const numberForText = (cell: BigDecimal.BigDecimal, was: string, { flow, column, failing }: CellPlace): Reading => {
  const text = Decimals.toText(cell)
  if (zerosLost(was, text)) return same(zerosGone)
  if (!failing && meansTheSame(was, text)) return same(rewritten)
  const { numbers, zeros, mark } = flow.of(column)
  if (numbers) return changed(plainCell(cell))
  if (zeros || hasLeadingZero(was))
    return refused("WB-REJECTS-NO-ZEROS", "the source writes leading zeros here, and the cell holds a number")
  const isSure = !text.includes(".") || (markOf(was) ?? mark) === "."
  return isSure ? changed(text) : refused("WB-REJECTS-NUMBER", "the cell holds a number, and the source has text")
}

const dayForText = (cell: CalendarDate | CellDateTime, was: string, { flow, column, failing }: CellPlace): Reading => {
  const days = new Set(daysOf(was).map(Dates.toIso))
  if (!failing && days.size === 1 && days.has(cellText(cell))) return same(rewritten)
  return flow.of(column).days
    ? changed(plainCell(cell))
    : refused("WB-REJECTS-DATE", "the cell holds a date, and the source has text")
}

const truthForText = (cell: boolean, was: string, { flow, column, failing }: CellPlace): Reading => {
  if (!failing && meansTheSame(was, String(cell))) return same(rewritten)
  return flow.of(column).truths
    ? changed(cell)
    : refused("WB-REJECTS-TYPE", "the cell holds true or false, and the source has text")
}

/** `was` is the value that was kept, as the source had it. */
export const readTyped = (cell: TypedCell, was: unknown, place: CellPlace): Reading => {
  if (Monies.isMoney(was)) return refused("WB-REJECTS-TYPE", "an amount with its currency stood here")
  const isNumber = BigDecimal.isBigDecimal(cell)
  if (isNumber && isTooLong(cell) && !(BigDecimal.isBigDecimal(was) && BigDecimal.equals(cell, was)))
    return refused("WB-REJECTS-DIGITS", "the number has more digits than a spreadsheet keeps")
  if (BigDecimal.isBigDecimal(was) || isDay(was) || typeof was === "boolean") return forTyped(cell, was)
  if (typeof was === "object") return refused("WB-REJECTS-LIST", "a list stood here")
  const text = typeof was === "string" ? was : ""
  if (isNumber) return numberForText(cell, text, place)
  return isDay(cell) ? dayForText(cell, text, place) : truthForText(cell, text, place)
}
