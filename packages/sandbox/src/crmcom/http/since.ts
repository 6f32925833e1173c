/**
 * What is newer than the release that a stand-in plays: found by the notes beside the declaration's fields.
 */
import { isFrom, isReleaseName, type ReleaseName } from "@waybill/connector-crmcom"
import { BigDecimal, Predicate, type Schema, SchemaAST } from "effect"

/** What of a schema matters here: its fields, or its elements' shape, and the releases that brought them. */
interface Shape {
  readonly fields: ReadonlyMap<string, { readonly since: ReleaseName | undefined; readonly shape: Shape }>
  readonly element: Shape | undefined
  /** Of an identifier: the release that brought each of its fields; empty: all have it. */
  readonly identifiers: Readonly<Record<string, unknown>>
}

const none: Shape = { fields: new Map(), element: undefined, identifiers: {} }

const sinceOf = (ast: SchemaAST.AST): ReleaseName | undefined => {
  const members = SchemaAST.isUnion(ast) ? ast.types : []
  const since = [ast, ...members].map(SchemaAST.resolveAt<unknown>("since")).find((note) => note !== undefined)
  return typeof since === "string" && isReleaseName(since) ? since : undefined
}

const merge = (shapes: ReadonlyArray<Shape>): Shape =>
  shapes.reduce(
    (all, { fields, element, identifiers }) => ({
      fields: new Map([...all.fields, ...fields]),
      element: all.element ?? element,
      identifiers: { ...all.identifiers, ...identifiers },
    }),
    none,
  )

const read = (ast: SchemaAST.AST): Shape => {
  if (SchemaAST.isUnion(ast)) return merge(ast.types.map(read))
  if (SchemaAST.isArrays(ast)) return { ...none, element: merge([...ast.elements, ...ast.rest].map(read)) }
  if (!SchemaAST.isObjects(ast)) return none
  const fields = ast.propertySignatures.map(
    ({ name, type }) => [String(name), { since: sinceOf(type), shape: read(type) }] as const,
  )
  const identifiers = SchemaAST.resolveAt<Record<string, unknown>>("identifierFields")(ast) ?? {}
  return { ...none, fields: new Map(fields), identifiers }
}

const shapes = new WeakMap<Schema.Top, Shape>()

export const shapeOf = (schema: Schema.Top): Shape => {
  const known = shapes.get(schema)
  if (known !== undefined) return known
  const shape = read(SchemaAST.toType(schema.ast))
  shapes.set(schema, shape)
  return shape
}

/** The shape of one of its fields. */
export const fieldShape = (shape: Shape, name: string): Shape => shape.fields.get(name)?.shape ?? none

/** The names of a record's fields, or of those of a list's records. */
export const fieldNames = (shape: Shape): ReadonlySet<string> => new Set((shape.element ?? shape).fields.keys())

const isStruct = (value: unknown): value is Readonly<Record<string, unknown>> =>
  Predicate.isObject(value) && !Array.isArray(value) && !BigDecimal.isBigDecimal(value)

const isNewer = (since: unknown, release: ReleaseName): boolean =>
  typeof since === "string" && isReleaseName(since) && !isFrom(release, since)

/** The first field of `value` that came after `release`. */
export const newerField = (value: unknown, shape: Shape, release: ReleaseName): string | undefined => {
  if (Array.isArray(value)) {
    return value.map((entry: unknown) => newerField(entry, shape.element ?? none, release)).find((name) => name)
  }
  if (!isStruct(value)) return undefined
  const { by } = value
  if (typeof by === "string" && isNewer(shape.identifiers[by], release)) return by
  for (const [name, field] of Object.entries(value)) {
    const known = shape.fields.get(name)
    if (isNewer(known?.since, release)) return name
    const inner = newerField(field, known?.shape ?? none, release)
    if (inner !== undefined) return inner
  }
  return undefined
}

/** `value` without what came after `release`. */
export const withoutNewer = (value: unknown, shape: Shape, release: ReleaseName): unknown => {
  if (Array.isArray(value)) return value.map((entry: unknown) => withoutNewer(entry, shape.element ?? none, release))
  if (!isStruct(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, field]) => {
      const known = shape.fields.get(name)
      return isNewer(known?.since, release) ? [] : [[name, withoutNewer(field, known?.shape ?? none, release)]]
    }),
  )
}
