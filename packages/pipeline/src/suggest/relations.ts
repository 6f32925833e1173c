/**
 * What the fields of a record say of each other: nothing is due before it is issued, no tax is more than its total.
 */
import { Dates } from "@waybill/model"
import { BigDecimal, Result } from "effect"

import type { Column } from "./candidates.ts"
import type { Drafted } from "./Draft.ts"

/** A field with its column, and how its values are read. */
export interface Read {
  readonly field: string
  readonly column: Column
  readonly drafted: Drafted
}

/** The days since 1970 row by row, as far as they are dates. */
const daysOf = ({ column, drafted: { pattern } }: Read): ReadonlyArray<number | undefined> => {
  const parse = pattern === undefined ? undefined : Result.getOrThrow(Dates.compile(pattern))
  const { timeBehind } = column.look.dates ?? {}
  return column.look.cells.map((cell) => {
    if (Dates.isCalendarDate(cell)) return Dates.toEpochDay(cell)
    const text =
      typeof cell !== "string" ? undefined : timeBehind === undefined ? cell : cell.trim().split(timeBehind)[0]
    const date = text === undefined ? undefined : parse?.(text)
    return date === undefined ? undefined : Dates.toEpochDay(date)
  })
}

/** The size of the amounts row by row. */
const sizesOf = ({ column, drafted: { reading } }: Read): ReadonlyArray<BigDecimal.BigDecimal | undefined> => {
  let text = 0
  return column.look.cells.map((cell) => {
    if (BigDecimal.isBigDecimal(cell)) return BigDecimal.abs(cell)
    const value = typeof cell === "string" && cell.trim() !== "" ? reading?.values[text++] : undefined
    return value === undefined ? undefined : BigDecimal.abs(value)
  })
}

/** A few records may break a rule. */
const allowed = 0.1

const isBroken = <A>(
  small: ReadonlyArray<A | undefined>,
  large: ReadonlyArray<A | undefined>,
  isMore: (a: A, b: A) => boolean,
): boolean => {
  let [both, wrong] = [0, 0]
  for (const [row, a] of small.entries()) {
    const b = large[row]
    if (a === undefined || b === undefined) continue
    both++
    if (isMore(a, b)) wrong++
  }
  return wrong > both * allowed
}

interface Rule {
  readonly small: string
  readonly large: string
  readonly holds: "dates" | "amounts"
  readonly says: string
}

const rules: ReadonlyArray<Rule> = [
  { small: "issueDate", large: "dueDate", holds: "dates", says: "many rows are due before they are issued" },
  { small: "tax", large: "total", holds: "amounts", says: "in many rows the tax is more than the total" },
  { small: "balance", large: "total", holds: "amounts", says: "in many rows more is open than the total" },
]

/** For each field that takes part in a broken rule, what is wrong. */
export const contradictions = (reads: ReadonlyArray<Read>): ReadonlyMap<string, string> => {
  const byField = new Map(reads.map((read) => [read.field, read] as const))
  return new Map(
    rules.flatMap(({ small, large, holds, says }) => {
      const [a, b] = [byField.get(small), byField.get(large)]
      if (a === undefined || b === undefined) return []
      const broken =
        holds === "dates"
          ? isBroken(daysOf(a), daysOf(b), (one, other) => one > other)
          : isBroken(sizesOf(a), sizesOf(b), BigDecimal.isGreaterThan)
      return broken ? [[small, says] as const, [large, says] as const] : []
    }),
  )
}
