/**
 * User-defined fields: sixteen of a record are kept, `udf_float_5` to `_8` are taken and dropped, as in the vendor's
 * published examples.
 */
import type { InvoiceData } from "./Served.ts"

const numbered = (kind: string, count: number) =>
  Array.from({ length: count }, (_, index) => `udf_${kind}_${index + 1}`)

type Name = Extract<keyof InvoiceData, `udf_${string}`>

/** The fields that a record has; null: none given. */
export type UserFields = Pick<InvoiceData, Name>

const isName = (name: string): name is Name => all.has(name)
const all = new Set([...numbered("string", 8), ...numbered("float", 4), ...numbered("date", 4)])
const names = [...all].filter(isName)

/** All sixteen: those of `params`, else those of `before`, else null. */
export const userFieldsOf = (params: UserFields, before: UserFields = none): UserFields =>
  before === none && !Object.keys(params).some(isName)
    ? none
    : Object.fromEntries(
        names.map((name) => [name, params[name] === undefined ? (before[name] ?? null) : params[name]]),
      )

/** Of a record that is given none: one object for all of them, of which there may be many. */
const none: UserFields = Object.fromEntries(names.map((name) => [name, null]))
