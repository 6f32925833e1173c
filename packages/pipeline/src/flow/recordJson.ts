/**
 * A record of the target as JSON text: byte for byte what `Schema` and `JSON.stringify` make of it, at a fraction of the cost.
 *
 * The schema is walked once. Texts, choices, and codecs that encode by one plain function are encoded by that alone, into
 * one object per struct that is used again for every record, so that `JSON.stringify` always meets the same shape. Whatever
 * else a schema has goes through `Schema` itself.
 */
import { Dates } from "@waybill/model"
import { BigDecimal, Predicate, Result, type Schema, SchemaAST } from "effect"

import { copyOf } from "../copies.ts"
import { compileParts, type Part } from "../mapping/unrolled.ts"
import { passing } from "../mapping/validate.ts"

/** From a value to plain JSON; `undefined` for one that does not fit. */
type Encode = (value: any) => unknown

const bySchema = (ast: SchemaAST.AST): Encode => {
  const copy = copyOf({ ast })
  const encode = copy.Schema.encodeUnknownResult(copy.Schema.make<Schema.Codec<unknown, unknown>>(ast))
  return (value) => Result.getOrUndefined(encode(value))
}

const only =
  (is: (value: unknown) => boolean): Encode =>
  (value) =>
    is(value) ? value : undefined

/** What is declared under these names is known by its class. */
const declarations: Readonly<Record<string, (value: unknown) => boolean>> = {
  "effect/schema/BigDecimal": BigDecimal.isBigDecimal,
  "@waybill/model/CalendarDate": Dates.isCalendarDate,
}

const ofDeclaration = ({ annotations, typeParameters }: SchemaAST.Declaration): Encode | undefined => {
  const { representation }: { readonly representation?: { readonly id?: string } } = annotations ?? {}
  const is = typeParameters.length === 0 ? declarations[representation?.id ?? ""] : undefined
  return is && only(is)
}

const ofChoices = ({ types }: SchemaAST.Union): Encode | undefined => {
  const choices: ReadonlySet<unknown> = new Set(types.map((type) => SchemaAST.isLiteral(type) && type.literal))
  const areKnown = types.every((type) => SchemaAST.isLiteral(type) && type.encoding === undefined)
  return areKnown ? only((value) => choices.has(value)) : undefined
}

/** What the type itself takes, whatever is checked or encoded behind it. */
const ofType = (ast: SchemaAST.AST): Encode | undefined => {
  switch (ast._tag) {
    case "String":
      return only(Predicate.isString)
    case "Boolean":
      return only(Predicate.isBoolean)
    case "Number":
      return only(Predicate.isNumber)
    case "Literal":
      return only((value) => value === ast.literal)
    case "Union":
      return ofChoices(ast)
    case "Declaration":
      return ofDeclaration(ast)
    case "Objects":
      return ofStruct(ast)
    default:
      return undefined
  }
}

/** The plain function from a type to what stands in its place, where there is one and nothing else. */
const linkOf = (encoding: SchemaAST.Encoding) => {
  const [{ to, transformation }, ...more] = encoding
  if (more.length > 0 || transformation._tag !== "Transformation") return undefined
  return transformation.encode._tag === "Transform" ? { to, transform: transformation.encode.transform } : undefined
}

/** How values of a type are encoded, where all of it is known. */
const encoderOf = (ast: SchemaAST.AST): Encode | undefined => {
  // Checks of what is encoded, beside those of the value.
  if ("encodingChecks" in ast && ast.encodingChecks !== undefined) return undefined
  const own = ofType(ast)
  const passes = passing(ast)
  if (own === undefined) return undefined
  const checked: Encode = (value) => {
    const encoded = own(value)
    return passes === undefined || (encoded !== undefined && passes(value)) ? encoded : undefined
  }
  if (ast.encoding === undefined) return checked
  const link = linkOf(ast.encoding)
  const behind = link && encoderOf(link.to)
  return behind && ((value) => (checked(value) === undefined ? undefined : behind(link.transform(value))))
}

/** A field that is known; `undefined` also where only one side of its codec may be absent. */
const partOf = ({ name, type }: SchemaAST.PropertySignature): Part | undefined => {
  const encode = encoderOf(type)
  const optional = SchemaAST.isOptional(type)
  const alike = (type.encoding ?? []).every(({ to }) => SchemaAST.isOptional(to) === optional)
  // Every object has a `__proto__`.
  if (encode === undefined || !alike || name === "__proto__") return undefined
  return { key: String(name), encode, optional }
}

/** Encodes into one object, which is good until the next record. `JSON.stringify` leaves out what is `undefined` there. */
const ofStruct = (ast: SchemaAST.Objects): Encode | undefined => {
  const { propertySignatures: signatures, indexSignatures } = ast
  const names = signatures.map(({ name }) => name)
  if (names.length === 0 || indexSignatures.length > 0 || ast.encoding !== undefined) return undefined
  if (!names.every(Predicate.isString)) return undefined
  // Made by the parser, an object of many keys has a shape from the beginning.
  const into: Record<string, unknown> = JSON.parse(`{${names.map((name) => `${JSON.stringify(name)}:null`).join(",")}}`)
  const known = signatures.map(partOf)
  const write = compileParts(known.filter((part) => part !== undefined))
  const others = signatures.filter((_, index) => known[index] === undefined)
  const encodeOthers = others.length === 0 ? undefined : bySchema(new (copyOf({ ast }).SchemaAST.Objects)(others, []))
  const writeOthers = (record: object): boolean => {
    if (encodeOthers === undefined) return true
    const encoded: any = encodeOthers(record)
    if (encoded === undefined) return false
    for (const { name } of others) into[String(name)] = Object.hasOwn(encoded, name) ? encoded[name] : undefined
    return true
  }
  return (record) => (Predicate.isObject(record) && write(into, record) && writeOthers(record) ? into : undefined)
}

/**
 * Compiles the writer of a target's records as JSON text; `undefined` for a record that does not fit the schema.
 *
 * @param schema of a {@link Destination}'s records
 */
export const compileJson = <R>(schema: Schema.Codec<R, unknown>): ((record: R) => string | undefined) => {
  const encode = encoderOf(schema.ast) ?? bySchema(schema.ast)
  return (record) => {
    const encoded = encode(record)
    return encoded === undefined ? undefined : JSON.stringify(encoded)
  }
}
