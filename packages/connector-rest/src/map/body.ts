/**
 * The record that is sent: the fields of `body`, made from the model, and those that a flow's `set` may write. Its encoded side
 * is the JSON that goes out.
 */
import { type DateFormat, dateText, DecimalNumber, fitsNumber } from "@waybill/connector-http"
import { type Columns, type Entity, Identifier, type Issue, type Model, Monies, type Money } from "@waybill/model"
import { BigDecimal, Predicate, Result, Schema, SchemaTransformation } from "effect"

import { issue } from "../errors.ts"
import { put } from "../internal/json.ts"
import { fieldsOf, ownMoney, valuesOf } from "../internal/modelFields.ts"
import { fieldNamed } from "../internal/streamFaults.ts"
import type { SetType, Stream } from "../StreamSettings.ts"
import { type Field, structOf } from "./structs.ts"

export type Sent = Readonly<Record<string, unknown>>

export interface Body {
  readonly schema: Schema.Codec<Sent, any>
  readonly fromModel: (model: Model) => Result.Result<Sent, readonly [Issue, ...Array<Issue>]>
  /** The natural key: the field that holds the model's number. */
  readonly key: (record: Sent) => string
}

/** A stream that can be written. */
export type Written = Stream & Required<Pick<Stream, "entity" | "body" | "create">>

type Amounts = Stream["amounts"]

/** What the model alone says: to expressions a value of no type that they could yield, so that `set` can't write it. */
const fixed = <A, E>(schema: Schema.Codec<A, E>) =>
  schema.pipe(Schema.decodeTo(Schema.declare(Schema.is(schema)), SchemaTransformation.passthrough()))

const amountSchema = (amounts: Amounts) => (amounts === "text" ? fixed(Schema.NonEmptyString) : fixed(DecimalNumber))

const tooLong = (field: string) =>
  issue("WB-REST-AMOUNT", `${field} has more digits than a JSON number carries exactly`, { field })

/** An amount as it is sent: exact, or an issue (invariant 4). */
const amountOf = (
  money: Money,
  amounts: Amounts,
  field: string,
): Result.Result<string | BigDecimal.BigDecimal, Issue> => {
  if (amounts === "text") return Result.succeed(Monies.format(money))
  const units = amounts === "minor" ? Result.getOrUndefined(Monies.toMinorUnits(money)) : undefined
  const number = units === undefined ? money.amount : BigDecimal.make(units, 0)
  return fitsNumber(number) ? Result.succeed(number) : Result.fail(tooLong(field))
}

const leafOf = (name: string, { entity, amounts }: Written, format: DateFormat): Omit<Field, "path"> => {
  const kind = fieldsOf(entity).get(name)
  const isOwn = name === ownMoney(entity)
  if (name === "number") return { schema: fixed(Identifier), needed: true }
  if (kind === "amount") return { schema: amountSchema(amounts), needed: isOwn }
  if (name === "currency") return { schema: fixed(Schema.NonEmptyString), needed: ownMoney(entity) !== undefined }
  if (kind === "date") return { schema: dateText(format), needed: false }
  return { schema: Schema.NonEmptyString, needed: name === "customerNumber" }
}

const setSchemas = (format: DateFormat): Readonly<Record<SetType, Schema.Codec<any, any>>> => ({
  text: Schema.NonEmptyString,
  decimal: DecimalNumber,
  date: dateText(format),
  boolean: Schema.Boolean,
})

/** A constant as it stands in the file: `"SALE"` with its quotes, a number, a truth. */
const constantOf = (value: string | number | boolean): string | number | boolean =>
  typeof value === "string" ? value.slice(1, -1) : value

interface Entry {
  readonly path: string
  /** The model's field; absent: a constant. */
  readonly name?: string
  readonly constant?: string | number | boolean
}

const entriesOf = ({ body }: Written): ReadonlyArray<Entry> =>
  Object.entries(body).map(([path, value]) => {
    const name = fieldNamed(value)
    return name === undefined ? { path, constant: constantOf(value) } : { path, name }
  })

const schemaOf = (entries: ReadonlyArray<Entry>, stream: Written, format: DateFormat): Schema.Codec<Sent, any> => {
  const settable = setSchemas(format)
  return structOf([
    ...entries.map(({ path, name, constant = "" }): Field =>
      name === undefined
        ? { path, schema: Schema.Literal(constant), needed: true }
        : { path, ...leafOf(name, stream, format) },
    ),
    ...Object.entries(stream.set ?? {}).map(([path, type]): Field => ({ path, schema: settable[type], needed: false })),
  ])
}

/** Only amounts in the stream's one currency, where it has one. */
const currencyIssues = (
  values: Readonly<Record<string, Columns.Value>>,
  entity: Entity,
  currency: string | undefined,
) => {
  const own = ownMoney(entity) === undefined ? undefined : values["currency"]
  return currency === undefined || own === undefined || own === currency
    ? []
    : [
        issue("WB-REST-CURRENCY", "the amount is in another currency than the stream's `currency`", {
          field: "currency",
        }),
      ]
}

const valueAt = (record: Sent, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>((level, name) => (Predicate.hasProperty(level, name) ? level[name] : undefined), record)

/** Compiles the body of a stream once. */
export const makeBody = (stream: Written, format: DateFormat): Body => {
  const { entity, amounts, currency } = stream
  const entries = entriesOf(stream)
  const names = new Set(entries.flatMap(({ name }) => name ?? []))
  const keyPath = entries.find(({ name }) => name === "number")!.path
  return {
    schema: schemaOf(entries, stream, format),
    key: (record) => String(valueAt(record, keyPath)),
    fromModel: (model) => {
      const laidOut = valuesOf(model, names)
      if (Result.isFailure(laidOut)) return Result.fail(laidOut.failure)
      const values = laidOut.success
      const issues: Array<Issue> = [...currencyIssues(values, entity, currency)]
      const record: Record<string, unknown> = {}
      for (const { path, name, constant } of entries) {
        const value = name === undefined ? constant : values[name]
        if (!Monies.isMoney(value)) {
          if (value !== undefined) put(record, path, value)
          continue
        }
        const amount = amountOf(value, amounts, name!)
        if (Result.isFailure(amount)) issues.push(amount.failure)
        else put(record, path, amount.success)
      }
      const [first, ...others] = issues
      return first === undefined ? Result.succeed(record) : Result.fail([first, ...others])
    },
  }
}
