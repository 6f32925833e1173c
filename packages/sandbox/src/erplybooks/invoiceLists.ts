/**
 * Lists of documents, and their numbers.
 */
import { BigDecimal, Result } from "effect"

import type { Books } from "./Books.ts"
import type { Invoice } from "./Entities.ts"
import { findNumber, freeNumber } from "./invoices.ts"
import { holds, is, isWithin, listed } from "./lists.ts"
import { refuse, type Refusal } from "./Refusal.ts"
import type { Body, Query } from "./Served.ts"
import { leftToPayOf, zero } from "./Sums.ts"
import { rowsView, shortInvoiceView } from "./views.ts"

type Filter = Query<"invoices", "list">

/** Whether it belongs to the customer that the integrator calls so. */
const isOfPartner = (books: Books, { info }: Invoice, partnerCustomerId: string | undefined): boolean => {
  if (partnerCustomerId === undefined) return true
  const customer = books.customers.findLinked(info.customerId)
  return Result.isSuccess(customer) && customer.success?.info.partnerCustomerId === partnerCustomerId
}

const fits = (books: Books, invoice: Invoice, query: Filter, ids: ReadonlySet<number> | undefined): boolean => {
  const { info } = invoice
  return (
    (ids === undefined || ids.has(invoice.id)) &&
    is(info.typeCode, query.documentType) &&
    is(info.typeCode, query.certainDocumentType) &&
    isWithin(info.date, query.dateFrom, query.dateTo) &&
    isWithin(info.transactionDate, query.transactionDateFrom, query.transactionDateTo) &&
    is(info.customerId, query.customerId) &&
    is(info.projectId ?? 0, query.projectId) &&
    is(info.documentStatusTypeCode, query.documentStatusType) &&
    is(info.partnerDocumentId, query.partnerDocumentId) &&
    isOfPartner(books, invoice, query.partnerCustomerId) &&
    holds([info.number], query.number) &&
    holds([info.note], query.description) &&
    holds([info.number, info.customerName, info.note], query.keyword) &&
    (query.getUnpaid !== true || BigDecimal.isGreaterThan(leftToPayOf(invoice), zero)) &&
    (query.changedSinceDate === undefined || invoice.changed >= query.changedSinceDate)
  )
}

/** Needs a type, or ids; `number` finds parts of numbers. */
export const listInvoices = (books: Books, query: Filter): Result.Result<ReturnType<typeof listed>, Refusal> => {
  const { documentType, documentIds } = query
  if (documentType === undefined && documentIds === undefined) return refuse("NEEDED", "Document Type")
  const ids = documentIds === undefined ? undefined : new Set(documentIds.split(",").map(Number))
  const found = books.invoices.shown().filter((invoice) => fits(books, invoice, query, ids))
  const view =
    query.getRows === true
      ? (invoice: Invoice) => ({ ...shortInvoiceView(invoice), rows: rowsView(invoice) })
      : shortInvoiceView
  return Result.succeed(listed(found, books.settings, query, view))
}

/** Suggests a number; nothing is kept of it. */
export const suggestNumber = (books: Books, query: Query<"invoices", "suggestNumber">, at: string) => {
  const date = query.date ?? at
  const typeCode = query.typeCode ?? "DOCUMENT_SELL"
  const number = freeNumber(books, date)
  return Result.succeed({ id: 0, number, customerId: 0, exists: false, typeCode, date, existingDocumentId: 0 })
}

/** Whether a number is taken, and by which document. */
export const checkNumber = (books: Books, body: Body<"invoices", "checkNumber">) => {
  const { number, typeCode = null, customerId = 0, date = null } = body
  const taken = findNumber(books, number, typeCode)
  const existing = { exists: taken !== undefined, existingDocumentId: taken?.id ?? 0 }
  return Result.succeed({ id: 0, number, customerId, typeCode, date, ...existing })
}
