/**
 * From exact money to the number that PayorCRM's amount fields take: exact, or an issue that says why not (invariant 4).
 */
import { fitsNumber, maxDigits } from "@waybill/connector-http"
import { Currencies, Decimals, type Issue, type Money } from "@waybill/model"
import { BigDecimal, Result } from "effect"

import type { AmountUnit, PayorCrmSettings } from "../Settings.ts"

const unitIssue = (unit: AmountUnit, field: string): Issue =>
  unit === "whole"
    ? {
        code: "WB-PAYORCRM-AMOUNT-UNIT",
        message:
          "the amount has a fraction, and whether PayorCRM's whole-number amounts count units or cents is not documented",
        hint: "upload one invoice, look at it in PayorCRM, and set `amountUnit` to `minor` or `decimal` accordingly",
        field,
      }
    : {
        code: "WB-PAYORCRM-AMOUNT-UNIT",
        message: "the amount has more decimals than its currency, so it is no whole number of minor units",
        hint: "correct the amount, or set `amountUnit: decimal`",
        field,
      }

const inUnit = ({ amount, currency }: Money, unit: AmountUnit): BigDecimal.BigDecimal | undefined => {
  if (unit === "decimal") return amount
  const digits = unit === "whole" ? 0 : Currencies.minorUnits(currency)
  return Result.getOrUndefined(Result.map(Decimals.toUnits(amount, digits), (units) => BigDecimal.make(units, 0)))
}

/** `money` in the unit the connection sends; `field` is the model's field, for the issue. */
export const toAmount = (
  money: Money,
  { amountUnit, negativeAmounts }: Pick<PayorCrmSettings, "amountUnit" | "negativeAmounts">,
  field: string,
): Result.Result<BigDecimal.BigDecimal, Issue> => {
  const amount = inUnit(money, amountUnit)
  if (amount === undefined) return Result.fail(unitIssue(amountUnit, field))
  if (!fitsNumber(amount)) {
    return Result.fail({
      code: "WB-PAYORCRM-AMOUNT-DIGITS",
      message: `the amount has more than ${maxDigits} significant digits: a JSON number does not carry it exactly`,
      hint: "correct the amount",
      field,
    })
  }
  if (negativeAmounts === "refuse" && BigDecimal.isNegative(amount)) {
    return Result.fail({
      code: "WB-PAYORCRM-AMOUNT-NEGATIVE",
      message: "the amount is negative, and the connection's `negativeAmounts` is `refuse`",
      hint: "leave credits out with `where`, or set `negativeAmounts: send`",
      field,
    })
  }
  return Result.succeed(amount)
}
