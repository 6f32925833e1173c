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

const isName = (name: string): name is Name => names.has(name)
const names = new Set([...numbered("string", 8), ...numbered("float", 4), ...numbered("date", 4)])

/** All sixteen: those of `params`, else those of `before`, else null. */
export const userFieldsOf = (params: UserFields, before: UserFields = {}): UserFields =>
  Object.fromEntries(
    [...names].filter(isName).map((name) => [name, params[name] === undefined ? (before[name] ?? null) : params[name]]),
  )
