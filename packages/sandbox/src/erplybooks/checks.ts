/**
 * What every body is checked for beyond its declaration: days that exist, codes of dictionaries, six decimals.
 */
import { Dates, Decimals } from "@waybill/model"
import { BigDecimal, Predicate, Result } from "effect"

import type { Catalogue } from "./Catalogue.ts"
import { passed, refuse, type Refusal } from "./Refusal.ts"

type Check = Result.Result<void, Refusal>

const timePattern = /^(\d{4}-\d{2}-\d{2})(?:T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)?$/

/** `2026-01-31`, or the same with a time of day; both are answered, so both are accepted back. */
const isTime = (text: string): boolean => {
  const day = timePattern.exec(text)?.[1]
  return day !== undefined && Dates.parseIso(day) !== undefined
}

/** The day of a time, which sorts as text. */
export const dayOf = (time: string | null | undefined): string => time?.slice(0, 10) ?? ""

/** Refuses a field that is given and is no time. */
export const checkTimes = <Info extends object>(info: Info, fields: ReadonlyArray<keyof Info & string>): Check => {
  const wrong = fields.find((field) => typeof info[field] === "string" && !isTime(info[field]))
  return wrong === undefined ? passed : refuse("BADDATE", wrong)
}

/** Refuses a field that is absent, null or empty. */
export const checkNeeded = <Info extends object>(info: Info, fields: ReadonlyArray<keyof Info & string>): Check => {
  const absent = fields.find((field) => info[field] === undefined || info[field] === null || info[field] === "")
  return absent === undefined ? passed : refuse("NEEDED", absent)
}

/** `CURRENCY` is `dao.Currency`, `DOCUMENT_STATUS_TYPE` is `dao.DocumentStatusType`. */
const typeName = (dictionary: string): string =>
  dictionary.replace(/([A-Z])([A-Z]*)_?/g, (_, first: string, rest: string) => first + rest.toLowerCase())

/** Refuses a code that its dictionary does not have. Without a code: passes. */
export const checkCode = ({ dictionaries }: Catalogue, dictionary: string, code: string | null | undefined): Check =>
  code === undefined || code === null || dictionaries[dictionary]?.includes(code) === true
    ? passed
    : refuse("ENUMUNKNOWN", typeName(dictionary))

export const checkNeededCode = (catalogue: Catalogue, dictionary: string, code: string | null | undefined): Check =>
  code === undefined || code === null
    ? refuse("ENUMNEEDED", typeName(dictionary))
    : checkCode(catalogue, dictionary, code)

const tooFine = (value: unknown, name: string): string | undefined => {
  if (BigDecimal.isBigDecimal(value)) return Decimals.scaleOf(value) > 6 ? name : undefined
  if (Array.isArray(value)) return value.map((entry: unknown) => tooFine(entry, name)).find(Predicate.isNotUndefined)
  if (!Predicate.isObject(value)) return undefined
  for (const [field, inner] of Object.entries(value)) {
    const found = tooFine(inner, field)
    if (found !== undefined) return found
  }
  return undefined
}

/** Refuses a number of more than six decimals, wherever it stands: it would be stored as another one. */
export const checkScales = (info: object): Check => {
  const found = tooFine(info, "")
  return found === undefined ? passed : refuse("TOOFINE", found)
}

/** Refuses a link to a record that is not there; 0 links to none. */
export const checkKnown = (
  kind: string,
  records: ReadonlyArray<{ readonly id: number }>,
  id: number | null | undefined,
): Check =>
  id === undefined || id === null || id === 0 || records.some((record) => record.id === id)
    ? passed
    : refuse("ABSENT", kind)

/** Refuses a new record that brings an id. */
export const checkNew = ({ id }: { readonly id: number }): Check => (id === 0 ? passed : refuse("IDNOTZERO"))

/** The first refusal of several checks. */
export const checkAll = (...checks: ReadonlyArray<Check>): Check => checks.find(Result.isFailure) ?? passed
