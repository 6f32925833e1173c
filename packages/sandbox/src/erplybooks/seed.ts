/**
 * What a stand-in begins with, the same each time: customers, sales invoices with rising numbers, and their payments.
 */
import { Dates } from "@waybill/model"
import { BigDecimal } from "effect"

import { parseExact, type Raw, isRaw } from "../internal/exactJson.ts"
import { type Numbers, numbered } from "../internal/numbers.ts"
import type { Books } from "./Books.ts"
import { bankAccount, cashAccount } from "./Catalogue.ts"
import { addCustomer } from "./customers.ts"
import type { Customer, Invoice } from "./Entities.ts"
import { addInvoice, nextNumber } from "./invoices.ts"
import { addPayment, paying } from "./payments.ts"
import type { InvoiceRow } from "./Served.ts"
import type { ErplyBooksSeeds } from "./Settings.ts"
import { zero } from "./Sums.ts"

/** A record's attributes, which no page declares: a number keeps the text that it stands in. */
const attributes = (): Raw => {
  const parsed = parseExact('{"attributes":[{"name":"batch","factor":1.50,"note":null}]}')
  return isRaw(parsed) ? parsed : {}
}

const seedCustomer = (books: Books, at: string): Customer => {
  const index = books.next("seeded customer")
  const code = String(index).padStart(4, "0")
  const info = {
    id: 0,
    name: `Customer ${index} OÜ`,
    code: `C${code}`,
    registrationCode: String(10_000_000 + index),
    entityTypeCode: "ENTITY_TYPE_LEGAL",
    customer: true,
    supplier: false,
    legalAddress: `Street ${index}, Tallinn`,
    legalCountryCode: "EE",
    legalPostcode: String(10_110 + (index % 800)),
    deadlineDays: 14,
    ...(index % 3 === 0 ? {} : { email: `customer${index}@example.test`, phone1: `+372 555 ${code}` }),
  }
  return addCustomer(books, { info, undeclared: {} }, at)
}

/** Customers that are made up, or those that are given. */
const seedCustomers = (
  books: Books,
  customers: NonNullable<ErplyBooksSeeds["customers"]>,
  at: string,
): ReadonlyArray<Customer> =>
  typeof customers === "number"
    ? Array.from({ length: customers }, () => seedCustomer(books, at))
    : customers.map((info) => addCustomer(books, { info: { customer: true, ...info, id: 0 }, undeclared: {} }, at))

/** Companies that are known by their codes, which are their registration codes too; gives how many were not there yet. */
const seedNumbered = (books: Books, numbers: Numbers, at: string): number => {
  const there = new Set(books.customers.all().map(({ info }) => info.code))
  const absent = numbered(numbers).filter(({ number }) => !there.has(number))
  for (const { number, name = number } of absent) {
    const info = { id: 0, name, code: number, registrationCode: number, entityTypeCode: "ENTITY_TYPE_LEGAL" }
    addCustomer(books, { info: { ...info, customer: true }, undeclared: {} }, at)
  }
  return absent.length
}

const rates = [24n, 9n, 0n] as const

/** One to three rows, with prices to the cent. */
const rowsOf = (index: number): ReadonlyArray<InvoiceRow> =>
  Array.from({ length: 1 + (index % 3) }, (_, line) => ({
    id: 0,
    articleId: line % 2 === 0 ? 91_001 : 91_002,
    articleName: line % 2 === 0 ? "Service" : "Goods",
    quantity: BigDecimal.make(BigInt(1 + (line % 2)), 0),
    price: BigDecimal.make(BigInt(1250 + ((index * 7919 + line * 104_729) % 90_000)), 2),
    vatPercent: BigDecimal.make(rates[line] ?? 0n, 0),
    typeCode: "ARTICLE_ROW_SELL",
  }))

const noon = (epochDay: number): string => `${String(Dates.fromEpochDay(epochDay))}T12:00:00`

const seedInvoice = (books: Books, customer: Customer, epochDay: number, at: string): Invoice => {
  const index = books.next("seeded invoice")
  const dollars = (customer.id - 700_000) % 10 === 0
  const info = {
    id: 0,
    typeCode: "DOCUMENT_SELL",
    documentStatusTypeCode: "STATUS_CONFIRMED",
    number: nextNumber(books, noon(epochDay)),
    date: noon(epochDay),
    deadlineDate: noon(epochDay + 14),
    currencyCode: dollars ? "CURRENCY_USD" : "CURRENCY_EUR",
    referenceNumber: String(7_000_000 + index),
    rows: rowsOf(index),
  }
  return addInvoice(books, { info, undeclared: attributes() }, customer, at)
}

/** `amount` in so many parts, to the cent; the last one is what is left. */
const partsOf = (amount: BigDecimal.BigDecimal, parts: number): ReadonlyArray<BigDecimal.BigDecimal> => {
  const cents = BigDecimal.scale(amount, 2).value
  const part = cents / BigInt(parts)
  return Array.from({ length: parts }, (_, index) =>
    BigDecimal.make(index === parts - 1 ? cents - part * BigInt(parts - 1) : part, 2),
  )
}

/** Of three invoices the first is paid whole, the second by half, the third not at all. */
const paidPart = ({ info }: Invoice, index: number): BigDecimal.BigDecimal => {
  const sum = info.sumWithVat ?? zero
  const shares = [sum, BigDecimal.make(BigDecimal.scale(sum, 2).value / 2n, 2), zero] as const
  return shares[index % 3] ?? zero
}

const seedPayments = (books: Books, invoice: Invoice, count: number, day: number, last: number, at: string): void => {
  const whole = paidPart(invoice, books.next("paid invoice") - 1)
  if (count === 0 || BigDecimal.isZero(whole)) return
  for (const [turn, amount] of partsOf(whole, count).entries()) {
    const index = books.next("seeded payment")
    const opDate = noon(Math.min(last, day + 3 + ((turn * 7 + index) % 20)))
    const info = {
      ...paying(invoice, amount),
      opDate,
      accountId: index % 2 === 0 ? bankAccount.id : cashAccount.id,
      archivingId: index % 4 === 0 ? "" : `${opDate.slice(0, 10).replaceAll("-", "")}${index}`,
      note: `Invoice nr ${invoice.info.number}`,
      statusChangeDatetime: opDate,
    }
    addPayment(books, { info, undeclared: attributes() }, invoice, at)
  }
}

/** Adds customers, their invoices in the order of their days, and payments of them; and customers by their codes. */
export const seed = (books: Books, seeds: ErplyBooksSeeds, at: string): void => {
  const { customerNumbers, invoicesPerCustomer, paymentsPerInvoice, from, days } = seeds
  const payments = books.payments.made
  const customers = seedCustomers(books, seeds.customers ?? (customerNumbers === undefined ? 5 : 0), at)
  const count = customers.length
  const first = Dates.toEpochDay(Dates.parseIso(from) ?? new Dates.CalendarDate(2026, 1, 1))
  const invoices = count * invoicesPerCustomer
  for (let made = 0; made < invoices; made++) {
    const customer = customers[made % count]
    if (customer === undefined) break
    const day = first + Math.floor((made * days) / invoices)
    const invoice = seedInvoice(books, customer, day, at)
    seedPayments(books, invoice, paymentsPerInvoice, day, first + days - 1, at)
  }
  books.seeded.customers += count + seedNumbered(books, customerNumbers ?? [], at)
  books.seeded.invoices += invoices
  books.seeded.payments += books.payments.made - payments
}
