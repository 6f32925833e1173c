/**
 * Which column of an edited sheet is which column of the export.
 */
import { didYouMean } from "../didYouMean.ts"
import type { EditedSheet, Remark } from "./Edited.ts"
import { type Code, issue } from "./errors.ts"
import { flowColumn, ownColumns } from "./ownColumns.ts"

const own: ReadonlySet<string> = new Set([flowColumn, ...ownColumns])

export const isOwn = (column: string): boolean => own.has(column)

/** A name as the eye sees it. */
const seen = (name: string): string => name.replace(/[\s\u200B\u2060]+/g, " ").trim()

/** From the export's columns to the names that the sheet has for them. */
export type Names = ReadonlyMap<string, string>

interface Header {
  readonly names: Names
  readonly faults: ReadonlyArray<Remark>
}

const said =
  (sheet: EditedSheet) =>
  (code: Code, message: string, column: string): Remark => ({
    ...issue(code, message, { column }),
    ...(sheet.name === undefined ? {} : { sheet: sheet.name }),
  })

/** Columns that stand there twice, that nobody knows, or that have values and no name. */
export const readHeader = (sheet: EditedSheet, known: ReadonlySet<string>): Header => {
  const bySight = new Map([...known, ...own].map((column) => [seen(column), column]))
  const fault = said(sheet)
  const names = new Map<string, string>()
  const faults: Array<Remark> = []
  for (const name of sheet.header) {
    const column = known.has(name) || own.has(name) ? name : bySight.get(seen(name))
    if (column === undefined) {
      const meant = didYouMean(name, [...known, ...own])
      const unknown = fault("WB-REJECTS-COLUMN", "the source has no column of this name", name)
      faults.push(meant === undefined ? unknown : { ...unknown, hint: `did you mean '${meant}'? ${unknown.hint}` })
    } else if (names.has(column)) faults.push(fault("WB-REJECTS-HEADER", "the column stands in the file twice", column))
    else names.set(column, name)
  }
  if (sheet.unnamed !== undefined)
    faults.push(fault("WB-REJECTS-HEADER", "the column has values and no name", sheet.unnamed))
  return { names, faults }
}

/** Columns that a flow's records have and the sheet has not. */
export const missingColumns = (sheet: EditedSheet, names: Names, needed: ReadonlySet<string>): ReadonlyArray<Remark> =>
  [...needed]
    .filter((column) => !names.has(column))
    .map((column) => said(sheet)("WB-REJECTS-COLUMN-GONE", "the column is missing in the file", column))
