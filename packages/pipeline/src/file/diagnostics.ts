/** How diagnostics of the pipeline file are made and ordered. */
import type { Diagnostic, Place } from "../Diagnostic.ts"
import { didYouMean } from "../didYouMean.ts"

export const fault = (place: Place, code: string, message: string, hint?: string): Diagnostic => ({
  code,
  severity: "error",
  place,
  message,
  ...(hint === undefined ? {} : { hint }),
})

/** `did you mean 'x'?`, or the known names where none is near. */
export const suggestion = (word: string, known: Iterable<string>): string | undefined => {
  const names = [...known]
  const near = didYouMean(word, names)
  if (near !== undefined) return `did you mean '${near}'?`
  return names.length === 0 ? undefined : `known are ${names.slice(0, 20).join(", ")}${names.length > 20 ? ", …" : ""}`
}

/** In the order of the file, each once: an alias shows the same line twice. */
export const sorted = (diagnostics: ReadonlyArray<Diagnostic>): ReadonlyArray<Diagnostic> => {
  const unique = new Map(
    diagnostics.map((each) => [JSON.stringify([each.place, each.code, each.message]), each] as const),
  )
  const order = (a: Diagnostic, b: Diagnostic) =>
    (a.place?.line ?? 0) - (b.place?.line ?? 0) || (a.place?.column ?? 0) - (b.place?.column ?? 0)
  return [...unique.values()].sort(order)
}
