/**
 * Values inside an expression. The library tells types apart by class, so each of ours has one.
 */
import type { Cell } from "@waybill/connector"
import { CalendarDate, type Decimals } from "@waybill/model"
import type { BigDecimal } from "effect"

import type { References } from "./References.ts"

/** A date of this copy of its class: a connector may bring its own. */
export const ownDate = (date: CalendarDate): CalendarDate =>
  date.constructor === CalendarDate ? date : new CalendarDate(date.year, date.month, date.day)

/** CEL type `Decimal`. */
export class DecimalValue {
  readonly value: BigDecimal.BigDecimal
  constructor(value: BigDecimal.BigDecimal) {
    this.value = value
  }
}

/** CEL type `Money`. */
export class MoneyValue {
  readonly amount: DecimalValue
  readonly currency: string
  constructor(amount: DecimalValue, currency: string) {
    this.amount = amount
    this.currency = currency
  }
}

/** CEL type `Cell`: a value whose type only the record knows. */
export class CellValue {
  readonly cell: Cell
  constructor(cell: Cell) {
    this.cell = cell
  }
}

/** The literal pattern of `date(value, pattern)`, compiled. */
export class DatePattern {
  readonly pattern: string
  readonly parse: (text: string) => CalendarDate | undefined
  constructor(pattern: string, parse: (text: string) => CalendarDate | undefined) {
    this.pattern = pattern
    this.parse = parse
  }
}

/** The literal format of `money(value, currency, format)`, compiled. */
export class NumberFormat {
  readonly format: Decimals.DecimalFormat
  readonly parse: (text: string) => BigDecimal.BigDecimal | undefined
  constructor(format: Decimals.DecimalFormat, parse: (text: string) => BigDecimal.BigDecimal | undefined) {
    this.format = format
    this.parse = parse
  }
}

/** The flow that the literal of `ref(flow, key)` names, and what is known of its records. */
export class FlowIds {
  readonly flow: string
  readonly references: References
  constructor(flow: string, references: References) {
    this.flow = flow
    this.references = references
  }
}

/** The table that the literal of `lookup(table, key)` names. */
export class Table {
  readonly name: string
  readonly rows: ReadonlyMap<string, string>
  constructor(name: string, rows: ReadonlyMap<string, string>) {
    this.name = name
    this.rows = rows
  }
}
