/**
 * What the values of one column look like, in counters, and what that says of the column.
 */
import { type Cell, CellDateTime } from "@waybill/connector"
import { CalendarDate, Decimals } from "@waybill/model"
import { BigDecimal } from "effect"

import type { Code } from "../errors.ts"
import { Count, plural } from "./count.ts"

export interface ColumnFinding {
  readonly code: Code
  readonly message: string
  readonly row: number
}

/** Day, month and year in any order, with a time of day or without. */
const dateLike = /^(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?:[ T,]+\d{1,2}:\d{2}.*)?$/
const numberLike = /^[+-]?\d{1,3}(?:[.,' \u00A0]?\d{3})*(?:[.,]\d+)?$|^[+-]?\d+(?:[.,]\d+)?$/
const leadingZeros = /^0\d+$/
/** No number or date is written in more characters. */
const longestLook = 40
/** Longer whole numbers than this are no keys that anybody filled up with zeros. */
const longestKey = 18

/** `dd/mm/yyyy`, `yyyy-mm-dd`: what stands where as far as that can be told, without a value. */
const shapeOf = ([, first, mark, second, last]: RegExpExecArray): string => {
  if (first!.length > 2) return `yyyy${mark}mm${mark}dd`
  const year = last!.length > 2 ? "yyyy" : "yy"
  return Number(second) > 12 ? `mm${mark}dd${mark}${year}` : `dd${mark}mm${mark}${year}`
}

/** Whether day and month can be told apart, so that a program that looks for the month in the other place finds none. */
const isOneWay = ([, first, , second]: RegExpExecArray): boolean =>
  first!.length <= 2 && (Number(first) > 12 || Number(second) > 12)

export class ColumnCounts {
  readonly name: string
  private readonly dates = new Count()
  /** Dates whose day could as well be a month. */
  private smallDays = 0
  private readonly dateTexts = new Count()
  /** Texts that are a date in one order of day and month only. */
  private oneWayTexts = 0
  private shape = ""
  private readonly numbers = new Count()
  private readonly numberTexts = new Count()
  private readonly zeroTexts = new Count()
  private longestZeroText = 0
  /** Whole numbers by their count of digits. */
  private readonly wholeByLength = Array.from({ length: longestKey + 1 }, () => new Count())
  private readonly padded = new Count()
  private readonly uncalculated = new Count()
  private readonly errors = new Count()

  constructor(name: string) {
    this.name = name
  }

  problem(code: Code, row: number): void {
    if (code === "WB-EXCEL-UNCALCULATED") this.uncalculated.add(row)
    else if (code === "WB-EXCEL-ERROR-CELL") this.errors.add(row)
  }

  /** `padding`: the digits that the cell's format fills up with zeros. */
  value(value: Cell, row: number, padding: number): void {
    if (typeof value === "string") this.text(value.trim(), row)
    else if (BigDecimal.isBigDecimal(value)) this.number(value, row, padding)
    else if (value instanceof CalendarDate) this.date(value, row)
    else if (value instanceof CellDateTime) this.date(value.date, row)
  }

  private date({ day }: CalendarDate, row: number): void {
    this.dates.add(row)
    if (day <= 12) this.smallDays += 1
  }

  private text(text: string, row: number): void {
    if (text.length > longestLook) return
    const date = dateLike.exec(text)
    if (date !== null) {
      if (this.dateTexts.count === 0) this.shape = shapeOf(date)
      this.dateTexts.add(row)
      if (isOneWay(date)) this.oneWayTexts += 1
    } else if (leadingZeros.test(text)) {
      this.zeroTexts.add(row)
      this.longestZeroText = Math.max(this.longestZeroText, text.length)
    } else if (numberLike.test(text)) this.numberTexts.add(row)
  }

  private number(value: BigDecimal.BigDecimal, row: number, padding: number): void {
    this.numbers.add(row)
    if (Decimals.scaleOf(value) > 0 || BigDecimal.isNegative(value)) return
    const { length } = Decimals.toText(value)
    if (length <= longestKey) this.wholeByLength[length]!.add(row)
    if (length < padding) this.padded.add(row)
  }

  findings(): ReadonlyArray<ColumnFinding> {
    return [this.mixedDates(), this.lostZeros(), this.paddedNumbers(), this.textNumbers(), ...this.problems()].filter(
      (finding) => finding !== undefined,
    )
  }

  private mixedDates(): ColumnFinding | undefined {
    const { dates, dateTexts } = this
    if (dates.count === 0 || dateTexts.count === 0) return undefined
    const sure = this.smallDays === dates.count && this.oneWayTexts === dateTexts.count
    const both = `${plural(dates.count, "real date")} (row ${dates.row}) beside ${plural(dateTexts.count, "text")} such as ${this.shape}`
    const why = sure
      ? "; no real date has a day after the 12th, no text a month where Excel looked for it: the real dates most likely have day and month swapped"
      : ""
    return { code: "WB-EXCEL-MIXED-DATES", message: both + why, row: dateTexts.row }
  }

  /**
   * Keys of one length, some still text with their zeros, others numbers with fewer digits: those had zeros too. Numbers
   * as long as the texts never had any.
   */
  private lostZeros(): ColumnFinding | undefined {
    const { zeroTexts, longestZeroText } = this
    const shorter = this.wholeByLength.slice(0, longestZeroText).filter(({ count }) => count > 0)
    if (zeroTexts.count === 0 || shorter.length === 0) return undefined
    const count = shorter.reduce((sum, numbers) => sum + numbers.count, 0)
    const row = Math.min(...shorter.map((numbers) => numbers.row))
    const message = `${plural(zeroTexts.count, "text")} with leading zeros (row ${zeroTexts.row}) beside ${plural(count, "number")} of fewer digits`
    return { code: "WB-EXCEL-LOST-ZEROS", message, row }
  }

  private paddedNumbers(): ColumnFinding | undefined {
    const { count, row } = this.padded
    if (count === 0) return undefined
    const message = `${plural(count, "number")} shown with leading zeros by a format, among ${plural(this.numbers.count, "number")}; the values have none`
    return { code: "WB-EXCEL-LOST-ZEROS", message, row }
  }

  private textNumbers(): ColumnFinding | undefined {
    const { numberTexts, numbers } = this
    if (numberTexts.count === 0 || numbers.count === 0) return undefined
    const message = `${plural(numberTexts.count, "number")} stored as text beside ${plural(numbers.count, "number")} (row ${numbers.row})`
    return { code: "WB-EXCEL-TEXT-NUMBERS", message, row: numberTexts.row }
  }

  private problems(): ReadonlyArray<ColumnFinding> {
    const { uncalculated, errors } = this
    const found: Array<ColumnFinding> = []
    if (uncalculated.count > 0) {
      found.push({
        code: "WB-EXCEL-UNCALCULATED",
        message: `${plural(uncalculated.count, "formula")} never calculated`,
        row: uncalculated.row,
      })
    }
    if (errors.count > 0) {
      found.push({
        code: "WB-EXCEL-ERROR-CELL",
        message: `${plural(errors.count, "cell")} with an error of Excel`,
        row: errors.row,
      })
    }
    return found
  }
}
