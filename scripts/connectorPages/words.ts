/** A schema's type in words; what has a name of its own is linked to where the page describes it. */
import { Predicate, SchemaAST } from "effect"

import { code, link } from "./markdown.ts"

const own = (ast: SchemaAST.AST, key: string): unknown => SchemaAST.resolve(ast)?.[key]

export const textOf = (ast: SchemaAST.AST, key: string): string | undefined => {
  const value = own(ast, key)
  return typeof value === "string" && value !== "" ? value : undefined
}

/** The fields of an identifier, each with the release that brought it; undefined: it is none. */
export const identifierFields = (ast: SchemaAST.AST): Readonly<Record<string, string>> | undefined => {
  const fields = own(ast, "identifierFields")
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Predicate.isObject(fields) ? (fields as Readonly<Record<string, string>>) : undefined
}

/** `AccountPaymentPreferenceIdentifier` as `account payment preference identifier`. */
export const spaced = (name: string): string => name.replaceAll(/\B[A-Z]/g, (letter) => ` ${letter}`).toLowerCase()

/** Without the null that an answer or a change may have in its place. */
export const withoutNull = (ast: SchemaAST.AST): SchemaAST.AST => {
  if (!SchemaAST.isUnion(ast)) return ast
  const others = ast.types.filter((type) => !SchemaAST.isNull(type))
  return others.length === 1 ? others[0]! : ast
}

/** The structs that a schema is one of; more than one is told apart by a field with one value, `action`. */
export const variantsOf = (ast: SchemaAST.AST): ReadonlyArray<SchemaAST.Objects> => {
  if (SchemaAST.isUnion(ast)) {
    const variants = ast.types.map(variantsOf)
    return variants.every((each) => each.length > 0) ? variants.flat() : []
  }
  return SchemaAST.isObjects(ast) && ast.propertySignatures.length > 0 ? [ast] : []
}

const declared: Readonly<Record<string, string>> = {
  "effect/schema/BigDecimal": "decimal",
  "effect/schema/Redacted": "secret text",
  "effect/schema/Json": "any JSON",
  "effect/schema/URL": "address",
  "effect/schema/Duration": "duration",
}

const representation = (ast: SchemaAST.AST): string | undefined => {
  const value = ast.annotations?.["representation"]
  return Predicate.hasProperty(value, "id") && typeof value.id === "string" ? value.id : undefined
}

const isWhole = (ast: SchemaAST.AST): boolean =>
  ast.checks?.some(({ annotations }) => {
    const each = annotations?.["representation"]
    return Predicate.hasProperty(each, "id") && each.id === "effect/schema/isInt"
  }) ?? false

const textWords = (ast: SchemaAST.AST): string =>
  textOf(ast, "expected") === "a moment written yyyy-MM-ddTHH:mm:ss" ? "moment (UTC)" : "text"

const fieldWords = (objects: ReadonlyArray<SchemaAST.Objects>): string => {
  const names = [...new Set(objects.flatMap((each) => each.propertySignatures.map(({ name }) => String(name))))]
  return names
    .map((name) => {
      const types = objects.flatMap((each) => each.propertySignatures.filter((field) => field.name === name))
      return `${code(name)} (${oneOf(types.map(({ type }) => type))})`
    })
    .join(", ")
}

/** The types of one thing that may be several. */
export const oneOf = (types: ReadonlyArray<SchemaAST.AST>): string =>
  [...new Set(types.map(words))].join(types.every((each) => SchemaAST.isLiteral(each)) ? ", " : " or ")

const listWords = (ast: SchemaAST.Arrays): string => {
  const [item] = [...ast.rest, ...ast.elements]
  if (ast.encoding !== undefined) return "names, separated by commas"
  return item === undefined ? "list" : `list of ${words(item).replace(/^object/, "objects")}`
}

/** A type in words: `text`, `moment (UTC)`, `list of [InvoiceItem](#invoiceitem)`. */
export const words = (type: SchemaAST.AST): string => {
  const ast = withoutNull(type)
  const name = textOf(ast, "identifier")
  if (name !== undefined && identifierFields(ast) !== undefined) return link(spaced(name), "Identifiers")
  if (name !== undefined && variantsOf(ast).length > 0) return link(name, name)
  if (SchemaAST.isDeclaration(ast)) return declared[representation(ast) ?? ""] ?? "text"
  if (SchemaAST.isString(ast)) return textWords(ast)
  if (SchemaAST.isNumber(ast)) return isWhole(ast) ? "whole number" : "number"
  if (SchemaAST.isBoolean(ast)) return "true or false"
  if (SchemaAST.isLiteral(ast)) return code(String(ast.literal))
  if (SchemaAST.isArrays(ast)) return listWords(ast)
  const variants = variantsOf(ast)
  if (variants.length > 0) return `object with ${fieldWords(variants)}`
  if (SchemaAST.isUnion(ast)) return oneOf(ast.types)
  return SchemaAST.isObjects(ast) ? "object" : "undocumented"
}
