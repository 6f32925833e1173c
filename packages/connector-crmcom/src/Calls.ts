/**
 * The client's calls and their types. Parameters and fields have the vendor's names; an identifier is a tagged value, and
 * of parameters that exclude each other the type takes no two at once.
 */
import type { ConnectorError } from "@waybill/connector"
import type { Effect, Schema } from "effect"

import type * as AccountApi from "./api/Account.ts"
import type * as BillApi from "./api/Bill.ts"
import type * as ConfigurationApi from "./api/Configuration.ts"
import type * as CreditNoteApi from "./api/CreditNote.ts"
import type * as InvoiceApi from "./api/Invoice.ts"
import type * as PaymentApi from "./api/Payment.ts"
import type { Contact, ShortInvoice } from "./api/related.ts"

/** The parameters of a call: decoded, without the token. */
type Params<Fields extends Schema.Struct.Fields> = Schema.Struct.Type<Fields>

/** For each of `Keys`: none of the others. */
type Alone<Keys extends PropertyKey> = { [Key in Keys]: { readonly [Other in Exclude<Keys, Key>]?: never } }[Keys]

/** One of `Keys`, or none of them. */
type AtMostOne<A, Keys extends keyof A> = A & Alone<Keys>

/** One of `Keys`, and none of the others. */
type ExactlyOne<A, Keys extends keyof A> = { [Key in Keys]-?: AtMostOne<A, Keys> & Required<Pick<A, Key>> }[Keys]

interface Prices {
  readonly cost?: unknown
  readonly sub_total?: unknown
  readonly discount_percentage?: unknown
  readonly discount_amount?: unknown
}
type Priced<Item extends Prices> = Item & Alone<"cost" | "sub_total"> & Alone<"discount_percentage" | "discount_amount">

/** An item of a new invoice: `cost` or `sub_total`, `discount_percentage` or `discount_amount`. */
export type NewInvoiceItem = Priced<typeof InvoiceApi.NewInvoiceItem.Type>

type AnyChange = typeof InvoiceApi.ChangedInvoiceItem.Type
/** A change of one item of a draft. */
export type ChangedInvoiceItem =
  | Priced<Extract<AnyChange, { readonly action: "add" }>>
  | Priced<Extract<AnyChange, { readonly action: "update" }>>
  | Extract<AnyChange, { readonly action: "remove" }>

export type CreateInvoice = Omit<Params<typeof InvoiceApi.createInvoice>, "invoice_item_set"> & {
  readonly invoice_item_set: ReadonlyArray<NewInvoiceItem>
}
export type UpdateInvoice = Omit<Params<typeof InvoiceApi.updateInvoice>, "invoice_item_set"> & {
  readonly invoice_item_set?: ReadonlyArray<ChangedInvoiceItem>
}

type Payer = "accounts_receivable_identifier" | "wallet_identifier"
export type CreatePayment = ExactlyOne<Params<typeof PaymentApi.createPayment>, Payer>
export type PayInvoice = ExactlyOne<Params<typeof PaymentApi.payInvoice>, Payer>
export type PayBill = ExactlyOne<Params<typeof PaymentApi.payBill>, Payer>
export type UpdatePayment = AtMostOne<Params<typeof PaymentApi.updatePayment>, Payer>
export type LatestPayments = ExactlyOne<Params<typeof PaymentApi.latestPayments>, Payer>

type AccountFilter =
  | "subscription_identifier"
  | "contact_information_identifier"
  | "payment_preference_identifier"
  | "presentment_preference_identifier"
  | "wallet_identifier"
  | "email_address"
export type ListAccounts = ExactlyOne<Params<typeof AccountApi.listAccounts>, AccountFilter>

/** Fails with the contract's error, which says whether the call may have been carried out. */
type Answer<A> = Effect.Effect<A, ConnectorError>
type Call<Fields extends Schema.Struct.Fields, A> = (params: Params<Fields>) => Answer<A>

