/**
 * Documents: what `invoices` does, but for its lists and the Partner API. Totals come from the rows, whatever is sent.
 */
import { Result } from "effect"

import type { Books } from "./Books.ts"
import type { Catalogue } from "./Catalogue.ts"
import {
  checkAll,
  checkCode,
  checkKnown,
  checkNeeded,
  checkNeededCode,
  checkNew,
  checkScales,
  checkTimes,
  dayOf,
} from "./checks.ts"
import { createCustomer } from "./customers.ts"
import type { Customer, Invoice, Written } from "./Entities.ts"
import { passed, refuse, type Refusal } from "./Refusal.ts"
import type { InvoiceInfo, InvoiceRow } from "./Served.ts"
import { totalsOf } from "./Sums.ts"

type Found<A> = Result.Result<A, Refusal>

const checkRow = (catalogue: Catalogue, row: InvoiceRow) =>
  checkAll(
    checkCode(catalogue, "ARTICLE_ROW_TYPE", row.typeCode),
    checkKnown("article", catalogue.articles, row.articleId),
  )

const checkFields = ({ catalogue }: Books, info: InvoiceInfo) =>
  checkAll(
    checkNeededCode(catalogue, "DOCUMENT_TYPE", info.typeCode),
    checkNeeded(info, ["date"]),
    checkTimes(info, ["date", "transactionDate", "deadlineDate"]),
    checkCode(catalogue, "CURRENCY", info.currencyCode),
    checkCode(catalogue, "LANGUAGE", info.languageCode),
    checkCode(catalogue, "DOCUMENT_STATUS_TYPE", info.documentStatusTypeCode),
    checkScales(info),
    checkKnown("project", catalogue.projects, info.projectId),
    ...(info.rows ?? []).map((row) => checkRow(catalogue, row)),
  )

/** The customer that is named, or one that is sent along: known by the integrator's own id, or new. */
export const customerOf = (books: Books, info: Pick<InvoiceInfo, "customerId" | "customer">, at: string) =>
  Result.gen(function* (): Generator<Found<Customer | null>, Customer, Customer | null> {
    const inline = info.customer ?? undefined
    const named = yield* books.customers.findLinked(info.customerId)
    if (named !== null) return named
    if (inline === undefined) return yield* refuse("NEEDED", "customerId")
    const linked = yield* books.customers.findLinked(inline.id)
    if (linked !== null) return linked
    const { partnerCustomerId } = inline
    const known = partnerCustomerId
      ? books.customers.first((one) => one.info.partnerCustomerId === partnerCustomerId)
      : undefined
    return known ?? (yield* createCustomer(books, { info: inline, undeclared: {} }, at))
  })

const yearOf = (date: string): string => dayOf(date).slice(0, 4)
const numberOf = (year: string, count: number): string => `${year}-${String(count).padStart(4, "0")}`

/** The next number of a year, `2026-0001`, which is not given again. */
export const nextNumber = (books: Books, date: string): string =>
  numberOf(yearOf(date), books.next(`number ${yearOf(date)}`))

/** The first number of a year that no document has. */
export const freeNumber = (books: Books, date: string): string => {
  const year = yearOf(date)
  for (let count = books.last(`number ${year}`) + 1; ; count++) {
    const number = numberOf(year, count)
    if (books.invoices.first(({ info }) => info.number === number) === undefined) return number
  }
}

/** Another document of the same type that has the number. */
export const findNumber = (books: Books, number: string, typeCode: string | null | undefined, own?: Invoice) =>
  books.invoices.first(
    (one) =>
      one !== own &&
      one.info.number === number &&
      (typeCode === undefined || typeCode === null || one.info.typeCode === typeCode),
  )

const checkNumber = (books: Books, { number, typeCode }: InvoiceInfo, own?: Invoice) =>
  books.settings.duplicateNumbers === "refuse" && number && findNumber(books, number, typeCode, own)
    ? refuse("NUMBERTAKEN")
    : passed

