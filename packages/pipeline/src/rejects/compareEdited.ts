/**
 * Takes an edited file of rejects apart: which records were changed and how, what a spreadsheet did to it by itself, and what
 * can't be taken. Pure; nothing is sent or kept here.
 */
import { cellText } from "@waybill/connector"
import type { KeptReject } from "@waybill/ledger"
import type { Issue } from "@waybill/model"

import { compareRow } from "./compareRow.ts"
import type { Comparison, EditedSheet, RejectEdit, Remark } from "./Edited.ts"
import { issue } from "./errors.ts"
import { cellOf, type Pair, RejectFinder } from "./findRejects.ts"
import { FlowColumns } from "./FlowColumns.ts"
import { isOwn, missingColumns, readHeader } from "./header.ts"
import { flowColumn, lineageId, ownColumns, ownValues } from "./ownColumns.ts"

export interface CompareOptions {
  /** Of every flow whose source's columns are known, those columns in their order. */
  readonly columns: ReadonlyMap<string, ReadonlyArray<string>>
}

type Flows = ReadonlyMap<string, FlowColumns>

const flowsOf = (rejects: ReadonlyArray<KeptReject>, { columns }: CompareOptions): Flows => {
  const byFlow = Map.groupBy(rejects, ({ flow }) => flow)
  const names = new Set([...byFlow.keys(), ...columns.keys()])
  return new Map([...names].map((flow) => [flow, new FlowColumns(byFlow.get(flow) ?? [], columns.get(flow))]))
}

const isOurs = ({ name, header }: EditedSheet, flows: Flows): boolean =>
  header.some((column) => isOwn(column.trim())) || (name !== undefined && flows.has(name))

const at = ({ sheet: { name }, row, reject }: Pair): Pick<Remark, "sheet" | "row" | "id"> => ({
  ...(name === undefined ? {} : { sheet: name }),
  row: row.row,
  id: lineageId(reject.origin),
})

interface Opened {
  readonly pairs: ReadonlyArray<Pair>
  readonly faults: ReadonlyArray<Remark>
}

/** Finds the columns and the records of a sheet. */
const openSheet = (sheet: EditedSheet, flows: Flows, finder: RejectFinder): Opened => {
  const known = new Set([...flows.values()].flatMap(({ names }) => names))
  const { names, faults } = readHeader(sheet, known)
  const [idColumn] = ownColumns
  if (!names.has(idColumn)) {
    const where = sheet.name === undefined ? {} : { sheet: sheet.name }
    return { pairs: [], faults: [{ ...issue("WB-REJECTS-ID-COLUMN", "there is no column of ids"), ...where }] }
  }
  const found = sheet.rows.map((row) => finder.find(sheet, names, row)).filter((one) => one !== undefined)
  const pairs = found.flatMap((one) => ("pair" in one ? [one.pair] : []))
  const own = new Set(pairs.flatMap(({ reject }) => [...(flows.get(reject.flow)!.own ?? [])]))
  const needed = new Set([...own, ...pairs.flatMap(({ reject }) => Object.keys(reject.source))])
  const missing = missingColumns(sheet, names, needed)
  return { pairs, faults: [...faults, ...missing, ...found.flatMap((one) => ("fault" in one ? [one.fault] : []))] }
}

const plain = (text: string): string => text.replace(/\r\n?/g, "\n").trim()

/** Of our own columns, those that say something else than is kept: each once, with the first row. */
const ownColumnNotes = (pairs: ReadonlyArray<Pair>): ReadonlyArray<Remark> => {
  const notes = new Map<string, Remark>()
  for (const pair of pairs) {
    const kept = ownValues(pair.reject)
    for (const column of [flowColumn, ...ownColumns.slice(1)] as const) {
      const cell = cellOf(pair.row, pair.names, column)
      const name = JSON.stringify([pair.sheet.name, column])
      if (cell === undefined || notes.has(name) || plain(cellText(cell)) === plain(kept[column])) continue
      notes.set(name, {
        ...issue("WB-REJECTS-OWN", "the column is Waybill's own; what differs there is not read", { column }),
        ...at(pair),
      })
    }
  }
  return [...notes.values()]
}

const nothing = { edits: [], unchanged: 0, refused: [] } as const

/**
 * Compares the sheets of one file with the rejects as they are kept now: those of every state, also dismissed ones, so that
 * each id is found. A fault keeps all of the file out; a refused row only itself.
 */
export const compareEdited = (
  sheets: ReadonlyArray<EditedSheet>,
  rejects: ReadonlyArray<KeptReject>,
  options: CompareOptions,
): Comparison => {
  const flows = flowsOf(rejects, options)
  const finder = new RejectFinder(rejects)
  const ours = sheets.filter((sheet) => isOurs(sheet, flows))
  const others = sheets.filter((sheet) => !ours.includes(sheet))
  if (ours.length === 0)
    return { ...nothing, notes: [], faults: [issue("WB-REJECTS-ID-COLUMN", "there is no column of ids")] }
  const opened = ours.map((sheet) => openSheet(sheet, flows, finder))
  const pairs = opened.flatMap((one) => one.pairs)
  const passedOver = others.map(({ name }) => ({
    ...issue("WB-REJECTS-SHEET", "the sheet is none of the export's"),
    ...(name === undefined ? {} : { sheet: name }),
  }))
  const notes: Array<Remark> = [...passedOver, ...ownColumnNotes(pairs)]
  const faults = opened.flatMap((one) => one.faults)
  if (faults.length > 0) return { ...nothing, notes, faults }
  const edits: Array<RejectEdit> = []
  const refused: Array<Remark> = []
  let unchanged = 0
  for (const pair of pairs) {
    const result = compareRow(pair, flows.get(pair.reject.flow)!)
    const placed = (one: Issue): Remark => ({ ...one, ...at(pair) })
    notes.push(...result.notes.map(placed))
    refused.push(...result.refused.map(placed))
    if (result.edit !== undefined) edits.push(result.edit)
    else if (result.refused.length === 0) unchanged += 1
  }
  return { edits, unchanged, refused, notes, faults }
}
