/**
 * What can be wrong with reading a stream of ERPLY Books, and with a record on its way to the model.
 */
import { ConnectorError, Unreadable } from "@waybill/connector"
import { type Catalogue, issueFrom, toErrorCodes } from "@waybill/model"

const catalogue = {
  "WB-ERPLYBOOKS-STREAM": [
    "ERPLY Books has no such stream to read.",
    "Read from `customers`, `invoices` or `payments`.",
    { where: "pipeline file", leaves: ["not begun"] },
  ],
  "WB-ERPLYBOOKS-SINCE": [
    "Payments and invoices are read by their date, and the connection does not say from which day on, or names a day after the last one.",
    "Set the connection's `since` to the first day to read, yyyy-MM-dd.",
    {
      where: "pipeline file",
      leaves: ["not begun", "flow stopped"],
      example: {
        of: "pipeline file",
        after: 'connections:\n  ledgers:\n    connector: erplybooks\n    since: "2026-01-01"',
      },
    },
  ],
  "WB-ERPLYBOOKS-CURSOR": [
    "The place to read on from was not made by this connector.",
    "Read the stream from its start.",
    { where: "machine", leaves: ["flow stopped"], example: { of: "command", after: "waybill run --full" } },
  ],
  "WB-ERPLYBOOKS-DAY": [
    "A date of the record is not written yyyy-MM-dd or yyyy-MM-ddTHH:mm:ss, so its day can't be told.",
    "Correct the field in ERPLY Books; nothing is guessed.",
  ],
  "WB-ERPLYBOOKS-NUMBER": [
    "The record has no number.",
    "Give it one in ERPLY Books, or leave such records out with `where: has(record.number)`.",
    { example: { of: "pipeline file", after: "flows:\n  fromBooks:\n    where: has(record.number)" } },
  ],
  "WB-ERPLYBOOKS-CUSTOMER-NUMBER": [
    "The customer has no number, is not named, or is not there: `customersBy` says which field is the number.",
    "Fill the field in ERPLY Books, or set `customersBy: id`, which every customer has.",
    {
      example: {
        of: "pipeline file",
        after: "connections:\n  ledgers:\n    connector: erplybooks\n    customersBy: id",
      },
    },
  ],
  "WB-ERPLYBOOKS-INVOICE-NUMBER": [
    "The invoice that the payment is for has no number, or is not there any more.",
    "Give the invoice a number in ERPLY Books, or set `allocations` in `map`.",
  ],
  "WB-ERPLYBOOKS-CURRENCY": [
    "The record's currency is missing, or is not CURRENCY_ and a code of ISO 4217.",
    "Correct the record in ERPLY Books, or write its amounts in `map` with the currency that they are in.",
  ],
  "WB-ERPLYBOOKS-SUM": [
    "An amount is missing, or is finer than the currency's minor unit: it is never rounded.",
    "Correct the record in ERPLY Books, or leave it out with `where`.",
    { related: ["WB-MODEL-FINER"] },
  ],
} as const satisfies Catalogue

export type SourceCode = keyof typeof catalogue

/** The codes of reading, for the connector's catalogue. */
export const sourceErrors = toErrorCodes(catalogue, { where: "source system", leaves: ["invalid"] })

/** What is wrong with one record; the hint is the catalogue's fix. */
export const sourceIssue = issueFrom(catalogue)

/** What stops a stream before or while it is read; nothing was sent that could change anything. */
export const sourceFailure = (operation: string, code: SourceCode, message: string): ConnectorError =>
  new ConnectorError({
    connector: "erplybooks",
    operation,
    code,
    message,
    hint: catalogue[code][1],
    reason: new Unreadable({}),
  })
