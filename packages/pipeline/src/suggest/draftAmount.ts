/**
 * From a column of amounts to an expression, or to questions where its decimal mark or its currency can't be told.
 */
import type { Chosen, Column } from "./candidates.ts"
import type { Context, Draft } from "./Draft.ts"
import { columnOf, moneyOf, quoted } from "./expressions.ts"
import type { NumberReading } from "./numbers.ts"
import { atMostMedium, type Question } from "./Suggestion.ts"

/** The format with groups that the file's plainly readable numbers have. */
const commonFormat = ({ chosen }: Context): NumberReading["format"] | undefined =>
  chosen
    .flatMap(({ column: { look } }) => {
      const { numbers } = look
      return numbers === undefined || numbers.readings.length > 1 || numbers.whole ? [] : [numbers.alike[0]!]
    })
    .toSorted((a, b) => b.group.length - a.group.length)[0]

const askDecimal = (column: Column, context: Context): Question => {
  const common = commonFormat(context)
  const other =
    common === undefined ? "" : `; other numbers of this file have "${common.decimal}", but that does not prove it`
  return {
    name: "decimal",
    column: column.name,
    message: `the mark in the numbers may stand before the decimals or between thousands${other}`,
    choices: [
      { answer: ".", meaning: "the point stands before the decimals" },
      { answer: ",", meaning: "the comma stands before the decimals" },
    ],
  }
}

/** How the numbers of a column are read; a question where two ways fit. */
const readingOf = (column: Column, context: Context): NumberReading | Question | undefined => {
  const { numbers } = column.look
  if (numbers === undefined) return undefined
  const [first, ...others] = numbers.readings
  if (others.length > 0) {
    const answer = context.answer("decimal")
    return numbers.readings.find(({ format }) => format.decimal === answer) ?? askDecimal(column, context)
  }
  const common = commonFormat(context)
  const format = numbers.alike.find(({ decimal, group }) => decimal === common?.decimal && group === common.group)
  return format === undefined ? first : { ...first, format }
}

interface CurrencySource {
  readonly expression: string
  readonly because: string
  readonly columns?: ReadonlyArray<string>
  readonly doubts?: ReadonlyArray<string>
}

const askCurrency = (column: Column): Question => ({
  name: "currency",
  column: column.name,
  message: "the file does not say the currency of its amounts",
  choices: [],
})

/** A column of ISO 4217 codes, in capitals and without white space. */
export const currencyCode = ({ name, look }: Column): string =>
  look.texts.every((text) => /^[A-Z]{3}$/.test(text)) ? columnOf(name) : `upper(trim(${columnOf(name)}))`

/** The currency from a column of its own; `rows` is how many it should have values in. */
const fromColumn = ({ column, confidence, because }: Chosen, rows: number): CurrencySource => {
  const { look, name } = column
  const doubts = [
    ...(look.texts.length < rows ? [`${quoted(name)} is empty in some rows`] : []),
    ...(confidence < atMostMedium ? [`${quoted(name)} may not be the currency: ${because.join(", ")}`] : []),
  ]
  return {
    expression: currencyCode(column),
    because: `${quoted(name)} holds the currency`,
    columns: [name],
    ...(doubts.length === 0 ? {} : { doubts }),
  }
}

/** What the file's other amounts say of their currency, where they agree. */
const fromOthers = ({ chosen }: Context): CurrencySource | undefined => {
  const saying = chosen.filter(({ field }) => field.kind === "amount").map((one) => one.column)
  const found = new Set(saying.flatMap(({ header, look }) => header.currency ?? look.numbers?.currency ?? []))
  const [currency, another] = found
  if (currency === undefined || another !== undefined) return undefined
  return {
    expression: quoted(currency),
    because: "the currency is that of the file's other amounts",
    doubts: ["the column does not say it itself"],
  }
}

/** Where the currency of an amount stands: the name, beside the numbers, a column of its own, other amounts, an answer. */
const currencyFor = (column: Column, context: Context): CurrencySource | undefined => {
  const { header, look } = column
  if (header.currency !== undefined)
    return { expression: quoted(header.currency), because: "the name holds the currency" }
  const { currency, everywhere } = look.numbers ?? {}
  if (currency !== undefined) {
    const doubts = everywhere === true ? [] : ["the currency does not stand beside every number"]
    return { expression: quoted(currency), because: "the currency stands beside the numbers", doubts }
  }
  const own = context.chosen.find(({ field }) => field.name === "currency")
  if (own !== undefined) return fromColumn(own, look.cells.length)
  const others = fromOthers(context)
  if (others !== undefined) return others
  const answer = context.answer("currency")
  return answer === undefined ? undefined : { expression: quoted(answer), because: "the currency was said" }
}

/** Works out `money(…)`. */
export const draftAmount = ({ column }: Chosen, context: Context): Draft => {
  const [reading, currency] = [readingOf(column, context), currencyFor(column, context)]
  const asked = [
    ...(reading !== undefined && "message" in reading ? [reading] : []),
    ...(currency === undefined ? [askCurrency(column)] : []),
  ]
  if (currency === undefined || (reading !== undefined && "message" in reading)) return asked
  const format = reading?.format ?? { decimal: ".", group: "" }
  return {
    expression: moneyOf(column.name, currency.expression, format, column.look.numbers?.sign),
    because: [currency.because],
    ...(currency.columns === undefined ? {} : { columns: currency.columns }),
    ...(currency.doubts === undefined ? {} : { doubts: currency.doubts }),
    ...(reading === undefined ? {} : { reading }),
  }
}
