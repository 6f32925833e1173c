/**
 * A cell that somebody gave back, against the value that was kept: whether it differs, and what it says in the source's terms.
 */
import { type Cell, CellDateTime, cellText, plainOf, plainText } from "@waybill/connector"
import { type CalendarDate, Dates, Decimals, Monies } from "@waybill/model"
import { BigDecimal } from "effect"

import { type FlowColumns, valueOf } from "./FlowColumns.ts"
import { daysOf, hasLeadingZero, numbersOf } from "./notations.ts"
import { type CellPlace, changed, type Reading, refused, same } from "./reading.ts"
import { readText } from "./readText.ts"
import { readTyped } from "./readTyped.ts"

/** An emptied cell: empty as the cells of tables are, or absent where records are more than tables. */
const emptied = (was: unknown, { isStructured }: FlowColumns): unknown =>
  typeof was === "string" || !isStructured ? "" : null

const forDecimal = (text: string, was: BigDecimal.BigDecimal): Reading => {
  const number = Decimals.parse(text)
  // A number has no leading zeros: whoever writes them means a text.
  if (number === undefined || hasLeadingZero(text)) {
    return number === undefined && numbersOf(text).length > 0
      ? refused("WB-REJECTS-NUMBER", "a number stood here, and this one is not written with a point")
      : changed(text)
  }
  return BigDecimal.equals(number, was) ? same() : changed({ $decimal: Decimals.toText(number) })
}

const isoDateTime = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?$/

const forDay = (text: string, was: CalendarDate | CellDateTime): Reading => {
  const day = Dates.parseIso(text)
  if (day !== undefined) return changed({ $date: Dates.toIso(day) })
  if (was instanceof CellDateTime && isoDateTime.test(text)) return changed(plainOf(text, { $dateTime: String(was) }))
  return daysOf(text).length > 0
    ? refused("WB-REJECTS-DATE", "a date stood here, and this one is not written as 2026-02-28")
    : changed(text)
}

const forMoney = (text: string): Reading =>
  /^-?\d+(\.\d+)? [A-Z]{3}$/.test(text)
    ? changed({ $money: text })
    : refused("WB-REJECTS-TYPE", "an amount with its currency stood here")

const forTruth = (text: string, was: boolean): Reading => {
  const lower = text.toLowerCase()
  if (lower !== "true" && lower !== "false") return changed(text)
  return (lower === "true") === was ? same() : changed(!was)
}

/** A list, or a record within the record, is shown as JSON. */
const forJson = (text: string, kept: unknown): Reading => {
  const value = plainOf(text, kept)
  if (value === undefined) return refused("WB-REJECTS-LIST", "a list stood here, and this is no JSON of one")
  return JSON.stringify(value) === JSON.stringify(kept) ? same() : changed(value)
}

/** What a text says in the place of a value. */
const inPlaceOf = (text: string, kept: unknown, was: unknown): Reading => {
  if (BigDecimal.isBigDecimal(was)) return forDecimal(text, was)
  if (Dates.isCalendarDate(was) || was instanceof CellDateTime) return forDay(text, was)
  if (Monies.isMoney(was)) return forMoney(text)
  if (typeof was === "boolean") return forTruth(text, was)
  return typeof was === "object" ? forJson(text, kept) : changed(text)
}

const ofText = (now: string, kept: unknown, was: unknown, place: CellPlace): Reading => {
  const reading = readText(now, textOf(kept), place)
  if (reading._tag === "Spoilt") return refused(...reading.why)
  if (reading._tag === "Same") return reading
  if (reading.text === "") return changed(emptied(was, place.flow), ...reading.said)
  const said = inPlaceOf(reading.text, kept, was)
  return said._tag === "Refused" ? said : { ...said, said: reading.said }
}

/** As an export writes it: half a character can stand in no file. */
export const textOf = (kept: unknown): string => plainText(kept).toWellFormed()

export const readCell = (cell: Cell, kept: unknown, place: CellPlace): Reading => {
  // Nearly every cell is as it was.
  if (cellText(cell) === textOf(kept)) return same()
  const was = valueOf(kept)
  if (cell === "") return changed(emptied(was, place.flow))
  return typeof cell === "string" ? ofText(cell, kept, was, place) : readTyped(cell, was, place)
}
