/**
 * The model's invoice as ERPLY Books'.
 */
import type { Invoice, Issue } from "@waybill/model"
import { Result } from "effect"

import { issue } from "../deliver/issues.ts"
import type { InvoiceRecord } from "../deliver/record.ts"
import type { ErplyBooksSettings } from "../Settings.ts"
import { codeOf } from "./code.ts"
import { currencyCodeOf, toAmount } from "./toAmount.ts"
import { confirmedStatus } from "./toPayment.ts"
import { toRows } from "./toRows.ts"

type InvoiceSettings = Pick<ErplyBooksSettings, "article" | "documentType" | "codePrefix">
type Issues = readonly [Issue, ...Array<Issue>]

const otherType = issue("WB-ERPLYBOOKS-TYPE", "the invoice is of a kind that has another type in ERPLY Books", {
  field: "type",
})
const noDate = issue("WB-ERPLYBOOKS-DATE", "the invoice has no date", { field: "issueDate" })

/** @param own fields that `set` writes */
export const toInvoice =
  (settings: InvoiceSettings, own: ReadonlySet<string>) =>
  (invoice: Invoice): Result.Result<InvoiceRecord, Issues> => {
    const { number, customerNumber, issueDate, dueDate, postingDate, type = "invoice", reference, note } = invoice
    if (type === "credit note" || (type !== "invoice" && !own.has("typeCode"))) return Result.fail([otherType])
    if (issueDate === undefined) return Result.fail([noDate])
    const total = toAmount(invoice.total, "total")
    if (Result.isFailure(total)) return Result.fail([total.failure])
    const made = own.has("rows") ? Result.succeed([]) : toRows(invoice, settings)
    return Result.map(made, (rows) => ({
      partnerDocumentId: codeOf(settings.codePrefix, "I", number),
      number,
      sumWithVat: total.success,
      currencyCode: currencyCodeOf(invoice.total.currency),
      customerNumber,
      typeCode: settings.documentType,
      documentStatusTypeCode: confirmedStatus,
      date: issueDate,
      transactionDate: postingDate ?? issueDate,
      ...(dueDate === undefined ? {} : { deadlineDate: dueDate }),
      ...(reference === undefined ? {} : { referenceNumber: reference }),
      ...(note === undefined ? {} : { note }),
      rows,
    }))
  }
