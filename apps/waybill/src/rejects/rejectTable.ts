/**
 * Rejected records as one table: what is wrong first, then the source's own columns as they came.
 */
import type { KeptReject } from "@waybill/ledger"

export interface RejectTable {
  readonly header: ReadonlyArray<string>
  readonly rows: ReadonlyArray<ReadonlyArray<string>>
}

const own = ["reject", "flow", "file", "row", "number", "state", "code", "column", "message", "hint"] as const

const text = (value: unknown): string =>
  value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value)

/** Every column that occurs, in the order of its first occurrence; one row a record, its issues joined by line breaks. */
export const rejectTable = (rejects: ReadonlyArray<KeptReject>): RejectTable => {
  const columns = [...new Set(rejects.flatMap(({ source }) => Object.keys(source)))]
  return {
    header: [...own, ...columns],
    rows: rejects.map(({ id, flow, file, row, key, state, issues, source }) => [
      String(id),
      flow,
      file ?? "",
      String(row),
      key ?? "",
      state,
      ...(["code", "column", "message", "hint"] as const).map((of) =>
        issues.map((issue) => (of === "column" ? (issue.column ?? issue.field) : issue[of]) ?? "").join("\n"),
      ),
      ...columns.map((column) => text(source[column])),
    ]),
  }
}
