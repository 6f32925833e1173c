/**
 * From a column of dates to an expression, or to a question where day and month can be told in two ways.
 */
import type { Chosen, Column } from "./candidates.ts"
import type { DateLook } from "./dates.ts"
import type { Context, Draft } from "./Draft.ts"
import { columnOf, dateOf, quoted } from "./expressions.ts"
import type { Question } from "./Suggestion.ts"

const example: Readonly<Record<string, string>> = {
  dMy: "the day first: 03/04 is 3 April",
  Mdy: "the month first: 03/04 is 4 March",
  yMd: "the year first",
}

/** Another column of dates in the file of which everybody can tell the order. */
const sureOrder = (column: Column, { chosen }: Context): string => {
  const sure = chosen.find((other) => other.column !== column && other.column.look.dates?.readings.length === 1)
  if (sure === undefined) return ""
  const [{ pattern }] = sure.column.look.dates!.readings
  return `; ${quoted(sure.column.name)} in this file is ${pattern}, but that does not prove it`
}

const askDate = (name: string, column: Column, { readings }: DateLook, context: Context): Question => ({
  name,
  column: column.name,
  message: `no day is greater than 12, so the order of day and month can't be told${sureOrder(column, context)}`,
  choices: readings.map(({ pattern, order }) => ({ answer: pattern, meaning: example[order]! })),
})

/** Works out `date(…)`; a date cell of a workbook is one already. */
export const draftDate = ({ field, column }: Chosen, context: Context): Draft => {
  const { look, header } = column
  const { dates } = look
  if (dates === undefined) return { expression: columnOf(column.name), because: ["the cells hold dates"] }
  const answer = context.answer(field.name)
  const [only, ...others] = dates.readings
  const said = dates.readings.find(({ order, pattern }) =>
    answer === undefined ? order === header.order : pattern === answer,
  )
  if (others.length > 0 && said === undefined) return [askDate(field.name, column, dates, context)]
  const { pattern } = said ?? only
  return {
    expression: dateOf(column.name, pattern, dates.timeBehind, look.spaced),
    pattern,
    because: [others.length === 0 ? `only ${pattern} reads them` : `${pattern} was said`],
  }
}
