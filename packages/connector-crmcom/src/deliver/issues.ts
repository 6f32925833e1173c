/**
 * What keeps a record from being written to CRM.COM, by its code.
 */
import { issueFrom, toErrorCodes } from "@waybill/model"

const catalogue = {
  "WB-CRMCOM-TARGET": [
    "CRM.COM has no such stream to write to, or the stream takes other records.",
    "Write customers to `customers`, invoices to `invoices` and payments to `payments`.",
    { leaves: ["not begun", "invalid"], related: ["WB-CRMCOM-STREAM"] },
  ],
  "WB-CRMCOM-NO-CUSTOMERS": [
    "No account of CRM.COM is known to be this customer's, and Waybill makes and changes none there: how the API ties an account to its owner is not published.",
    "Make the account in CRM.COM, add it to the connection's `accounts` and run again; or say with `waybill crosswalk import` which account it is.",
    {
      where: "target system",
      leaves: ["refused"],
      example: { of: "command", after: "waybill crosswalk import accounts.csv --flow customers" },
      related: ["WB-RUN-HELD", "WB-CRMCOM-ACCOUNT-ABSENT"],
    },
  ],
  "WB-CRMCOM-SETTING": [
    "Writing needs a setting of the connection that is missing, or a later release.",
    "Set what the message names.",
    {
      leaves: ["not begun"],
      example: {
        of: "pipeline file",
        after:
          "connections:\n  billing:\n    connector: crmcom\n    invoiceType: { name: Invoice }\n    paymentType: { name: Payment }",
      },
    },
  ],
  "WB-CRMCOM-CURRENCY": [
    "The amount is in another currency than the connection's accounts.",
    "Map amounts in the connection's `currency`, or write other currencies over another connection.",
    { example: { of: "pipeline file", after: "connections:\n  billing:\n    connector: crmcom\n    currency: EUR" } },
  ],
  "WB-CRMCOM-AMOUNT-DIGITS": [
    "The amount has more than 15 significant digits: a JSON number does not carry it exactly.",
    "Correct the amount: receivables of that size are hardly meant.",
    { where: "source data" },
  ],
  "WB-CRMCOM-CREDIT-NOTE": [
    "Credit notes and negative totals are no invoices in CRM.COM, and how their amounts are written is not published.",
    "Leave them out with `where`, and make them in CRM.COM.",
    {
      example: { of: "pipeline file", after: 'flows:\n  invoices:\n    where: record.Type != "credit note"' },
      related: ["WB-CRMCOM-AMOUNT-NEGATIVE"],
    },
  ],
  "WB-CRMCOM-AMOUNT-NEGATIVE": [
    "A payment's amount is negative: CRM.COM takes money back by a refund or a cancellation.",
    "Leave refunds out with `where`, and make them in CRM.COM.",
    { example: { of: "pipeline file", after: "flows:\n  payments:\n    where: decimal(record.Amount) > 0" } },
  ],
  "WB-CRMCOM-PRODUCT": [
    "An item needs a product: the line has no `productCode`, and the connection no `product`.",
    "Map `productCode`, or set `product`.",
  ],
  "WB-CRMCOM-LINE": [
    "A line's price can't be told exactly from what it has.",
    "Map the line's `unitPrice`, or its `net` with its `tax`.",
  ],
  "WB-CRMCOM-METHOD": [
    "A payment needs a method: it has none, and the connection no `paymentMethod`.",
    "Map `method`, or set `paymentMethod`.",
    {
      example: {
        of: "pipeline file",
        after: "connections:\n  billing:\n    connector: crmcom\n    paymentMethod: { name: Bank Transfer }",
      },
    },
  ],
  "WB-CRMCOM-ALLOCATION": [
    "CRM.COM takes no part amounts per invoice: it allocates a payment by itself.",
    "Map allocations without `amount`, or set `allocationAmounts: drop`.",
    {
      example: {
        of: "pipeline file",
        after: "connections:\n  billing:\n    connector: crmcom\n    allocationAmounts: drop",
      },
    },
  ],
  "WB-CRMCOM-PAY-INVOICE": [
    "`payWith: pay_invoice` pays one invoice, and the payment names none or several.",
    "Map one allocation, or set `payWith: create`.",
    { example: { of: "pipeline file", after: "connections:\n  billing:\n    connector: crmcom\n    payWith: create" } },
  ],
  "WB-CRMCOM-PAY-AMOUNT": [
    "The payment is not what is open of its invoice, and pay_invoice takes no amount: nothing was sent.",
    "Compare the two, or set `payWith: create`.",
    {
      where: "source data",
      leaves: ["refused"],
      example: { of: "pipeline file", after: "connections:\n  billing:\n    connector: crmcom\n    payWith: create" },
    },
  ],
  "WB-CRMCOM-INVOICE-ABSENT": [
    "CRM.COM shows no invoice that the payment is for, or not yet.",
    "Nothing, if the invoice is still to come: the payment goes out by itself. Otherwise correct the allocation or `invoicesBy`.",
    { where: "target system", leaves: ["held"], related: ["WB-RUN-HELD"] },
  ],
  "WB-CRMCOM-TOTAL": [
    "CRM.COM comes to another amount than the record has.",
    "Compare prices, discounts and the products' tax in CRM.COM with the source; the message says what became of the record.",
    { where: "target system", leaves: ["refused", "unknown"] },
  ],
  "WB-CRMCOM-TAKEN": [
    "CRM.COM holds a record with this one's back_office_code, and other content.",
    "Look at it in CRM.COM; where the numbers of several systems meet, give each connection a `codePrefix`.",
    {
      where: "target system",
      leaves: ["refused"],
      example: { of: "pipeline file", after: "connections:\n  billing:\n    connector: crmcom\n    codePrefix: OLD" },
    },
  ],
  "WB-CRMCOM-UNSEEN": [
    "CRM.COM says that this record's back_office_code is taken, and shows no record that has it.",
    "Run again later: CRM.COM may be late in showing it. Where it stays so, look for the code in CRM.COM and settle the record with `waybill resolve`.",
    { where: "target system", leaves: ["unknown"] },
  ],
  "WB-CRMCOM-CLOSED": [
    "CRM.COM holds the invoice, and nothing of it is open: it is paid, written off or cancelled, which CRM.COM may show alike.",
    "Look at it in CRM.COM and settle it with `waybill resolve`.",
    {
      where: "target system",
      leaves: ["refused"],
      example: { of: "command", after: "waybill rejects list --code WB-CRMCOM-CLOSED" },
    },
  ],
  "WB-CRMCOM-ATTEMPTS": [
    "Nine records of this number were rejected or cancelled, and there is no code for a tenth.",
    "Set another `codePrefix`, or make the record in CRM.COM.",
    {
      leaves: ["refused"],
      example: { of: "pipeline file", after: "connections:\n  billing:\n    connector: crmcom\n    codePrefix: WB2" },
    },
  ],
  "WB-CRMCOM-NOT-DRAFT": [
    "CRM.COM changes drafts only, and the record is posted, cancelled or rejected.",
    "Change it in CRM.COM, or take it back with `waybill undo` and send it anew.",
    { where: "target system", leaves: ["refused"] },
  ],
  "WB-CRMCOM-GONE": [
    "CRM.COM no longer knows the record by its id.",
    "See whether the connection points at the same system as before.",
    { where: "target system", leaves: ["refused"] },
  ],
  "WB-CRMCOM-NOT-POSTED": [
    "The record is kept as a draft: posting it was not settled.",
    "Run again, or post it with `waybill post`; the message says why.",
    { where: "target system", leaves: ["unknown"], related: ["WB-CRMCOM-DRAFT-LEFT"] },
  ],
  "WB-CRMCOM-DRAFT-LEFT": [
    "A draft that should not count could not be rejected.",
    "Reject it in CRM.COM, then settle the record with `waybill resolve`.",
    { where: "target system", leaves: ["unknown"], example: { of: "command", after: "waybill resolve list" } },
  ],
  "WB-CRMCOM-STATE": [
    "CRM.COM's answer does not say what became of the record.",
    "Look at it in CRM.COM and settle it with `waybill resolve`.",
    { where: "target system", leaves: ["unknown"] },
  ],
  "WB-CRMCOM-UNDO": [
    "The record is posted, and the connection has no type for what would take it back.",
    "Set `cancellationType` or `writeOffType`, for payments `paymentCancellationType`.",
    {
      leaves: ["not done"],
      example: {
        of: "pipeline file",
        after: "connections:\n  billing:\n    connector: crmcom\n    cancellationType: { name: Cancellation }",
      },
    },
  ],
  "WB-CRMCOM-UNDO-UPDATED": [
    "The record was there before the run updated it, and CRM.COM can't put back what it held: it is left as it is.",
    "Change it in CRM.COM by hand, or send its earlier content with a new run.",
    { where: "target system", leaves: ["not done"], related: ["WB-CRMCOM-NOT-DRAFT"] },
  ],
} as const

/** The codes of what is written; those of answers are in `errors.ts`. */
export const destinationErrors = toErrorCodes(catalogue, { where: "pipeline file", leaves: ["invalid"] })

export const issue = issueFrom(catalogue)
