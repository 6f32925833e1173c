/**
 * The text of one file, block by block, to pages of rows, each with the place behind it.
 */
import type { Row } from "@waybill/connector"

import { type Fault, fault } from "../errors.ts"
import { byteLength } from "./encoding.ts"
import type { Layout, Position } from "./layout.ts"
import { rowMaker, type TextRecord } from "./records.ts"
import { maxRecordLength, pageRecords, scan, type TooLong } from "./scan.ts"

/** Rows of one file, and where reading goes on behind them. */
export interface FilePage {
  readonly rows: ReadonlyArray<Row<TextRecord>>
  readonly behind: Position
}

export interface PageReader {
  /** Takes the next block; `final` says that it is the last one. A fault ends the file. */
  readonly push: (block: string, final: boolean) => { readonly pages: ReadonlyArray<FilePage>; readonly fault?: Fault }
  /** Where the text starts that is not read yet, and that text. */
  readonly pending: () => { readonly at: Position; readonly text: string }
}

const tooLongFault = (text: string, { line, start, quote }: TooLong, lineEnd: string): Fault =>
  quote === undefined
    ? fault("WB-CSV-TOO-LONG", `the record in line ${line} is longer than ${maxRecordLength} characters`)
    : fault(
        "WB-CSV-OPEN-QUOTE",
        `the quote opened in line ${line + text.slice(start, quote).split(lineEnd).length - 1} is not closed within ${maxRecordLength} characters`,
      )

export const pageReader = (layout: Layout, from: Position, file: string | undefined): PageReader => {
  const { dialect, encoding } = layout
  const rowsOf = rowMaker(layout, file)
  let { offset, line } = from
  let carry = ""
  const push: PageReader["push"] = (block, final) => {
    const text = carry + block
    const { pieces, rest } = scan(text, dialect, line, final)
    const pages: Array<FilePage> = []
    let rows: Array<Row<TextRecord>> = []
    const turn = () => {
      if (rows.length > 0) pages.push({ rows, behind: { offset, line } })
      rows = []
    }
    for (const piece of pieces) {
      if (piece._tag === "TooLong") {
        turn()
        return { pages, fault: tooLongFault(text, piece, dialect.lineEnd) }
      }
      if (rows.length + (piece._tag === "Run" ? piece.records : 1) > pageRecords) turn()
      for (const row of piece._tag === "Run" ? rowsOf.ofRun(text, piece) : rowsOf.ofDamaged(text, piece)) rows.push(row)
      offset += byteLength(text.slice(piece.start, piece.end), encoding)
      line = piece.next
    }
    turn()
    carry = text.slice(rest)
    return { pages }
  }
  return { push, pending: () => ({ at: { offset, line }, text: carry }) }
}
