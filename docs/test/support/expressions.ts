/** Expressions in the YAML of a page: is each one that the language takes, whatever its source's columns are? */
import { Result, Schema } from "effect"
import { parseDocument, visit } from "yaml"

// @boundaries-ignore the compiler of expressions is asked as a flow asks it
import { makeSurroundings } from "../../../packages/pipeline/src/mapping/environment.ts"
// @boundaries-ignore the compiler of expressions
import { compileExpression } from "../../../packages/pipeline/src/mapping/expression.ts"
// @boundaries-ignore the compiler of expressions
import { References } from "../../../packages/pipeline/src/mapping/References.ts"
// @boundaries-ignore the compiler of expressions
import { fieldsOf } from "../../../packages/pipeline/src/mapping/types.ts"

/** What depends on types and names that a part of a file does not tell. */
const unsure = new Set(
  ["ARGUMENTS", "BRANCHES", "COLUMN", "FLOW", "OPERATOR", "RESULT", "TABLE", "TYPE"].map((word) => `WB-MAP-${word}`),
)

/** Every text that reads a record: it is an expression, wherever it stands. */
export const expressionsIn = (yaml: string): ReadonlyArray<string> => {
  const found: Array<string> = []
  visit(parseDocument(yaml), {
    Scalar: (_, { value }) => {
      if (typeof value === "string" && /\b(?:record|model)[.[]/.test(value)) found.push(value)
    },
  })
  return found
}

const columnsIn = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/\b(?:record|model)(?:\.(\w+)|\["([^"]+)"\])/g)].map(([, plain, quoted]) => plain ?? quoted ?? "")

/** The codes of what is surely wrong with an expression. */
export const expressionFaults = (text: string): ReadonlyArray<string> => {
  const fields = fieldsOf(Schema.Struct(Object.fromEntries(columnsIn(text).map((name) => [name, Schema.String]))))
  const variables = new Map([
    ["record", fields],
    ["model", fields],
  ])
  const surroundings = makeSurroundings(variables, { tables: new Map(), references: new References() })
  const placeAt = () => ({ file: "", line: 1, column: 1 })
  const anything = { from: ["string"], holds: "", example: (written: string) => written, convert: () => undefined }
  const compiled = compileExpression({ text, placeAt }, surroundings, anything, "")
  if (Result.isSuccess(compiled)) return []
  return compiled.failure.map(({ code }) => code).filter((code) => !unsure.has(code))
}
