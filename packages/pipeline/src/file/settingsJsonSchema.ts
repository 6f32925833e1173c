/** The settings of connectors as JSON Schema. */
import type { Connector } from "@waybill/connector"
import { Predicate, Schema, SchemaAST } from "effect"

import { annotationOf, isRedacted, structOf } from "./settings.ts"

/** A JSON Schema, or a part of one. */
export interface JsonSchema {
  readonly [keyword: string]: unknown
}

const variable: JsonSchema = { type: "string", pattern: String.raw`^\$\{[A-Za-z_][A-Za-z0-9_]*\}$` }

export const closedMap = (properties: JsonSchema, required: ReadonlyArray<string> = []): JsonSchema => ({
  type: "object",
  properties,
  ...(required.length === 0 ? {} : { required }),
  additionalProperties: false,
})

/** What an editor shows of a key. */
const notes = (ast: SchemaAST.AST): JsonSchema =>
  Object.fromEntries(
    ["description", "default"].flatMap((key) => {
      const value = annotationOf(ast, key)
      return value === undefined ? [] : [[key, value]]
    }),
  )

/** A setting, or `${NAME}` in its place; a secret is `${NAME}` and nothing else. */
const leaf = (ast: SchemaAST.AST): JsonSchema => {
  if (isRedacted(ast)) return { ...variable, ...notes(ast) }
  const encoded = Schema.make<Schema.Top>(SchemaAST.toEncoded(ast))
  // Inline: two connectors may use one name for different things.
  const document = Schema.toJsonSchemaDocument(encoded, { onExcessProperty: "error", referencePolicy: () => undefined })
  const { description: _, default: __, ...schema } = document.schema
  const isPlainText = schema["type"] === "string" && Object.keys(schema).length === 1
  return { ...(isPlainText ? schema : { anyOf: [schema, variable] }), ...notes(ast) }
}

const settingSchema = (ast: SchemaAST.AST): JsonSchema => {
  const fields = structOf(ast)?.propertySignatures
  if (fields === undefined) return leaf(ast)
  const needed = fields.filter(({ type }) => !SchemaAST.isOptional(SchemaAST.toEncoded(type)))
  const properties = fields.map(({ name, type }) => [String(name), settingSchema(type)] as const)
  return {
    ...closedMap(
      Object.fromEntries(properties),
      needed.map(({ name }) => String(name)),
    ),
    ...notes(ast),
  }
}

const isSchema = (value: unknown): value is JsonSchema => Predicate.isObject(value)

/** The part of a schema behind a keyword. */
export const partOf = (schema: JsonSchema, keyword: string): JsonSchema => {
  const part = schema[keyword]
  return isSchema(part) ? part : {}
}

/** What holds of a map where `key` is `value`. */
export const where = (key: string, value: string, holds: JsonSchema): JsonSchema => ({
  if: { properties: { [key]: { const: value } }, required: [key] },
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
  then: holds,
})

const withConnector = (settings: JsonSchema): JsonSchema => ({
  ...settings,
  properties: { connector: true, ...partOf(settings, "properties") },
})

/**
 * A connection: which connector it is decides which settings it takes; those of an npm package are not known here.
 *
 * @param connector the schema of the key `connector`
 */
export const connectionJsonSchema = (connector: JsonSchema, connectors: ReadonlyArray<Connector>): JsonSchema => ({
  type: "object",
  properties: {
    connector: {
      ...connector,
      anyOf: [
        ...connectors.map(({ name, title, description }) => ({ const: name, title, description })),
        { type: "string" },
      ],
    },
  },
  required: ["connector"],
  allOf: connectors.map(({ name, settings }) => where("connector", name, withConnector(settingSchema(settings.ast)))),
})
