/** What to do next, under every error that is printed: its own hint, or else what the catalogue says of its code. */
import { type Diagnostic, formatDiagnostic } from "@waybill/pipeline"

import { fixOf } from "../errorCodes.ts"

export const hintLine = (code: string, hint: string | undefined): ReadonlyArray<string> => {
  const said = hint ?? fixOf(code)
  return said === undefined ? [] : [`    ${said}`]
}

export const renderDiagnostic = (diagnostic: Diagnostic): string => {
  const hint = diagnostic.hint ?? fixOf(diagnostic.code)
  return formatDiagnostic(hint === undefined ? diagnostic : { ...diagnostic, hint })
}