const withIds = (books: Books, rows: ReadonlyArray<InvoiceRow> | null | undefined): ReadonlyArray<InvoiceRow> =>
  (rows ?? []).map((row) => (row.id === 0 ? { ...row, id: 5_000_000 + books.next("row") } : row))

/** What is stored of what is sent: customer, rows, payments and sums are not taken over. */
const toStored = (
  info: InvoiceInfo,
  rows: ReadonlyArray<InvoiceRow>,
  { id: customerId, info: { name } }: Customer,
): InvoiceInfo => ({
  ...info,
  customerId,
  customerName: name ?? null,
  transactionDate: info.transactionDate ?? info.date ?? null,
  currencyCode: info.currencyCode ?? "CURRENCY_EUR",
  documentStatusTypeCode: info.documentStatusTypeCode ?? "STATUS_UNCONFIRMED",
  ...totalsOf(rows, info.vatPercent),
  customer: null,
  rows: null,
  payments: null,
})

/** Stores an invoice, unchecked. */
export const addInvoice = (
  books: Books,
  { info, undeclared }: Written<InvoiceInfo>,
  owner: Customer,
  at: string,
): Invoice => {
  const id = books.invoices.nextId()
  const rows = withIds(books, info.rows)
  const number = info.number || freeNumber(books, info.date ?? "")
  const stored = toStored({ ...info, id, number }, rows, owner)
  return books.invoices.put({ id, info: stored, undeclared, rows, changed: at, payments: new Set() })
}

/** Gives a document other rows: its sums follow. */
export const changeRows = (books: Books, invoice: Invoice, rows: ReadonlyArray<InvoiceRow>): void => {
  invoice.rows = withIds(books, rows)
  invoice.info = { ...invoice.info, ...totalsOf(rows, invoice.info.vatPercent) }
}

export const createInvoice = (books: Books, written: Written<InvoiceInfo>, at: string): Found<Invoice> =>
  Result.gen(function* () {
    yield* checkNew(written.info)
    yield* checkFields(books, written.info)
    yield* checkNumber(books, written.info)
    return addInvoice(books, written, yield* customerOf(books, written.info, at), at)
  })

/** Replaces the whole record, its rows too: those that are not sent are gone. */
export const updateInvoice = (
  books: Books,
  id: number,
  { info, undeclared }: Written<InvoiceInfo>,
  at: string,
): Found<Invoice> =>
  Result.gen(function* () {
    const invoice = yield* books.invoices.find(id)
    yield* checkFields(books, info)
    yield* checkNumber(books, info, invoice)
    const owner = yield* customerOf(books, info, at)
    invoice.rows = withIds(books, info.rows)
    invoice.info = toStored({ ...info, id }, invoice.rows, owner)
    invoice.undeclared = undeclared
    invoice.changed = at
    return invoice
  })

/** It is gone; what paid it stays as prepayments. */
export const takeOut = (books: Books, invoice: Invoice): void => {
  for (const payment of invoice.payments) payment.info = { ...payment.info, invoiceId: 0 }
  books.invoices.remove(invoice)
}

export const removeInvoice = (books: Books, id: number): Found<Invoice> =>
  Result.gen(function* () {
    const invoice = yield* books.invoices.find(id)
    if (invoice.payments.size > 0 && books.settings.deletePaid === "refuse") return yield* refuse("HASPAYMENTS")
    takeOut(books, invoice)
    return invoice
  })

/** `ids`: separated by commas. */
export const confirmInvoices = (books: Books, ids: string, status: string, at: string): Found<object> =>
  Result.gen(function* () {
    yield* checkCode(books.catalogue, "DOCUMENT_STATUS_TYPE", status)
    const invoices: Array<Invoice> = []
    for (const id of ids.split(",")) invoices.push(yield* books.invoices.find(Number(id)))
    for (const invoice of invoices) {
      invoice.info = { ...invoice.info, documentStatusTypeCode: status }
      invoice.changed = at
    }
    return {}
  })
