/**
 * What keeps a record from being written to ERPLY Books, by its code.
 */
import { ConnectorError, Unreadable } from "@waybill/connector"
import { issueFrom, toErrorCodes } from "@waybill/model"

const catalogue = {
  "WB-ERPLYBOOKS-TARGET": [
    "ERPLY Books has no such stream to write to, or the stream takes other records.",
    "Write to `payments`, `invoices` or `customers`, each its own records.",
    { leaves: ["not begun", "invalid"], related: ["WB-ERPLYBOOKS-STREAM"] },
  ],
  "WB-ERPLYBOOKS-PARTNER-API": [
    "Invoices and customers are written over the Partner API only: it finds them again by an id of our own.",
    "Switch on GLOBAL_API_USE_PARTNER_API in the organisation's settings, and set `usePartnerApi: true`.",
    {
      where: "target system",
      leaves: ["not begun"],
      example: {
        of: "pipeline file",
        after: "connections:\n  ledgers:\n    connector: erplybooks\n    usePartnerApi: true",
      },
    },
  ],
  "WB-ERPLYBOOKS-SETTING": [
    "Writing needs another setting of the connection.",
    "Set what the message names.",
    { leaves: ["not begun"] },
  ],
  "WB-ERPLYBOOKS-CODE": [
    "A code is not in the organisation's dictionary; the message lists those that are.",
    "Correct `paymentType`, `documentType`, the currency, or the code that `set` writes.",
    { leaves: ["refused", "flow stopped"] },
  ],
  "WB-ERPLYBOOKS-ACCOUNT": [
    "A payment needs a bank or cash account: its method has none, and the connection no `paymentAccount`.",
    "Set `paymentAccount`, or `methodAccounts` for the payment's method.",
    {
      example: {
        of: "pipeline file",
        after:
          'connections:\n  ledgers:\n    connector: erplybooks\n    paymentAccount: "1020"\n    methodAccounts: { cash: "1000" }',
      },
      related: ["WB-ERPLYBOOKS-ACCOUNT-ABSENT"],
    },
  ],
  "WB-ERPLYBOOKS-AMOUNT": [
    "The amount is not above zero, or has more than 15 significant digits.",
    "Leave refunds, credit notes and empty amounts out with `where`, and make them in ERPLY Books.",
    { example: { of: "pipeline file", after: "flows:\n  payments:\n    where: decimal(record.Amount) > 0" } },
  ],
  "WB-ERPLYBOOKS-DATE": [
    "ERPLY Books needs the date that the message names.",
    "Map it: `receivedDate` of a payment, `issueDate` of an invoice.",
    {
      example: {
        of: "pipeline file",
        after: 'flows:\n  payments:\n    map:\n      receivedDate: date(record.Received, "dd/MM/yyyy")',
      },
    },
  ],
  "WB-ERPLYBOOKS-ALLOCATION": [
    "A payment in ERPLY Books pays one invoice, with all that it is.",
    "Split the payment: one record for each invoice, with what it pays of it.",
    { where: "source data" },
  ],
  "WB-ERPLYBOOKS-INVOICE-ABSENT": [
    "The customer has no invoice of this number and of the connection's `documentType` in ERPLY Books yet.",
    "Nothing, if the invoice is still to come: the payment goes out by itself. Otherwise correct the allocation.",
    { where: "target system", leaves: ["held"], related: ["WB-RUN-HELD"] },
  ],
  "WB-ERPLYBOOKS-CUSTOMER-ABSENT": [
    "The customer is not in ERPLY Books yet.",
    "Nothing, if the customer is still to come. Otherwise correct the number, or `customersBy`.",
    { where: "target system", leaves: ["held"], related: ["WB-RUN-HELD"] },
  ],
  "WB-ERPLYBOOKS-ACCOUNT-ABSENT": [
    "ERPLY Books has no account of this number yet.",
    "Add the account, or correct `paymentAccount` or `methodAccounts`.",
    { where: "target system", leaves: ["held"] },
  ],
  "WB-ERPLYBOOKS-AMBIGUOUS": [
    "Several records over there have the number, so that which one is meant is for a person to say.",
    "Look at them in ERPLY Books, and give all but one another number.",
    { where: "target system", leaves: ["refused", "flow stopped"] },
  ],
  "WB-ERPLYBOOKS-DIFFERS": [
    "ERPLY Books kept other values than were sent: another amount, another currency or another invoice.",
    "Compare the record in ERPLY Books with the source; the message says what became of it.",
    { where: "target system", leaves: ["refused"], related: ["WB-ERPLYBOOKS-LEFT"] },
  ],
  "WB-ERPLYBOOKS-LEFT": [
    "A record that should not count could not be taken back.",
    "Correct or delete it in ERPLY Books, then settle it with `waybill resolve`.",
    { where: "target system", leaves: ["unknown"], example: { of: "command", after: "waybill resolve list" } },
  ],
  "WB-ERPLYBOOKS-STATE": [
    "ERPLY Books' answer does not say what became of the record.",
    "Run again: it is looked up first. Otherwise look at it in ERPLY Books.",
    { where: "target system", leaves: ["unknown"], example: { of: "command", after: "waybill run" } },
  ],
  "WB-ERPLYBOOKS-GONE": [
    "ERPLY Books no longer has the record.",
    "See whether the connection points at the same organisation as before.",
    { where: "target system", leaves: ["refused"] },
  ],
  "WB-ERPLYBOOKS-TAKEN": [
    "ERPLY Books has a record of this number that this connection did not write.",
    "Take it over with `match:` in the flow, leave the record out, or change the number of one of the two.",
    { where: "target system", leaves: ["refused"], related: ["WB-ERPLYBOOKS-UNSEEN"] },
  ],
  "WB-ERPLYBOOKS-UNSEEN": [
    "ERPLY Books has an invoice of this number, and does not show which: nothing was sent.",
    "Run again: our own may be late in showing. Where it stays so, look for the number in ERPLY Books.",
    { where: "target system", leaves: ["pending"] },
  ],
  "WB-ERPLYBOOKS-TYPE": [
    "Credit notes and other kinds of invoice are documents of types of their own in ERPLY Books.",
    "Leave credit notes out with `where`, and make them in ERPLY Books; for other kinds write `typeCode` with `set`.",
    { example: { of: "pipeline file", after: 'flows:\n  invoices:\n    where: record.Type != "credit note"' } },
  ],
  "WB-ERPLYBOOKS-ROW": [
    "A row of the invoice can't be told exactly: its name, price or rate of VAT is missing, or the price does not come out even.",
    "Map the line's `description`, `quantity`, `unitPrice` and `taxRate`; without lines map `tax`, and set `article`.",
  ],
  "WB-ERPLYBOOKS-TOTAL": [
    "The invoice's rows do not come to its total.",
    "Compare quantities, prices and rates of VAT with the total, to the cent.",
    { where: "source data", related: ["WB-ERPLYBOOKS-ROW"] },
  ],
  "WB-ERPLYBOOKS-NAME": ["A customer needs a name.", "Map `name`, or `firstName` and `lastName`."],
  "WB-ERPLYBOOKS-COUNTRY": [
    "ERPLY Books takes countries as codes of two letters.",
    "Map the address' `country` as ISO 3166-1 alpha-2, such as EE; a `lookup` table does it.",
    {
      example: {
        of: "pipeline file",
        after:
          'tables:\n  countries: { Estonia: EE, Latvia: LV }\nflows:\n  customers:\n    map:\n      billingAddress:\n        country: lookup("countries", record.Country)',
      },
    },
  ],
} as const

/** The codes of what is written; those of answers are in `errors.ts`. */
export const destinationErrors = toErrorCodes(catalogue, { where: "pipeline file", leaves: ["invalid"] })

export const issue = issueFrom(catalogue)

/** What is wrong is no record's fault: the flow can't go on. */
export const failure = (operation: string, code: keyof typeof catalogue, message: string): ConnectorError => {
  const { hint = "", ...said } = issue(code, message)
  return new ConnectorError({ ...said, hint, connector: "erplybooks", operation, reason: new Unreadable({}) })
}
