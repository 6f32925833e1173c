/**
 * Values to records: plain objects that have the columns as properties of their own.
 */
import { Result } from "effect"

/** A record: the text of every column, `""` where it is empty. */
export type TextRecord = Readonly<Record<string, string>>

/** Makes a record of its values: as many as there are columns, or more. */
export type RecordMaker = (values: ReadonlyArray<string>) => TextRecord

/** A copy has room for every column, and every property is there already: no assignment reaches a setter, `__proto__`'s neither. */
const copyingMaker = (columns: ReadonlyArray<string>): RecordMaker => {
  const empty: Record<string, string> = Object.fromEntries(columns.map((column) => [column, ""]))
  return (values) => {
    const record = { ...empty }
    for (let index = 0; index < columns.length; index++) record[columns[index]!] = values[index]!
    return record
  }
}

/** A column's name is data: it gets into the code as a JSON text only. `__proto__` is a name like any other in brackets alone. */
const property = (column: string, index: number): string => {
  const name = JSON.stringify(column)
  return `${column === "__proto__" ? `[${name}]` : name}: values[${index}]`
}

/** Written out for the columns at hand: half the time of {@link copyingMaker}. Throws where code may not be made of text. */
const compiledMaker = (columns: ReadonlyArray<string>): RecordMaker =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion, typescript/no-implied-eval
  new Function("values", `return { ${columns.map(property).join(", ")} }`) as RecordMaker

/** Makes records that all have the columns, in their order, as properties of their own. */
export const recordMaker = (columns: ReadonlyArray<string>): RecordMaker =>
  Result.getOrElse(
    Result.try(() => compiledMaker(columns)),
    () => copyingMaker(columns),
  )
