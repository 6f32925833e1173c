/**
 * Values to rows: a record by column name for each sound line, and the reasons for every other.
 */
import type { Row } from "@waybill/connector"
import type { Issue } from "@waybill/model"

import { type Code, issue } from "../errors.ts"
import type { Layout } from "./layout.ts"
import type { Damaged, Flaw, Run } from "./scan.ts"
import { splitDamaged, splitRun } from "./split.ts"

/** A record: the text of every column, `""` where it is empty. */
export type TextRecord = Readonly<Record<string, string>>

/** Turns the pieces of one file into rows. */
export interface RowMaker {
  readonly ofRun: (text: string, run: Run) => Array<Row<TextRecord>>
  readonly ofDamaged: (text: string, damaged: Damaged) => Array<Row<TextRecord>>
}

const nul = "\0"

/** Makes records that all have the columns as properties of their own, `__proto__` too. */
const recordMaker = (columns: ReadonlyArray<string>): ((values: ReadonlyArray<string>) => TextRecord) => {
  const empty: Record<string, string> = Object.fromEntries(columns.map((column) => [column, ""]))
  return (values) => {
    // Every property is there already, so that no assignment reaches a setter of the prototype.
    const record = { ...empty }
    for (let index = 0; index < columns.length; index++) record[columns[index]!] = values[index]!
    return record
  }
}

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

  const ofRun: RowMaker["ofRun"] = (text, run) => {
    const suspect = width !== columns.length || text.slice(run.start, run.end).includes(nul)
    const rows: Array<Row<TextRecord>> = []
    let line = run.line
    let breaks = 0
    for (const [index, values] of splitRun(text, run, dialect).entries()) {
      if (!isBlank(values)) {
        const why = suspect || values.length !== width ? valueIssue(layout, values) : undefined
        rows.push(why === undefined ? { row: line, record: toRecord(values), ...at } : bad(line, values, why))
      }
      line++
      if (run.breaks[breaks]?.[0] === index) line += run.breaks[breaks++]![1]
    }
    return rows
  }

  const ofDamaged: RowMaker["ofDamaged"] = (text, { start, end, line, flaw, doubtful }) => {
    const before = text.slice(start, flaw.quote ?? flaw.at)
    const quoteLine = line + before.split(dialect.lineEnd).length - 1
    const [code, say] = flaws[flaw.kind]
    const column = nameOf(columns, splitDamaged(before, dialect).length - 1)
    const found = issue(doubtful ? "WB-CSV-OPEN-QUOTE" : code, say(quoteLine), { column })
    const within = issue("WB-CSV-OPEN-QUOTE", `the line may belong to the quote opened in line ${quoteLine}`)
    // One text of several lines, or records of their own? Every line is kept, and none is made into a record.
    const lines = doubtful ? text.slice(start, end).split(dialect.lineEnd) : [text.slice(start, end)]
    return lines.flatMap((part, index) => {
      const values = splitDamaged(part.replace(/[\r\n]+$/, ""), dialect)
      return isBlank(values) ? [] : [bad(line + index, values, line + index <= quoteLine ? found : within)]
    })
  }

  return { ofRun, ofDamaged }
}
