/**
 * A transform at work on one record. Whatever it does is the record's own fate, never the run's end.
 */
import { type Entity, type Issue, type Model, schemas } from "@waybill/model"
import { Predicate, Result } from "effect"

import { didYouMean } from "../didYouMean.ts"
import { thrownText } from "../thrown.ts"
import type { Transform } from "../Transform.ts"
import type { Issues } from "./Mapping.ts"
import { type Fields, fieldsOf, type ValueType } from "./types.ts"
import { toIssue, validator } from "./validate.ts"

/** A model that is still to be validated, issues, or `undefined` where the record is skipped. */
export type ToModel = (record: any) => Result.Result<Model, Issues> | undefined

const wrong = (message: string, hint: string): Result.Result<never, Issues> =>
  Result.fail([{ code: "WB-MAP-TRANSFORM", message: `the flow's transform ${message}`, hint }])

const isStruct = (value: unknown): value is Readonly<Record<string, unknown>> =>
  Predicate.isObject(value) && [null, Object.prototype].includes(Object.getPrototypeOf(value))

/** Without what is `undefined` or an empty text: an empty value is an absent one, and so is an address of nothing else. */
const withoutEmpty = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutEmpty)
  if (!isStruct(value)) return value
  const entries = Object.entries(value).flatMap(([key, each]) => {
    const kept = withoutEmpty(each)
    return kept === undefined || kept === "" ? [] : [[key, kept] as const]
  })
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

/** The first key that there is none of, with what was known there. */
const strangeKey = (value: unknown, type: ValueType): { key: string; fields: Fields } | undefined => {
  if (type._tag === "List" && Array.isArray(value)) {
    return value.map((item) => strangeKey(item, type.item)).find(Predicate.isNotUndefined)
  }
  if (type._tag !== "Struct" || !isStruct(value)) return undefined
  for (const [key, each] of Object.entries(value)) {
    const field = type.fields.get(key)
    const found = field === undefined ? { key, fields: type.fields } : strangeKey(each, field.type)
    if (found !== undefined) return found
  }
  return undefined
}

/** The key itself is not shown: it may be made of data. */
const refuseKey = ({ key, fields }: { key: string; fields: Fields }) => {
  const near = didYouMean(key, fields.keys())
  const hint = near === undefined ? `known are ${[...fields.keys()].join(", ")}` : `did you mean '${near}'?`
  return wrong("returned a field that there is not", hint)
}

const words = ["hint", "column", "field"] as const

const isOwnIssue = (value: unknown): value is Issue =>
  Predicate.hasProperty(value, "message") &&
  Predicate.isString(value.message) &&
  value.message !== "" &&
  words.every((key) => !Predicate.hasProperty(value, key) || value[key] === undefined || Predicate.isString(value[key]))

const ownIssue = (issue: Issue): Issue => {
  const said = words.flatMap((key) => (issue[key] === undefined ? [] : [[key, issue[key]] as const]))
  return { code: "WB-MAP-RULE", message: issue.message, ...Object.fromEntries(said) }
}

const issuesOf = (values: ReadonlyArray<unknown>): Result.Result<never, Issues> => {
  const [first, ...others] = values.filter(isOwnIssue).map(ownIssue)
  return first === undefined || others.length + 1 < values.length
    ? wrong("returned a list that is none of issues", "each has a message; a record becomes one model, not several")
    : Result.fail([first, ...others])
}

const thrownBy = (thrown: unknown, url: string | undefined): Result.Result<never, Issues> =>
  wrong(
    `threw ${thrownText(thrown, url)}`,
    "mend the transform; what was thrown is not shown, since it may hold the record's values",
  )

const judge = (made: unknown, entity: ValueType): ReturnType<ToModel> => {
  if (made === undefined) return undefined
  if (Array.isArray(made)) return issuesOf(made)
  if (Predicate.isPromiseLike(made)) {
    // Nobody waits for it: were it to fail, the process would end.
    made.then(undefined, () => {})
    return wrong("returned a promise", "it must be synchronous: what it needs is fetched before the run")
  }
  if (!isStruct(made)) return wrong("returned no model", "return the model, a list of issues, or undefined")
  const model: any = withoutEmpty(made) ?? {}
  const strange = strangeKey(model, entity)
  return strange === undefined ? Result.succeed(model) : refuseKey(strange)
}

const typeOf = (entity: Entity): ValueType => ({ _tag: "Struct", fields: fieldsOf(schemas[entity]) })

/** Holds a record to the fields that the transform declares. */
const declared = ({ record }: Transform): ((value: unknown) => ReadonlyArray<Issue>) => {
  if (record === undefined) return () => []
  const faultsOf = validator(record)
  return (value) =>
    faultsOf(value).map(({ failure, path }) => toIssue({ failure, path: [] }, undefined, path.join(".")))
}

/**
 * @param own how the source itself makes the model of a record, where it does
 * @param url the address of the transform's module; absent: it has none of its own
 */
export const compileTransform = (
  transform: Transform,
  own: ((record: any) => Result.Result<Model, Issues>) | undefined,
  url?: string,
): ToModel => {
  const issuesIn = declared(transform)
  const entity = typeOf(transform.entity)
  return (record) => {
    const [first, ...others] = issuesIn(record)
    if (first !== undefined) return Result.fail([first, ...others])
    const model: any = own === undefined ? undefined : Result.getOrUndefined(own(record))
    try {
      // The record is kept as it came, for whoever mends a reject.
      return judge(transform.make(Object.freeze(record), model), entity)
    } catch (thrown) {
      return thrownBy(thrown, url)
    }
  }
}
