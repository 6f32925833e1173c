/**
 * Damage that Excel did to a file before it came here, and that no single value shows to be one.
 */
import type { Finding, Page } from "@waybill/connector"
import { Effect, Stream } from "effect"

import { issue } from "../errors.ts"
import type { TextRecord } from "./recordMaker.ts"

/** As Excel writes a long number that nobody formatted: `1.23457E+11`. */
const scientific = /^-?\d(?:[.,]\d+)?E\+\d{2,3}$/

interface Damage {
  values: number
  readonly row: number
  readonly file: string | undefined
}

const look = (found: Map<string, Damage>, { rows }: Page<TextRecord>): Map<string, Damage> => {
  for (const row of rows) {
    if (!("record" in row)) continue
    for (const [column, value] of Object.entries(row.record)) {
      if (!value.includes("E+") || !scientific.test(value)) continue
      const damage = found.get(column)
      if (damage === undefined) found.set(column, { values: 1, row: row.row, file: row.file })
      else damage.values++
    }
  }
  return found
}

const finding = ([column, { values, row, file }]: readonly [string, Damage]): Finding => ({
  ...issue("WB-CSV-SCIENTIFIC", `${values} ${values === 1 ? "value looks" : "values look"} like 1.23E+11`, { column }),
  row,
  ...(file === undefined ? {} : { file }),
})

/** One finding a column, with the count and the first row. */
export const inspect = <E, R>(pages: Stream.Stream<Page<TextRecord>, E, R>): Effect.Effect<Array<Finding>, E, R> =>
  pages.pipe(
    Stream.runFold(() => new Map<string, Damage>(), look),
    (found) => Effect.map(found, (columns) => [...columns].map(finding)),
  )
