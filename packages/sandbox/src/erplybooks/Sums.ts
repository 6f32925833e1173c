/**
 * The arithmetic of a document, exact: tax is rounded to cents once for each rate, what is left to pay is never rounded.
 */
import { BigDecimal } from "effect"

import type { Invoice } from "./Entities.ts"
import type { InvoiceRow } from "./Served.ts"

type Decimal = BigDecimal.BigDecimal

export const zero = BigDecimal.make(0n, 0)
const one = BigDecimal.make(1n, 0)
const hundred = BigDecimal.make(100n, 0)

export const total = (amounts: Iterable<Decimal>): Decimal => BigDecimal.sumAll(amounts)

const toCents = (value: Decimal): Decimal => BigDecimal.round(value, { scale: 2, mode: "half-from-zero" })

const share = (amount: Decimal, percent: Decimal): Decimal =>
  BigDecimal.divideUnsafe(BigDecimal.multiply(amount, percent), hundred)

/** Quantity by price, less the discount. */
const netOf = ({ quantity, price, discount }: InvoiceRow): Decimal => {
  const full = BigDecimal.multiply(quantity ?? one, price ?? zero)
  return BigDecimal.subtract(full, share(full, discount ?? zero))
}

export interface Totals {
  readonly sumNoVat: Decimal
  readonly taxSum: Decimal
  readonly sumWithVat: Decimal
}

/** @param vatPercent of rows that say none */
export const totalsOf = (rows: ReadonlyArray<InvoiceRow>, vatPercent: Decimal | null | undefined): Totals => {
  const nets = new Map<string, { readonly rate: Decimal; net: Decimal }>()
  for (const row of rows) {
    const rate = row.vatPercent ?? vatPercent ?? zero
    const key = BigDecimal.format(rate)
    const known = nets.get(key) ?? { rate, net: zero }
    known.net = BigDecimal.sum(known.net, netOf(row))
    nets.set(key, known)
  }
  const sumNoVat = toCents(total([...nets.values()].map(({ net }) => net)))
  const taxSum = total([...nets.values()].map(({ rate, net }) => toCents(share(net, rate))))
  return { sumNoVat, taxSum, sumWithVat: BigDecimal.sum(sumNoVat, taxSum) }
}

/** Confirmed payments alone pay. */
export const paidOf = ({ payments }: Invoice): Decimal =>
  total(
    [...payments]
      .filter(({ info }) => info.documentStatusTypeCode === "STATUS_CONFIRMED")
      .map(({ info }) => info.sumPaid ?? zero),
  )

export const leftToPayOf = (invoice: Invoice): Decimal =>
  BigDecimal.subtract(invoice.info.sumWithVat ?? zero, paidOf(invoice))
