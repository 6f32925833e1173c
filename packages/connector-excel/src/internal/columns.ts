/**
 * The model laid out in columns: its fields in their order, an address field by field, amounts beside one currency, lists
 * as JSON.
 */
import {
  Address,
  Allocation,
  CalendarDate,
  CalendarDateSchema,
  Dates,
  type Entity,
  InvoiceLine,
  type Issue,
  type Model,
  type Money,
  moneyField,
  moneyOf,
  Monies,
  schemas,
} from "@waybill/model"
import { BigDecimal, Predicate, Result, Schema } from "effect"

import { issue } from "../errors.ts"
import { maxCellCharacters } from "./limits.ts"
import { significantDigits, toCellNumber } from "./number.ts"
import { toSerial } from "./serial.ts"

export type ColumnKind = "text" | "amount" | "date"

export interface TargetColumn {
  readonly name: string
  readonly kind: ColumnKind
}

/** A row on its way into a workbook. A text column is always there, `""` where there is nothing to say. */
export type TargetRecord = Readonly<Record<string, string | BigDecimal.BigDecimal | CalendarDate>>

const amounts: ReadonlyArray<string> = ["total", "balance", "tax", "amount"]
const dates: ReadonlyArray<string> = ["issueDate", "dueDate", "postingDate", "receivedDate"]
const addresses: ReadonlyArray<string> = ["billingAddress", "shippingAddress"]

const column = (name: string): TargetColumn => ({
  name,
  kind: amounts.includes(name) ? "amount" : dates.includes(name) ? "date" : "text",
})

/** The columns of a sheet of `entity`, and behind them those that `set` adds. */
export const columnsFor = (entity: Entity, extraFields: ReadonlyArray<string>): ReadonlyArray<TargetColumn> => {
  const own = Object.keys(schemas[entity].fields).flatMap((field) => {
    if (addresses.includes(field)) return Object.keys(Address.fields).map((part) => `${field}.${part}`)
    return field === moneyField[entity] ? [field, "currency"] : [field]
  })
  const extra = extraFields.filter((name) => !own.includes(name)).map((name): TargetColumn => ({ name, kind: "text" }))
  return [...own.map(column), ...extra]
}

const fieldOf = {
  text: Schema.String,
  amount: Schema.optionalKey(Schema.BigDecimal),
  date: Schema.optionalKey(CalendarDateSchema),
} as const

/** The record of a sheet: text, exact decimals and dates; as JSON all of them are text. */
export const recordSchema = (columns: ReadonlyArray<TargetColumn>): Schema.Codec<TargetRecord, unknown> =>
  Schema.toCodecJson(Schema.Struct(Object.fromEntries(columns.map(({ name, kind }) => [name, fieldOf[kind]]))))

const jsonOf = <A>(schema: Schema.Codec<A, any>) => Schema.encodeSync(Schema.fromJsonString(Schema.toCodecJson(schema)))
const lists: Readonly<Record<string, (value: any) => string>> = {
  lines: jsonOf(Schema.Array(InvoiceLine)),
  allocations: jsonOf(Schema.Array(Allocation)),
}

/** Why a value can't stand in a cell, if it can't. */
const valueIssue = (field: string, value: TargetRecord[string]): Issue | undefined => {
  if (typeof value === "string") {
    const fits = value.length <= maxCellCharacters && value.isWellFormed()
    return fits
      ? undefined
      : issue("WB-EXCEL-TEXT", `${field} is too long for a cell, or holds half a character`, { field })
  }
  if (BigDecimal.isBigDecimal(value)) {
    const fits = toCellNumber(value) !== undefined
    return fits
      ? undefined
      : issue("WB-EXCEL-PRECISION", `${field} has more than ${significantDigits} significant digits`, { field })
  }
  return toSerial(value) === undefined
    ? issue("WB-EXCEL-DATE-RANGE", `${field} is before 1900-01-01`, { field })
    : undefined
}

/** Everything that keeps a record out of a workbook. Money is exact, or refused here (invariant 4). */
export const recordIssues = (record: TargetRecord): ReadonlyArray<Issue> =>
  Object.entries(record).flatMap(([field, value]) => valueIssue(field, value) ?? [])

/** Writes one field of the model into its columns; an issue where an amount is in another currency than the record. */
const put = (
  record: Record<string, TargetRecord[string]>,
  field: string,
  value: unknown,
  own: Money | undefined,
): Issue | undefined => {
  if (Monies.isMoney(value)) {
    if (value.currency !== own?.currency) {
      return issue("WB-EXCEL-CURRENCY", `${field} is in another currency than the record`, { field })
    }
    record[field] = value.amount
  } else if (Dates.isCalendarDate(value)) record[field] = value
  else if (lists[field] !== undefined) record[field] = lists[field](value)
  else if (Predicate.isObject(value)) {
    for (const [part, text] of Object.entries(value)) record[`${field}.${part}`] = String(text)
  } else record[field] = String(value)
  return undefined
}

/** Lays a model out in `columns`. */
export const toRecord =
  (columns: ReadonlyArray<TargetColumn>) =>
  (model: Model): Result.Result<TargetRecord, readonly [Issue, ...Array<Issue>]> => {
    const texts = columns.filter(({ kind }) => kind === "text")
    const record: Record<string, TargetRecord[string]> = Object.fromEntries(texts.map(({ name }) => [name, ""]))
    const own = moneyOf(model)
    if (own !== undefined) record["currency"] = own.currency
    const issues: Array<Issue> = []
    for (const [field, value] of Object.entries(model)) {
      const found = value === undefined ? undefined : put(record, field, value, own)
      if (found !== undefined) issues.push(found)
    }
    const [first, ...others] = [...issues, ...recordIssues(record)]
    return first === undefined ? Result.succeed(record) : Result.fail([first, ...others])
  }
