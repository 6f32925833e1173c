/**
 * The model's invoice as CRM.COM's.
 */
import type { Invoice, Issue } from "@waybill/model"
import { BigDecimal, Result } from "effect"

import { issue } from "../deliver/issues.ts"
import type { InvoiceRecord } from "../deliver/record.ts"
import { isFrom } from "../Release.ts"
import type { CrmComSettings } from "../Settings.ts"
import { toAmount } from "./amount.ts"
import { type ItemSettings, toItems } from "./toItems.ts"

export type CurrencySettings = Pick<CrmComSettings, "currency" | "intendedCurrency" | "release">
export type InvoiceSettings = ItemSettings & CurrencySettings & Pick<CrmComSettings, "accountsBy" | "invoiceType">

type Issues = readonly [Issue, ...Array<Issue>]

/** The currency for CRM.COM to compare with the account's. */
export const currencyField = (
  { intendedCurrency, release, currency }: CurrencySettings,
  own: ReadonlySet<string>,
): Pick<InvoiceRecord, "intended_currency_identifier"> =>
  intendedCurrency === "omit" || own.has("intended_currency_identifier") || !isFrom(release, "R11.0.0")
    ? {}
    : { intended_currency_identifier: { code: currency } }

const creditNote = issue(
  "WB-CRMCOM-CREDIT-NOTE",
  "a credit note, or a negative total: CRM.COM keeps those apart from invoices, and takes no amounts for them",
  { field: "total" },
)

/** @param own fields that `set` writes: nothing is made of the model for an identifier or a list among them */
export const toInvoice =
  (settings: InvoiceSettings, own: ReadonlySet<string>) =>
  (invoice: Invoice): Result.Result<InvoiceRecord, Issues> => {
    const { number, customerNumber, total, dueDate, postingDate, note } = invoice
    if (invoice.type === "credit note" || BigDecimal.isNegative(total.amount)) return Result.fail([creditNote])
    const amount = toAmount(total, settings, "total")
    if (Result.isFailure(amount)) return Result.fail([amount.failure])
    const items = own.has("invoice_item_set") ? Result.succeed([]) : toItems(invoice, amount.success, settings)
    return Result.map(items, (invoice_item_set) => ({
      number,
      total: amount.success,
      accounts_receivable_identifier: own.has("accounts_receivable_identifier")
        ? {}
        : { [settings.accountsBy]: customerNumber },
      // Opening made sure that `set` names the type where the connection doesn't.
      type_identifier: own.has("type_identifier") ? {} : (settings.invoiceType ?? {}),
      invoice_item_set,
      ...currencyField(settings, own),
      ...(dueDate === undefined ? {} : { due_on: dueDate }),
      ...(postingDate === undefined ? {} : { posted_on: postingDate }),
      ...(note === undefined ? {} : { notes: note }),
    }))
  }
