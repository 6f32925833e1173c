/**
 * CRM.COM as a target: invoices and payments, one record a call; customers to be matched.
 */
import { ConnectorError, type Destination, type ParentRef, type TargetOptions, Unreadable } from "@waybill/connector"
import { baseUrlText, makePatiently } from "@waybill/connector-http"
import type { Customer, Invoice, Model, Payment } from "@waybill/model"
import { Effect, Result } from "effect"

import type { Calls } from "./Calls.ts"
import { invoiceMemory, paymentMemory } from "./deliver/before.ts"
import { findAccounts, refuseAll } from "./deliver/customers.ts"
import { find } from "./deliver/find.ts"
import { invoiceDelivery } from "./deliver/invoices.ts"
import { issue } from "./deliver/issues.ts"
import { invoiceKind, paymentKind } from "./deliver/kind.ts"
import { settleEach } from "./deliver/outcomes.ts"
import { paymentDelivery } from "./deliver/payments.ts"
import { post } from "./deliver/post.ts"
import {
  CustomerRecord,
  type InvoiceRecord,
  invoiceRecord,
  type PaymentRecord,
  paymentRecord,
} from "./deliver/record.ts"
import { invoiceReversal, paymentReversal, undo, type Undoing } from "./deliver/undo.ts"
import { codeOf } from "./map/code.ts"
import { toInvoice } from "./map/toInvoice.ts"
import { toPayment } from "./map/toPayment.ts"
import { isFrom } from "./Release.ts"
import type { CrmComSettings } from "./Settings.ts"

/** Far above one record with its items. */
const bodyBytes = 900_000

const isInvoice = (model: Model): model is Invoice => "total" in model
const isPayment = (model: Model): model is Payment => "amount" in model
const isCustomer = (model: Model): model is Customer => !isInvoice(model) && !isPayment(model)

const foreign = (stream: string) =>
  Result.fail([issue("WB-CRMCOM-TARGET", `the stream ${stream} takes other records than this`)] as const)

/** Says that a stream can't be written to with these settings. */
const needs = (stream: string, message: string): ConnectorError => {
  const { code, hint } = issue("WB-CRMCOM-SETTING", message)
  return new ConnectorError({
    connector: "crmcom",
    operation: `write ${stream}`,
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    reason: new Unreadable({}),
  })
}

const targetOf = (settings: CrmComSettings, stream: string): string => `${baseUrlText(settings)} ${stream}`

/** So many are settled together, without a call. */
const customersAtOnce = 1000

/** Customers, for `match` and the cross-walk to find their accounts: every other one is refused. */
export const customers = (settings: CrmComSettings, calls: Calls): Destination<CustomerRecord> => ({
  target: targetOf(settings, "customers"),
  entity: "customer",
  record: CustomerRecord,
  requires: [],
  batch: { records: customersAtOnce, bytes: bodyBytes, inFlight: 1, calls: 0 },
  // Trying again sends nothing; asking after a crash would take an account of the same number for one that was made.
  repeat: "upsert",
  creates: false,
  fromModel: (model) => (isCustomer(model) ? Result.succeed({ number: model.number }) : foreign("customers")),
  key: ({ number }) => number,
  deliver: refuseAll,
  find: findAccounts(calls, settings),
})

/** What the streams that are written have in common. */
const shared = <Shown>(settings: CrmComSettings, stream: string, undoing: Undoing<Shown>) => {
  const { kind } = undoing
  const { perSecond, perDay, inFlight } = settings.rateLimit
  return {
    target: targetOf(settings, stream),
    requires: [],
    ...(perSecond === undefined ? {} : { perSecond }),
    ...(perDay === undefined ? {} : { perDay }),
    // A second copy has the same back_office_code.
    repeat: "refuses",
    find: find(kind, settings, inFlight),
    visibleAfter: settings.visibleAfter,
    post: post(kind),
    undo: undo(undoing),
  } as const
}

/** Fields of the model by the field that they are sent in, without those that `set` writes. */
const unlessSet = (fields: Readonly<Record<string, string>>, own: ReadonlySet<string>): ReadonlyArray<string> =>
  Object.keys(fields).filter((field) => !own.has(fields[field]!))

const oldRelease = (stream: string) =>
  needs(stream, "writing needs release R9.1.0: older ones have no back_office_code to find a record by")

