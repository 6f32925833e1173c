/**
 * The streams that can be read: how ERPLY Books is asked for each, what an answer becomes, and how that becomes the model.
 */
import type { ConnectorError } from "@waybill/connector"
import type { Entity, Model } from "@waybill/model"
import { Effect } from "effect"

import { CustomerInfo } from "../api/Customer.ts"
import type { InvoiceInfo } from "../api/Invoice.ts"
import type { PaymentInfo } from "../api/Payment.ts"
import type { Calls } from "../Calls.ts"
import type { Told } from "../map/fields.ts"
import { fromCustomer } from "../map/fromCustomer.ts"
import { fromInvoice, NumberedInvoice, withoutHash } from "../map/fromInvoice.ts"
import { fromPayment, NumberedPayment } from "../map/fromPayment.ts"
import { type RecordOf, type RecordReader, recordReader } from "../map/record.ts"
import { sourceFailure } from "../map/sourceErrors.ts"
import type { ErplyBooksSettings } from "../Settings.ts"
import {
  accountNumbers,
  type Asking,
  customerListing,
  customerNumbers,
  invoiceNumbers,
  type NumberOf,
} from "./numbers.ts"
import type { Listing } from "./pages.ts"
import { datedWindows, today, type Window } from "./windows.ts"

/** Adds the numbers of what the records of a page refer to. */
export type Complete<A, B> = (records: ReadonlyArray<A>) => Effect.Effect<ReadonlyArray<B>, ConnectorError>

/** What one read needs. */
export interface Reading<A, B> {
  readonly listing: Listing<A>
  readonly complete: Complete<A, B>
}

/** What the records of a stream are. `A` is what ERPLY Books answers, `B` that with the numbers that were added. */
export interface Telling<A extends { readonly id: number }, B extends { readonly id: number }> {
  readonly entity: Entity
  readonly reader: RecordReader<B>
  readonly tell: (record: RecordOf<B>) => Told<Model>
  /** Made once for all pages of a read: numbers are remembered. */
  readonly completing: (customers: Asking) => Complete<A, B>
}

/** One stream. */
export interface StreamSpec<A extends { readonly id: number }, B extends { readonly id: number }> extends Telling<
  A,
  B
> {
  /** The settings that decide which records are read. */
  readonly reads: ReadonlyArray<unknown>
  /** Whether reading on behind a finished read gives what is new since, by the settings' own word. */
  readonly incremental: boolean
  /** @param begun the day on which the read began that is gone on with; `undefined`: it begins now */
  readonly begin: (begun: string | undefined) => Effect.Effect<Reading<A, B>, ConnectorError>
}

const added = (name: string, value: string | undefined) => (value === undefined ? {} : { [name]: value })

/** The day from which on a stream is read by its dates. */
export const sinceOf = ({ since }: ErplyBooksSettings, stream: string): Effect.Effect<string, ConnectorError> => {
  const message = "the connection does not say from which day on to read"
  return since === undefined
    ? Effect.fail(sourceFailure(`read ${stream}`, "WB-ERPLYBOOKS-SINCE", message))
    : Effect.succeed(since)
}

/** Windows from `since` on. */
const windowsOf = Effect.fnUntraced(function* (
  operation: string,
  settings: ErplyBooksSettings,
  { since, begun }: { readonly since: string; readonly begun: string | undefined },
) {
  const now = yield* today(settings)
  const { until = now } = settings
  return since > until
    ? yield* sourceFailure(operation, "WB-ERPLYBOOKS-SINCE", "`since` is a day after the last one that is read")
    : { until, windows: datedWindows({ since, until, begun: begun ?? now }, settings) }
})

/** A window's days, as a list's filter takes them: from the first moment to the last. */
const within = ({ from, to }: Window) => ({ dateFrom: `${from}T00:00:00`, dateTo: `${to}T23:59:59` })

/** Payments are read as a list shows them. */
const paymentFilter = ({ direction, readPaymentType }: ErplyBooksSettings) => ({
  ...(direction === "both" ? {} : { isIncome: direction === "incoming" }),
  ...(readPaymentType === undefined ? {} : { paymentType: readPaymentType }),
})

