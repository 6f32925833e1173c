/**
 * From the text of a pipeline file to a tree that knows its places.
 */
import { Result } from "effect"
import { type Document, LineCounter, parseDocument, visit, type YAMLError } from "yaml"

import type { Diagnostic } from "../Diagnostic.ts"
import { fault } from "./diagnostics.ts"
import { syntaxWords } from "./syntaxErrors.ts"
import type { Node } from "./tree.ts"
import { Converter, type PlaceOf } from "./yamlTree.ts"

export interface Parsed {
  readonly root: Node
  readonly diagnostics: ReadonlyArray<Diagnostic>
}

/** Where an error stands: of a quote that is not closed, where it was opened. */
const errorOffset = (text: string, document: Document.Parsed, error: YAMLError): number => {
  let offset = error.pos[0]
  if (error.code === "MULTIPLE_TAGS") return text.indexOf("!", text.lastIndexOf("\n", offset) + 1)
  if (error.code !== "MISSING_CHAR") return offset
  visit(document, {
    Scalar: (_, node) => {
      const quoted = node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE"
      if (quoted && node.range?.[1] === error.pos[0]) offset = node.range[0]
    },
  })
  return offset
}

const lineAt = (text: string, offset: number): string =>
  text.slice(text.lastIndexOf("\n", offset - 1) + 1).split("\n", 1)[0]!

/** Errors of one value: what stands below is still read as it was meant. */
const local: ReadonlySet<string> = new Set(["BAD_SCALAR_START", "BAD_DQ_ESCAPE", "NON_STRING_KEY"])

/** One for each line, up to the first that makes the rest doubtful: what the parser finds below it follows from it. */
const syntaxFaults = (text: string, document: Document.Parsed, placeOf: PlaceOf): ReadonlyArray<Diagnostic> => {
  const faults = new Map<number, Diagnostic>()
  for (const error of document.errors) {
    const offset = errorOffset(text, document, error)
    const { message, hint } = syntaxWords(error.code, lineAt(text, offset))
    const place = placeOf(offset)
    if (!faults.has(place.line)) faults.set(place.line, fault(place, "WB-FILE-SYNTAX", message, hint))
    if (!local.has(error.code)) break
  }
  return [...faults.values()]
}

/**
 * Reads YAML 1.2 (JSON is a part of it). Fails where the text is not YAML, or more of YAML than a pipeline file has; keys
 * that stand twice come with the tree, which has the first of them.
 */
export const parseYaml = (file: string, text: string): Result.Result<Parsed, ReadonlyArray<Diagnostic>> => {
  const lines = new LineCounter()
  // Offsets and columns count from behind a byte order mark.
  const body = text.replace(/^\uFEFF/, "")
  const placeOf: PlaceOf = (offset) => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(1, line), column: Math.max(1, col) }
  }
  const document = parseDocument(body, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false,
    schema: "core",
    resolveKnownTags: false,
    logLevel: "error",
  })
  if (document.errors.length > 0) return Result.fail(syntaxFaults(body, document, placeOf))
  const converter = new Converter(body, document, placeOf)
  const root = converter.convert(document.contents)
  const { diagnostics } = converter
  const isBroken = root === undefined || diagnostics.some(({ code }) => code === "WB-FILE-SYNTAX")
  return isBroken ? Result.fail(diagnostics) : Result.succeed({ root, diagnostics })
}
