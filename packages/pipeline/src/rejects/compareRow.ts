/**
 * One row of an edited file against the record that it stands for.
 */
import { cellText, type PlainRecord } from "@waybill/connector"
import type { Issue } from "@waybill/model"

import type { RejectEdit } from "./Edited.ts"
import { issue, type Said } from "./errors.ts"
import { cellOf, type Pair } from "./findRejects.ts"
import { type FlowColumns, keptIn } from "./FlowColumns.ts"
import { isOwn } from "./header.ts"
import { readCell } from "./readCell.ts"
import { type Reading, refused } from "./reading.ts"

export interface RowResult {
  /** Absent where nothing was changed, or it can't be taken. */
  readonly edit?: RejectEdit
  readonly refused: ReadonlyArray<Issue>
  readonly notes: ReadonlyArray<Issue>
}

const issueOf = ([code, message]: Said, column: string): Issue => issue(code, message, { column })

/** Why a row can't be taken once it was edited, whatever was written there. */
const closed = ({ row, names, reject }: Pair): Issue | undefined => {
  // What may have arrived is never sent again on somebody's word about its content (invariant 2).
  if (reject.state === "unknown") return issue("WB-REJECTS-FATE", "nobody knows whether the record arrived")
  if (reject.state === "dismissed") return issue("WB-REJECTS-DISMISSED", "the record was dismissed")
  const version = cellText(cellOf(row, names, "waybill version") ?? "").trim()
  return Number(version) === reject.version
    ? undefined
    : issue("WB-REJECTS-STALE", "the record was edited since the file was exported")
}

const readColumn = (pair: Pair, flow: FlowColumns, column: string): Reading | Issue => {
  const { sheet, names, row, reject } = pair
  const name = names.get(column)!
  const problem = row.problems?.find((one) => one.column === name)
  if (problem !== undefined) return { ...problem, column }
  const failing = reject.issues.some((one) => one.column === column)
  const place = { flow, column, failing, textOnly: sheet.textOnly === true }
  const reading = readCell(row.cells[name] ?? "", keptIn(reject.source, column), place)
  const isFormula = row.formulas?.includes(name) === true
  return isFormula && reading._tag !== "Same" ? refused("WB-REJECTS-FORMULA", "the cell holds a formula") : reading
}

/** What a record that could not be read still has beside the columns of a sound one. */
const leftOver = (source: PlainRecord, own: ReadonlySet<string>): ReadonlyArray<string> =>
  Object.keys(source).filter((column) => !own.has(column) && keptIn(source, column) !== "")

/** With every column of a sound record, and no other. */
const completed = (source: PlainRecord, own: ReadonlySet<string>): PlainRecord =>
  Object.fromEntries([...own].map((column) => [column, keptIn(source, column) ?? ""]))

const surplusOf = ({ names, row }: Pair, { names: columns }: FlowColumns): ReadonlyArray<string> => {
  const known = new Set(columns)
  return [...names.keys()].filter(
    (column) => !isOwn(column) && !known.has(column) && cellText(cellOf(row, names, column) ?? "") !== "",
  )
}

const surplusIssue = (column: string): Issue =>
  issue("WB-REJECTS-SURPLUS", "the row has a value here, and its source has no such column", { column })

export const compareRow = (pair: Pair, flow: FlowColumns): RowResult => {
  const { reject } = pair
  const values = new Map<string, unknown>()
  const problems = surplusOf(pair, flow).map(surplusIssue)
  const notes: Array<Issue> = []
  for (const column of flow.names) {
    const reading = readColumn(pair, flow, column)
    if ("code" in reading) problems.push(reading)
    else if (reading._tag === "Refused") problems.push(issueOf(reading.why, column))
    else {
      if (reading._tag === "Changed") values.set(column, reading.value)
      notes.push(...reading.said.map((said) => issueOf(said, column)))
    }
  }
  if (values.size === 0 && problems.length === 0) return { refused: [], notes }
  const shut = closed(pair)
  if (shut !== undefined) return { refused: [shut], notes: [] }
  if (problems.length > 0) return { refused: problems, notes: [] }
  const source = Object.fromEntries([...Object.entries(reject.source), ...values])
  const edit = { reject, source, changed: [...values.keys()] }
  if (reject.unread !== true || flow.own === undefined) return { edit, refused: [], notes }
  const left = leftOver(source, flow.own)
  if (left.length > 0) return { refused: left.map(surplusIssue), notes: [] }
  return { edit: { ...edit, source: completed(source, flow.own) }, refused: [], notes }
}
