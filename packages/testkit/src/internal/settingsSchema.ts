/**
 * What a connector's schema says of its settings, and the secrets among them.
 */
import { Predicate, Redacted, type Schema, SchemaAST } from "effect"

/** One setting at the top. */
export interface Setting {
  readonly name: string
  readonly required: boolean
  readonly secret: boolean
  readonly description: unknown
}

const isSecret = (ast: SchemaAST.AST): boolean => {
  if (SchemaAST.isUnion(ast)) return ast.types.some(isSecret)
  const representation = SchemaAST.isDeclaration(ast) ? ast.annotations?.["representation"] : undefined
  return Predicate.hasProperty(representation, "id") && representation.id === "effect/schema/Redacted"
}

/** The struct behind a schema; a class is one with its fields on the far side of its encoding. */
const structOf = (ast: SchemaAST.AST): SchemaAST.Objects | undefined => {
  if (SchemaAST.isObjects(ast)) return ast
  const link = SchemaAST.isDeclaration(ast) ? ast.encoding?.at(-1) : undefined
  return link === undefined ? undefined : structOf(link.to)
}

const descriptionOf = (ast: SchemaAST.AST): unknown =>
  SchemaAST.resolve(ast)?.["description"] ?? SchemaAST.resolve(SchemaAST.toEncoded(ast))?.["description"]

/** `undefined` where the schema is no struct. */
export const settingsIn = ({ ast }: Schema.Top): ReadonlyArray<Setting> | undefined =>
  structOf(ast)?.propertySignatures.map(({ name, type }) => ({
    name: String(name),
    required: !SchemaAST.isOptional(SchemaAST.toEncoded(type)),
    secret: isSecret(type),
    description: descriptionOf(type),
  }))

/** The secrets within decoded settings, in plain, with those of structs within. */
export const secretsIn = (decoded: unknown): ReadonlyArray<string> => {
  if (Redacted.isRedacted(decoded)) {
    const value = Redacted.value(decoded)
    return typeof value === "string" ? [value] : []
  }
  return Predicate.isObject(decoded) ? Object.values(decoded).flatMap(secretsIn) : []
}

/** Names of settings that are secrets by any reading. */
const secretName = /(?:secret|password|passphrase|token|api_?key|private_?key)$/i

/** Text settings that are named like a secret, and are none. */
export const undeclaredSecrets = (decoded: unknown): ReadonlyArray<string> =>
  Predicate.isObject(decoded)
    ? Object.entries(decoded).flatMap(([name, value]) =>
        typeof value === "string" && secretName.test(name) ? [name] : [],
      )
    : []
