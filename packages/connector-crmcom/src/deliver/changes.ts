/**
 * From what a draft holds to what it is to hold: CRM.COM takes the entries of a set one by one, to add and to remove.
 */
import type { InvoiceIdentifier } from "../api/identifiers.ts"
import type { Invoice } from "../api/Invoice.ts"
import type { Payment } from "../api/Payment.ts"
import type { NewInvoiceItem, UpdateInvoice, UpdatePayment } from "../Calls.ts"
import { byId } from "./kind.ts"

/** Replaces all items; `undefined` where the draft's items can't be named. */
export const replaced = (
  shown: Invoice,
  items: ReadonlyArray<NewInvoiceItem>,
): UpdateInvoice["invoice_item_set"] | undefined => {
  const removed = (shown.invoice_item_set ?? [{ id: null }]).map(({ id }) => id)
  return removed.every((id) => id != null)
    ? [
        ...removed.map((value) => ({ action: "remove", invoice_item_identifier: byId(value) }) as const),
        ...items.map((item) => ({ action: "add", ...item }) as const),
      ]
    : undefined
}

export type InvoiceName = (typeof InvoiceIdentifier.body)["Type"]

/** From the invoices that a draft shows to the ones that it is for. */
export const changesOf = (
  { invoices_to_pay_set }: Payment,
  wanted: ReadonlyArray<InvoiceName>,
): Pick<UpdatePayment, "invoices_to_pay_set"> => {
  const shown = invoices_to_pay_set ?? []
  const isShown = ({ by, value }: InvoiceName) => shown.some((invoice) => invoice[by] === value)
  const isWanted = (invoice: (typeof shown)[number]) => wanted.some(({ by, value }) => invoice[by] === value)
  const removed = shown.flatMap((invoice) => (isWanted(invoice) || invoice.id == null ? [] : [byId(invoice.id)]))
  const changes = [
    ...removed.map((invoice_identifier) => ({ action: "remove", invoice_identifier }) as const),
    ...wanted
      .filter((name) => !isShown(name))
      .map((invoice_identifier) => ({ action: "add", invoice_identifier }) as const),
  ]
  return changes.length === 0 ? {} : { invoices_to_pay_set: changes }
}
