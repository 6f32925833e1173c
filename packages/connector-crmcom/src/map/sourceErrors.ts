/**
 * What can be wrong with the list of accounts, and with a record of CRM.COM on its way to the model.
 */
import { ConnectorError, Unreadable } from "@waybill/connector"
import { type Catalogue, issueFrom, toErrorCodes } from "@waybill/model"

const catalogue = {
  "WB-CRMCOM-STREAM": [
    "CRM.COM has no such stream to read.",
    "Read from `customers`, `invoices` or `payments`.",
    { where: "pipeline file", leaves: ["not begun"] },
  ],
  "WB-CRMCOM-ACCOUNTS": [
    "The connection names no accounts to read from, and no call of CRM.COM lists them all.",
    "Set the connection's `accounts`: a list, or a CSV file whose first column names them below a header.",
    {
      where: "pipeline file",
      leaves: ["not begun"],
      example: {
        of: "pipeline file",
        after: "connections:\n  billing:\n    connector: crmcom\n    accounts: [ACR0000000217, ACR0000000218]",
      },
    },
  ],
  "WB-CRMCOM-ACCOUNTS-FILE": [
    "The file of accounts is missing or can't be read, or is not UTF-8 text.",
    "Check the path, which starts at the folder of the pipeline file, and save the file as CSV in UTF-8.",
    {
      where: "source data",
      leaves: ["not begun"],
      related: ["WB-CRMCOM-ACCOUNTS", "WB-CRMCOM-ACCOUNTS-HEADER", "WB-CRMCOM-ACCOUNTS-LINE"],
    },
  ],
  "WB-CRMCOM-ACCOUNTS-HEADER": [
    "The first line of the file of accounts is no header: it is empty, or looks like an account.",
    "Put a header without digits above the accounts, such as `account`.",
    { where: "source data", leaves: ["not begun"] },
  ],
  "WB-CRMCOM-ACCOUNTS-LINE": [
    "A line of the file of accounts can't be told apart with certainty, or names no account.",
    "Mend the line that the message names; put values with a delimiter or a line break in double quotes.",
    { where: "source data", leaves: ["not begun"] },
  ],
  "WB-CRMCOM-ACCOUNT-ABSENT": [
    "CRM.COM has no such account: nothing of it was read.",
    "Correct the account in the connection's `accounts`, or take it out; see that `accountsBy` says what names them.",
    {
      where: "pipeline file",
      example: {
        of: "pipeline file",
        after: "connections:\n  billing:\n    connector: crmcom\n    accountsBy: id",
      },
    },
  ],
  "WB-CRMCOM-CURSOR": [
    "The place to read on from was not made by this connector.",
    "Read the stream from its start.",
    { where: "machine", leaves: ["flow stopped"], example: { of: "command", after: "waybill run --full" } },
  ],
  "WB-CRMCOM-MOMENT": [
    "A date of the record is no moment written yyyy-MM-ddTHH:mm:ss, so its day can't be told.",
    "Correct the field in CRM.COM, or leave its account out; nothing is guessed.",
  ],
  "WB-CRMCOM-NUMBER": [
    "The record has no number: CRM.COM gives a draft one only when it is posted.",
    "Post the draft in CRM.COM, or leave such records out with `where: has(record.number)`.",
    { example: { of: "pipeline file", after: "flows:\n  fromBilling:\n    where: has(record.number)" } },
  ],
  "WB-CRMCOM-ACCOUNT": [
    "The record does not say whose it is by the field that `accountsBy` names.",
    "Leave it out with `where`, or set `accountsBy` to a field that the account has.",
    {
      where: "pipeline file",
      example: {
        of: "pipeline file",
        after: "connections:\n  billing:\n    connector: crmcom\n    accountsBy: id",
      },
    },
  ],
  "WB-CRMCOM-AMOUNT": [
    "An amount is missing, or is finer than the currency's minor unit: it is never rounded.",
    "Check the connection's `currency`; correct the record in CRM.COM, or leave it out with `where`.",
    {
      example: { of: "pipeline file", after: "connections:\n  billing:\n    connector: crmcom\n    currency: EUR" },
      related: ["WB-MODEL-FINER"],
    },
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
    connector: "crmcom",
    operation,
    code,
    message,
    hint: catalogue[code][1],
    reason: new Unreadable({}),
  })
