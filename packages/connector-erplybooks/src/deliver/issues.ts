/**
 * What keeps a record from being written to ERPLY Books, by its code.
 */
import { ConnectorError, Unreadable } from "@waybill/connector"
import { issueFrom, toErrorCodes } from "@waybill/model"

const catalogue = {
  "WB-ERPLYBOOKS-TARGET": [
    "ERPLY Books has no such stream to write to, or the stream takes other records.",
    "Write to `payments`, `invoices` or `customers`, each its own records.",
  ],
  "WB-ERPLYBOOKS-PARTNER-API": [
    "Invoices and customers are written over the Partner API only: it finds them again by an id of our own.",
    "Switch on GLOBAL_API_USE_PARTNER_API in the organisation's settings, and set `usePartnerApi: true`.",
  ],
  "WB-ERPLYBOOKS-SETTING": ["Writing needs another setting of the connection.", "Set what the message names."],
  "WB-ERPLYBOOKS-CODE": [
    "A code is not in the organisation's dictionary; the message lists those that are.",
    "Correct `paymentType`, `documentType`, the currency, or the code that `set` writes.",
  ],
  "WB-ERPLYBOOKS-ACCOUNT": [
    "A payment needs a bank or cash account: its method has none, and the connection no `paymentAccount`.",
    "Set `paymentAccount`, or `methodAccounts` for the payment's method.",
  ],
  "WB-ERPLYBOOKS-AMOUNT": [
    "The amount is not above zero, or has more than 15 significant digits.",
    "Leave refunds, credit notes and empty amounts out with `where`, and make them in ERPLY Books.",
  ],
  "WB-ERPLYBOOKS-DATE": [
    "ERPLY Books needs the date that the message names.",
    "Map it: `receivedDate` of a payment, `issueDate` of an invoice.",
  ],
  "WB-ERPLYBOOKS-ALLOCATION": [
    "A payment in ERPLY Books pays one invoice, with all that it is.",
    "Split the payment: one record for each invoice, with what it pays of it.",
  ],
  "WB-ERPLYBOOKS-INVOICE-ABSENT": [
    "The customer has no invoice of this number and of the connection's `documentType` in ERPLY Books yet.",
    "Nothing, if the invoice is still to come: the payment goes out by itself. Otherwise correct the allocation.",
  ],
  "WB-ERPLYBOOKS-CUSTOMER-ABSENT": [
    "The customer is not in ERPLY Books yet.",
    "Nothing, if the customer is still to come. Otherwise correct the number, or `customersBy`.",
  ],
  "WB-ERPLYBOOKS-ACCOUNT-ABSENT": [
    "ERPLY Books has no account of this number yet.",
    "Add the account, or correct `paymentAccount` or `methodAccounts`.",
  ],
  "WB-ERPLYBOOKS-AMBIGUOUS": [
    "Several records over there have the number, so that which one is meant is for a person to say.",
    "Look at them in ERPLY Books, and give all but one another number.",
  ],
  "WB-ERPLYBOOKS-DIFFERS": [
    "ERPLY Books kept other values than were sent: another amount, another currency or another invoice.",
    "Compare the record in ERPLY Books with the source; the message says what became of it.",
  ],
  "WB-ERPLYBOOKS-LEFT": [
    "A record that should not count could not be taken back.",
    "Correct or delete it in ERPLY Books, then settle it with `waybill resolve`.",
  ],
  "WB-ERPLYBOOKS-STATE": [
    "ERPLY Books' answer does not say what became of the record.",
    "Run again: it is looked up first. Otherwise look at it in ERPLY Books.",
  ],
  "WB-ERPLYBOOKS-GONE": [
    "ERPLY Books no longer has the record.",
    "See whether the connection points at the same organisation as before.",
  ],
  "WB-ERPLYBOOKS-TAKEN": [
    "ERPLY Books has a record of this number that this connection did not write.",
    "Leave the record out, or change the number of one of the two.",
  ],
  "WB-ERPLYBOOKS-UNSEEN": [
    "ERPLY Books has an invoice of this number, and does not show which: nothing was sent.",
    "Run again: our own may be late in showing. Where it stays so, look for the number in ERPLY Books.",
  ],
  "WB-ERPLYBOOKS-TYPE": [
    "Credit notes and other kinds of invoice are documents of types of their own in ERPLY Books.",
    "Leave credit notes out with `where`, and make them in ERPLY Books; for other kinds write `typeCode` with `set`.",
  ],
  "WB-ERPLYBOOKS-ROW": [
    "A row of the invoice can't be told exactly: its name, price or rate of VAT is missing, or the price does not come out even.",
    "Map the line's `description`, `quantity`, `unitPrice` and `taxRate`; without lines map `tax`, and set `article`.",
  ],
  "WB-ERPLYBOOKS-TOTAL": [
    "The invoice's rows do not come to its total.",
    "Compare quantities, prices and rates of VAT with the total, to the cent.",
  ],
  "WB-ERPLYBOOKS-NAME": ["A customer needs a name.", "Map `name`, or `firstName` and `lastName`."],
  "WB-ERPLYBOOKS-COUNTRY": [
    "ERPLY Books takes countries as codes of two letters.",
    "Map the address' `country` as ISO 3166-1 alpha-2, such as EE; a `lookup` table does it.",
  ],
} as const

/** The codes of what is written; those of answers are in `errors.ts`. */
export const destinationErrors = toErrorCodes(catalogue)

export const issue = issueFrom(catalogue)

/** What is wrong is no record's fault: the flow can't go on. */
export const failure = (operation: string, code: keyof typeof catalogue, message: string): ConnectorError => {
  const { hint = "", ...said } = issue(code, message)
  return new ConnectorError({ ...said, hint, connector: "erplybooks", operation, reason: new Unreadable({}) })
}
