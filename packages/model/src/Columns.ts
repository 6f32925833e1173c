/**
 * The model laid out in columns, as files and sheets hold it: its fields in their order, an address field by field, all
 * amounts beside one currency, lists as JSON. How a value is written is each format's own.
 */
import { Option, Schema } from "effect"

import { Address } from "./Address.ts"
import { type CalendarDate, CalendarDateSchema, isCalendarDate } from "./CalendarDate.ts"
import { type Entity, type Model, moneyField, moneyOf, schemas } from "./Entity.ts"
import { Invoice, type InvoiceLine } from "./Invoice.ts"
import { AmountSchema, isMoney, type Money } from "./Money.ts"
import { type Allocation, Payment } from "./Payment.ts"

export const kinds = ["text", "amount", "date"] as const
export type Kind = (typeof kinds)[number]

/** A column's name, with a dot between levels (`billingAddress.city`), and what it holds. */
export interface Column {
  readonly name: string
  readonly kind: Kind
}

const column = (name: string, kind: Kind = "text"): Column => ({ name, kind })

/** The columns that a field of this type takes. */
const ofField = (name: string, type: unknown): ReadonlyArray<Column> => {
  if (type === Address) return Object.keys(Address.fields).map((part) => column(`${name}.${part}`))
  return [column(name, type === AmountSchema ? "amount" : type === CalendarDateSchema ? "date" : "text")]
}

/**
 * The columns of an entity in the order of the model, `currency` behind the record's own money; behind them text columns
 * for those of `extraFields` that are not among them.
 */
export const of = (entity: Entity, extraFields: ReadonlyArray<string> = []): ReadonlyArray<Column> => {
  const own = Object.entries(schemas[entity].fields).flatMap(([name, field]) => {
    const columns = ofField(name, "schema" in field ? field.schema : field)
    return name === moneyField[entity] ? [...columns, column("currency")] : columns
  })
  const known = new Set(own.map(({ name }) => name))
  return [...own, ...[...new Set(extraFields)].filter((name) => !known.has(name)).map((name) => column(name))]
}

const toJson = (schema: Schema.Codec<unknown, unknown>) =>
  Schema.encodeUnknownSync(Schema.fromJsonString(Schema.toCodecJson(schema)))

const fromJson = (schema: Schema.Codec<unknown, unknown>) =>
  Schema.decodeUnknownOption(Schema.fromJsonString(Schema.toCodecJson(schema)))

type List = ReadonlyArray<InvoiceLine> | ReadonlyArray<Allocation>

/** The fields that are lists. */
const lists: Readonly<Record<string, (value: List) => string>> = {
  lines: toJson(Invoice.fields.lines.schema),
  allocations: toJson(Payment.fields.allocations.schema),
}

/** The same lists, read. */
const readers = {
  lines: fromJson(Invoice.fields.lines.schema),
  allocations: fromJson(Payment.fields.allocations.schema),
} as const

const isListField = (name: string): name is keyof typeof readers => Object.hasOwn(readers, name)

/** What a column holds of one record. */
export type Value = string | Money | CalendarDate

/** All that a field of the model may be. */
type FieldValue = Value | Address | List

const isList = (value: FieldValue): value is List => Array.isArray(value)

export interface LaidOut {
  /** By column; a column of which the model has nothing to say is absent. */
  readonly values: Readonly<Record<string, Value>>
  /** Fields left out because their amount is in another currency than the record's own money: no column can say it. */
  readonly inAnotherCurrency: ReadonlyArray<string>
}

/** Lays a model out in the columns of its entity. Amounts and dates stay what they are (invariants 4 and 5). */
export const layOut = (model: Model): LaidOut => {
  const values: Record<string, Value> = {}
  const inAnotherCurrency: Array<string> = []
  const own = moneyOf(model)
  if (own !== undefined) values["currency"] = own.currency
  for (const [field, value] of Object.entries<FieldValue | undefined>(model)) {
    if (value === undefined) continue
    if (isMoney(value) && value.currency !== own?.currency) inAnotherCurrency.push(field)
    else if (typeof value === "string" || isMoney(value) || isCalendarDate(value)) values[field] = value
    else if (isList(value)) values[field] = lists[field]!(value)
    else for (const [part, text] of Object.entries(value)) values[`${field}.${part}`] = text
  }
  return { values, inAnotherCurrency }
}

/**
 * The fields that {@link putTogether} gives back just as {@link layOut} took them. Not what `extraFields` write over, all money
 * where that is its currency; nor addresses, since no column says that there is one without any part.
 */
export const exactFields = (entity: Entity, extraFields: ReadonlyArray<string> = []): ReadonlyArray<string> => {
  const own = moneyField[entity] !== undefined && extraFields.includes("currency") ? "amount" : undefined
  return of(entity)
    .filter(({ name, kind }) => !name.includes(".") && kind !== own && !extraFields.includes(name))
    .map(({ name }) => name)
    .filter((name) => Object.hasOwn(schemas[entity].fields, name))
}

/**
 * Makes the inverse of {@link layOut}, as far as the columns go: what is no column of the entity, and a list that can't be read, is
 * left out. Whether it is a whole record of the model is not checked.
 */
export const putTogether = (entity: Entity) => {
  const columns = of(entity)
    // Beside money, the currency is a part of that.
    .filter(({ name }) => name !== "currency" || moneyField[entity] === undefined)
    .map(({ name }) => [name, ...name.split(".")] as const)
  return (values: Readonly<Record<string, Value>>): Readonly<Record<string, unknown>> => {
    const model: Record<string, unknown> = {}
    for (const [name, field = "", part] of columns) {
      const value = values[name]
      if (value === undefined) continue
      const read = isListField(field) ? Option.getOrUndefined(readers[field](value)) : value
      if (part !== undefined) model[field] = Object.assign(model[field] ?? {}, { [part]: value })
      else if (read !== undefined) model[field] = read
    }
    return model
  }
}
