/**
 * Values to rows: a record by column name for each sound line, and the reasons for every other.
 */
import type { Row } from "@waybill/connector"
import type { Issue } from "@waybill/model"

import { type Code, issue } from "../errors.ts"
import type { Layout } from "./layout.ts"
import { recordMaker, type TextRecord } from "./recordMaker.ts"
import type { Flaw } from "./scan.ts"
import { splitText } from "./split.ts"

/** A record that breaks the rules. */
export interface Damaged {
  readonly text: string
  /** What stands before the flawed value. */
  readonly before: string
  readonly flaw: Flaw["kind"]
  /** Whether the flawed value goes over several lines: they may as well be records of their own. */
  readonly doubtful: boolean
}

/** Makes the rows of one file. */
export interface RowMaker {
  /** `undefined` of a blank line. `suspect`: a NUL may be among the values. */
  readonly ofValues: (values: ReadonlyArray<string>, line: number, suspect: boolean) => Row<TextRecord> | undefined
  readonly ofDamaged: (damaged: Damaged, line: number) => ReadonlyArray<Row<TextRecord>>
}

export const nul = "\0"

const isBlank = (values: ReadonlyArray<string>): boolean => values[0] === "" && values.every((value) => value === "")

const flaws: Readonly<Record<Flaw["kind"], readonly [Code, (quoteLine: number) => string]>> = {
  "stray quote": ["WB-CSV-STRAY-QUOTE", () => "a double quote stands inside a value that is not quoted"],
  "text after quote": ["WB-CSV-STRAY-QUOTE", (line) => `text follows the end of the quote opened in line ${line}`],
  "open quote": ["WB-CSV-OPEN-QUOTE", (line) => `the quote opened in line ${line} is never closed`],
  "line break": ["WB-CSV-LINE-BREAK", () => "a line break of another kind stands outside quotes"],
}

const nameOf = (columns: ReadonlyArray<string>, index: number): string => columns[index] ?? `column ${index + 1}`

/** Why the values are no record, where they are none. */
const valueIssue = ({ columns, width }: Layout, values: ReadonlyArray<string>): Issue | undefined => {
  if (values.length !== width) {
    const missing = values.length < width ? { column: nameOf(columns, values.length) } : {}
    return issue("WB-CSV-RAGGED-ROW", `the row has ${values.length} values, the header ${width} columns`, missing)
  }
  const withNul = values.findIndex((value) => value.includes(nul))
  if (withNul !== -1)
    return issue("WB-CSV-NUL", "the value holds a NUL character", { column: nameOf(columns, withNul) })
  const unnamed = values.findIndex((value, index) => index >= columns.length && value !== "")
  return unnamed === -1
    ? undefined
    : issue("WB-CSV-RAGGED-ROW", `column ${unnamed + 1} holds a value and has no name in the header`)
}

/** Rows of one file; `file` is its name where a stream is several files. */
export const rowMaker = (layout: Layout, file: string | undefined): RowMaker => {
  const { columns, width, dialect } = layout
  const toRecord = recordMaker(columns)
  const at = file === undefined ? {} : { file }
  const bad = (row: number, values: ReadonlyArray<string>, why: Issue): Row<TextRecord> => ({
    row,
    raw: Object.fromEntries(values.map((value, index) => [nameOf(columns, index), value])),
    issues: [why],
    ...at,
  })

  const ofValues: RowMaker["ofValues"] = (values, row, suspect) => {
    if (isBlank(values)) return undefined
    const mayFail = suspect || values.length !== width || width !== columns.length
    const why = mayFail ? valueIssue(layout, values) : undefined
    if (why !== undefined) return bad(row, values, why)
    const record = toRecord(values)
    return file === undefined ? { row, record } : { row, record, file }
  }

  const ofDamaged: RowMaker["ofDamaged"] = ({ text, before, flaw, doubtful }, line) => {
    const quoteLine = line + before.split(dialect.lineEnd).length - 1
    const [code, say] = flaws[flaw]
    const column = nameOf(columns, splitText(before, dialect.delimiter).length - 1)
    const found = issue(doubtful ? "WB-CSV-OPEN-QUOTE" : code, say(quoteLine), { column })
    const within = issue("WB-CSV-OPEN-QUOTE", `the line may belong to the quote opened in line ${quoteLine}`)
    // One text of several lines, or records of their own? Every line is kept, and none is made into a record.
    const lines = doubtful ? text.split(dialect.lineEnd) : [text]
    return lines.flatMap((part, index) => {
      const values = splitText(part.replace(/[\r\n]+$/, ""), dialect.delimiter)
      return isBlank(values) ? [] : [bad(line + index, values, line + index <= quoteLine ? found : within)]
    })
  }

  return { ofValues, ofDamaged }
}
