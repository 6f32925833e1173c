/**
 * Everything the stand-in of CRM.COM holds: accounts and their owners, invoices, payments, and what takes them back.
 */
import { Currencies } from "@waybill/model"
import { BigDecimal, Result } from "effect"

import { type Catalogue, idOf, makeCatalogue } from "./Catalogue.ts"
import type { Account, Bill, Contact, CreditNote, Invoice, Payment, Reversal, Transaction } from "./Entities.ts"
import type { Moment } from "./Moment.ts"
import { type Identifier, Records } from "./Records.ts"
import { refuse, type Refusal } from "./Refusal.ts"
import type { CrmComSandboxSettings } from "./Settings.ts"
import { userFieldsOf } from "./userFields.ts"

type FinancialKey = "id" | "number" | "reference_number" | "back_office_code"

const financial = <A extends Transaction>(kind: string) =>
  new Records<A, FinancialKey>(kind, ({ id, number, reference_number, back_office_code }) => ({
    id,
    number,
    reference_number,
    back_office_code,
  }))

type ContactKey =
  | "id"
  | "number"
  | "id_number"
  | "passport_number"
  | "social_security_number"
  | "vat_registration_number"
  | "registration_number"

const contactKeys = ({ id, number, demographics }: Contact) => ({
  id,
  number,
  id_number: demographics?.id_number ?? null,
  passport_number: demographics?.passport_number ?? null,
  social_security_number: demographics?.social_security_number ?? null,
})

const suspenseAccount = (): Account => ({
  id: idOf("suspense account"),
  number: "SUSPENSE",
  name: "Suspense account",
  description: null,
  notes: null,
  type: "SYSTEM",
  owner: null,
  udf: userFieldsOf({}),
  balance: BigDecimal.make(0n, 0),
  invoices: [],
  payments: [],
})

export class Office {
  readonly contacts = new Records<Contact, ContactKey>("contact", contactKeys)
  readonly accounts = new Records<Account, "id" | "number" | "name">("account", ({ id, number, name }) => ({
    id,
    number,
    name,
  }))
  readonly invoices = financial<Invoice>("invoice")
  readonly payments = financial<Payment>("payment")
  readonly creditNotes = financial<CreditNote>("credit note")
  readonly invoiceCancellations = financial<Reversal>("invoice cancellation")
  readonly writeOffs = financial<Reversal>("write-off")
  readonly paymentCancellations = financial<Reversal>("payment cancellation")
  readonly bills = new Records<Bill, "id" | "number">("bill", ({ id, number }) => ({ id, number }))
  /** Where payments go that belong to nobody yet. It is in no list. */
  readonly suspense: Account
  /** How many of the records no call made. */
  readonly seeded = { accounts: 0, invoices: 0, payments: 0 }
  readonly settings: CrmComSandboxSettings
  readonly catalogue: Catalogue
  /** Digits of the currency's minor unit. */
  readonly digits: number
  private readonly counters = new Map<string, number>()

  constructor(settings: CrmComSandboxSettings) {
    this.settings = settings
    this.catalogue = makeCatalogue(settings)
    this.digits = Currencies.minorUnits(settings.currency)
    this.suspense = suspenseAccount()
  }

  /** The next number of a series, from 1 on. */
  next(series: string): number {
    const next = (this.counters.get(series) ?? 0) + 1
    this.counters.set(series, next)
    return next
  }

  id(kind: string): string {
    return idOf(`${kind} ${this.next(`${kind} id`)}`)
  }

  /** Invoices are `I00000001`, the others plain numbers. */
  number(kind: string): string {
    const next = String(this.next(`${kind} number`))
    return kind === "invoice" ? `I${next.padStart(8, "0")}` : next
  }

  /** Refuses a `back_office_code` that another record has. */
  checkCode<A extends Transaction>(
    records: Records<A, FinancialKey>,
    code: string | null | undefined,
    own?: A,
  ): Result.Result<void, Refusal> {
    if (code === undefined || code === null) return Result.succeed(undefined)
    const kinds: ReadonlyArray<Pick<Records<Transaction, FinancialKey>, "get">> =
      this.settings.uniqueness === "kind" ? [records] : this.financials()
    const taken = kinds.some((kind) => {
      const found = kind.get({ by: "back_office_code", value: code })
      return found !== undefined && found !== own
    })
    return taken ? refuse("BACKOFFICECODENOTUNIQUE", "back_office_code is taken") : Result.succeed(undefined)
  }

  /** Whether reading calls show a record already; calls that write know it at once. */
  isShown({ made }: Transaction, { millis }: Moment): boolean {
    return millis - made >= this.settings.visibleAfterMillis
  }

  /** The record that a reading call names. */
  findShown<A extends Transaction>(
    records: Records<A, FinancialKey>,
    identifier: Identifier<FinancialKey>,
    at: Moment,
  ): Result.Result<A, Refusal> {
    return Result.flatMap(records.find(identifier), (record) =>
      this.isShown(record, at) ? Result.succeed(record) : records.absent(),
    )
  }

  private financials() {
    const { invoices, payments, creditNotes, invoiceCancellations, writeOffs, paymentCancellations } = this
    return [invoices, payments, creditNotes, invoiceCancellations, writeOffs, paymentCancellations]
  }

  /** Refuses a currency that is not the accounts' own. */
  checkCurrency(identifier: { readonly by: string; readonly value: string } | undefined): Result.Result<void, Refusal> {
    return identifier === undefined || identifier.value === this.settings.currency
      ? Result.succeed(undefined)
      : refuse("CURRENCYMISMATCH", "intended_currency_identifier is not the account's currency")
  }
}
