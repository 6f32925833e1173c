/**
 * What a stand-in begins with, the same each time: accounts and their owners, invoices, payments, bills. It is made by the
 * calls themselves, as if they had come in during December 2025; due dates are spread over 2026.
 */
import { BigDecimal, DateTime, Result } from "effect"

import { type Numbers, numbered } from "../internal/numbers.ts"
import { addAccount } from "./account/accounts.ts"
import { addContact } from "./account/contacts.ts"
import { addBill } from "./bills.ts"
import type { Account, Contact, Invoice } from "./Entities.ts"
import { cancelInvoice, createInvoice } from "./invoice/invoices.ts"
import { unsettledOf } from "./invoice/openAmounts.ts"
import { momentOf } from "./Moment.ts"
import type { Office } from "./Office.ts"
import { createPayment } from "./payment/payments.ts"
import type { Identifier } from "./Records.ts"
import type { Body } from "./Served.ts"
import type { Seeds } from "./Settings.ts"

const byName = (name: string): Identifier<"name"> => ({ by: "name", value: name })
const byId = (id: string): Identifier<"id"> => ({ by: "id", value: id })
const two = (value: number): string => String(value).padStart(2, "0")

const december = DateTime.makeUnsafe("2025-12-01T09:00:00Z").epochMilliseconds
const day = 86_400_000

/** Every second owner is a company. */
const addOwner = (office: Office, index: number): Contact => {
  const email = `owner${index}@example.test`
  const demographics = { id_number: `ID${String(index).padStart(6, "0")}` }
  return index % 2 === 0
    ? addContact(office, { type: "COMPANY", company_name: `Company ${index}`, demographics }, email)
    : addContact(office, { type: "PERSON", first_name: "Owner", last_name: `No ${index}`, demographics }, email)
}

type Item = Body<"invoices", "create">["invoice_item_set"][number]

/** One to three items: prices with a fraction, a discount on every third, with and without tax. */
const itemsOf = (index: number): ReadonlyArray<Item> =>
  Array.from({ length: 1 + (index % 3) }, (_, line) => {
    const cents = 1250 + ((index * 7919 + line * 104_729) % 90_000)
    return {
      product_identifier: { by: "code", value: line % 2 === 0 ? "SERVICE" : "GOODS" },
      quantity: BigDecimal.make(BigInt(1 + (line % 2)), 0),
      cost: BigDecimal.make(BigInt(cents), 2),
      ...(index % 3 === 0 ? { discount_percentage: BigDecimal.make(5n, 0) } : {}),
      vat_rate_identifier: byName(line === 0 ? "VAT 19%" : "Zero"),
    }
  })

/** Of every ten invoices the fourth stays a draft, and the eighth is cancelled. */
const addInvoice = (office: Office, account: Account): void => {
  const index = office.next("seeded invoice")
  const at = momentOf(december + (index % 28) * day)
  const params: Body<"invoices", "create"> = {
    accounts_receivable_identifier: byId(account.id),
    type_identifier: byName("Invoice"),
    category_identifier: byName("Invoice Categories"),
    life_cycle_state: index % 10 === 4 ? "DRAFT" : "POSTED",
    due_on: `2026-${two(1 + (index % 12))}-15T00:00:00`,
    invoice_item_set: itemsOf(index),
  }
  const { id } = Result.getOrThrow(createInvoice(office, params, at))
  if (index % 10 !== 8 || typeof id !== "string") return
  const type_identifier = byName("Invoice Cancellation")
  Result.getOrThrow(cancelInvoice(office, { invoice_identifier: byId(id), type_identifier }, at))
}

/** The whole of an invoice, then half of the next, in turn; credit where nothing is open. */
const amountOf = (office: Office, index: number, invoice: Invoice | undefined): BigDecimal.BigDecimal => {
  if (invoice === undefined) return BigDecimal.make(10n, 0)
  const open = unsettledOf(invoice)
  if (index % 2 === 1) return open
  return BigDecimal.round(BigDecimal.divideUnsafe(open, BigDecimal.make(2n, 0)), {
    scale: office.digits,
    mode: "half-from-zero",
  })
}

const addPayment = (office: Office, account: Account): void => {
  const index = office.next("seeded payment")
  const invoice = account.invoices.find((one) => BigDecimal.isPositive(unsettledOf(one)))
  const params: Body<"payments", "create"> = {
    accounts_receivable_identifier: byId(account.id),
    type_identifier: byName("Payment"),
    payment_method_identifier: byName(index % 2 === 0 ? "Cash" : "Bank Transfer"),
    life_cycle_state: "POSTED",
    payment_amount: amountOf(office, index, invoice),
    ...(invoice === undefined ? {} : { invoices_to_pay_set: [{ invoice_identifier: byId(invoice.id) }] }),
  }
  Result.getOrThrow(createPayment(office, params, momentOf(december + 30 * day)))
}

const billAccount = (office: Office, account: Account, invoices: ReadonlyArray<Invoice>): void => {
  if (invoices.length === 0) return
  const dates = { from_date: "2025-12-01T00:00:00", to_date: "2025-12-31T00:00:00", due_date: "2026-12-31T00:00:00" }
  addBill(office, { account, invoices, ...dates })
}

const times = (count: number, make: () => void): void => {
  for (let made = 0; made < count; made++) make()
}

/** Accounts of companies that are known by their numbers; gives how many were not there yet. */
const addNumbered = (office: Office, numbers: Numbers): number => {
  const absent = numbered(numbers).filter(
    ({ number: value }) => office.accounts.get({ by: "number", value }) === undefined,
  )
  for (const { number, name = number } of absent) {
    const owner = addContact(office, { type: "COMPANY", company_name: name }, null)
    addAccount(office, { owner, params: { name } }, number)
  }
  return absent.length
}

/** Adds accounts with their invoices and payments, and a bill of the posted ones of each; and accounts by their numbers. */
export const seed = (office: Office, seeds: Seeds): void => {
  const { accountNumbers, invoicesPerAccount, paymentsPerAccount } = seeds
  const accounts = seeds.accounts ?? (accountNumbers === undefined ? 5 : 0)
  times(accounts, () => {
    const owner = addOwner(office, office.next("seeded account"))
    const account = addAccount(office, { owner, params: {} })
    times(invoicesPerAccount, () => addInvoice(office, account))
    billAccount(
      office,
      account,
      account.invoices.filter(({ state }) => state === "POSTED"),
    )
    times(paymentsPerAccount, () => addPayment(office, account))
  })
  office.seeded.accounts += accounts + addNumbered(office, accountNumbers ?? [])
  office.seeded.invoices += accounts * invoicesPerAccount
  office.seeded.payments += accounts * paymentsPerAccount
}
