/**
 * What a schema finds wrong with a value, flat and in words: never with the value itself (invariant 7).
 */
import { type Schema, SchemaAST, type SchemaIssue } from "effect"

import type { Path } from "./tree.ts"

export interface Problem {
  readonly path: Path
  /** `name`: a key that has not the form of a name; `type`: a value of another kind; `value`: one that a check refuses. */
  readonly kind: "missing" | "unknown" | "name" | "type" | "value"
  /** What is right there, in words. */
  readonly expected: string
  /** The keys or values that are known there. */
  readonly known: ReadonlyArray<string>
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined)

const tagWords: Readonly<Record<string, string>> = {
  String: "text",
  Number: "a number",
  Boolean: "true or false",
  Objects: "a map",
  Arrays: "a list",
  Null: "nothing",
}

/** What a schema takes, in words: its own annotation, or its type. */
export const expectedWords = (ast: SchemaAST.AST): string => {
  const own = textOf(SchemaAST.resolve(ast)?.["expected"])
  if (own !== undefined) return own
  if (SchemaAST.isLiteral(ast)) return typeof ast.literal === "string" ? `'${ast.literal}'` : String(ast.literal)
  if (SchemaAST.isSuspend(ast)) return expectedWords(ast.thunk())
  if (SchemaAST.isUnion(ast)) {
    const options = ast.types.filter((type) => !SchemaAST.isNull(type)).map(expectedWords)
    return [...new Set(options)].join(" or ")
  }
  return tagWords[ast._tag] ?? "another value"
}

/** The texts that a schema takes one by one. */
const literalsOf = (ast: SchemaAST.AST): ReadonlyArray<string> => {
  if (SchemaAST.isUnion(ast)) return ast.types.flatMap(literalsOf)
  return SchemaAST.isLiteral(ast) ? [String(ast.literal)] : []
}

const keysOf = (ast: SchemaAST.AST): ReadonlyArray<string> =>
  SchemaAST.isObjects(ast) ? ast.propertySignatures.map(({ name }) => String(name)) : []

const wordsOf = (annotations: Schema.Annotations.Annotations | undefined): string | undefined =>
  textOf(annotations?.["expected"]) ?? textOf(annotations?.["message"])

/** The names of a map of names have a form; one that hasn't is no unknown key. */
const unexpectedKey = (path: Path, ast: SchemaAST.AST): Problem => {
  const names = SchemaAST.isObjects(ast) ? ast.indexSignatures[0]?.parameter : undefined
  return names === undefined
    ? { path, kind: "unknown", expected: "", known: keysOf(ast) }
    : { path, kind: "name", expected: expectedWords(names), known: [] }
}

const wrongType = (path: Path, ast: SchemaAST.AST): Problem => ({
  path,
  kind: "type",
  expected: expectedWords(ast),
  known: literalsOf(ast),
})

/** Every problem, with its path from the root of what was decoded. */
export const problemsOf = (issue: SchemaIssue.Issue, path: Path = []): ReadonlyArray<Problem> => {
  switch (issue._tag) {
    case "Pointer":
      return problemsOf(issue.issue, [
        ...path,
        ...issue.path.map((key) => (typeof key === "number" ? key : String(key))),
      ])
    case "Composite":
      return issue.issues.flatMap((each) => problemsOf(each, path))
    case "Encoding":
      return problemsOf(issue.issue, path)
    case "Filter": {
      const inner = problemsOf(issue.issue, path)
      const words = wordsOf(issue.filter.annotations)
      return words === undefined ? inner : inner.map((each) => ({ ...each, expected: words }))
    }
    case "AnyOf":
      // Only members of the value's own kind have issues: with one such member they are what the writer wants to know.
      return issue.issues.length === 1 ? problemsOf(issue.issues[0]!, path) : [wrongType(path, issue.ast)]
    case "MissingKey":
      return [{ path, kind: "missing", expected: "", known: [] }]
    case "UnexpectedKey":
      return [unexpectedKey(path, issue.ast)]
    case "InvalidType":
    case "OneOf":
      return [wrongType(path, issue.ast)]
  }
  return [{ path, kind: "value", expected: wordsOf(issue.annotations) ?? "another value", known: [] }]
}
