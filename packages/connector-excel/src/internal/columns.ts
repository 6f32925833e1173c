/**
 * The columns of the model as cells: text, exact decimals and dates, and what Excel's limits keep out.
 */
import { type CalendarDate, CalendarDateSchema, Columns, type Issue, type Model, Monies } from "@waybill/model"
import { BigDecimal, Result, Schema } from "effect"

import { issue } from "../errors.ts"
import { maxCellCharacters } from "./limits.ts"
import { significantDigits, toCellNumber } from "./number.ts"
import { toSerial } from "./serial.ts"

/** A row on its way into a workbook. A text column is always there, `""` where there is nothing to say. */
export type TargetRecord = Readonly<Record<string, string | BigDecimal.BigDecimal | CalendarDate>>

const fieldOf = {
  text: Schema.String,
  amount: Schema.optionalKey(Schema.BigDecimal),
  date: Schema.optionalKey(CalendarDateSchema),
} as const

/** The record of a sheet: text, exact decimals and dates; as JSON all of them are text. */
export const recordSchema = (columns: ReadonlyArray<Columns.Column>): Schema.Codec<TargetRecord, unknown> =>
  Schema.toCodecJson(Schema.Struct(Object.fromEntries(columns.map(({ name, kind }) => [name, fieldOf[kind]]))))

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

/** Lays a model out in `columns`. */
export const toRecord = (columns: ReadonlyArray<Columns.Column>) => {
  const texts = columns.filter(({ kind }) => kind === "text")
  const empty: TargetRecord = Object.fromEntries(texts.map(({ name }) => [name, ""]))
  return (model: Model): Result.Result<TargetRecord, readonly [Issue, ...Array<Issue>]> => {
    const { values, inAnotherCurrency } = Columns.layOut(model)
    const record: Record<string, TargetRecord[string]> = { ...empty }
    for (const [name, value] of Object.entries(values)) record[name] = Monies.isMoney(value) ? value.amount : value
    const mixed = inAnotherCurrency.map((field) =>
      issue("WB-EXCEL-CURRENCY", `${field} is in another currency than the record`, { field }),
    )
    const [first, ...others] = [...mixed, ...recordIssues(record)]
    return first === undefined ? Result.succeed(record) : Result.fail([first, ...others])
  }
}
