/**
 * CRM.COM's records as expressions see them: the vendor's names, text, exact decimals and days. Made from the declaration
 * of the API, so that every documented field is there.
 */
import { type CalendarDate, CalendarDateSchema } from "@waybill/model"
import { type BigDecimal, DateTime, Schema, SchemaAST } from "effect"

import { dayIn } from "./zone.ts"

/** Fields that hold a moment: `issued_on`, `created_date`, `udf_date_1`. */
type MomentName = `${string}_on` | `${string}_date` | `udf_date_${number}`

const isMoment = (name: string): boolean => /_on$|_date$|^udf_date_\d$/.test(name)

type ValueOf<A, Name> = A extends BigDecimal.BigDecimal
  ? A
  : A extends string
    ? Name extends MomentName
      ? CalendarDate
      : string
    : A extends ReadonlyArray<infer Item>
      ? ReadonlyArray<RecordOf<Item>>
      : A extends object
        ? RecordOf<A>
        : A

/** What becomes of an answer: null is absent, a moment is a day, and what has no documented shape is left out. */
export type RecordOf<A> = {
  readonly [Name in keyof A as unknown extends A[Name] ? never : Name]?: ValueOf<NonNullable<A[Name]>, Name>
}

/** Says a value's place, where it is a moment that can't be read: `log_information.created_date`. */
type OnUnreadable = (path: string) => void

interface Plan {
  readonly schema: Schema.Top
  readonly read: (value: any, path: string, unreadable: OnUnreadable) => unknown
}

type Day = (text: string) => CalendarDate | undefined

const same = (schema: Schema.Top): Plan => ({ schema, read: (value) => value })

const dayPlan = (day: Day): Plan => ({
  schema: CalendarDateSchema,
  read: (value: string, path, unreadable) => {
    // An empty text says no more than null does.
    if (value === "") return undefined
    const date = day(value)
    if (date === undefined) unreadable(path)
    return date
  },
})

const listPlan = (item: Plan): Plan => ({
  schema: Schema.Array(item.schema),
  read: (values: ReadonlyArray<unknown>, path, unreadable) =>
    values.map((value, index) => item.read(value, `${path}[${index}]`, unreadable)),
})

const structPlan = (ast: SchemaAST.Objects, day: Day): Plan => {
  const fields = ast.propertySignatures.flatMap(({ name, type }) => {
    const plan = planOf(type, String(name), day)
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

/** How a field is read; `undefined` where the vendor does not say what it holds. */
const planOf = (ast: SchemaAST.AST, name: string, day: Day): Plan | undefined => {
  switch (ast._tag) {
    case "String":
      return isMoment(name) ? dayPlan(day) : same(Schema.String)
    case "Boolean":
      return same(Schema.Boolean)
    case "Declaration":
      return same(Schema.BigDecimal)
    case "Objects":
      return structPlan(ast, day)
    case "Arrays": {
      const item = planOf(ast.rest[0]!, name, day)
      return item && listPlan(item)
    }
    case "Union":
      return planOf(
        ast.types.find((type) => !SchemaAST.isNull(type))!,
        name,
        day,
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

/** Compiles the reader of a declared answer; `timeZone` is the zone in which moments become days. */
export const recordReader = <A>(answer: Schema.Schema<A>, timeZone: string): RecordReader<A> => {
  const day = dayIn(DateTime.zoneMakeNamedUnsafe(timeZone))
  const plan = planOf(SchemaAST.toType(answer.ast), "", day)!
  // The types can't follow a struct that is made from a walk over another.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return {
    schema: plan.schema,
    read: (value, unreadable) => plan.read(value, "", unreadable),
  } as RecordReader<A>
}
