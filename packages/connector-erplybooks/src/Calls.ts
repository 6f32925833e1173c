/**
 * The client's calls and their types. Parameters and fields have the vendor's names.
 */
import type { ConnectorError } from "@waybill/connector"
import type { Effect, Schema, Stream } from "effect"

import type * as CustomerApi from "./api/Customer.ts"
import type * as InvoiceApi from "./api/Invoice.ts"
import type * as LedgerApi from "./api/Ledger.ts"
import type * as PaymentApi from "./api/Payment.ts"

/** The parameters of a call, decoded. */
type Params<Fields extends Schema.Struct.Fields> = Schema.Struct.Type<Fields>

/** Fails with the contract's error, which says whether the call may have been carried out. */
type Answer<A> = Effect.Effect<A, ConnectorError>

/** One page of a list; no items: an empty array. */
export interface Listed<A> {
  readonly items: ReadonlyArray<A>
  readonly totalCount: number
}
type List<Fields extends Schema.Struct.Fields, A> = (params: Params<Fields>) => Answer<Listed<A>>
/** Every page of a list, one after the other; fails where the list shrinks or grows while it is read. */
type ListAll<Fields extends Schema.Struct.Fields, A> = (
  params: Omit<Params<Fields>, "start" | "limit">,
) => Stream.Stream<A, ConnectorError>

/** A new record: the server gives the id. */
export type New<A extends { readonly id: number }> = Omit<A, "id">

/** What an update did: the record as it is now, and as it was before, whole, as the JSON text that writes it back. */
export interface Updated<A> {
  readonly record: A
  readonly before: string
}

export interface Calls {
  readonly payments: {
    readonly list: List<typeof PaymentApi.listPayments, PaymentApi.PaymentInfo>
    readonly listAll: ListAll<typeof PaymentApi.listPayments, PaymentApi.PaymentInfo>
    readonly get: (id: number) => Answer<PaymentApi.PaymentInfo>
    readonly create: (payment: New<PaymentApi.PaymentInfo>) => Answer<PaymentApi.PaymentInfo>
    /** Reads the whole record, changes the given fields and writes it back: fields that are not declared stay as they are. */
    readonly update: (
      id: number,
      change: Partial<New<PaymentApi.PaymentInfo>>,
    ) => Answer<Updated<PaymentApi.PaymentInfo>>
    /** Writes back what {@link Updated.before} holds. */
    readonly restore: (id: number, before: string) => Answer<PaymentApi.PaymentInfo>
    readonly remove: (id: number) => Answer<void>
  }
  readonly customers: {
    readonly list: List<typeof CustomerApi.listCustomers, CustomerApi.CustomerInfo>
    readonly listAll: ListAll<typeof CustomerApi.listCustomers, CustomerApi.CustomerInfo>
    readonly create: (customer: New<CustomerApi.CustomerInfo>) => Answer<CustomerApi.CustomerInfo>
    readonly update: (
      id: number,
      change: Partial<New<CustomerApi.CustomerInfo>>,
    ) => Answer<Updated<CustomerApi.CustomerInfo>>
    readonly restore: (id: number, before: string) => Answer<CustomerApi.CustomerInfo>
    readonly remove: (id: number) => Answer<void>
  }
  readonly invoices: {
    readonly list: List<typeof InvoiceApi.listInvoices, InvoiceApi.InvoiceInfo>
    readonly listAll: ListAll<typeof InvoiceApi.listInvoices, InvoiceApi.InvoiceInfo>
    readonly get: (id: number) => Answer<InvoiceApi.InvoiceInfo>
    readonly create: (invoice: New<InvoiceApi.InvoiceInfo>) => Answer<InvoiceApi.InvoiceInfo>
    readonly update: (
      id: number,
      change: Partial<New<InvoiceApi.InvoiceInfo>>,
    ) => Answer<Updated<InvoiceApi.InvoiceInfo>>
    readonly restore: (id: number, before: string) => Answer<InvoiceApi.InvoiceInfo>
    readonly remove: (id: number) => Answer<void>
    readonly confirm: (ids: ReadonlyArray<number>, documentStatusTypeCode: string) => Answer<void>
    readonly suggestNumber: (params: {
      readonly typeCode?: string
      readonly date?: string
      readonly projectId?: number
      readonly articleRowType?: string
    }) => Answer<typeof InvoiceApi.NewNumber.Type>
    /** Whether a number is taken. */
    readonly checkNumber: (number: string, typeCode?: string) => Answer<typeof InvoiceApi.NewNumber.Type>
    /** Creates or updates by `partnerDocumentId`. The answer's shape is not documented: the id, where it holds one. */
    readonly savePartner: (invoice: InvoiceApi.PartnerInvoice) => Answer<{ readonly id?: number }>
  }
  readonly ledger: {
    readonly accounts: ListAll<typeof LedgerApi.listAccounts, LedgerApi.AccountInfo>
    readonly articles: ListAll<typeof LedgerApi.listArticles, typeof LedgerApi.ArticleInfo.Type>
    readonly projects: ListAll<typeof LedgerApi.listProjects, typeof LedgerApi.ProjectInfo.Type>
    /** The codes of a dictionary: `CURRENCY`, `PAYMENT_TYPE`, … */
    readonly dictionary: (code: string) => Answer<ReadonlyArray<string>>
    readonly organisation: Answer<unknown>
  }
}
