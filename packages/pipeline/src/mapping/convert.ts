/**
 * From the value of an expression to the value of a field. `undefined` stands for an empty one.
 */
import { cellText } from "@waybill/connector"
import { Currencies, Decimals, Money } from "@waybill/model"
import { BigDecimal } from "effect"

import { explainCurrency, explainText, isPlain, type TextKind } from "./explainText.ts"
import { empty, Failure } from "./failure.ts"
import { dateOfCell, isBlank } from "./functions.ts"
import type { ValueType } from "./types.ts"
import { CellValue, type DecimalValue, type MoneyValue } from "./values.ts"

/** Takes a value of one of `from`; throws a {@link Failure} where it does not fit. */
export interface Conversion {
  /** CEL types whose values can become the field's. */
  readonly from: ReadonlyArray<string>
  readonly convert: (value: any) => unknown
  /** What the field holds, in words, and how an expression comes to yield it. */
  readonly holds: string
  readonly example: (source: string) => string
}

const cellType = (wanted: string) =>
  new Failure("WB-MAP-CELL-TYPE", `the cell does not hold ${wanted}`, "mend the cell's format in the workbook")

const cells = {
  number: cellType("a number"),
  date: new Failure(
    "WB-MAP-CELL-TYPE",
    "the cell holds text, where a date is needed",
    'mend the cell\'s format in the workbook, or write date(…, "dd/MM/yyyy")',
  ),
  truth: cellType("true or false"),
  whole: cellType("a whole number"),
}

const inexact = new Failure(
  "WB-MAP-INEXACT",
  "has more digits than a number of the target carries exactly",
  "use a field of the target that takes text, or fewer digits",
)

const text = (kind: TextKind): Conversion => ({
  from: ["string", "Cell"],
  holds: "text",
  example: (source) => `string(${source})`,
  convert: (value: string | CellValue) => {
    const written = typeof value === "string" ? value : cellText(value.cell)
    if (isPlain(written, kind)) return written
    if (isBlank(written)) return undefined
    const failure = explainText(written, kind)
    if (failure !== undefined) throw failure
    return written
  },
})

/** A number as it stands in a cell, or a decimal or whole number of the expression. */
const decimalOf = (value: DecimalValue | bigint | CellValue): BigDecimal.BigDecimal | undefined => {
  if (typeof value === "bigint") return BigDecimal.fromBigInt(value)
  if (!(value instanceof CellValue)) return value.value
  if (BigDecimal.isBigDecimal(value.cell)) return value.cell
  if (typeof value.cell === "string" && isBlank(value.cell)) return undefined
  throw cells.number
}

/** A decimal as a JavaScript number: only where it is the very same one. */
const numberOf = (value: BigDecimal.BigDecimal): number => {
  const written = Decimals.toText(value)
  const number = Number(written)
  if (written.replace(/\D/g, "").replace(/^0+/, "").length > 15 || !Number.isFinite(number)) throw inexact
  return number
}

const decimal: Conversion = {
  from: ["Decimal", "int", "Cell"],
  holds: "a decimal",
  example: (source) => `decimal(${source})`,
  convert: decimalOf,
}

const number: Conversion = {
  ...decimal,
  holds: "a number",
  convert: (value) => {
    const exact = decimalOf(value)
    return exact === undefined ? undefined : numberOf(exact)
  },
}

const whole: Conversion = {
  from: ["int", "Cell"],
  holds: "a whole number",
  example: () => "a whole number: 30",
  convert: (value: bigint | CellValue) => {
    const exact = decimalOf(value)
    if (exact === undefined) return undefined
    if (!BigDecimal.isInteger(exact)) throw cells.whole
    return numberOf(exact)
  },
}

const money: Conversion = {
  from: ["Money"],
  holds: "money",
  example: (source) => `money(${source}, "EUR")`,
  convert: ({ amount, currency }: MoneyValue) => {
    // A source's own money may be in a currency that nobody knows.
    if (!Currencies.isCurrency(currency)) throw explainCurrency(currency)
    return new Money(amount.value, currency)
  },
}

const date: Conversion = {
  from: ["Date", "Cell"],
  holds: "a date",
  example: (source) => `date(${source}, "dd/MM/yyyy")`,
  convert: (value: unknown) => {
    if (!(value instanceof CellValue)) return value
    const { cell } = value
    if (typeof cell !== "string") return dateOfCell(cell)
    if (isBlank(cell)) return undefined
    throw cells.date
  },
}

export const bool: Conversion = {
  from: ["bool", "Cell"],
  holds: "true or false",
  example: (source) => `${source} == "yes"`,
  convert: (value: boolean | CellValue) => {
    if (typeof value === "boolean") return value
    const { cell } = value
    if (typeof cell === "boolean") return cell
    if (typeof cell === "string" && isBlank(cell)) return undefined
    throw cells.truth
  },
}

/** The condition of `where`: an empty cell is neither true nor false. */
export const condition: Conversion = {
  ...bool,
  convert: (value) => {
    const truth = bool.convert(value)
    if (truth === undefined) throw empty
    return truth
  },
}

const texts: Conversion = {
  from: ["list<string>"],
  holds: "a list of texts",
  example: (source) => `[${source}]`,
  convert: (list: ReadonlyArray<string>) => (list.length === 0 ? undefined : list),
}

/** Fields that line breaks belong to; an address's lines do too. */
const proseFields = /(?:^|\.)(?:note|description|line1|line2|comment|memo)$|address/i

/** How a field's value is made; `undefined` where no expression can make it. */
export const conversionTo = (type: ValueType, path: string): Conversion | undefined => {
  switch (type._tag) {
    case "Text":
      return text({ identifier: type.identifier, lines: proseFields.test(path) })
    case "Decimal":
      return decimal
    case "Number":
      return number
    case "Int":
      return whole
    case "Money":
      return money
    case "Date":
      return date
    case "Bool":
      return bool
    case "List":
      return type.item._tag === "Text" ? texts : undefined
    default:
      return undefined
  }
}
