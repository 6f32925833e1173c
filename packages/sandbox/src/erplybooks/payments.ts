/**
 * Payments: what `payments` does. A payment that names an invoice pays it at once, and no longer when it is removed.
 */
import { BigDecimal, Result } from "effect"

import type { Books } from "./Books.ts"
import { isOutgoingType, isPurchase } from "./Catalogue.ts"
import {
  checkAll,
  checkCode,
  checkKnown,
  checkNeeded,
  checkNeededCode,
  checkNew,
  checkScales,
  checkTimes,
} from "./checks.ts"
import type { Invoice, Payment, Written } from "./Entities.ts"
import { holds, is, isWithin, listed } from "./lists.ts"
import { passed, refuse, type Refusal } from "./Refusal.ts"
import type { PaymentInfo, Query } from "./Served.ts"
import { leftToPayOf, zero } from "./Sums.ts"
import { paymentView } from "./views.ts"

/** What is not written is gone: 0 where it is an id, null where it is anything else. */
const blank: Omit<PaymentInfo, "id" | "opDate" | "sumPaid" | "currencyCode" | "typeCode"> = {
  invoiceId: 0,
  transactionIdentifier: null,
  transactionEntryId: 0,
  originalSum: null,
  sumWithVat: null,
  currencyRate: null,
  accountId: 0,
  customerId: 0,
  customerName: null,
  entityName: null,
  number: null,
  referenceNumber: null,
  archivingId: null,
  note: null,
  code: null,
  badDebt: false,
  imported: false,
  partnerPaymentId: 0,
  partnerDocumentId: 0,
  documentStatusTypeCode: "STATUS_CONFIRMED",
  statusChangeDatetime: null,
  projectId: 0,
  parentPaymentId: 0,
}

const checkFields = ({ catalogue }: Books, info: PaymentInfo) =>
  checkAll(
    checkNeeded(info, ["opDate", "sumPaid", "accountId"]),
    info.accountId === 0 ? refuse("NEEDED", "accountId") : passed,
    checkTimes(info, ["opDate", "statusChangeDatetime"]),
    checkNeededCode(catalogue, "PAYMENT_TYPE", info.typeCode),
    checkNeededCode(catalogue, "CURRENCY", info.currencyCode),
    checkCode(catalogue, "DOCUMENT_STATUS_TYPE", info.documentStatusTypeCode),
    checkScales(info),
    checkKnown("account", catalogue.accounts, info.accountId),
    checkKnown("project", catalogue.projects, info.projectId),
  )

/** What of the payment counts towards the invoice already. */
const paidBefore = (invoice: Invoice, payment: Payment | undefined): BigDecimal.BigDecimal =>
  payment !== undefined && invoice.payments.has(payment) && payment.info.documentStatusTypeCode === "STATUS_CONFIRMED"
    ? (payment.info.sumPaid ?? zero)
    : zero

/** Whether the payment fits the invoice that it names. */
const checkInvoice = ({ settings }: Books, info: PaymentInfo, invoice: Invoice, payment: Payment | undefined) => {
  const room = BigDecimal.sum(leftToPayOf(invoice), paidBefore(invoice, payment))
  const over = BigDecimal.isGreaterThan(info.sumPaid ?? zero, room)
  return checkAll(
    info.customerId === 0 || info.customerId === invoice.info.customerId ? passed : refuse("OTHERCUSTOMER"),
    info.currencyCode === invoice.info.currencyCode ? passed : refuse("OTHERCURRENCY"),
    over && settings.overpayment === "refuse" ? refuse("OVERPAYMENT") : passed,
  )
}

/** The record as it would be stored, and its invoice. `payment`: the one that it replaces. */
const prepare = (books: Books, { info }: Written<PaymentInfo>, payment?: Payment) =>
  Result.gen(function* () {
    yield* checkFields(books, info)
    yield* books.customers.findLinked(info.customerId)
    const invoice = yield* books.invoices.findLinked(info.invoiceId)
    const { documentStatusTypeCode, customerId, ...rest } = info
    const whole: PaymentInfo = {
      ...blank,
      ...rest,
      customerId: customerId ?? 0,
      documentStatusTypeCode: documentStatusTypeCode ?? "STATUS_CONFIRMED",
    }
    if (invoice !== null) yield* checkInvoice(books, whole, invoice, payment)
    const owner = whole.customerId === 0 ? (invoice?.info.customerId ?? 0) : whole.customerId
    return { invoice, info: { ...whole, customerId: owner ?? 0 } }
  })

