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

/** What can be done with every kind of record that is written. */
export interface Records<Fields extends Schema.Struct.Fields, A extends { readonly id: number }> {
  readonly list: List<Fields, A>
  readonly listAll: ListAll<Fields, A>
  readonly create: (record: New<A>) => Answer<A>
  /**
   * Reads the whole record, changes the given fields and writes it back: fields that are not declared stay as they are. Those
   * of `missing` are written only where the record holds nothing: absent, null or empty.
   */
  readonly update: (id: number, change: Partial<New<A>>, missing?: Partial<New<A>>) => Answer<Updated<A>>
  /** Writes back what {@link Updated.before} holds. */
  readonly restore: (id: number, before: string) => Answer<A>
  readonly remove: (id: number) => Answer<void>
}

export interface Calls {
  readonly payments: Records<typeof PaymentApi.listPayments, PaymentApi.PaymentInfo> & {
    readonly get: (id: number) => Answer<PaymentApi.PaymentInfo>
  }
  readonly customers: Records<typeof CustomerApi.listCustomers, CustomerApi.CustomerInfo>
  readonly invoices: Records<typeof InvoiceApi.listInvoices, InvoiceApi.InvoiceInfo> & {
    readonly get: (id: number) => Answer<InvoiceApi.InvoiceInfo>
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
