/**
 * Expressions as a person would write them. Whatever a column is called, what comes out compiles.
 */
import type { Decimals } from "@waybill/model"

/** What CEL keeps for itself: not to be written behind a point. */
const reserved = new Set(
  (
    "as break const continue else false for function if import in let loop namespace null package return true var void " +
    "while"
  ).split(" "),
)

/** A text in quotes. JSON's escapes are CEL's too. */
export const quoted = (text: string): string => JSON.stringify(text)

/** Whether an expression can read the column: not a name that every object has, not one with half a character. */
export const isReadable = (column: string): boolean => !(column in Object.prototype) && column.isWellFormed()

/** `record.Amount`, `record["Invoice No"]`. */
export const columnOf = (column: string): string =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(column) && !reserved.has(column) ? `record.${column}` : `record[${quoted(column)}]`

const formatOf = ({ decimal, group }: Decimals.DecimalFormat): string => {
  const parts = [
    ...(decimal === "." && group === "" ? [] : [`"decimal": ${quoted(decimal)}`]),
    ...(group === "" ? [] : [`"group": ${quoted(group)}`]),
  ]
  return parts.length === 0 ? "" : `, {${parts.join(", ")}}`
}

/** `money(…)`; a sign beside the number is cut out wherever it stands, and anything else there is refused at the run. */
export const moneyOf = (
  column: string,
  currency: string,
  format: Decimals.DecimalFormat,
  sign: string | undefined,
): string => {
  const value = sign === undefined ? columnOf(column) : `${columnOf(column)}.split(${quoted(sign)}).join("")`
  return `money(${value}, ${currency}${formatOf(format)})`
}

/** `date(…)`; a time of day behind the date is cut off. */
export const dateOf = (column: string, pattern: string, timeBehind: string | undefined, spaced: boolean): string => {
  const whole = columnOf(column)
  const day = timeBehind === undefined ? whole : `${spaced ? `trim(${whole})` : whole}.split(${quoted(timeBehind)})[0]`
  return `date(${day}, ${quoted(pattern)})`
}

/** The model's words for a source's; a value that was not seen stays as it is, and is refused at the run. */
export const typeOf = (column: string, types: ReadonlyMap<string, string>): string => {
  if ([...types].every(([text, type]) => text === type)) return columnOf(column)
  const otherwise = `string(${columnOf(column)})`
  return [...types].reduceRight(
    (rest, [text, type]) => `${columnOf(column)} == ${quoted(text)} ? ${quoted(type)} : ${rest}`,
    otherwise,
  )
}
