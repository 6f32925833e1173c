/**
 * A file of rejects as somebody gave it back, and what becomes of it.
 */
import type { Cell } from "@waybill/connector"
import type { KeptReject, Reject } from "@waybill/ledger"
import type { Issue } from "@waybill/model"

export interface EditedRow {
  /** The row of the sheet or the line of the file, counted from 1. */
  readonly row: number
  /** By the header's names; `""` where a cell is empty. */
  readonly cells: Readonly<Record<string, Cell>>
  /** The columns whose cells hold a formula. */
  readonly formulas?: ReadonlyArray<string>
  /** Why cells can't be read, each with its column. */
  readonly problems?: ReadonlyArray<Issue>
}

/** A sheet of a workbook, or a file of delimited text. */
export interface EditedSheet {
  /** Absent for a file that has no sheets. */
  readonly name?: string
  /** As it stands there, from left to right. */
  readonly header: ReadonlyArray<string>
  readonly rows: ReadonlyArray<EditedRow>
  /** The first column that has values and no name: `column 12`. */
  readonly unnamed?: string
  /**
   * Whether it is delimited text: whoever opens and saves it in a spreadsheet changes the notation of numbers and dates all
   * over it. In a workbook a text that differs was typed by somebody.
   */
  readonly textOnly?: boolean
}

/** Something to tell about an edited file. Never holds a value (invariant 7). */
export interface Remark extends Issue {
  readonly sheet?: string
  /** Where it stands in the file that was given back. */
  readonly row?: number
  /** {@link lineageId} of the record. */
  readonly id?: string
}

export interface RejectEdit {
  readonly reject: KeptReject
  /** The new content, as the ledger keeps it. */
  readonly source: Reject["source"]
  /** The source's columns that differ, in their order. */
  readonly changed: ReadonlyArray<string>
}

export interface Comparison {
  readonly edits: ReadonlyArray<RejectEdit>
  /** Rows whose values all are as they were. */
  readonly unchanged: number
  /** Why rows that were edited can't be taken; the others can. */
  readonly refused: ReadonlyArray<Remark>
  /** What was undone or passed over, and what is taken that somebody should know of. */
  readonly notes: ReadonlyArray<Remark>
  /** Why nothing of the file can be taken: then there are no edits. */
  readonly faults: ReadonlyArray<Remark>
}
