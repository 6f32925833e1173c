/**
 * A connector's settings as its schema tells them: which there are, which are secret, and what a text from the
 * environment becomes.
 */
import { Predicate, type Schema, SchemaAST } from "effect"

import type { Path } from "./tree.ts"

/** One setting, as the file writes it. */
export interface Setting {
  readonly path: Path
  /** The type side of the field; `SchemaAST.toEncoded` of it is what the file holds. */
  readonly ast: SchemaAST.AST
  readonly secret: boolean
}

/** Whether the type side is a Redacted: the only way in which a secret is declared. */
export const isRedacted = (ast: SchemaAST.AST): boolean => {
  if (SchemaAST.isUnion(ast)) return ast.types.some(isRedacted)
  const representation = SchemaAST.isDeclaration(ast) ? ast.annotations?.["representation"] : undefined
  return Predicate.hasProperty(representation, "id") && representation.id === "effect/schema/Redacted"
}

/** The struct behind a schema; a class is one with its fields on the far side of its encoding. */
export const structOf = (ast: SchemaAST.AST): SchemaAST.Objects | undefined => {
  if (SchemaAST.isObjects(ast)) return ast.indexSignatures.length === 0 ? ast : undefined
  const link = SchemaAST.isDeclaration(ast) ? ast.encoding?.at(-1) : undefined
  return link === undefined ? undefined : structOf(link.to)
}

const below = (ast: SchemaAST.AST, path: Path): ReadonlyArray<Setting> => {
  const struct = structOf(ast)
  if (struct === undefined) return [{ path, ast, secret: isRedacted(ast) }]
  return struct.propertySignatures.flatMap(({ name, type }) => below(type, [...path, String(name)]))
}

/** Every setting of a connector; those of a nested map one by one. */
export const settingsIn = (schema: Schema.Top): ReadonlyArray<Setting> => below(schema.ast, [])

/** What an editor, a table or a check says of a setting: annotated on the field, or on the text of a secret. */
export const annotationOf = (ast: SchemaAST.AST, key: string): unknown => {
  const [own, inner] = [SchemaAST.resolve(ast)?.[key], SchemaAST.resolve(SchemaAST.toEncoded(ast))?.[key]]
  return own ?? inner
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const tagsOf = (ast: SchemaAST.AST): ReadonlyArray<string> => {
  if (SchemaAST.isUnion(ast)) return ast.types.flatMap(tagsOf)
  return [SchemaAST.isLiteral(ast) ? typeof ast.literal : ast._tag.toLowerCase()]
}

/** Text from the environment as the number or Boolean that is expected there; as it is where text is expected too. */
const fromText = (ast: SchemaAST.AST, text: string): unknown => {
  const tags = tagsOf(SchemaAST.toEncoded(ast))
  if (tags.includes("string")) return text
  if (tags.includes("number") && /^-?\d+(?:\.\d+)?$/.test(text)) return Number(text)
  return tags.includes("boolean") && (text === "true" || text === "false") ? text === "true" : text
}

/** The settings with each text that came wholly from `${NAME}` read as its schema expects it. */
export const readTexts = (
  ast: SchemaAST.AST,
  value: unknown,
  fromEnvironment: ReadonlySet<string>,
  path: Path = [],
): unknown => {
  if (typeof value === "string") return fromEnvironment.has(path.join(".")) ? fromText(ast, value) : value
  const struct = structOf(ast)
  if (struct === undefined || !isRecord(value)) return value
  const types = new Map(struct.propertySignatures.map(({ name, type }) => [String(name), type] as const))
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      const type = types.get(key)
      return [key, type === undefined ? each : readTexts(type, each, fromEnvironment, [...path, key])]
    }),
  )
}

export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (each, key) => (Array.isArray(each) ? each[Number(key)] : isRecord(each) ? each[key] : undefined),
    value,
  )