/** What a payment of an amount has in common with the invoice that it pays. */
export const paying = ({ id, info }: Invoice, amount: BigDecimal.BigDecimal) => ({
  id: 0,
  invoiceId: id,
  customerId: info.customerId ?? 0,
  currencyCode: info.currencyCode ?? null,
  typeCode: "INVOICE_PAYMENT",
  sumPaid: amount,
  originalSum: amount,
})

/** Stores a payment, unchecked; `info.id` does not matter. */
export const addPayment = (
  books: Books,
  { info, undeclared }: Written<PaymentInfo>,
  invoice: Invoice | null,
  at: string,
): Payment => {
  const id = books.payments.nextId()
  const payment = books.payments.put({ id, info: { ...blank, ...info, id }, undeclared, changed: at })
  invoice?.payments.add(payment)
  return payment
}

export const createPayment = (
  books: Books,
  written: Written<PaymentInfo>,
  at: string,
): Result.Result<Payment, Refusal> =>
  Result.gen(function* () {
    yield* checkNew(written.info)
    const { invoice, info } = yield* prepare(books, written)
    return addPayment(books, { ...written, info }, invoice, at)
  })

const unlink = (books: Books, payment: Payment): void => {
  const invoice = books.invoices.findLinked(payment.info.invoiceId)
  if (Result.isSuccess(invoice)) invoice.success?.payments.delete(payment)
}

/** Replaces the whole record. The id of the path wins over that of the body. */
export const updatePayment = (books: Books, id: number, written: Written<PaymentInfo>, at: string) =>
  Result.gen(function* () {
    const payment = yield* books.payments.find(id)
    const { invoice, info } = yield* prepare(books, written, payment)
    unlink(books, payment)
    payment.info = { ...info, id }
    payment.undeclared = written.undeclared
    payment.changed = at
    invoice?.payments.add(payment)
    return payment
  })

export const removePayment = (books: Books, id: number) =>
  Result.map(books.payments.find(id), (payment) => {
    unlink(books, payment)
    books.payments.remove(payment)
  })

/** Money that comes in, unless the type or the document says that it goes out. */
const isIncome = (info: PaymentInfo, documentType: string): boolean =>
  !isOutgoingType(info.typeCode ?? "") && !isPurchase(documentType)

const typeOfInvoice = (books: Books, { info }: Payment): string => {
  const invoice = books.invoices.findLinked(info.invoiceId)
  return Result.isSuccess(invoice) ? (invoice.success?.info.typeCode ?? "") : ""
}

const fits = (books: Books, payment: Payment, query: Query<"payments", "list">): boolean => {
  const { info } = payment
  return (
    isWithin(info.opDate, query.dateFrom, query.dateTo) &&
    is(info.documentStatusTypeCode, query.documentStatusType ?? "STATUS_CONFIRMED") &&
    is(info.customerId, query.entityId) &&
    is(info.customerId, query.customerId) &&
    is(info.invoiceId, query.documentId) &&
    is(info.typeCode, query.paymentType) &&
    is(info.typeCode, query.type) &&
    is(info.accountId, query.accountId) &&
    is(info.projectId, query.projectId) &&
    is(info.partnerDocumentId, query.partnerDocumentId) &&
    (query.showOnlyPrepayments !== true || info.invoiceId === 0) &&
    (query.getOnlyThoseWithContact !== true || info.customerId !== 0) &&
    (query.changedSince === undefined || payment.changed >= query.changedSince) &&
    is(typeOfInvoice(books, payment), query.documentType) &&
    (query.isIncome === undefined || isIncome(info, typeOfInvoice(books, payment)) === query.isIncome) &&
    holds([info.note], query.description) &&
    holds([info.note, info.archivingId, info.referenceNumber, info.number, info.entityName], query.keyword)
  )
}

/** Confirmed payments, unless another status is asked for. */
export const listPayments = (
  books: Books,
  query: Query<"payments", "list">,
): Result.Result<ReturnType<typeof listed>, Refusal> => {
  const { settings } = books
  if (settings.paymentTypeRequired && query.paymentType === undefined) return refuse("NEEDED", "paymentType")
  const all = settings.getEverythingRequired && query.getEverything !== true ? [] : books.payments.shown()
  const found = all.filter((payment) => fits(books, payment, query))
  return Result.succeed(listed(found, settings, query, paymentView))
}
