/**
 * ERPLY Books' records as expressions see them: the vendor's names, text, exact decimals and days. Made from the declaration
 * of the API, so that every documented field is there.
 */
import { type CalendarDate, CalendarDateSchema } from "@waybill/model"
import { BigDecimal, Schema, SchemaAST } from "effect"

import { dayOf } from "./day.ts"

/** Fields that hold a date: `opDate`, `date`, `statusChangeDatetime`. */
type DateName = "date" | `${string}Date` | `${string}Datetime`

const isDate = (name: string): boolean => /^date$|Date$|Datetime$/.test(name)

/** Fields that name a record. They become text, as the numbers of customers and invoices are; other whole numbers count. */
type IdName = "id" | `${string}Id`

const isId = (name: string): boolean => /^id$|Id$/.test(name)

type ValueOf<A, Name> = A extends BigDecimal.BigDecimal
  ? A
  : A extends string
    ? Name extends DateName
      ? CalendarDate
      : string
    : A extends number
      ? Name extends IdName
        ? string
        : BigDecimal.BigDecimal
      : A extends ReadonlyArray<infer Item>
        ? ReadonlyArray<RecordOf<Item>>
        : A extends object
          ? RecordOf<A>
          : A

/**
 * What becomes of an answer: null is absent, and so is an id of 0, which is "no link"; a time is a day, an id is text, and
 * what has no documented shape is left out.
 */
export type RecordOf<A> = {
  readonly [Name in keyof A as unknown extends A[Name] ? never : Name]?: ValueOf<NonNullable<A[Name]>, Name>
}

/** Says a value's place, where it is a date that can't be read: `rows[0].transactionDate`. */
type OnUnreadable = (path: string) => void

interface Plan {
  readonly schema: Schema.Top
  readonly read: (value: any, path: string, unreadable: OnUnreadable) => unknown
}

const same = (schema: Schema.Top): Plan => ({ schema, read: (value) => value })

const dayPlan: Plan = {
  schema: CalendarDateSchema,
  read: (value: string, path, unreadable) => {
    // An empty text says no more than null does.
    if (value === "") return undefined
    const date = dayOf(value)
    if (date === undefined) unreadable(path)
    return date
  },
}

const idPlan: Plan = {
  schema: Schema.String,
  read: (value: number) => (value === 0 ? undefined : String(value)),
}

const countPlan: Plan = {
  schema: Schema.BigDecimal,
  read: (value: number) => BigDecimal.make(BigInt(value), 0),
}

const listPlan = (item: Plan): Plan => ({
  schema: Schema.Array(item.schema),
  read: (values: ReadonlyArray<unknown>, path, unreadable) =>
    values.map((value, index) => item.read(value, `${path}[${index}]`, unreadable)),
})

const structPlan = (ast: SchemaAST.Objects): Plan => {
  const fields = ast.propertySignatures.flatMap(({ name, type }) => {
    const plan = planOf(type, String(name))
    return plan === undefined ? [] : [[String(name), plan] as const]
  })
  return {
    schema: Schema.Struct(Object.fromEntries(fields.map(([name, { schema }]) => [name, Schema.optionalKey(schema)]))),
    read: (value: Readonly<Record<string, unknown>>, path, unreadable) => {
      const record: Record<string, unknown> = {}
      for (const [name, plan] of fields) {
        const given = value[name]
        if (given === undefined || given === null) continue
        const read = plan.read(given, path === "" ? name : `${path}.${name}`, unreadable)
        if (read !== undefined) record[name] = read
      }
      return record
    },
  }
}

/** How a field is read; `undefined` where it is not known what it holds. */
const planOf = (ast: SchemaAST.AST, name: string): Plan | undefined => {
  switch (ast._tag) {
    case "String":
      return isDate(name) ? dayPlan : same(Schema.String)
    case "Number":
      return isId(name) ? idPlan : countPlan
    case "Boolean":
      return same(Schema.Boolean)
    case "Declaration":
      return same(Schema.BigDecimal)
    case "Objects":
      return structPlan(ast)
    case "Arrays": {
      const item = planOf(ast.rest[0]!, name)
      return item && listPlan(item)
    }
    case "Union":
      return planOf(
        ast.types.find((type) => !SchemaAST.isNull(type))!,
        name,
      )
    default:
      return undefined
  }
}

/** What `record` means in expressions, and how an answer becomes one. */
export interface RecordReader<A> {
  readonly schema: Schema.Schema<RecordOf<A>>
  readonly read: (answer: A, unreadable: OnUnreadable) => RecordOf<A>
}

/** Compiles the reader of a declared answer. */
export const recordReader = <A>(answer: Schema.Schema<A>): RecordReader<A> => {
  const plan = planOf(SchemaAST.toType(answer.ast), "")!
  // The types can't follow a struct that is made from a walk over another.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return {
    schema: plan.schema,
    read: (value, unreadable) => plan.read(value, "", unreadable),
  } as RecordReader<A>
}