const completePayments = (settings: ErplyBooksSettings, calls: Calls) => (asking: Asking) => {
  const [customers, invoices, accounts] = [
    customerNumbers(calls, settings, asking),
    invoiceNumbers(calls),
    accountNumbers(calls),
  ]
  return Effect.fnUntraced(function* (records: ReadonlyArray<PaymentInfo>) {
    const customerOf = yield* customers(records.map(({ customerId }) => customerId))
    const invoiceOf = yield* invoices(records.map(({ invoiceId }) => invoiceId))
    const accountOf = yield* accounts(records.map(({ accountId }) => accountId))
    return records.map((record): NumberedPayment => ({
      ...record,
      ...added("customerNumber", customerOf(record.customerId)),
      ...added("invoiceNumber", invoiceOf(record.invoiceId)),
      ...added("accountNumber", accountOf(record.accountId)),
    }))
  })
}

export const tellPayments = (settings: ErplyBooksSettings, calls: Calls): Telling<PaymentInfo, NumberedPayment> => ({
  entity: "payment",
  reader: recordReader(NumberedPayment),
  tell: fromPayment,
  completing: completePayments(settings, calls),
})

export const payments = (
  settings: ErplyBooksSettings,
  calls: Calls,
  since: string,
): StreamSpec<PaymentInfo, NumberedPayment> => {
  const filter = paymentFilter(settings)
  const operation = "read payments"
  const telling = tellPayments(settings, calls)
  return {
    ...telling,
    reads: [filter],
    incremental: settings.overlapDays !== undefined,
    begin: Effect.fnUntraced(function* (begun) {
      const { until, windows } = yield* windowsOf(operation, settings, { since, begun })
      const list = (window: Window, start: number, limit: number, more: object = {}) =>
        calls.payments.list({ ...filter, ...within(window), start, limit, ...more })
      // Nothing is not trusted: what `getEverything` means is not told, and another list is empty without it (invariant 9).
      const { totalCount } = yield* list({ from: since, to: until }, 0, 1)
      const more = totalCount === 0 ? { getEverything: true } : {}
      return {
        listing: {
          operation,
          windows,
          pageSize: settings.pageSize,
          list: (window, start, limit) => list(window, start, limit, more),
        },
        complete: telling.completing("listed"),
      }
    }),
  }
}

const completeInvoices = (settings: ErplyBooksSettings, calls: Calls) => (asking: Asking) => {
  const customers = customerNumbers(calls, settings, asking)
  return (records: ReadonlyArray<InvoiceInfo>) =>
    Effect.map(customers(records.map(({ customerId }) => customerId)), (customerOf: NumberOf) =>
      records.map((record): NumberedInvoice => ({
        ...withoutHash(record),
        ...added("customerNumber", customerOf(record.customerId)),
      })),
    )
}

export const tellInvoices = (settings: ErplyBooksSettings, calls: Calls): Telling<InvoiceInfo, NumberedInvoice> => ({
  entity: "invoice",
  reader: recordReader(NumberedInvoice),
  tell: fromInvoice,
  completing: completeInvoices(settings, calls),
})

export const invoices = (
  settings: ErplyBooksSettings,
  calls: Calls,
  since: string,
): StreamSpec<InvoiceInfo, NumberedInvoice> => {
  const { documentType, pageSize } = settings
  const operation = "read invoices"
  const telling = tellInvoices(settings, calls)
  return {
    ...telling,
    reads: [documentType],
    incremental: settings.overlapDays !== undefined,
    begin: (begun) =>
      Effect.map(windowsOf(operation, settings, { since, begun }), ({ windows }) => ({
        listing: {
          operation,
          windows,
          pageSize,
          list: (window, start, limit) =>
            calls.invoices.list({ documentType, getRows: true, ...within(window), start, limit }),
        },
        complete: telling.completing("listed"),
      })),
  }
}

export const customers = (settings: ErplyBooksSettings, calls: Calls): StreamSpec<CustomerInfo, CustomerInfo> => ({
  entity: "customer",
  reader: recordReader(CustomerInfo),
  tell: fromCustomer(settings),
  completing: () => Effect.succeed,
  reads: [],
  incremental: false,
  begin: () =>
    Effect.succeed({
      listing: customerListing(calls, settings.pageSize, "read customers"),
      complete: Effect.succeed,
    }),
})
