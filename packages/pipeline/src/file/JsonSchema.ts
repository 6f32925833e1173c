/**
 * The JSON Schema (2020-12) of the pipeline file, for editors: made of the schema that reads the file, the settings of
 * the connectors and the fields of the core model.
 */
import type { Connector } from "@waybill/connector"
import { entities, type Entity, schemas } from "@waybill/model"
import { Schema, SchemaAST } from "effect"

import { FileSchema } from "./FileSchema.ts"
import { expectedWords } from "./schemaProblems.ts"
import { annotationOf, structOf } from "./settings.ts"
import { closedMap, connectionJsonSchema, type JsonSchema, partOf, where } from "./settingsJsonSchema.ts"

const expression: JsonSchema = { $ref: "#/$defs/Expression" }

/** What an expression gives for a field of each type of the model. */
const yields: Readonly<Record<string, string>> = {
  Money: 'Money: money(record.Amount, "EUR")',
  CalendarDate: 'A date: date(record.Day, "dd/MM/yyyy")',
  BigDecimal: "A decimal: decimal(record.Quantity)",
}

const fieldWords = (ast: SchemaAST.AST): string => {
  const [own, type] = [annotationOf(ast, "description"), ast.annotations?.["expected"]]
  if (typeof own === "string") return own
  return (typeof type === "string" ? yields[type] : undefined) ?? (SchemaAST.isUnion(ast) ? expectedWords(ast) : "Text")
}

/** A field of the model is an expression, an address a map of them, lines a list of maps. */
const fieldSchema = (ast: SchemaAST.AST): JsonSchema => {
  if (structOf(ast) !== undefined) return structSchema(ast)
  const item = SchemaAST.isArrays(ast) ? ast.rest[0] : undefined
  return item === undefined
    ? { ...expression, description: fieldWords(ast) }
    : { type: "array", items: structSchema(item), description: "A list of maps, each of fields to expressions" }
}

const structSchema = (ast: SchemaAST.AST): JsonSchema => {
  const fields = structOf(ast)?.propertySignatures ?? []
  const properties = fields.map(({ name, type }) => [String(name), fieldSchema(type)] as const)
  return { ...closedMap(Object.fromEntries(properties)), description: "A map of fields to expressions" }
}

/** What `map` takes, by entity, and where the flow names none. */
const mapSchemas = (): { readonly any: JsonSchema } & Readonly<Record<Entity, JsonSchema>> => {
  const { customer, invoice, payment } = schemas
  const each = {
    customer: structSchema(customer.ast),
    invoice: structSchema(invoice.ast),
    payment: structSchema(payment.ast),
  }
  const properties = entities.map((entity) => partOf(each[entity], "properties"))
  return { ...each, any: closedMap(Object.assign({}, ...properties)) }
}

const mapRef = (name: string): JsonSchema => ({ anyOf: [{ $ref: `#/$defs/map.${name}` }, { type: "null" }] })

const flowSchema = (flow: JsonSchema): JsonSchema => {
  const properties = partOf(flow, "properties")
  return {
    ...flow,
    properties: { ...properties, map: { description: partOf(properties, "map")["description"], ...mapRef("any") } },
    allOf: entities.map((entity) => where("entity", entity, { properties: { map: mapRef(entity) } })),
  }
}

/**
 * The JSON Schema of a pipeline file whose connections use `connectors`, or npm packages, whose settings it leaves open.
 * It helps while writing; what is right is decided when the file is read.
 */
export const pipelineJsonSchema = (connectors: ReadonlyArray<Connector>): JsonSchema => {
  const { schema, definitions } = Schema.toJsonSchemaDocument(FileSchema, { onExcessProperty: "error" })
  const connector = partOf(partOf(definitions["Connection"]!, "properties"), "connector")
  const maps = Object.entries(mapSchemas()).map(([name, map]) => [`map.${name}`, map] as const)
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    ...schema,
    $defs: {
      ...definitions,
      ...Object.fromEntries(maps),
      Connection: connectionJsonSchema(connector, connectors),
      Flow: flowSchema(definitions["Flow"]!),
    },
  }
}
