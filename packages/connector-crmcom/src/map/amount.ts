/**
 * Amounts as CRM.COM takes them: in the accounts' one currency, as a JSON number that is exact (invariant 4).
 */
import { fitsNumber, maxDigits } from "@waybill/connector-http"
import type { Issue, Money } from "@waybill/model"
import { type BigDecimal, Result } from "effect"

import { issue } from "../deliver/issues.ts"
import type { CrmComSettings } from "../Settings.ts"

/** `money` as a number of the accounts' currency; `field` is the model's field, for the issue. */
export const toAmount = (
  { amount, currency }: Money,
  settings: Pick<CrmComSettings, "currency">,
  field: string,
): Result.Result<BigDecimal.BigDecimal, Issue> => {
  if (currency !== settings.currency) {
    const message = `the amount is not in ${settings.currency}, the currency of the connection's accounts`
    return Result.fail(issue("WB-CRMCOM-CURRENCY", message, { field }))
  }
  if (!fitsNumber(amount)) {
    const message = `the amount has more than ${maxDigits} significant digits: a JSON number does not carry it exactly`
    return Result.fail(issue("WB-CRMCOM-AMOUNT-DIGITS", message, { field }))
  }
  return Result.succeed(amount)
}
