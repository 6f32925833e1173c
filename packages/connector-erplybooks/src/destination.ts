/**
 * ERPLY Books as a target: payments; over the Partner API invoices and customers, too. One record a call.
 */
import type { ConnectorError, Destination, Found, ParentRef, TargetOptions } from "@waybill/connector"
import { baseUrlText, makePatiently } from "@waybill/connector-http"
import type { Customer, Invoice, Model, Payment } from "@waybill/model"
import { Effect, Result } from "effect"

import type { Calls } from "./Calls.ts"
import { customerDelivery, foundCustomer, searchCustomers } from "./deliver/customers.ts"
import { findPayments, paymentKey, searchDay } from "./deliver/findPayments.ts"
import { foundInvoice, invoiceDelivery, searchInvoice } from "./deliver/invoices.ts"
import { failure, issue } from "./deliver/issues.ts"
import { settleEach } from "./deliver/outcomes.ts"
import { paymentDelivery } from "./deliver/payments.ts"
import { CustomerRecord, InvoiceRecord, PaymentRecord } from "./deliver/record.ts"
import { undo } from "./deliver/undo.ts"
import { customerOfId, lookAtCustomers, lookAtInvoices, lookAtPayments } from "./list.ts"
import { toCustomer } from "./map/toCustomer.ts"
import { toInvoice } from "./map/toInvoice.ts"
import { toPayment } from "./map/toPayment.ts"
import type { ErplyBooksSettings } from "./Settings.ts"

/** Far above one record with its rows. */
const bodyBytes = 900_000

const isInvoice = (model: Model): model is Invoice => "total" in model
const isPayment = (model: Model): model is Payment => "amount" in model

const isCustomer = (model: Model): model is Customer => !isInvoice(model) && !isPayment(model)

const foreign = (stream: string) =>
  Result.fail([issue("WB-ERPLYBOOKS-TARGET", `the stream ${stream} takes other records than this`)] as const)

/** Whose books: several organisations on one host are told apart by `account`. */
const targetOf = (settings: ErplyBooksSettings, stream: string): string =>
  [baseUrlText(settings), settings.account, stream].filter((part) => part !== undefined).join(" ")

/** What all streams have in common. */
const shared = (settings: ErplyBooksSettings, stream: string, calls: number) => {
  const { perSecond, perDay, inFlight } = settings.rateLimit
  return {
    target: targetOf(settings, stream),
    batch: { records: 1, bytes: bodyBytes, inFlight, calls },
    ...(perSecond === undefined ? {} : { perSecond }),
    ...(perDay === undefined ? {} : { perDay }),
    visibleAfter: settings.visibleAfter,
  }
}

const customerOf = ({ customerNumber }: { readonly customerNumber: string }): ParentRef => ({
  entity: "customer",
  key: customerNumber,
})

const parentsOf = (payment: Payment): ReadonlyArray<ParentRef> => [
  customerOf(payment),
  ...(payment.allocations ?? []).map(({ invoiceNumber }) => ({ entity: "invoice" as const, key: invoiceNumber })),
]

/**
 * Fields of the model that come back as they were delivered, by the field that they are sent in. Not among them: customerNumber,
 * of which a matched customer has another; number, which other software's record keeps; what ERPLY Books calculates or names
 * by itself (balance, tax, lines, method); and addresses, whose lines are joined.
 */
const paymentFields = { amount: "sumPaid", receivedDate: "opDate", reference: "referenceNumber", note: "note" }
const invoiceFields = {
  total: "sumWithVat",
  issueDate: "date",
  dueDate: "deadlineDate",
  postingDate: "transactionDate",
  reference: "referenceNumber",
  note: "note",
}
const customerFields = { name: "name", email: "email", phone: "phone1" }

/** Without those that `set` writes. */
const unlessSet = (fields: Readonly<Record<string, string>>, own: ReadonlySet<string>): ReadonlyArray<string> =>
  Object.keys(fields).filter((field) => !own.has(fields[field]!))

/** Asks for one record after another. */
const findEach =
  (search: (key: string) => Effect.Effect<Found | undefined, ConnectorError>, concurrency: number) =>
  (keys: ReadonlyArray<string>): Effect.Effect<ReadonlyMap<string, Found>, ConnectorError> =>
    Effect.forEach(keys, (key) => Effect.map(search(key), (found) => [key, found] as const), { concurrency }).pipe(
      Effect.map((found) => new Map(found.flatMap(([key, one]) => (one === undefined ? [] : [[key, one]])))),
    )

