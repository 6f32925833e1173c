/** What a report holds as cells that Excel can compute with, filter and sort. */
import { type Cell, CellDateTime } from "@waybill/connector"
import type { SheetTable } from "@waybill/connector-excel"
import { Currencies, Dates } from "@waybill/model"
import { BigDecimal } from "effect"

/** Plain decimal text as an exact number; empty where there is none. */
export const amountCell = (text: string | undefined): Cell =>
  text === undefined ? "" : BigDecimal.fromStringUnsafe(text)

export const countCell = (value: number | undefined): Cell =>
  value === undefined ? "" : BigDecimal.fromBigInt(BigInt(value))

export const dayCell = (iso: string): Cell => Dates.parseIso(iso) ?? iso

const moment = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d(?:\.\d{1,3})?)\d*Z$/

/** A moment of UTC: the day and the time as they are written, moved to no other zone. */
export const momentCell = (iso: string | undefined): Cell => {
  const [, day, time] = moment.exec(iso ?? "") ?? []
  const date = day === undefined ? undefined : Dates.parseIso(day)
  return date === undefined ? (iso ?? "") : new CellDateTime(date, time!)
}

/** How Excel shows an amount: groups of three, and the digits of the currency's minor unit at least. */
const formatOf = (currency: string): string => {
  const digits = Currencies.minorUnits(currency)
  return digits === 0 ? "#,##0" : `#,##0.${"0".repeat(digits)}`
}

export interface Sheet {
  readonly name: string
  readonly header: ReadonlyArray<string>
  readonly rows: ReadonlyArray<ReadonlyArray<Cell>>
  /** The columns that hold amounts, by their headings. */
  readonly amounts?: ReadonlyArray<string>
}

/** A sheet that can be filtered by its header; amounts are shown as the row's `Currency` is written. */
export const toTable = ({ name, header, rows, amounts = [] }: Sheet): SheetTable => {
  const currency = header.indexOf("Currency")
  const columns = new Set(amounts.map((heading) => header.indexOf(heading)))
  return {
    name,
    header,
    rows,
    format: (row, column) => {
      const code = rows[row]?.[currency]
      return columns.has(column) && typeof code === "string" && code !== "" ? formatOf(code) : undefined
    },
    filter: true,
  }
}
