/**
 * What a cell of a workbook holds: text, or the number, date or truth that Excel keeps.
 */
import { type CalendarDate, Dates, Decimals } from "@waybill/model"
import { BigDecimal, Schema } from "effect"

/** The same for every copy of this package in a process: a connector may bring its own. */
const brand = Symbol.for("@waybill/connector/CellDateTime")

/** A date with a time of day, as a cell of a workbook can hold. Without a zone. */
export class CellDateTime {
  readonly date: CalendarDate
  /** `13:30:15`, with a fraction of a second only where there is one. */
  readonly time: string
  constructor(date: CalendarDate, time: string) {
    this.date = date
    this.time = time
  }
  static [Symbol.hasInstance](value: unknown): value is CellDateTime {
    return typeof value === "object" && value !== null && brand in value
  }
  get [brand](): true {
    return true
  }
  /** `2026-11-20T13:30:15`. */
  toString(): string {
    return `${Dates.toIso(this.date)}T${this.time}`
  }
}

/** An empty cell is `""`, as an empty column of delimited text is. */
export type Cell = string | boolean | BigDecimal.BigDecimal | CalendarDate | CellDateTime

export const isCell = (value: unknown): value is Cell =>
  typeof value === "string" ||
  typeof value === "boolean" ||
  BigDecimal.isBigDecimal(value) ||
  Dates.isCalendarDate(value) ||
  value instanceof CellDateTime

/** The cell as plain text: numbers in plain notation, dates in ISO 8601, `true` and `false`. */
export const cellText = (cell: Cell): string => (BigDecimal.isBigDecimal(cell) ? Decimals.toText(cell) : String(cell))

/** A source whose values are typed one by one: expressions see them as `cell`. */
export const CellSchema: Schema.declare<Cell> = Schema.declare(isCell, {
  representation: { id: "@waybill/connector/Cell", payload: null },
  expected: "a cell of a workbook",
})
