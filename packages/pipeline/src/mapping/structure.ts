/**
 * A struct of expressions, and lists of structs, as functions that write them.
 */
import { Result } from "effect"

import type { Diagnostic } from "../Diagnostic.ts"
import { didYouMean } from "../didYouMean.ts"
import { type FieldMap, isExpression, type StructMap } from "../file/Pipeline.ts"
import { conversionTo } from "./convert.ts"
import { errorAt, listed } from "./diagnose.ts"
import type { Surroundings } from "./environment.ts"
import { compileLeaf, type Write, type Writer } from "./leaf.ts"
import type { Field, Fields } from "./types.ts"
import { compileFill } from "./unrolled.ts"

/** What is compiled, and where the findings go. */
export interface Compilation {
  readonly surroundings: Surroundings
  readonly diagnostics: Array<Diagnostic>
  /** What the fields belong to, for messages: `an invoice`. */
  readonly owner: string
  /** Whether something is there already, so that only overrides are written. */
  readonly hasBase: boolean
}

const nothing = new Set(["WB-MAP-REQUIRED", "WB-MAP-EMPTY", "WB-MAP-ABSENT"])

/** Whether nothing of the base is overridden. */
const isKept = (base: object, writers: ReadonlyMap<string, Writer>): boolean => {
  for (const key in base) if (writers.has(key)) return false
  return true
}

/** The base without what is overridden. */
const rest = (base: object | undefined, writers: ReadonlyMap<string, Writer>): Record<string, unknown> => {
  if (base === undefined) return {}
  const prototype: unknown = Object.getPrototypeOf(base)
  // A copy as a whole is ten times as fast as one that is put together.
  if (prototype === Object.prototype && isKept(base, writers)) return { ...base }
  const result: Record<string, unknown> = Object.create(Object.getPrototypeOf(base))
  for (const [key, value] of Object.entries(base)) if (!writers.has(key)) result[key] = value
  return result
}

/** Writes a struct. An optional one of which nothing but constants came to be is absent. */
const writeStruct = (writers: ReadonlyMap<string, Writer>, optional: boolean): Write => {
  const entries = [...writers.values()]
  const fill = compileFill([...writers.keys()])
  const keys = [...writers.keys()]
  const onlyConstants = entries.every(({ isConstant }) => isConstant)
  // Used again for every record: a struct is never written while it is being written.
  const values: Array<unknown> = entries.map(() => undefined)
  return (scope, issues, base) => {
    const before = issues.length
    let isEmpty = optional && !onlyConstants
    for (let index = 0; index < entries.length; index++) {
      const { write, isConstant, readsBase } = entries[index]!
      const value = write(scope, issues, readsBase ? base?.[keys[index]!] : undefined)
      values[index] = value
      if (value !== undefined && !isConstant) isEmpty = false
    }
    const result = rest(base, writers)
    if (isEmpty && Object.keys(result).length === 0 && issues.slice(before).every(({ code }) => nothing.has(code))) {
      issues.length = before
      return undefined
    }
    fill(result, values)
    return result
  }
}

const writeList = (items: ReadonlyArray<Writer>): Write => {
  return (scope, issues) => {
    const list = items.flatMap(({ write }) => write(scope, issues, undefined) ?? [])
    return list.length === 0 ? undefined : list
  }
}

const shapes = {
  Struct: "fields below it, each with an expression",
  List: "a list of structs: `- number: …`",
  other: "one expression",
} as const

const wrongShape = (key: string, { type }: Field, place: Diagnostic["place"], { owner }: Compilation): Diagnostic => {
  const shape = type._tag === "Struct" ? shapes.Struct : type._tag === "List" ? shapes.List : shapes.other
  const known = type._tag !== "Unknown"
  const message = known
    ? `'${key}' is not written like this`
    : `'${key}' of ${owner} holds what no expression can yield`
  return errorAt(place!, "WB-MAP-SHAPE", message, known ? `write ${shape}` : "leave it to the connector")
}

const isList = (value: FieldMap): value is ReadonlyArray<StructMap> => Array.isArray(value)

const compileField = (
  value: FieldMap,
  field: Field,
  path: string,
  compilation: Compilation,
): Writer | "wrong shape" | undefined => {
  const { type } = field
  if (isExpression(value)) {
    const conversion = conversionTo(type, path)
    if (conversion === undefined) return "wrong shape"
    const leaf = compileLeaf(value, field, path, conversion, compilation.surroundings)
    if (Result.isFailure(leaf)) {
      compilation.diagnostics.push(...leaf.failure)
      return undefined
    }
    compilation.diagnostics.push(...leaf.success.warnings)
    return leaf.success
  }
  if (isList(value)) {
    if (type._tag !== "List" || type.item._tag !== "Struct") return "wrong shape"
    const { fields } = type.item
    const alone = { ...compilation, hasBase: false }
    const items = value.map((item, index) => compileStruct(item, fields, `${path}.${index}`, alone, true))
    return { write: writeList(items), isConstant: items.every(({ isConstant }) => isConstant), readsBase: false }
  }
  return type._tag === "Struct" ? compileStruct(value, type.fields, path, compilation, field.optional) : "wrong shape"
}

const unknownField = (key: string, place: Diagnostic["place"], fields: Fields, { owner }: Compilation): Diagnostic => {
  const nearest = didYouMean(key, fields.keys())
  const hint = nearest === undefined ? `known are ${listed(fields.keys())}` : `did you mean ${nearest}?`
  return errorAt(place!, "WB-MAP-FIELD", `${owner} has no field '${key}'`, hint)
}

/** Compiles a struct; `path` is empty for the outermost. */
export const compileStruct = (
  map: StructMap,
  fields: Fields,
  path: string,
  compilation: Compilation,
  optional: boolean,
): Writer & { readonly writers: ReadonlyMap<string, Writer> } => {
  const { diagnostics, hasBase } = compilation
  const writers = new Map<string, Writer>()
  for (const [key, { key: place, value }] of map.fields) {
    const field = fields.get(key)
    if (field === undefined) {
      diagnostics.push(unknownField(key, place, fields, compilation))
      continue
    }
    const writer = compileField(value, field, path === "" ? key : `${path}.${key}`, compilation)
    if (writer === "wrong shape") diagnostics.push(wrongShape(key, field, place, compilation))
    else if (writer !== undefined) writers.set(key, writer)
  }
  for (const [key, field] of fields) {
    if (hasBase || field.optional || map.fields.has(key)) continue
    const message = field.neededBy === undefined ? `'${key}' is needed` : `${field.neededBy} needs '${key}'`
    diagnostics.push(errorAt(map.place, "WB-MAP-MISSING", message, `write ${key}: and an expression`))
  }
  const isConstant = [...writers.values()].every((writer) => writer.isConstant)
  return { write: writeStruct(writers, optional), isConstant, readsBase: true, writers }
}
