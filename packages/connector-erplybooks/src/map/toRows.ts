/**
 * An invoice's lines as ERPLY Books' rows: prices without VAT, and a rate of VAT in percent. ERPLY Books adds them up by
 * itself, and how it rounds is not published: rows that come to the invoice's total in neither usual way are not sent.
 */
import { fitsNumber } from "@waybill/connector-http"
import { Currencies, Decimals, type Invoice, type InvoiceLine, type Issue, Money } from "@waybill/model"
import { BigDecimal, Result } from "effect"

import { issue } from "../deliver/issues.ts"
import type { RowRecord } from "../deliver/record.ts"
import type { ErplyBooksSettings } from "../Settings.ts"

type RowSettings = Pick<ErplyBooksSettings, "article">
type Made<A> = Result.Result<A, Issue>
type Decimal = BigDecimal.BigDecimal

const one = BigDecimal.fromBigInt(1n)
const percent = BigDecimal.make(1n, 2)

/** The digits that prices and quantities have in ERPLY Books' examples. */
const scale = 6

const rowIssue = (message: string, field: string) => Result.fail(issue("WB-ERPLYBOOKS-ROW", message, { field }))

/** To the currency's minor unit, half away from zero. */
export const rounder = (currency: string): ((amount: Decimal) => Decimal) =>
  BigDecimal.round({ scale: Currencies.minorUnits(currency), mode: "half-from-zero" })

const vatOf = (net: Decimal, rate: Decimal): Decimal => BigDecimal.multiply(BigDecimal.multiply(net, rate), percent)

/** The one whole rate that makes this tax of this net amount; none, where no rate does or several do. */
const rateOf = (net: Decimal, tax: Decimal, round: (amount: Decimal) => Decimal): Decimal | undefined => {
  if (BigDecimal.isZero(tax)) return tax
  const rates = Array.from({ length: 100 }, (_, index) => BigDecimal.fromBigInt(BigInt(index + 1)))
  const [rate, ...others] = rates.filter((each) => BigDecimal.equals(round(vatOf(net, each)), tax))
  return others.length === 0 ? rate : undefined
}

const fits = (value: Decimal): boolean => fitsNumber(value) && Decimals.scaleOf(value) <= scale

/** What one line is without VAT, by unit. */
const priceOf = ({ unitPrice, net }: InvoiceLine, quantity: Decimal, round: (amount: Decimal) => Decimal) => {
  if (unitPrice !== undefined) {
    const gross = round(BigDecimal.multiply(unitPrice.amount, quantity))
    return net === undefined || BigDecimal.equals(gross, net.amount) ? unitPrice.amount : undefined
  }
  const price = net === undefined ? undefined : BigDecimal.divide(net.amount, quantity)
  const isExact = price?._tag === "Some" && BigDecimal.equals(BigDecimal.multiply(price.value, quantity), net!.amount)
  return isExact ? price.value : undefined
}

const isIn = (currency: string, ...monies: ReadonlyArray<Money | undefined>): boolean =>
  monies.every((money) => money === undefined || money.currency === currency)

const toRow = (line: InvoiceLine, currency: string, { article }: RowSettings, field: string): Made<RowRecord> => {
  const { description, productCode, quantity = one, unitPrice, net, tax, taxRate } = line
  const round = rounder(currency)
  const articleName = description ?? article
  if (articleName === undefined) return rowIssue("the line has no description, and the connection no `article`", field)
  if (!isIn(currency, unitPrice, net, tax)) return rowIssue("the line is in another currency than the total", field)
  const price = priceOf(line, quantity, round)
  if (price === undefined || !fits(price) || !fits(quantity)) {
    return rowIssue("the line's price without VAT can't be told exactly", field)
  }
  const vatPercent =
    taxRate ?? (tax === undefined ? undefined : rateOf(round(BigDecimal.multiply(price, quantity)), tax.amount, round))
  if (vatPercent === undefined) return rowIssue("the line's rate of VAT can't be told", field)
  const code = productCode === undefined ? {} : { code: productCode }
  return Result.succeed({ articleName, ...code, quantity, price, vatPercent, typeCode: "ARTICLE_ROW_SELL" })
}

/** The whole total as one row: what it is without VAT is its total less its tax. */
const wholeRow = ({ total, tax }: Invoice, { article }: RowSettings): Made<RowRecord> => {
  const { amount, currency } = total
  if (tax === undefined || !isIn(currency, tax)) return rowIssue("the invoice has neither lines nor its tax", "tax")
  const net = new Money(BigDecimal.subtract(amount, tax.amount), currency)
  return toRow({ net, tax }, currency, article === undefined ? {} : { article }, "tax")
}

/** What the rows come to, VAT rounded by row, and VAT rounded by rate. */
const totals = (rows: ReadonlyArray<RowRecord>, round: (amount: Decimal) => Decimal): ReadonlyArray<Decimal> => {
  const nets = rows.map(({ price, quantity, vatPercent }) => ({
    net: BigDecimal.multiply(price, quantity),
    vatPercent,
  }))
  const byRow = nets.flatMap(({ net, vatPercent }) => [round(net), round(vatOf(net, vatPercent))])
  const byRate = [...Map.groupBy(nets, ({ vatPercent }) => Decimals.toText(vatPercent)).values()].flatMap((same) => {
    const net = BigDecimal.sumAll(same.map((each) => each.net))
    return [round(net), round(vatOf(net, same[0]!.vatPercent))]
  })
  return [BigDecimal.sumAll(byRow), BigDecimal.sumAll(byRate)]
}

/** The rows of an invoice; one of the connection's `article`, where it has no lines. */
export const toRows = (
  invoice: Invoice,
  settings: RowSettings,
): Result.Result<ReadonlyArray<RowRecord>, readonly [Issue, ...Array<Issue>]> => {
  const { lines = [], total } = invoice
  const made =
    lines.length === 0
      ? [wholeRow(invoice, settings)]
      : lines.map((line, index) => toRow(line, total.currency, settings, `lines.${index}`))
  const [first, ...others] = made.flatMap((row) => (Result.isFailure(row) ? [row.failure] : []))
  if (first !== undefined) return Result.fail([first, ...others])
  const rows = made.flatMap((row) => (Result.isSuccess(row) ? [row.success] : []))
  return totals(rows, rounder(total.currency)).some((sum) => BigDecimal.equals(sum, total.amount))
    ? Result.succeed(rows)
    : Result.fail([issue("WB-ERPLYBOOKS-TOTAL", "the rows do not come to the invoice's total", { field: "total" })])
}
