/**
 * What expressions may read and must yield, from the type side of a schema.
 */
import { Identifier } from "@waybill/model"
import { type Schema, SchemaAST } from "effect"

export type ValueType =
  | {
      readonly _tag: "Text"
      /** The only values, where they are listed. */
      readonly choices?: ReadonlyArray<string>
      /** A number or code that names a record. */
      readonly identifier: boolean
    }
  | { readonly _tag: "Bool" | "Int" | "Number" | "Decimal" | "Money" | "Date" | "Cell" }
  | { readonly _tag: "List"; readonly item: ValueType }
  | { readonly _tag: "Struct"; readonly fields: Fields }
  /** Nothing that an expression can hold; an error only where one tries. */
  | { readonly _tag: "Unknown" }

export interface Field {
  readonly type: ValueType
  /** May be left out, or be null. */
  readonly optional: boolean
  /** Who needs the field, where it is not the model itself. */
  readonly neededBy?: string
  /** The field's own schema, with its checks. */
  readonly ast: SchemaAST.AST
}

export type Fields = ReadonlyMap<string, Field>

const declarations: Readonly<Record<string, "Decimal" | "Money" | "Date" | "Cell">> = {
  "effect/schema/BigDecimal": "Decimal",
  "@waybill/model/Money": "Money",
  "@waybill/model/CalendarDate": "Date",
  "@waybill/connector/Cell": "Cell",
}

const idOf = (value: { readonly annotations?: any }): string | undefined => value.annotations?.representation?.id

const isNothing = (ast: SchemaAST.AST): boolean => SchemaAST.isNull(ast) || SchemaAST.isUndefined(ast)

const identifierCheck = Identifier.ast.checks?.at(-1)

const typeOfUnion = (types: ReadonlyArray<SchemaAST.AST>): ValueType => {
  const some = types.filter((type) => !isNothing(type))
  if (some.length === 1) return typeOf(some[0]!)
  const choices = some.flatMap((type) =>
    SchemaAST.isLiteral(type) && typeof type.literal === "string" ? [type.literal] : [],
  )
  return choices.length > 0 && choices.length === some.length
    ? { _tag: "Text", choices, identifier: false }
    : { _tag: "Unknown" }
}

const typeOfDeclaration = (ast: SchemaAST.Declaration): ValueType => {
  const known = declarations[idOf(ast) ?? ""]
  if (known !== undefined) return { _tag: known }
  // A Schema.Class: its fields are those of the struct that it was made from.
  const [inner, ...more] = ast.typeParameters
  return inner !== undefined && more.length === 0 && SchemaAST.isObjects(inner) ? typeOf(inner) : { _tag: "Unknown" }
}

const typeOfObjects = (ast: SchemaAST.Objects): ValueType => {
  if (ast.indexSignatures.length > 0) return { _tag: "Unknown" }
  const fields = ast.propertySignatures.map(({ name, type }): [string, Field] => {
    const optional = SchemaAST.isOptional(type) || (SchemaAST.isUnion(type) && type.types.some(isNothing))
    return [String(name), { type: typeOf(type), optional, ast: type }]
  })
  return { _tag: "Struct", fields: new Map(fields) }
}

const typeOf = (ast: SchemaAST.AST): ValueType => {
  switch (ast._tag) {
    case "String":
      return {
        _tag: "Text",
        identifier: identifierCheck !== undefined && ast.checks?.includes(identifierCheck) === true,
      }
    case "TemplateLiteral":
      return { _tag: "Text", identifier: false }
    case "Literal":
      return typeof ast.literal === "string"
        ? { _tag: "Text", choices: [ast.literal], identifier: false }
        : { _tag: "Unknown" }
    case "Boolean":
      return { _tag: "Bool" }
    case "Number":
      return { _tag: ast.checks?.some((check) => idOf(check) === "effect/schema/isInt") ? "Int" : "Number" }
    case "Arrays": {
      const [item] = ast.rest
      return item !== undefined && ast.elements.length === 0
        ? { _tag: "List", item: typeOf(item) }
        : { _tag: "Unknown" }
    }
    case "Objects":
      return typeOfObjects(ast)
    case "Union":
      return typeOfUnion(ast.types)
    case "Declaration":
      return typeOfDeclaration(ast)
    default:
      return { _tag: "Unknown" }
  }
}

/** The fields of a schema's type side; none where it is no struct. */
export const fieldsOf = (schema: Schema.Schema<any>): Fields => {
  const type = typeOf(SchemaAST.toType(schema.ast))
  return type._tag === "Struct" ? type.fields : new Map()
}
