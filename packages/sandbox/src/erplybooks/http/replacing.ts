/**
 * The body of a PUT: the declared fields, strictly, and those that are answered although no page declares them, which come
 * back as they were.
 */
import { Result, Schema } from "effect"

import { isRaw, parseExact, type Raw } from "../../internal/exactJson.ts"
import { type Written, undeclaredFields } from "../Entities.ts"
import { refuse, type Refusal } from "../Refusal.ts"
import { toRefusal } from "./badRequest.ts"

const strict = { onExcessProperty: "error", errors: "all" } as const

const isUndeclared = (name: string): boolean => undeclaredFields.some((field) => field === name)

/** Nested records come back with theirs too. */
const withoutUndeclared = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutUndeclared)
  if (!isRaw(value)) return value
  const declared = Object.entries(value).filter(([name]) => !isUndeclared(name))
  return Object.fromEntries(declared.map(([name, field]) => [name, withoutUndeclared(field)]))
}

/** Numbers stay the text they were sent as; nothing of it where it is not JSON. */
const readRaw = (text: string): Raw | undefined => {
  const read = Result.try(() => parseExact(text))
  return Result.isSuccess(read) && isRaw(read.success) ? read.success : undefined
}

export const readWritten =
  <Info>(schema: Schema.Codec<Info, unknown>) =>
  (text: string): Result.Result<Written<Info>, Refusal> => {
    const raw = readRaw(text)
    if (raw === undefined) return refuse("UNREADABLE")
    const declared: unknown = JSON.parse(JSON.stringify(withoutUndeclared(raw)))
    return Result.mapBoth(Schema.decodeUnknownResult(schema, strict)(declared), {
      onSuccess: (info) => ({ info, undeclared: "attributes" in raw ? { attributes: raw["attributes"] } : {} }),
      onFailure: toRefusal,
    })
  }
