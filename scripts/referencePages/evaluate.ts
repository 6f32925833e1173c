/** Works an expression out as a mapping does: with the compiler of the engine, over a record of a made-up source. */
import { BigDecimal, Result, Schema } from "effect"

import { CellDateTime, CellSchema } from "../../packages/connector/src/index.ts"
import { CalendarDate, Decimals } from "../../packages/model/src/index.ts"
import type { Conversion } from "../../packages/pipeline/src/mapping/convert.ts"
import { makeSurroundings } from "../../packages/pipeline/src/mapping/environment.ts"
import { compileExpression } from "../../packages/pipeline/src/mapping/expression.ts"
import { toFailure } from "../../packages/pipeline/src/mapping/failure.ts"
import { References } from "../../packages/pipeline/src/mapping/References.ts"
import { fieldsOf } from "../../packages/pipeline/src/mapping/types.ts"
import { CellValue, DecimalValue, MoneyValue } from "../../packages/pipeline/src/mapping/values.ts"

/** Two columns of a CSV file, a field that may be absent, and three cells of a workbook. */
const source = Schema.Struct({
  "Customer No": Schema.String,
  Email: Schema.String,
  Phone: Schema.String,
  memo: Schema.optionalKey(Schema.String),
  Amount: CellSchema,
  Due: CellSchema,
  Paid: CellSchema,
})

export const record = {
  "Customer No": "C-0042",
  Email: " Ada@Example.com ",
  Phone: "",
  Amount: BigDecimal.make(12345n, 1),
  Due: new CalendarDate(2026, 12, 31),
  Paid: new CellDateTime(new CalendarDate(2026, 11, 20), "09:30:00"),
}

export const tables = new Map([["terms", new Map([["30", "NET30"]])]])

/** A customer that an earlier flow delivered, and its id over there. */
const delivered = { flow: "customers", number: "C-0042", id: "9117" } as const

const references = () => {
  const known = new References([delivered.flow])
  known.learn(delivered.flow, new Map([[delivered.number, delivered.id]]))
  return known
}

/** Takes whatever an expression gives. */
const anything: Conversion = {
  from: ["string", "bool", "int", "Decimal", "Money", "Date", "Cell", "list<string>", "list<int>", "list<bool>"],
  holds: "anything",
  example: (written) => written,
  convert: (value) => value,
}

/** A value as a person reads it: text in quotes, money with its currency, dates in ISO 8601. */
const shown = (value: unknown): string => {
  if (value instanceof MoneyValue) return `${Decimals.toText(value.amount.value)} ${value.currency}`
  if (value instanceof DecimalValue) return Decimals.toText(value.value)
  if (value instanceof CellValue) return `a cell with ${shown(value.cell)}`
  if (BigDecimal.isBigDecimal(value)) return Decimals.toText(value)
  if (Array.isArray(value)) return `[${value.map(shown).join(", ")}]`
  return typeof value === "string" ? JSON.stringify(value) : String(value)
}

const codes = (all: ReadonlyArray<{ readonly code: string }>): string =>
  [...new Set(all.map(({ code }) => code))].join()

/** The value of an expression, or the code that it is refused with. */
export const evaluate = (text: string): string => {
  const names = { tables, references: references() }
  const surroundings = makeSurroundings(new Map([["record", fieldsOf(source)]]), names)
  const placeAt = (offset: number) => ({ file: "waybill.yaml", line: 1, column: offset + 1 })
  const compiled = compileExpression({ text, placeAt }, surroundings, anything, "a field")
  if (Result.isFailure(compiled)) return codes(compiled.failure)
  const value = Result.try({
    try: () => compiled.success.evaluate(surroundings.scope({ record })),
    catch: (thrown) => toFailure(thrown).code,
  })
  return Result.isSuccess(value) ? shown(value.success) : value.failure
}
