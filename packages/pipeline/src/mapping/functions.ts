/**
 * The functions of the mapping language. Each takes text, or the number or date that a cell of a workbook holds.
 */
import type { Environment } from "@marcbachmann/cel-js"
import { type Cell, CellDateTime, cellText } from "@waybill/connector"
import { type CalendarDate, Currencies, Dates, Decimals, Money } from "@waybill/model"
import { BigDecimal } from "effect"

import { explainDate } from "./explainDate.ts"
import { explainNumber } from "./explainNumber.ts"
import { explainCurrency } from "./explainText.ts"
import { empty, Failure } from "./failure.ts"
import {
  CellValue,
  type DatePattern,
  DecimalValue,
  type FlowIds,
  MoneyValue,
  NumberFormat,
  ownDate,
  Table,
} from "./values.ts"

/** A text, or a cell that may hold one. */
type TextLike = string | CellValue

export const plain = new NumberFormat(Decimals.plainFormat, Decimals.parse)

const notNumber = new Failure("WB-MAP-CELL-TYPE", "the cell holds no number", "mend the cell's format in the workbook")
const serial = new Failure(
  "WB-MAP-DATE-SERIAL",
  "the cell holds a number, not a date",
  "format the column as a date in the workbook",
)
const notDate = new Failure("WB-MAP-CELL-TYPE", "the cell holds no date", "mend the cell's format in the workbook")

/** Nothing but white space. What begins with a visible sign, as nearly every text does, needs no closer look. */
export const isBlank = (text: string): boolean => {
  const code = text.charCodeAt(0)
  return !(code > 0x20 && code < 0x7f) && text.trim() === ""
}

export const textOf = (value: TextLike): string => (typeof value === "string" ? value : cellText(value.cell))

const numberFromText = (text: string, { parse }: NumberFormat): BigDecimal.BigDecimal => {
  const value = parse(text)
  if (value !== undefined) return value
  throw isBlank(text) ? empty : explainNumber(text)
}

const numberFromCell = (cell: Cell, format: NumberFormat): BigDecimal.BigDecimal => {
  if (BigDecimal.isBigDecimal(cell)) return cell
  if (typeof cell === "string") return numberFromText(cell, format)
  throw notNumber
}

type NumberLike = string | CellValue | DecimalValue | MoneyValue | bigint

const numberFrom = (value: NumberLike, format: NumberFormat): BigDecimal.BigDecimal => {
  if (typeof value === "string") return numberFromText(value, format)
  if (typeof value === "bigint") return BigDecimal.fromBigInt(value)
  if (value instanceof CellValue) return numberFromCell(value.cell, format)
  return value instanceof MoneyValue ? value.amount.value : value.value
}

const decimal = (value: NumberLike, format: NumberFormat = plain): DecimalValue =>
  new DecimalValue(numberFrom(value, format))

const money = (value: NumberLike, currency: TextLike, format: NumberFormat = plain): MoneyValue => {
  const amount = numberFrom(value, format)
  const code = textOf(currency)
  if (!Currencies.isCurrency(code)) throw explainCurrency(code)
  return new MoneyValue(new DecimalValue(amount), code)
}

const dateFromText = (text: string, { pattern, parse }: DatePattern): CalendarDate => {
  const value = parse(text)
  if (value !== undefined) return value
  throw isBlank(text) ? empty : explainDate(text, pattern)
}

/** The day that a cell holds: its own date whatever the pattern, or a text by it. */
const date = (value: TextLike | CalendarDate, pattern: DatePattern): CalendarDate => {
  if (typeof value === "string") return dateFromText(value, pattern)
  if (!(value instanceof CellValue)) return value
  const { cell } = value
  return typeof cell === "string" ? dateFromText(cell, pattern) : dateOfCell(cell)
}

/** The date of a cell that holds one. */
export const dateOfCell = (cell: Exclude<Cell, string>): CalendarDate => {
  if (Dates.isCalendarDate(cell)) return ownDate(cell)
  if (cell instanceof CellDateTime) return ownDate(cell.date)
  throw BigDecimal.isBigDecimal(cell) ? serial : notDate
}

const lookup = ({ name, rows }: Table, key: TextLike): string => {
  const value = rows.get(textOf(key))
  if (value !== undefined) return value
  throw new Failure(
    "WB-MAP-LOOKUP",
    `is not in the table '${name}'`,
    `add it there, or write default(lookup("${name}", …), otherwise)`,
  )
}

const ref = ({ flow, references }: FlowIds, value: TextLike): string => {
  const key = textOf(value)
  if (isBlank(key)) throw empty
  return references.idOf(flow, key)
}

const texts = ["string", "Cell"] as const
const numbers = ["string", "Cell", "Decimal", "int"] as const

/** The library's own methods of text that cells get too. */
const methods: Readonly<Record<string, (text: string, ...args: ReadonlyArray<any>) => unknown>> = {
  "size(): int": (text) => BigInt(Array.from(text).length),
  "contains(string): bool": (text, part: string) => text.includes(part),
  "startsWith(string): bool": (text, part: string) => text.startsWith(part),
  "endsWith(string): bool": (text, part: string) => text.endsWith(part),
  "split(string): list<string>": (text, separator: string) => text.split(separator),
}

const lower = (value: TextLike): string => textOf(value).toLowerCase()
const upper = (value: TextLike): string => textOf(value).toUpperCase()
const trim = (value: TextLike): string => textOf(value).trim()

/** Functions whose handler takes every type that their signatures name. */
export const handlers: ReadonlyMap<string, (...args: ReadonlyArray<any>) => unknown> = new Map(
  Object.entries({ money, decimal, date, lookup, ref, lower, upper, trim }),
)

/** Registers every function but `default`. */
export const registerFunctions = (environment: Environment): void => {
  const define = (signature: string, handler: (...args: ReadonlyArray<any>) => unknown) =>
    environment.registerFunction({ signature, handler, async: false })
  for (const text of texts) {
    define(`lower(${text}): string`, lower)
    define(`upper(${text}): string`, upper)
    define(`trim(${text}): string`, trim)
    define(`lookup(Table, ${text}): string`, lookup)
    define(`ref(FlowIds, ${text}): string`, ref)
    for (const value of numbers) {
      define(`money(${value}, ${text}): Money`, money)
      define(`money(${value}, ${text}, NumberFormat): Money`, money)
    }
  }
  for (const value of [...numbers, "Money"]) define(`decimal(${value}): Decimal`, decimal)
  for (const value of numbers) define(`decimal(${value}, NumberFormat): Decimal`, decimal)
  for (const value of [...texts, "Date"]) define(`date(${value}, DatePattern): Date`, date)
  define("string(Cell): string", textOf)
  define("string(Decimal): string", ({ value }: DecimalValue) => Decimals.toText(value))
  define("string(Money): string", ({ amount, currency }: MoneyValue) => String(new Money(amount.value, currency)))
  define("string(Date): string", Dates.toIso)
  define("size(Cell): int", ({ cell }: CellValue) => methods["size(): int"]!(cellText(cell)))
  for (const [signature, method] of Object.entries(methods)) {
    define(`Cell.${signature}`, ({ cell }: CellValue, ...args) => method(cellText(cell), ...args))
  }
}
