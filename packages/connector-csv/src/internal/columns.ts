/**
 * The columns of the model as text: money as an exact decimal, dates in ISO 8601.
 */
import { Columns, Dates, type Issue, type Model, Monies } from "@waybill/model"
import { Result } from "effect"

import { issue } from "../errors.ts"
import type { TextRecord } from "./recordMaker.ts"

const textOf = (value: Columns.Value): string => {
  if (typeof value === "string") return value
  return Monies.isMoney(value) ? Monies.format(value) : Dates.toIso(value)
}

/** Lays a model out; every column is there, `""` where the model has nothing to say. Money is exact (invariant 4). */
export const toColumns = (columns: ReadonlyArray<string>) => {
  const empty = Object.fromEntries(columns.map((column) => [column, ""]))
  return (model: Model): Result.Result<TextRecord, readonly [Issue, ...Array<Issue>]> => {
    const { values, inAnotherCurrency } = Columns.layOut(model)
    const record = { ...empty }
    for (const [column, value] of Object.entries(values)) record[column] = textOf(value)
    const [first, ...others] = inAnotherCurrency.map((field) =>
      issue("WB-CSV-CURRENCY", `${field} is in another currency than the record`, { field }),
    )
    return first === undefined ? Result.succeed(record) : Result.fail([first, ...others])
  }
}
