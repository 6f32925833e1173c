/**
 * The model laid out in columns: its fields in their order, an address field by field, money as an exact decimal beside
 * one currency, dates in ISO 8601, lists as JSON.
 */
import {
  Address,
  Allocation,
  Dates,
  type Entity,
  InvoiceLine,
  type Issue,
  type Model,
  moneyField,
  moneyOf,
  Monies,
  type Money,
  schemas,
} from "@waybill/model"
import { Predicate, Result, Schema } from "effect"

import { issue } from "../errors.ts"
import type { TextRecord } from "./records.ts"

const addressFields = Object.keys(Address.fields)
const addresses: ReadonlyArray<string> = ["billingAddress", "shippingAddress"]

/** The columns of a file of `entity`, and behind them those that `set` adds. */
export const columnsFor = (entity: Entity, extraFields: ReadonlyArray<string>): ReadonlyArray<string> => {
  const own = Object.keys(schemas[entity].fields).flatMap((field) => {
    if (addresses.includes(field)) return addressFields.map((part) => `${field}.${part}`)
    return field === moneyField[entity] ? [field, "currency"] : [field]
  })
  return [...new Set([...own, ...extraFields])]
}

const jsonOf = <A>(schema: Schema.Codec<A, any>) => Schema.encodeSync(Schema.fromJsonString(Schema.toCodecJson(schema)))
const lists: Readonly<Record<string, (value: any) => string>> = {
  lines: jsonOf(Schema.Array(InvoiceLine)),
  allocations: jsonOf(Schema.Array(Allocation)),
}

/** Writes one field of the model into its columns; an issue where an amount is in another currency than the record. */
const put = (
  record: Record<string, string>,
  field: string,
  value: unknown,
  own: Money | undefined,
): Issue | undefined => {
  if (Monies.isMoney(value)) {
    if (value.currency !== own?.currency) {
      return issue("WB-CSV-CURRENCY", `${field} is in another currency than the record`, { field })
    }
    record[field] = Monies.format(value)
  } else if (Dates.isCalendarDate(value)) record[field] = Dates.toIso(value)
  else if (lists[field] !== undefined) record[field] = lists[field](value)
  else if (Predicate.isObject(value)) {
    for (const [part, text] of Object.entries(value)) record[`${field}.${part}`] = String(text)
  } else record[field] = String(value)
  return undefined
}

/** Lays a model out; every column is there, `""` where the model has nothing to say. Money is exact (invariant 4). */
export const toColumns =
  (columns: ReadonlyArray<string>) =>
  (model: Model): Result.Result<TextRecord, readonly [Issue, ...Array<Issue>]> => {
    const record: Record<string, string> = Object.fromEntries(columns.map((column) => [column, ""]))
    const own = moneyOf(model)
    if (own !== undefined) record["currency"] = own.currency
    const issues: Array<Issue> = []
    for (const [field, value] of Object.entries(model)) {
      const found = value === undefined ? undefined : put(record, field, value, own)
      if (found !== undefined) issues.push(found)
    }
    const [first, ...others] = issues
    return first === undefined ? Result.succeed(record) : Result.fail([first, ...others])
  }
