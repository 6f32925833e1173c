/**
 * Payments that come in while others are listed: a bank statement is entered, a colleague books one late.
 */
import { Dates } from "@waybill/model"
import { BigDecimal } from "effect"

import type { Books } from "./Books.ts"
import { bankAccount } from "./Catalogue.ts"
import { dayOf } from "./checks.ts"
import { addPayment } from "./payments.ts"

interface Asked {
  readonly dateFrom?: string
  readonly dateTo?: string
}

/** One of the days that were asked for, each in its turn; today where none were. */
const dayFor = (index: number, { dateFrom, dateTo }: Asked, at: string): string => {
  const from = Dates.parseIso(dayOf(dateFrom ?? dateTo ?? at))
  const to = Dates.parseIso(dayOf(dateTo ?? dateFrom ?? at))
  if (from === undefined || to === undefined) return dayOf(at)
  const days = Math.max(1, Dates.toEpochDay(to) - Dates.toEpochDay(from) + 1)
  return String(Dates.fromEpochDay(Dates.toEpochDay(from) + (index % days)))
}

/** Adds so many payments that name no invoice, each of another amount. */
export const arrive = (books: Books, payments: number, asked: Asked, at: string): void => {
  const customer = books.customers.first(() => true)
  for (let made = 0; made < payments; made++) {
    const index = books.arrived
    const amount = BigDecimal.make(BigInt(1000 + (index % 9000)), 2)
    const info = {
      id: 0,
      opDate: `${dayFor(index, asked, at)}T12:00:00`,
      sumPaid: amount,
      originalSum: amount,
      typeCode: "OTHER_INCOMING_PAYMENT",
      currencyCode: "CURRENCY_EUR",
      accountId: bankAccount.id,
      customerId: customer?.id ?? 0,
      archivingId: `LATE${index + 1}`,
    }
    addPayment(books, { info, undeclared: {} }, null, at)
    books.arrived += 1
  }
}
