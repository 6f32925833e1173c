/**
 * Exact arithmetic and comparisons of decimals, money, dates and cells. There is no division: its result is not exact.
 */
import type { Environment } from "@marcbachmann/cel-js"
import { type CalendarDate, Dates } from "@waybill/model"
import { BigDecimal } from "effect"

import { Failure } from "./failure.ts"
import { textOf } from "./functions.ts"
import { type CellValue, DecimalValue, MoneyValue } from "./values.ts"

type Handler = (left: any, right: any) => unknown

/** The third parameter is missing in the library's types; without it every result might be a promise. */
interface Operators {
  readonly registerOperator: (signature: string, handler: Handler, options: { readonly async: false }) => unknown
}

const mixed = new Failure(
  "WB-MAP-CURRENCY",
  "amounts of different currencies are mixed",
  "convert them at the source, or write the amounts to fields of their own",
)

type Numeric = DecimalValue | bigint

const exact = (value: Numeric): BigDecimal.BigDecimal =>
  typeof value === "bigint" ? BigDecimal.fromBigInt(value) : value.value

const order = (a: Numeric, b: Numeric): number => BigDecimal.Order(exact(a), exact(b))

/** The amounts of two values of one currency; fails where they have two. */
const sameCurrency = (a: MoneyValue, b: MoneyValue): readonly [BigDecimal.BigDecimal, BigDecimal.BigDecimal] => {
  if (a.currency !== b.currency) throw mixed
  return [a.amount.value, b.amount.value]
}

const scaled = (money: MoneyValue, by: Numeric): MoneyValue =>
  new MoneyValue(new DecimalValue(BigDecimal.multiply(money.amount.value, exact(by))), money.currency)

const arithmetic = { "+": BigDecimal.sum, "-": BigDecimal.subtract } as const

const relations: Readonly<Record<string, (order: number) => boolean>> = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
}

const equalText = (a: CellValue, b: CellValue | string): boolean => textOf(a) === textOf(b)

const equalNumber = ({ cell }: CellValue, b: Numeric): boolean =>
  BigDecimal.isBigDecimal(cell) && BigDecimal.equals(cell, exact(b))

type Define = (signature: string, handler: Handler) => unknown

const compare = (define: Define, left: string, right: string, order: (a: any, b: any) => number): void => {
  for (const [sign, holds] of Object.entries(relations)) {
    define(`${left} ${sign} ${right}`, (a, b) => holds(order(a, b)))
  }
}

const registerDecimals = (define: Define): void => {
  const pairs = [
    ["Decimal", "Decimal"],
    ["Decimal", "int"],
    ["int", "Decimal"],
  ] as const
  for (const [left, right] of pairs) {
    for (const [sign, apply] of Object.entries({ ...arithmetic, "*": BigDecimal.multiply })) {
      define(
        `${left} ${sign} ${right}: Decimal`,
        (a: Numeric, b: Numeric) => new DecimalValue(apply(exact(a), exact(b))),
      )
    }
    compare(define, left, right, order)
  }
  define("Decimal == Decimal", (a: Numeric, b: Numeric) => order(a, b) === 0)
  define("Decimal == int", (a: Numeric, b: Numeric) => order(a, b) === 0)
  define("-Decimal", ({ value }: DecimalValue) => new DecimalValue(BigDecimal.negate(value)))
}

const registerMoney = (define: Define): void => {
  for (const [sign, apply] of Object.entries(arithmetic)) {
    define(
      `Money ${sign} Money`,
      (a: MoneyValue, b: MoneyValue) => new MoneyValue(new DecimalValue(apply(...sameCurrency(a, b))), a.currency),
    )
  }
  for (const factor of ["Decimal", "int"]) {
    define(`Money * ${factor}: Money`, scaled)
    define(`${factor} * Money: Money`, (by: Numeric, money: MoneyValue) => scaled(money, by))
  }
  define("-Money", (money: MoneyValue) => scaled(money, -1n))
  define(
    "Money == Money",
    (a: MoneyValue, b: MoneyValue) => a.currency === b.currency && order(a.amount, b.amount) === 0,
  )
  compare(define, "Money", "Money", (a: MoneyValue, b: MoneyValue) => BigDecimal.Order(...sameCurrency(a, b)))
}

/** A cell equals the text that it shows, and the number, truth or date that it holds. */
const registerCells = (define: Define): void => {
  define("Cell == Cell", equalText)
  define("Cell == string", equalText)
  define("Cell == Decimal", equalNumber)
  define("Cell == int", equalNumber)
  define("Cell == bool", ({ cell }: CellValue, b: boolean) => cell === b)
  define(
    "Cell == Date",
    ({ cell }: CellValue, b: CalendarDate) => Dates.isCalendarDate(cell) && Dates.compare(cell, b) === 0,
  )
  define("Cell in list<string>", (a: CellValue, list: ReadonlyArray<string>) => list.includes(textOf(a)))
  define("Cell + string: string", (a: CellValue, b: string) => textOf(a) + b)
  define("string + Cell: string", (a: string, b: CellValue) => a + textOf(b))
  define("Cell + Cell: string", (a: CellValue, b: CellValue) => textOf(a) + textOf(b))
}

export const registerOperators = (environment: Environment): void => {
  const operators: Operators = environment
  const define: Define = (signature, handler) => operators.registerOperator(signature, handler, { async: false })
  registerDecimals(define)
  registerMoney(define)
  define("Date == Date", (a: CalendarDate, b: CalendarDate) => Dates.compare(a, b) === 0)
  compare(define, "Date", "Date", Dates.compare)
  registerCells(define)
}
