/**
 * An invoice's lines as CRM.COM's items. CRM.COM adds the tax of the product's rate and adds the items up by itself; what
 * it comes to is compared with the invoice's total before the invoice counts.
 */
import { fitsNumber } from "@waybill/connector-http"
import { Currencies, type Invoice, type InvoiceLine, type Issue, type Money } from "@waybill/model"
import { BigDecimal, Result } from "effect"

import { issue } from "../deliver/issues.ts"
import type { ItemRecord } from "../deliver/record.ts"
import type { CrmComSettings } from "../Settings.ts"
import { toAmount } from "./amount.ts"

export type ItemSettings = Pick<CrmComSettings, "currency" | "product" | "itemAmount">

type Made<A> = Result.Result<A, Issue>

const one = BigDecimal.fromBigInt(1n)

const productOf = (code: string | undefined, { product }: ItemSettings, field: string): Made<{ code?: string }> => {
  if (code !== undefined) return Result.succeed({ code })
  const message = "the line has no product code, and the connection no `product`"
  return product === undefined ? Result.fail(issue("WB-CRMCOM-PRODUCT", message, { field })) : Result.succeed(product)
}

const noPrice = (field: string, message: string) => Result.fail(issue("WB-CRMCOM-LINE", message, { field }))

/** What is left of `net` of a whole quantity, where that is a discount and no rounding. */
const discount = (gross: BigDecimal.BigDecimal, net: Money): { readonly discount_amount?: BigDecimal.BigDecimal } => {
  const difference = BigDecimal.subtract(gross, net.amount)
  const minorUnit = BigDecimal.make(1n, Currencies.minorUnits(net.currency))
  return BigDecimal.isLessThan(difference, minorUnit) || !fitsNumber(difference) ? {} : { discount_amount: difference }
}

type Price = Pick<ItemRecord, "cost" | "sub_total" | "discount_amount">

/** A line without a unit price: with its tax it is a sub_total, without it the cost of its quantity. */
const priceOfNet = (
  { net, tax }: InvoiceLine,
  quantity: BigDecimal.BigDecimal,
  settings: ItemSettings,
  field: string,
): Made<Price> => {
  if (net === undefined) return noPrice(field, "the line has neither a unit price nor a net amount")
  return Result.flatMap(toAmount(net, settings, `${field}.net`), (amount): Made<Price> => {
    if (tax !== undefined) {
      return Result.map(toAmount(tax, settings, `${field}.tax`), (added) => ({
        sub_total: BigDecimal.sum(amount, added),
      }))
    }
    const cost = BigDecimal.divide(amount, quantity)
    const isExact = cost._tag === "Some" && BigDecimal.equals(BigDecimal.multiply(cost.value, quantity), amount)
    return isExact && fitsNumber(cost.value)
      ? Result.succeed({ cost: cost.value })
      : noPrice(field, "the line's net amount can't be divided by its quantity exactly")
  })
}

const priceOf = (
  line: InvoiceLine,
  quantity: BigDecimal.BigDecimal,
  settings: ItemSettings,
  field: string,
): Made<Price> => {
  const { unitPrice, net } = line
  if (unitPrice === undefined) return priceOfNet(line, quantity, settings, field)
  return Result.map(toAmount(unitPrice, settings, `${field}.unitPrice`), (cost) => ({
    cost,
    ...(net === undefined || net.currency !== settings.currency
      ? {}
      : discount(BigDecimal.multiply(cost, quantity), net)),
  }))
}

const toItem = (line: InvoiceLine, settings: ItemSettings, field: string): Made<ItemRecord> => {
  const quantity = line.quantity ?? one
  if (!fitsNumber(quantity)) return noPrice(field, "the line's quantity has more digits than a JSON number carries")
  return Result.flatMap(productOf(line.productCode, settings, field), (product) =>
    Result.map(priceOf(line, quantity, settings, field), (price) => ({
      product_identifier: product,
      quantity,
      ...price,
    })),
  )
}

/** The items of an invoice; one of the connection's product for the whole total, where it has no lines. */
export const toItems = (
  { lines = [] }: Pick<Invoice, "lines">,
  total: BigDecimal.BigDecimal,
  settings: ItemSettings,
): Result.Result<ReadonlyArray<ItemRecord>, readonly [Issue, ...Array<Issue>]> => {
  const whole = Result.map(productOf(undefined, settings, "total"), (product) => ({
    product_identifier: product,
    quantity: one,
    [settings.itemAmount]: total,
  }))
  const made: ReadonlyArray<Made<ItemRecord>> =
    lines.length === 0 ? [whole] : lines.map((line, index) => toItem(line, settings, `lines.${index}`))
  const [first, ...others] = made.flatMap((item) => (Result.isFailure(item) ? [item.failure] : []))
  return first === undefined
    ? Result.succeed(made.flatMap((item) => (Result.isSuccess(item) ? [item.success] : [])))
    : Result.fail([first, ...others])
}
