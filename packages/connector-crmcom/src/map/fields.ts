/**
 * What the ways from CRM.COM's records to the model have in common.
 */
import { type Issue, Monies, Money } from "@waybill/model"
import { type BigDecimal, Result } from "effect"

import type { CrmComSettings } from "../Settings.ts"
import { sourceIssue } from "./sourceErrors.ts"

type Issues = readonly [Issue, ...Array<Issue>]

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

/** An amount of the record by its column, for a field of the model. */
export interface AmountAt {
  readonly amount: BigDecimal.BigDecimal | undefined
  readonly column: string
  readonly field: string
}

export type ModelSettings = Pick<CrmComSettings, "accountsBy" | "currency">

/** The amount as money that could be paid; one that is finer than the currency is an issue, never rounded (invariant 4). */
export const payable = (
  { amount, column, field }: AmountAt,
  currency: string,
  issues: Array<Issue>,
): Money | undefined => {
  if (amount === undefined) return undefined
  const money = new Money(amount, currency)
  if (!Monies.fitsMinorUnit(money)) {
    const digits = `${column} has more decimals than ${currency}`
    issues.push(sourceIssue("WB-CRMCOM-AMOUNT", digits, { column, field }))
  }
  return money
}

/** The fields of an invoice or a payment that the model can't do without. */
interface Transaction {
  readonly number?: string
  readonly accounts_receivable?: { readonly id?: string; readonly number?: string; readonly name?: string }
}

interface Needed {
  readonly number: string | undefined
  readonly customerNumber: string | undefined
  readonly amount: Money | undefined
}

/** Number, customer and amount of a transaction; what is missing is an issue. */
export const neededOf = (
  { number, accounts_receivable: account }: Transaction,
  own: AmountAt,
  { accountsBy, currency }: ModelSettings,
  issues: Array<Issue>,
): Needed => {
  const customerNumber = account?.[accountsBy]
  const amount = payable(own, currency, issues)
  if (!number) {
    issues.push(sourceIssue("WB-CRMCOM-NUMBER", "the record has no number", { column: "number", field: "number" }))
  }
  if (!customerNumber) {
    const column = `accounts_receivable.${accountsBy}`
    issues.push(sourceIssue("WB-CRMCOM-ACCOUNT", `${column} is missing`, { column, field: "customerNumber" }))
  }
  if (amount === undefined) {
    const { column, field } = own
    issues.push(sourceIssue("WB-CRMCOM-AMOUNT", `${column} is missing`, { column, field }))
  }
  return { number, customerNumber, amount }
}
