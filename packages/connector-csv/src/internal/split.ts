/**
 * Well-formed text to values, by papaparse.
 */
import Papa from "papaparse"

import type { Dialect, Run } from "./scan.ts"

// papaparse's own core: `Papa.parse` around it costs twice the time, and takes U+FEFF from wherever a text begins.
const parse = (text: string, delimiter: string, newline: Run["newline"]): Papa.ParseResult<Array<string>> =>
  new Papa.Parser({ delimiter, newline }).parse(text, 0, false)

/** The values of each record of a run; a blank line is a record of one empty value. */
export const splitRun = (text: string, run: Run, { delimiter }: Dialect): Array<Array<string>> => {
  const body = text.slice(run.start, run.end)
  const { data, errors } = parse(body, delimiter, run.newline)
  // papaparse takes the end of the last line for the start of one more.
  if (body.endsWith(run.newline)) data.pop()
  if (errors.length > 0 || data.length !== run.records) {
    throw new Error(`papaparse found ${data.length} records and ${errors.length} errors where ${run.records} are`)
  }
  return data
}

/** The values of a damaged record as far as they can be told apart; at least one. */
export const splitDamaged = (text: string, { delimiter, lineEnd }: Dialect): Array<string> =>
  text === "" ? [""] : parse(text, delimiter, lineEnd).data.flat()
