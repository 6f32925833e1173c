/**
 * JSON of answers, its numbers as the text that they stand in: JavaScript never rounds one (invariant 4).
 */
import { parseNumbers } from "@waybill/connector-http"
import { Decimals } from "@waybill/model"
import { BigDecimal, Option, Predicate } from "effect"

/** A number of an answer, to the last digit. */
export class JsonNumber {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export interface JsonObject {
  readonly [name: string]: Json
}
export type Json = null | boolean | string | JsonNumber | ReadonlyArray<Json> | JsonObject

/** None where the text is not JSON. */
export const parseJson: (text: string) => Option.Option<Json> = Option.liftThrowable(
  // Every number is replaced, so that nothing but Json is left.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  (text: string) => parseNumbers(text, (source) => new JsonNumber(source)) as Json,
)

const isList = (json: Json | undefined): json is ReadonlyArray<Json> => Array.isArray(json)

export const isObject = (json: Json | undefined): json is JsonObject =>
  typeof json === "object" && json !== null && !isList(json) && !(json instanceof JsonNumber)

/** Names with a dot between levels: `data.customer.id`. */
export type JsonPath = string

/** What stands at a path; `undefined` where nothing does. Without a path it is the whole. */
export const at = (json: Json, path: JsonPath | undefined): Json | undefined => {
  if (path === undefined) return json
  let found: Json | undefined = json
  for (const name of path.split(".")) found = isObject(found) && Object.hasOwn(found, name) ? found[name] : undefined
  return found
}

export const listOf = (json: Json | undefined): ReadonlyArray<Json> | undefined => (isList(json) ? json : undefined)

/** A text, or a number as it is written; `undefined` where it is neither, or empty. */
export const textOf = (json: Json | undefined): string | undefined => {
  const text = json instanceof JsonNumber ? json.text : json
  return typeof text === "string" && text !== "" ? text : undefined
}

/** A number of JSON may have an exponent, which could stand for more digits than any amount has. */
const written = (text: string): BigDecimal.BigDecimal | undefined => {
  const exponent = /[eE]([+-]?\d{1,3})$/.exec(text)?.[1]
  if (exponent === undefined || text.length > Decimals.maxLength || Math.abs(Number(exponent)) > Decimals.maxLength) {
    return Decimals.parse(text)
  }
  return Option.getOrUndefined(BigDecimal.fromString(text))
}

/** A number, or a text that is a plain decimal; exact. */
export const decimalOf = (json: Json | undefined): BigDecimal.BigDecimal | undefined => {
  if (json instanceof JsonNumber) return written(json.text)
  return typeof json === "string" ? Decimals.parse(json) : undefined
}

/** The value as JSON text again, its numbers as they were written. */
export const jsonText = (json: Json): string => {
  if (json instanceof JsonNumber) return json.text
  if (isList(json)) return `[${json.map(jsonText).join(",")}]`
  if (!isObject(json)) return JSON.stringify(json)
  return `{${Object.entries(json)
    .map(([name, value]) => `${JSON.stringify(name)}:${jsonText(value)}`)
    .join(",")}}`
}

/** A plain object that is put together. */
export interface Draft {
  [name: string]: unknown
}

const isDraft = (value: unknown): value is Draft => Predicate.isObject(value)

/** Writes a value at a path; what stands on the way is an object, or nothing. */
export const put = (object: Draft, path: JsonPath, value: unknown): void => {
  const names = path.split(".")
  const last = names.pop()!
  let level = object
  for (const name of names) {
    const inner = Object.hasOwn(level, name) ? level[name] : undefined
    if (isDraft(inner)) level = inner
    else level = level[name] = {}
  }
  level[last] = value
}
