/**
 * The text of one file, block by block, to pages of rows, each with the place behind it.
 */
import type { Row } from "@waybill/connector"

import { type Fault, fault } from "../errors.ts"
import { viewOf } from "./encoding.ts"
import type { Layout, Position } from "./layout.ts"
import type { TextRecord } from "./recordMaker.ts"
import { nul, rowMaker } from "./records.ts"
import { type Flaw, maxRecordLength, Walker } from "./scan.ts"
import { Splitter } from "./split.ts"

/** The rows of a page; of the last one before a file ends, or can't be read on, fewer. */
export const pageRows = 1000

/** Rows of one file, and where reading goes on behind them. */
export interface FilePage {
  readonly rows: ReadonlyArray<Row<TextRecord>>
  readonly behind: Position
}

export interface PageReader {
  /** Takes the next block, as the file's view shows it; `final` says that it is the last one. A fault ends the file. */
  readonly push: (block: string, final: boolean) => { readonly pages: ReadonlyArray<FilePage>; readonly fault?: Fault }
  /** Gives what is read and fills no page: nothing comes after it. */
  readonly flush: () => ReadonlyArray<FilePage>
  /** Where the text starts that is not read yet, and that text. */
  readonly pending: () => { readonly at: Position; readonly text: string }
}

/** @param file its name, where a stream is several files */
export const pageReader = (layout: Layout, from: Position, file: string | undefined): PageReader => {
  const { delimiter, lineEnd } = layout.dialect
  const view = viewOf(layout.encoding)
  const dialect = { delimiter: view.of(delimiter), lineEnd }
  const { ofValues, ofDamaged } = rowMaker(layout, file)
  let { offset, line } = from
  let carry = ""
  // Used for every record: a list of its own costs as much as the record.
  const values: Array<string> = []
  let rows: Array<Row<TextRecord>> = []

  const isTooLong = (text: string, start: number, end: number) =>
    end - start > maxRecordLength && view.textOf(text.slice(start, end)).length > maxRecordLength

  const tooLong = (text: string, { start, line, open }: Walker): Fault =>
    open === undefined
      ? fault("WB-CSV-TOO-LONG", `the record in line ${line} is longer than ${maxRecordLength} characters`)
      : fault(
          "WB-CSV-OPEN-QUOTE",
          `the quote opened in line ${line + text.slice(start, open).split(lineEnd).length - 1} is not closed within ${maxRecordLength} characters`,
        )

  const takeDamaged = (text: string, { start, end, line, doubtful }: Walker, { kind, at, quote = at }: Flaw) => {
    const before = view.textOf(text.slice(start, quote))
    const damaged = { text: view.textOf(text.slice(start, end)), before, flaw: kind, doubtful }
    for (const row of ofDamaged(damaged, line)) rows.push(row)
  }

  const flush: PageReader["flush"] = () => {
    const page = { rows, behind: { offset, line } }
    rows = []
    return page.rows.length === 0 ? [] : [page]
  }

  const push: PageReader["push"] = (block, final) => {
    const text = carry + block
    const from = offset
    const suspect = text.includes(nul)
    const walker = new Walker(text, dialect, line, final)
    const splitter = new Splitter(text, delimiter, view)
    const pages: Array<FilePage> = []
    while (walker.next() && !isTooLong(text, walker.start, walker.end)) {
      if (rows.length >= pageRows) pages.push(...flush())
      if (walker.flaw === undefined) {
        const row = ofValues(splitter.split(walker.start, walker.valuesEnd, values), walker.line, suspect)
        if (row !== undefined) rows.push(row)
      } else takeDamaged(text, walker, walker.flaw)
      offset = from + walker.end * view.bytes
      line = walker.nextLine
    }
    carry = text.slice(walker.start)
    if (isTooLong(carry, 0, carry.length)) return { pages: [...pages, ...flush()], fault: tooLong(text, walker) }
    return { pages }
  }
  return { push, flush, pending: () => ({ at: { offset, line }, text: carry }) }
}
