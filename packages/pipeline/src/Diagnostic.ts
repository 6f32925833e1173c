/**
 * What is wrong with a pipeline file, and where: found before anything is read or sent.
 */

/** A place in a text file, counted from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
  /** Where a program defines the pipeline and there is no file: the path in its definition, `flows.invoices.map.total`. */
  readonly path?: string
}

/** `waybill.yaml:12:7`, or the path in a definition. */
export const placeText = ({ file, line, column, path }: Place): string => path ?? `${file}:${line}:${column}`

export interface Diagnostic {
  /** Stable: `WB-FILE-…`, `WB-MAP-…`, … */
  readonly code: string
  /** A warning is shown and nothing is refused. */
  readonly severity: "error" | "warning"
  /** Absent where the trouble is with the run as a whole, not with a line. */
  readonly place?: Place
  /** What is wrong, as a sentence; no secret. */
  readonly message: string
  /** What to do next: a suggestion, the known names. */
  readonly hint?: string
}

/** `waybill.yaml:12:7 error WB-FILE-KEY: … (did you mean …?)` */
export const formatDiagnostic = (diagnostic: Diagnostic): string => {
  const { place, severity, code, message, hint } = diagnostic
  const at = place === undefined ? "" : `${placeText(place)} `
  return `${at}${severity} ${code}: ${message}${hint === undefined ? "" : `\n    ${hint}`}`
}