/** Payments, confirmed. */
export const payments = Effect.fnUntraced(function* (
  settings: ErplyBooksSettings,
  calls: Calls,
  { extraFields = [] }: TargetOptions,
): Effect.fn.Return<Destination<PaymentRecord>, ConnectorError> {
  const own = new Set(extraFields)
  const fromPayment = toPayment(settings, own)
  const search = searchDay(settings, calls, own)
  const patiently = yield* makePatiently(settings.visibleAfter)
  const deliver = yield* paymentDelivery(settings, calls, search, patiently)
  return {
    // The payment, and its invoice where no flow of the pipeline delivered that.
    ...shared(settings, "payments", 2),
    entity: "payment",
    record: PaymentRecord,
    requires: ["receivedDate"],
    // A second POST makes a second payment.
    repeat: "duplicates",
    fromModel: (model) => (isPayment(model) ? fromPayment(model) : foreign("payments")),
    key: paymentKey,
    parents: (model) => (isPayment(model) ? parentsOf(model) : []),
    deliver: Effect.fn("erplybooks.deliverPayments")((batch) => settleEach(batch, deliver)),
    find: findPayments(search, settings.rateLimit.inFlight),
    ...lookAtPayments(settings, calls, patiently),
    readBack: unlessSet(paymentFields, own),
    undo: undo({ patiently, ...calls.payments, entity: "payment", leaves: "what it paid is open again" }),
  }
})

const partnerApi = (stream: string) =>
  failure(`write ${stream}`, "WB-ERPLYBOOKS-PARTNER-API", `${stream} are written over the Partner API only`)

/** Invoices, confirmed. Fails where the connection does not say that the Partner API is on. */
export const invoices = Effect.fnUntraced(function* (
  settings: ErplyBooksSettings,
  calls: Calls,
  { extraFields = [] }: TargetOptions,
): Effect.fn.Return<Destination<InvoiceRecord>, ConnectorError> {
  if (!settings.usePartnerApi) return yield* partnerApi("invoices")
  const own = new Set(extraFields)
  const fromInvoice = toInvoice(settings, own)
  const search = searchInvoice(settings, calls)
  const patiently = yield* makePatiently(settings.visibleAfter)
  const deliver = yield* invoiceDelivery(settings, calls, search, patiently)
  const found = (key: string) => Effect.map(search(key), (one) => (one === undefined ? one : foundInvoice(one)))
  return {
    // Its number is checked, it is saved, and its total read back.
    ...shared(settings, "invoices", 3),
    entity: "invoice",
    record: InvoiceRecord,
    requires: ["issueDate"],
    repeat: "upsert",
    fromModel: (model) => (isInvoice(model) ? fromInvoice(model) : foreign("invoices")),
    key: ({ partnerDocumentId }) => partnerDocumentId,
    parents: (model) => (isInvoice(model) ? [customerOf(model)] : []),
    deliver: Effect.fn("erplybooks.deliverInvoices")((batch) => settleEach(batch, deliver)),
    find: findEach(found, settings.rateLimit.inFlight),
    ...lookAtInvoices(settings, calls, patiently),
    readBack: unlessSet(invoiceFields, own),
    undo: undo({ patiently, ...calls.invoices, entity: "invoice", leaves: "one that is paid may be refused" }),
  }
})

/** Customers. Fails where the connection does not say that the Partner API is on, or numbers them by ERPLY Books' ids. */
export const customers = Effect.fnUntraced(function* (
  settings: ErplyBooksSettings,
  calls: Calls,
  { extraFields = [] }: TargetOptions,
): Effect.fn.Return<Destination<CustomerRecord>, ConnectorError> {
  if (!settings.usePartnerApi) return yield* partnerApi("customers")
  if (settings.customersBy === "id") {
    const message = "`customersBy: id` names customers that are there: new ones get their ids from ERPLY Books"
    return yield* failure("write customers", "WB-ERPLYBOOKS-SETTING", message)
  }
  const own = new Set(extraFields)
  const fromCustomer = toCustomer(settings, own)
  const search = searchCustomers(calls)
  const patiently = yield* makePatiently(settings.visibleAfter)
  const deliver = yield* customerDelivery(settings, calls, { search, patiently, own })
  return {
    // It is looked for by our id and by its number, and created.
    ...shared(settings, "customers", 3),
    entity: "customer",
    record: CustomerRecord,
    requires: [],
    // A second POST makes a second customer.
    repeat: "duplicates",
    fromModel: (model) => (isCustomer(model) ? fromCustomer(model) : foreign("customers")),
    key: ({ partnerCustomerId }) => partnerCustomerId,
    deliver: Effect.fn("erplybooks.deliverCustomers")((batch) => settleEach(batch, deliver)),
    find: findEach((key) => Effect.flatMap(search(key), foundCustomer), settings.rateLimit.inFlight),
    ...lookAtCustomers(settings, calls, patiently),
    readBack: unlessSet(customerFields, own),
    undo: undo({
      patiently,
      ...calls.customers,
      get: customerOfId(calls),
      entity: "customer",
      leaves: "nothing stays behind",
    }),
  }
})
