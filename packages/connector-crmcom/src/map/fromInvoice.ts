/**
 * CRM.COM's invoice as the model's.
 */
import { type Invoice as ModelInvoice, type InvoiceLine, type Issue, Money } from "@waybill/model"
import { BigDecimal } from "effect"

import type { Invoice } from "../api/Invoice.ts"
import { given, type ModelSettings, neededOf, payable, type Told } from "./fields.ts"
import type { RecordOf } from "./record.ts"

export type InvoiceRecord = RecordOf<Invoice>
type ItemRecord = NonNullable<InvoiceRecord["invoice_item_set"]>[number]

/** CRM.COM's net amount is before discount, the model's after it. */
const netOf = ({ net_amount: net, discount_amount: discount }: ItemRecord): BigDecimal.BigDecimal | undefined =>
  net && discount ? BigDecimal.subtract(net, discount) : net

const lineOf =
  (currency: string, issues: Array<Issue>) =>
  (item: ItemRecord, index: number): InvoiceLine => {
    const at = (column: string) => `invoice_item_set[${index}].${column}`
    const amount = (value: BigDecimal.BigDecimal | undefined, column: string, field: string) =>
      payable({ amount: value, column: at(column), field: `lines[${index}].${field}` }, currency, issues)
    return given({
      description: item.product?.description,
      quantity: item.quantity,
      unitPrice: item.cost && new Money(item.cost, currency),
      net: amount(netOf(item), "net_amount", "net"),
      // Never from the rate's name: one named `VAT 9%` is published with a percentage of 0.
      taxRate: item.tax_percentage ?? item.vat_percentage,
      tax: amount(item.tax_amount ?? item.vat_amount, "tax_amount", "tax"),
      productCode: item.product?.code,
    })
  }

/** Only these have been posted: a draft and a rejected invoice may carry a `posted_on`, too. */
const postedStates = new Set(["POSTED", "CANCELLED"])

/** What is open, whichever sign the installation shows it with; a draft has none. */
const openOf = ({ unsettled_amount: open }: InvoiceRecord): BigDecimal.BigDecimal | undefined =>
  open && BigDecimal.abs(open)

/**
 * An invoice's number, account and total are needed; amounts are in the connection's currency.
 *
 * The status is CRM.COM's: one that was cancelled may still say POSTED, with nothing open, and then it can't be told from
 * a paid one.
 */
export const fromInvoice =
  (settings: ModelSettings) =>
  (record: InvoiceRecord): Told<ModelInvoice> => {
    const issues: Array<Issue> = []
    const amount = (value: BigDecimal.BigDecimal | undefined, column: string, field: string) =>
      payable({ amount: value, column, field }, settings.currency, issues)
    const own = { amount: record.total_amount, column: "total_amount", field: "total" }
    const { amount: total, ...names } = neededOf(record, own, settings, issues)
    const model = given({
      ...names,
      total,
      type: "invoice" as const,
      issueDate: record.issued_on,
      dueDate: record.due_on,
      postingDate: postedStates.has(record.life_cycle_state ?? "") ? record.posted_on : undefined,
      balance: amount(openOf(record), "unsettled_amount", "balance"),
      tax: amount(record.tax_amount ?? record.vat_amount, "tax_amount", "tax"),
      status: record.life_cycle_state,
      reference: record.reference_number,
      note: record.notes,
      lines: record.invoice_item_set?.map(lineOf(settings.currency, issues)),
    })
    return { model, issues }
  }
