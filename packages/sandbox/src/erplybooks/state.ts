/**
 * The ground truth of a test: what the stand-in holds and what it was asked, whatever the client believes.
 */
import { Decimals } from "@waybill/model"
import { BigDecimal } from "effect"

import { countCopies, duplicatesOf } from "../internal/copies.ts"
import type { Tallied } from "../internal/tally.ts"
import type { Desk } from "./Desk.ts"
import type { Reason } from "./Refusal.ts"
import { leftToPayOf, paidOf, zero } from "./Sums.ts"

/** By currency code, `CURRENCY_EUR`: exact decimal text. */
export type SumByCurrency = Readonly<Record<string, string>>

/** A call is named `POST payments`, `PUT payments/:id`. */
export interface ErplyBooksState extends Tallied {
  /** Failures answered, by reason: `ABSENT`, `UNAUTHORIZED`, `TOOMANYREQUESTS` and so on. */
  readonly refusals: Readonly<Partial<Record<Reason, number>>>
  readonly customers: number
  readonly invoices: {
    readonly count: number
    readonly sumWithVat: SumByCurrency
    readonly sumPaid: SumByCurrency
    readonly sumLeftToPay: SumByCurrency
  }
  readonly payments: { readonly count: number; readonly sum: SumByCurrency }
  /** Records that calls made, not the seed, the arrivals or {@link tamper}; those that were removed since are counted too. */
  readonly created: { readonly customers: number; readonly invoices: number; readonly payments: number }
  /** Records beyond the first under the same id of an integrator's own; see {@link copies}. */
  readonly duplicates: number
  /** Payments that came in while others were listed. */
  readonly arrived: number
}

const sumsOf = <A extends { readonly info: { readonly currencyCode?: string | null } }>(
  records: ReadonlyArray<A>,
  amountOf: (record: A) => BigDecimal.BigDecimal,
): SumByCurrency => {
  const sums = new Map<string, BigDecimal.BigDecimal>()
  for (const record of records) {
    const currency = record.info.currencyCode ?? ""
    sums.set(currency, BigDecimal.sum(sums.get(currency) ?? zero, amountOf(record)))
  }
  return Object.fromEntries([...sums].map(([currency, sum]) => [currency, Decimals.toText(sum)]))
}

const isOwn = (id: string | null | undefined): id is string => id !== undefined && id !== null && id !== ""

/** How many records there are of each id of an integrator's own; exactly one is right. */
export const copies = {
  customers: ({ books }: Desk) =>
    countCopies(
      books.customers
        .all()
        .map(({ info }) => info.partnerCustomerId)
        .filter(isOwn),
    ),
  invoices: ({ books }: Desk) =>
    countCopies(
      books.invoices
        .all()
        .map(({ info }) => info.partnerDocumentId)
        .filter(isOwn),
    ),
  payments: ({ books }: Desk) =>
    countCopies(
      books.payments
        .all()
        .map(({ info }) => info.archivingId)
        .filter(isOwn),
    ),
}

export const stateOf = (desk: Desk): ErplyBooksState => {
  const { books, tally, refusals } = desk
  const { customers, seeded, arrived } = books
  const [invoices, payments] = [books.invoices.all(), books.payments.all()]
  return {
    ...tally.tallied(),
    refusals: Object.fromEntries(refusals),
    customers: customers.size,
    invoices: {
      count: invoices.length,
      sumWithVat: sumsOf(invoices, ({ info }) => info.sumWithVat ?? zero),
      sumPaid: sumsOf(invoices, paidOf),
      sumLeftToPay: sumsOf(invoices, leftToPayOf),
    },
    payments: { count: payments.length, sum: sumsOf(payments, ({ info }) => info.sumPaid ?? zero) },
    created: {
      customers: customers.made - seeded.customers,
      invoices: books.invoices.made - seeded.invoices,
      payments: books.payments.made - seeded.payments - arrived,
    },
    duplicates: duplicatesOf([copies.customers(desk), copies.invoices(desk), copies.payments(desk)]),
    arrived,
  }
}
