/**
 * What PayorCRM's answers mean, and the codes of this connector. The vendor publishes no error codes: the HTTP status is
 * all there is to go by.
 */
import type { ConnectorError } from "@waybill/connector"
import { httpErrors } from "@waybill/connector-http"
import { type ErrorCode, type Issue, toErrorCodes } from "@waybill/model"

const ownErrors = toErrorCodes(
  {
    "WB-PAYORCRM-STREAM": [
      "PayorCRM has no such stream, or the stream takes other records.",
      "Write to `customers` or `invoices`.",
      { leaves: ["not begun", "invalid"] },
    ],
    "WB-PAYORCRM-EMAIL": [
      "PayorCRM takes no customer without an e-mail address.",
      "Map `email`, or leave the customer out with `where`.",
      {
        where: "source data",
        example: { of: "pipeline file", after: 'flows:\n  customers:\n    where: record.Email != ""' },
        related: ["WB-MAP-MISSING"],
      },
    ],
    "WB-PAYORCRM-AMOUNT-UNIT": [
      "The amount has a fraction, and whether PayorCRM's whole-number amounts count units or cents is not documented.",
      "Upload one invoice, look at it in PayorCRM, and set `amountUnit` to `minor` or `decimal` accordingly.",
      { example: { of: "pipeline file", after: "connections:\n  collections:\n    amountUnit: decimal" } },
    ],
    "WB-PAYORCRM-AMOUNT-DIGITS": [
      "The amount has more than 15 significant digits: a JSON number does not carry it exactly.",
      "Correct the amount: receivables of that size are hardly meant.",
      { where: "source data" },
    ],
    "WB-PAYORCRM-AMOUNT-NEGATIVE": [
      "The amount is negative, and the connection's `negativeAmounts` is `refuse`.",
      "Leave credits out with `where`, or set `negativeAmounts: send`.",
      { example: { of: "pipeline file", after: "connections:\n  collections:\n    negativeAmounts: send" } },
    ],
    "WB-PAYORCRM-BALANCE-CURRENCY": [
      "The balance is in another currency than the total, and an invoice has one currency field.",
      "Map both amounts in the same currency.",
    ],
    "WB-PAYORCRM-RECORD": [
      "The record can't be written as PayorCRM's API takes it: nothing was sent.",
      "Correct the field that the message names.",
      { where: "source data", leaves: ["run stopped"] },
    ],
    "WB-PAYORCRM-REFUSED": [
      "PayorCRM refuses the record; its answer stands in the message.",
      "Correct the record or the mapping, and send it again.",
      {
        where: "source data",
        leaves: ["refused"],
        example: { of: "command", after: "waybill rejects list --code WB-PAYORCRM-REFUSED" },
        related: ["WB-PAYORCRM-PARTIAL"],
      },
    ],
    "WB-PAYORCRM-PARTIAL": [
      "PayorCRM refused a call of several records, and may have kept some of them.",
      "Look the records up in PayorCRM and settle them with `waybill resolve`.",
      { where: "target system", leaves: ["unknown"], example: { of: "command", after: "waybill resolve list" } },
    ],
    "WB-PAYORCRM-NOT-SENT": [
      "An earlier part of the same batch was left without an answer, so this record was not sent.",
      "Run again: it goes out then.",
      {
        where: "connection",
        leaves: ["pending"],
        example: { of: "command", after: "waybill run" },
        related: ["WB-HTTP-LOST"],
      },
    ],
  },
  { where: "pipeline file", leaves: ["invalid"] },
)

export const errors: ReadonlyArray<ErrorCode> = [...httpErrors, ...ownErrors]

/** These say that something in the body is wrong; any other refusal is about the call, and no record is to blame. */
const aboutRecords = new Set(["400", "409", "413", "422"])

/** Whether a refusal is about the records that were sent, so that leaving some out may help. */
export const blamesRecords = ({ reason }: ConnectorError): boolean =>
  reason._tag === "Refused" && aboutRecords.has(reason.status ?? "")

/** A refusal of one record, with PayorCRM's own words. */
export const refusal = (error: ConnectorError): Issue => {
  const { status, answer } = error.reason._tag === "Refused" ? error.reason : { status: undefined, answer: undefined }
  return {
    code: "WB-PAYORCRM-REFUSED",
    message: `PayorCRM refuses the record (status ${status})${answer === undefined ? "" : `: ${answer}`}`,
    hint: "correct the record or the mapping, and send it again",
  }
}

export const issueOf = ({ code, message, hint }: ConnectorError): Issue => ({
  code,
  message,
  ...(hint === undefined ? {} : { hint }),
})

export const partial: Issue = {
  code: "WB-PAYORCRM-PARTIAL",
  message: "PayorCRM refused the call that carried this record, and may have kept some of its records",
  hint: "look it up in PayorCRM and settle it with `waybill resolve`",
}

export const notSent: Issue = {
  code: "WB-PAYORCRM-NOT-SENT",
  message: "an earlier part of the same batch was left without an answer, so this record was not sent",
  hint: "run again: it goes out then",
}