/** Invoices, created as drafts and posted where `land` says so. Fails where a setting is missing. */
export const invoices = Effect.fnUntraced(function* (
  settings: CrmComSettings,
  calls: Calls,
  { extraFields = [] }: TargetOptions,
): Effect.fn.Return<Destination<InvoiceRecord>, ConnectorError> {
  const { release, invoiceType, writeOffType, land, rateLimit, codePrefix } = settings
  if (!isFrom(release, "R9.1.0")) return yield* oldRelease("invoices")
  if (writeOffType !== undefined && !isFrom(release, "R13.0.0")) {
    return yield* needs("invoices", "`writeOffType` needs release R13.0.0")
  }
  const own = new Set(extraFields)
  if (invoiceType === undefined && !own.has("type_identifier")) {
    return yield* needs("invoices", "`invoiceType` is needed to write invoices")
  }
  const fromInvoice = toInvoice(settings, own)
  const patiently = yield* makePatiently(settings.visibleAfter)
  const deliver = invoiceDelivery(settings, calls, patiently)
  const undoing = {
    kind: invoiceKind(settings, calls),
    reversal: invoiceReversal(settings, calls),
    memory: invoiceMemory(calls),
    patiently,
  }
  return {
    ...shared(settings, "invoices", undoing),
    entity: "invoice",
    record: invoiceRecord(settings),
    batch: { records: 1, bytes: bodyBytes, inFlight: rateLimit.inFlight, calls: land === "posted" ? 2 : 1 },
    fromModel: (model) => (isInvoice(model) ? fromInvoice(model) : foreign("invoices")),
    key: ({ number }) => codeOf(codePrefix, "I", number),
    parents: (model) => (isInvoice(model) ? [customerOf(model)] : []),
    deliver: Effect.fn("crmcom.deliverInvoices")((batch) => settleEach(batch, deliver)),
    // Not customerNumber, which a matched account has another of; postingDate, which a draft hides; note, which becomes a log.
    readBack: unlessSet({ total: "total", dueDate: "due_on" }, own),
  }
})

const customerOf = ({ customerNumber }: Invoice | Payment): ParentRef => ({ entity: "customer", key: customerNumber })

const parentsOf = (payment: Payment): ReadonlyArray<ParentRef> => [
  customerOf(payment),
  ...(payment.allocations ?? []).map(({ invoiceNumber }) => ({ entity: "invoice" as const, key: invoiceNumber })),
]

/** Calls that a payment takes where all goes well. */
const paymentCalls = ({ payWith, invoicesBy }: CrmComSettings): number =>
  1 + (invoicesBy === "back_office_code" ? 1 : 0) + (payWith === "pay_invoice" ? 1 : 0)

/** Payments, in the state that `land` names. Fails where a setting is missing. */
export const payments = Effect.fnUntraced(function* (
  settings: CrmComSettings,
  calls: Calls,
  { extraFields = [] }: TargetOptions,
): Effect.fn.Return<Destination<PaymentRecord>, ConnectorError> {
  const { release, paymentType, rateLimit, codePrefix } = settings
  if (!isFrom(release, "R9.1.0")) return yield* oldRelease("payments")
  const own = new Set(extraFields)
  if (paymentType === undefined && !own.has("type_identifier")) {
    return yield* needs("payments", "`paymentType` is needed to write payments")
  }
  const fromPayment = toPayment(settings, own)
  const patiently = yield* makePatiently(settings.visibleAfter)
  const deliver = paymentDelivery(settings, calls, patiently)
  const undoing = {
    kind: paymentKind(settings, calls),
    reversal: paymentReversal(settings, calls),
    memory: paymentMemory(calls),
    patiently,
  }
  return {
    ...shared(settings, "payments", undoing),
    entity: "payment",
    record: paymentRecord(settings),
    batch: { records: 1, bytes: bodyBytes, inFlight: rateLimit.inFlight, calls: paymentCalls(settings) },
    fromModel: (model) => (isPayment(model) ? fromPayment(model) : foreign("payments")),
    key: ({ number }) => codeOf(codePrefix, "P", number),
    parents: (model) => (isPayment(model) ? parentsOf(model) : []),
    deliver: Effect.fn("crmcom.deliverPayments")((batch) => settleEach(batch, deliver)),
    // Not customerNumber and note, as of invoices; method and allocations, which come back under CRM.COM's own names.
    readBack: unlessSet({ amount: "payment_amount", receivedDate: "received_on" }, own),
  }
})
