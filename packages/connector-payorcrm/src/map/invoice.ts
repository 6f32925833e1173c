/**
 * The model's invoice as PayorCRM's.
 */
import { Decimals, type Invoice, type Issue, Monies } from "@waybill/model"
import { Result } from "effect"

import type { PayorCrmSettings } from "../Settings.ts"
import { toAmount } from "./amount.ts"
import type { InvoiceRecord } from "./record.ts"

type MapSettings = Pick<PayorCrmSettings, "amountUnit" | "negativeAmounts" | "balanceFormat" | "currencyCode">

const otherCurrency: Issue = {
  code: "WB-PAYORCRM-BALANCE-CURRENCY",
  message: "the balance is in another currency than the total, and an invoice has one currency field",
  hint: "map both amounts in the same currency",
  field: "balance",
}

/** `balanceAmount`, a text: `121.12` with the digits of the currency, or as the invoice's amount is written. */
const balanceText = ({ total, balance }: Invoice, settings: MapSettings): Result.Result<string | undefined, Issue> => {
  if (balance === undefined) return Result.succeed(undefined)
  if (balance.currency !== total.currency) return Result.fail(otherCurrency)
  if (settings.balanceFormat === "decimal") return Result.succeed(Monies.format(balance))
  return Result.map(toAmount(balance, settings, "balance"), (amount) => Decimals.toText(amount))
}

type Writable = { -readonly [Field in keyof InvoiceRecord]: InvoiceRecord[Field] }

/** Adds what needs no decision: text and dates. */
const addPlainFields = (record: Writable, invoice: Invoice): void => {
  const { issueDate, dueDate, postingDate, terms, reference, note } = invoice
  if (issueDate !== undefined) {
    // Both fields name the day of issue (EN 16931 BT-2), and which of them PayorCRM reads is not published.
    record.invoiceDate = issueDate
    record.issueDate = issueDate
  }
  if (dueDate !== undefined) record.dueDate = dueDate
  if (postingDate !== undefined) record.postDate = postingDate
  if (terms !== undefined) record.paymentTerms = terms
  if (reference !== undefined) record.reference1 = reference
  if (note !== undefined) record.itemText = note
}

export const toInvoice =
  (settings: MapSettings) =>
  (invoice: Invoice): Result.Result<InvoiceRecord, readonly [Issue, ...Array<Issue>]> => {
    const amount = toAmount(invoice.total, settings, "total")
    const balance = balanceText(invoice, settings)
    if (Result.isFailure(amount)) {
      return Result.fail([amount.failure, ...(Result.isFailure(balance) ? [balance.failure] : [])])
    }
    if (Result.isFailure(balance)) return Result.fail([balance.failure])
    const record: Writable = {
      customerNumber: invoice.customerNumber,
      invoiceNumber: invoice.number,
      invoiceAmount: amount.success,
    }
    if (settings.currencyCode === "send") record.currency = invoice.total.currency
    if (balance.success !== undefined) record.balanceAmount = balance.success
    addPlainFields(record, invoice)
    return Result.succeed(record)
  }