/** CRM.COM's calls, by resource. The token is the client's own business. */
export interface Calls {
  readonly invoices: {
    readonly show: Call<typeof InvoiceApi.showInvoice, InvoiceApi.Invoice>
    readonly list: Call<typeof InvoiceApi.listInvoices, ReadonlyArray<InvoiceApi.Invoice>>
    readonly create: (params: CreateInvoice) => Answer<InvoiceApi.Invoice>
    /** DRAFT to POSTED. */
    readonly post: Call<typeof InvoiceApi.postInvoice, ShortInvoice>
    /** DRAFT to REJECTED. */
    readonly reject: Call<typeof InvoiceApi.rejectInvoice, ShortInvoice>
    /** A posted invoice is closed by a cancellation. */
    readonly cancel: Call<typeof InvoiceApi.cancelInvoice, typeof InvoiceApi.CancelledInvoice.Type>
    /** Changes a draft. */
    readonly update: (params: UpdateInvoice) => Answer<InvoiceApi.Invoice>
    /** A posted invoice is closed by a write-off. */
    readonly writeOff: Call<typeof InvoiceApi.writeOffInvoice, typeof InvoiceApi.WrittenOffInvoice.Type>
  }
  readonly payments: {
    readonly show: Call<typeof PaymentApi.showPayment, PaymentApi.Payment>
    readonly list: Call<typeof PaymentApi.listPayments, ReadonlyArray<PaymentApi.Payment>>
    readonly getLatest: (params: LatestPayments) => Answer<ReadonlyArray<PaymentApi.Payment>>
    readonly create: (params: CreatePayment) => Answer<PaymentApi.Payment>
    readonly payInvoice: (params: PayInvoice) => Answer<PaymentApi.Payment>
    readonly payBill: (params: PayBill) => Answer<PaymentApi.Payment>
    readonly post: Call<typeof PaymentApi.postPayment, PaymentApi.Payment>
    readonly reject: Call<typeof PaymentApi.rejectPayment, PaymentApi.Payment>
    readonly cancel: Call<typeof PaymentApi.cancelPayment, typeof PaymentApi.CancelledPayment.Type>
    readonly update: (params: UpdatePayment) => Answer<PaymentApi.Payment>
  }
  readonly accountsReceivable: {
    readonly show: Call<typeof AccountApi.showAccount, AccountApi.Account>
    readonly list: (params: ListAccounts) => Answer<ReadonlyArray<AccountApi.Account>>
    readonly create: Call<typeof AccountApi.createAccount, AccountApi.Account>
    readonly listGroupMembers: Call<typeof AccountApi.listGroupMembers, ReadonlyArray<AccountApi.Account>>
    readonly showSuspenseAccount: Answer<AccountApi.Account>
  }
  readonly contactInformation: {
    readonly show: Call<typeof AccountApi.showContact, Contact>
    readonly create: Call<typeof AccountApi.createContact, Contact>
    readonly update: Call<typeof AccountApi.updateContact, Contact>
  }
  readonly creditNotes: {
    readonly show: Call<typeof CreditNoteApi.showCreditNote, CreditNoteApi.CreditNote>
    readonly create: Call<typeof CreditNoteApi.createCreditNote, CreditNoteApi.CreditNote>
  }
  readonly bills: {
    readonly show: Call<typeof BillApi.showBill, BillApi.Bill>
    readonly list: Call<typeof BillApi.listBills, ReadonlyArray<BillApi.Bill>>
    readonly getLatest: Call<typeof BillApi.latestBills, ReadonlyArray<BillApi.Bill>>
  }
  readonly configuration: {
    readonly invoiceRejectionReasons: Answer<ReadonlyArray<typeof ConfigurationApi.RejectionReasonChoice.Type>>
    readonly paymentRejectionReasons: Answer<ReadonlyArray<typeof ConfigurationApi.RejectionReasonChoice.Type>>
    readonly creditNoteRejectionReasons: Answer<ReadonlyArray<typeof ConfigurationApi.RejectionReasonChoice.Type>>
    readonly paymentMethods: Call<
      typeof ConfigurationApi.listPaymentMethods,
      ReadonlyArray<typeof ConfigurationApi.PaymentMethodChoice.Type>
    >
    readonly paymentPreferences: Answer<ReadonlyArray<unknown>>
  }
}
