/**
 * Invoices, and what closes them, as the calls answer them.
 */
import { BigDecimal } from "effect"

import { ownerOf } from "../account/views.ts"
import { unit, user } from "../Catalogue.ts"
import type { Account, Invoice, Item, Reversal, Transaction } from "../Entities.ts"
import type { Office } from "../Office.ts"
import type { InvoiceData } from "../Served.ts"
import { outstandingOf, totalOf, unsettledOf } from "./openAmounts.ts"
import { total } from "./prices.ts"

type Decimal = BigDecimal.BigDecimal

/** Null in a draft; the sign is a switch. */
const openAmounts = (office: Office, invoice: Invoice, now: string) => {
  if (invoice.state === "DRAFT") return { outstanding_amount: null, unsettled_amount: null }
  const signed = office.settings.signOfOpenAmounts === "negative" ? BigDecimal.negate : (amount: Decimal) => amount
  return {
    outstanding_amount: signed(outstandingOf(invoice, now)),
    unsettled_amount: signed(unsettledOf(invoice)),
  }
}

/** The fields of a short invoice, as the examples of post, reject and cancel have them. */
export const shortInvoiceFields = [
  "id",
  "number",
  "reference_number",
  "life_cycle_state",
  "total_amount",
  "outstanding_amount",
  "unsettled_amount",
  "issued_on",
  "posted_on",
  "due_on",
  "currency_rate_period",
] as const

/** How a cancelled invoice is shown is a switch. */
const stateOf = (office: Office, { state, closed }: Invoice) =>
  closed === "cancelled" ? office.settings.stateAfterCancel : state

/** An invoice with the fields that a short one can have. */
export const shortInvoiceView = (office: Office, invoice: Invoice, now: string) => ({
  id: invoice.id,
  number: invoice.number,
  reference_number: invoice.reference_number,
  life_cycle_state: stateOf(office, invoice),
  total_amount: totalOf(invoice),
  ...openAmounts(office, invoice, now),
  issued_on: invoice.issued_on,
  posted_on: invoice.posted_on,
  due_on: invoice.due_on,
  back_office_code: invoice.back_office_code,
  currency_rate_period: null,
})

const itemView = ({ id, product, vatRate, ...priced }: Item) => ({
  id,
  ...priced,
  tax_percentage: priced.vat_percentage,
  tax_amount: priced.vat_amount,
  product: {
    id: product.id,
    code: product.code,
    description: product.description,
    alternative_code: product.alternative_code,
    product_type: {
      id: product.goods ? "GOODS" : "SERVICES",
      name: product.goods ? "Goods" : "Services",
      description: null,
      alternative_code: product.goods ? "GOODS" : "SERVICES",
      classification: product.goods ? "PHYSICALGOODS" : "SERVICES",
      physical_good_type: product.goods ? "NON_TRACEABLE" : null,
      service_type: product.goods ? null : "TERMED",
      composition_method: "FLAT",
      used_for_provisioning: false,
    },
  },
  vat_rate: vatRate.shown,
  applied_tax_rates: [],
})

export const logOf = ({ issued_on, updated_on }: Transaction) => ({
  created_date: issued_on,
  updated_date: updated_on,
  created_by_user: user,
  updated_by_user: user,
  created_by_unit: unit,
  updated_by_unit: unit,
})

export const accountOfRecord = ({ id, number, name, owner }: Account) => ({
  id,
  number,
  name,
  life_cycle_state: "ACTIVE",
  account_owner: owner === null ? null : ownerOf(owner),
})

const sums = ({ items }: Invoice) => {
  const vat_amount = total(items.map((item) => item.vat_amount))
  return {
    net_amount: total(items.map((item) => item.net_amount)),
    discount_amount: total(items.map((item) => item.discount_amount)),
    vat_amount,
    tax_amount: vat_amount,
  }
}

export const invoiceView = (office: Office, invoice: Invoice, now: string): InvoiceData => ({
  ...shortInvoiceView(office, invoice, now),
  ...sums(invoice),
  notes: invoice.notes,
  ...invoice.udf,
  accounts_receivable: accountOfRecord(invoice.account),
  type: invoice.type,
  category: invoice.category,
  rejection_reason: invoice.rejectionReason,
  invoice_item_set: invoice.items.map(itemView),
  accounting_period_information: null,
  log_information: logOf(invoice),
})

/** An invoice cancellation, or a write-off. */
export const reversalView = ({ id, number, reference_number, amount, issued_on, posted_on }: Reversal) => ({
  id,
  number,
  reference_number,
  life_cycle_state: "POSTED",
  total_amount: amount,
  issued_on,
  posted_on,
  currency_rate_period: null,
})
