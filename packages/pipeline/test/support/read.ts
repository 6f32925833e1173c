/** Reads the text of a pipeline file the way a test wants to look at it. */
import { readFileSync } from "node:fs"

import { assert } from "@effect/vitest"
import { Result } from "effect"

import type { Diagnostic } from "../../src/Diagnostic.ts"
import type { Expression, FieldMap, Pipeline, StructMap } from "../../src/file/Pipeline.ts"
import { readPipeline } from "../../src/file/readPipeline.ts"
import type { Environment } from "../../src/file/variables.ts"

export const read = (text: string, environment: Environment = {}) =>
  readPipeline({ file: "waybill.yaml", text, directory: "/srv/etl", environment })

/** The example of the user's guide. */
export const example = readFileSync(new URL("../fixtures/open-invoices.yaml", import.meta.url), "utf8")

/** The pipeline of a sound file. */
export const sound = (text: string, environment: Environment = {}): Pipeline => {
  const result = read(text, environment)
  assert.isTrue(Result.isSuccess(result), JSON.stringify(Result.isFailure(result) ? result.failure : []))
  return Result.getOrThrow(result).pipeline
}

export const diagnosticsOf = (text: string, environment: Environment = {}): ReadonlyArray<Diagnostic> => {
  const result = read(text, environment)
  return Result.isFailure(result) ? result.failure : []
}

/** `12:7 WB-FILE-KEY` */
export const short = ({ place, code }: Diagnostic): string => `${place?.line}:${place?.column} ${code}`

export const shorts = (text: string, environment: Environment = {}): ReadonlyArray<string> =>
  diagnosticsOf(text, environment).map(short)

/** The text of a file with one mistake, marked by `«`: the place where the diagnostic must point. */
export const marked = (text: string): { readonly text: string; readonly at: string } => {
  const before = text.slice(0, text.indexOf("«"))
  const line = before.split("\n").length
  return { text: text.replace("«", ""), at: `${line}:${before.length - before.lastIndexOf("\n")}` }
}

export const field = (struct: StructMap, name: string): FieldMap => {
  const found = struct.fields.get(name)
  assert.isDefined(found, `there is no field ${name}`)
  return found.value
}

/** What an expression's own offsets point at in the file: its text again, but for what YAML folds and escapes. */
export const pointedAt = (text: string, expression: Expression): string => {
  const lines = text.replace(/^\uFEFF/, "").split("\n")
  const characters = Array.from({ length: expression.text.length }, (_, offset) => {
    const { line, column } = expression.placeAt(offset)
    return lines[line - 1]![column - 1] ?? "\n"
  })
  return characters.join("")
}
