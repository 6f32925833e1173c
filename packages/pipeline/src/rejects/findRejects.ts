/**
 * Which row of an edited file stands for which record.
 */
import { type Cell, cellText } from "@waybill/connector"
import type { KeptReject } from "@waybill/ledger"

import type { EditedRow, EditedSheet, Remark } from "./Edited.ts"
import { type Code, issue } from "./errors.ts"
import type { Names } from "./header.ts"
import { lineageId, type OwnColumn, parseLineageId } from "./ownColumns.ts"

/** A row of a file, and the record that it stands for. */
export interface Pair {
  readonly sheet: EditedSheet
  readonly names: Names
  readonly row: EditedRow
  readonly reject: KeptReject
}

export type Found = { readonly pair: Pair } | { readonly fault: Remark } | undefined

/** What stands in a column of the export; `undefined` where the sheet has no such column. */
export const cellOf = (row: EditedRow, names: Names, column: string): Cell | undefined => {
  const name = names.get(column)
  return name === undefined ? undefined : (row.cells[name] ?? "")
}

const isBlank = ({ cells }: EditedRow): boolean => Object.values(cells).every((cell) => cellText(cell).trim() === "")

/** Finds the record of each row; every record is found once. */
export class RejectFinder {
  private readonly byId: ReadonlyMap<string, ReadonlyArray<KeptReject>>
  private readonly taken = new Set<KeptReject>()

  constructor(rejects: ReadonlyArray<KeptReject>) {
    this.byId = Map.groupBy(rejects, ({ origin }) => lineageId(origin))
  }

  /** `undefined` for a row that holds nothing at all. */
  find(sheet: EditedSheet, names: Names, row: EditedRow): Found {
    if (isBlank(row)) return undefined
    const text = (column: OwnColumn): string => cellText(cellOf(row, names, column) ?? "").trim()
    const id = parseLineageId(text("waybill id"))
    const fault = (code: Code, message: string): Found => ({
      fault: {
        ...issue(code, message),
        ...(sheet.name === undefined ? {} : { sheet: sheet.name }),
        row: row.row,
        ...(id === undefined ? {} : { id }),
      },
    })
    if (text("waybill id") === "") return fault("WB-REJECTS-NO-ID", "the row has values and no id")
    const those = id === undefined ? [] : (this.byId.get(id) ?? [])
    if (those.length === 0) return fault("WB-REJECTS-ID", "the id names no rejected record")
    // Records of the same content share an id.
    const [reject] =
      those.length === 1
        ? those
        : those.filter((one) => String(one.row) === text("waybill row") && (one.file ?? "") === text("waybill file"))
    if (reject === undefined)
      return fault("WB-REJECTS-WHICH", "several records share the id, and this row is none of them")
    if (this.taken.has(reject)) return fault("WB-REJECTS-TWICE", "an earlier row stands for the same record")
    this.taken.add(reject)
    return { pair: { sheet, names, row, reject } }
  }
}
