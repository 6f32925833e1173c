/** A diagnostic at an offset of an expression. */
import type { Diagnostic, Place } from "../Diagnostic.ts"
import type { Expression } from "../file/Pipeline.ts"

export const errorAt = (place: Place, code: string, message: string, hint?: string): Diagnostic => ({
  code,
  severity: "error",
  place,
  message,
  ...(hint === undefined ? {} : { hint }),
})

/** Makes diagnostics for one expression. */
export type Report = (offset: number, code: string, message: string, hint?: string) => Diagnostic

export const reporter =
  ({ placeAt }: Expression): Report =>
  (offset, code, message, hint) =>
    errorAt(placeAt(offset), code, message, hint)

/** At most ten names, for "known are …". */
export const listed = (names: Iterable<string>): string => {
  const all = [...names]
  return all.length > 10 ? `${all.slice(0, 10).join(", ")}, …` : all.join(", ")
}
