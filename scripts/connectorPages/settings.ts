/** The settings of a connector as a table. */
import { type Schema, SchemaAST } from "effect"

import { annotationOf, isRedacted, structOf } from "../../packages/pipeline/src/file/settings.ts"
import { code, table } from "./markdown.ts"
import { words } from "./words.ts"

const text = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value))

const descriptionOf = (ast: SchemaAST.AST): string => text(annotationOf(ast, "description") ?? "")

const neededOf = (ast: SchemaAST.AST): string => {
  const otherwise = annotationOf(ast, "default")
  if (Array.isArray(otherwise)) return otherwise.map((each) => code(text(each))).join(", ")
  if (otherwise !== undefined) return code(text(otherwise))
  return SchemaAST.isOptional(SchemaAST.toEncoded(ast)) ? "" : "**needed**"
}

type Struct = NonNullable<ReturnType<typeof structOf>>

/** One of several names of one thing: a map of optional texts that need no explanation of their own. */
const isName = (struct: Struct): boolean =>
  struct.propertySignatures.every(({ type }) => SchemaAST.isString(type) && SchemaAST.isOptional(type))

/** What a check says of a value in its own words; that a text is not empty goes without saying. */
const narrowed = (ast: SchemaAST.AST): string => {
  const expected = annotationOf(ast, "expected")
  if (typeof expected !== "string" || expected.startsWith("a value with a length")) return ""
  return `: ${expected.replace(/^a value between (\S+) and (\S+)$/, "$1 to $2")}`
}

const allowed = (ast: SchemaAST.AST): string => {
  if (isRedacted(ast)) return "secret: `${NAME}`"
  const struct = structOf(ast)
  if (struct !== undefined) {
    return `one of ${struct.propertySignatures.map(({ name }) => code(String(name))).join(", ")}`
  }
  return SchemaAST.isDeclaration(ast) && !SchemaAST.isUnion(SchemaAST.toEncoded(ast))
    ? words(ast)
    : `${words(SchemaAST.toEncoded(ast))}${narrowed(ast)}`
}

/** What stands under each name of a map of structs whose names the pipeline file gives. */
const named = (ast: SchemaAST.AST): SchemaAST.AST | undefined => {
  const type = SchemaAST.isObjects(ast) ? ast.indexSignatures[0]?.type : undefined
  return type !== undefined && structOf(type) !== undefined ? type : undefined
}

const rows = (ast: SchemaAST.AST, path: ReadonlyArray<string>): ReadonlyArray<ReadonlyArray<string>> => {
  const struct = structOf(ast)
  if (struct !== undefined && (path.length === 0 || !isName(struct))) {
    return struct.propertySignatures.flatMap(({ name, type }) => rows(type, [...path, String(name)]))
  }
  const each = named(ast)
  if (each !== undefined) {
    const own = [code(path.join(".")), neededOf(ast), "a map by names of your own", descriptionOf(ast)]
    return [own, ...rows(each, [...path, "NAME"])]
  }
  return [[code(path.join(".")), neededOf(ast), allowed(ast), descriptionOf(ast)]]
}

export const settingsText = (settings: Schema.Top): string =>
  table(["setting", "default", "allowed", "what it is"], rows(settings.ast, []))
