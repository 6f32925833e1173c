/**
 * What the ways from ERPLY Books' records to the model have in common.
 */
import { Currencies, type Issue, Monies, Money } from "@waybill/model"
import { type BigDecimal, Result } from "effect"

import { sourceIssue } from "./sourceErrors.ts"

export type Issues = readonly [Issue, ...Array<Issue>]

/** What a record tells of the model, and what keeps it from being a whole one. */
export interface Told<Model> {
  readonly model: Partial<Model>
  readonly issues: ReadonlyArray<Issue>
}

/** The model, unless there are issues. Whoever tells it says an issue for each field that is needed and missing. */
export const whole = <Model>({ model, issues: [first, ...others] }: Told<Model>): Result.Result<Model, Issues> =>
  // Without issues nothing is missing, which the types can't follow.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  first === undefined ? Result.succeed(model as Model) : Result.fail([first, ...others])

/** `fields` without those that are absent, or say nothing. */
export const given = <Fields extends object>(
  fields: Fields,
): { readonly [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } =>
  // The types can't follow entries that are left out.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== "")) as {
    readonly [Name in keyof Fields]?: Exclude<Fields[Name], undefined>
  }

const prefix = "CURRENCY_"

/** The ISO 4217 code in `CURRENCY_EUR`; anything else is an issue, never guessed. */
export const currencyOf = (code: string | undefined, field: string, issues: Array<Issue>): string | undefined => {
  const currency = code?.startsWith(prefix) ? code.slice(prefix.length) : ""
  if (Currencies.isCurrency(currency)) return currency
  const fault = code ? "currencyCode is no known currency" : "currencyCode is missing"
  issues.push(sourceIssue("WB-ERPLYBOOKS-CURRENCY", fault, { column: "currencyCode", field }))
  return undefined
}

/** Where an amount stands in the record, and in the model. */
export interface AmountAt {
  readonly column: string
  readonly field: string
}

/** The amount as money that could be paid; one that is finer than the currency is an issue, never rounded (invariant 4). */
export const payable = (
  amount: BigDecimal.BigDecimal | undefined,
  currency: string | undefined,
  at: AmountAt,
  issues: Array<Issue>,
): Money | undefined => {
  if (amount === undefined || currency === undefined) return undefined
  const money = new Money(amount, currency)
  if (!Monies.fitsMinorUnit(money)) {
    issues.push(sourceIssue("WB-ERPLYBOOKS-SUM", `${at.column} has more decimals than ${currency}`, at))
  }
  return money
}

/** The fields of an invoice or a payment that the model can't do without, as far as the record has them. */
interface Needed {
  readonly number: string | undefined
  readonly customerNumber: string | undefined
  readonly amount: Money | undefined
}

/** Says an issue for each of number, customer and amount that is missing. */
export const checkNeeded = (
  { number, customerNumber, amount }: Needed,
  columns: { readonly number: string; readonly amount: AmountAt },
  issues: Array<Issue>,
): void => {
  if (!number) {
    const at = { column: columns.number, field: "number" }
    issues.push(sourceIssue("WB-ERPLYBOOKS-NUMBER", "the record has no number", at))
  }
  if (!customerNumber) {
    const at = { column: "customerNumber", field: "customerNumber" }
    issues.push(sourceIssue("WB-ERPLYBOOKS-CUSTOMER-NUMBER", "the customer's number can't be told", at))
  }
  // Without a currency there is no amount either, and an issue already.
  if (amount === undefined && issues.every(({ code }) => code !== "WB-ERPLYBOOKS-CURRENCY")) {
    issues.push(sourceIssue("WB-ERPLYBOOKS-SUM", `${columns.amount.column} is missing`, columns.amount))
  }
}
