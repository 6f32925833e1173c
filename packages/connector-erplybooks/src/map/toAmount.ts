/**
 * Amounts as ERPLY Books takes them: a JSON number that is exact (invariant 4), and the currency's code.
 */
import { fitsNumber, maxDigits } from "@waybill/connector-http"
import { Currencies, type Issue, Money } from "@waybill/model"
import { BigDecimal, Result } from "effect"

import { issue } from "../deliver/issues.ts"

const prefix = "CURRENCY_"

/** `CURRENCY_EUR`: one such code is published, the others are checked against the dictionary. */
export const currencyCodeOf = (currency: string): string => `${prefix}${currency}`

/** What an answer's amount and code say, where they say it. */
export const moneyOf = (
  amount: BigDecimal.BigDecimal | null | undefined,
  code: string | null | undefined,
): Money | undefined => {
  const currency = code?.startsWith(prefix) === true ? code.slice(prefix.length) : ""
  return amount == null || !Currencies.isCurrency(currency) ? undefined : new Money(amount, currency)
}

/** An amount above zero; `field` is the model's, for the issue. */
export const toAmount = ({ amount }: Money, field: string): Result.Result<BigDecimal.BigDecimal, Issue> => {
  if (!BigDecimal.isPositive(amount)) {
    return Result.fail(issue("WB-ERPLYBOOKS-AMOUNT", "the amount is not above zero", { field }))
  }
  return fitsNumber(amount)
    ? Result.succeed(amount)
    : Result.fail(issue("WB-ERPLYBOOKS-AMOUNT", `the amount has more than ${maxDigits} significant digits`, { field }))
}
