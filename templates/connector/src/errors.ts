/**
 * What Acme's refusals mean, and every error code of this connector. The only file that knows Acme's own codes.
 *
 * To change: `meanings`, and the codes that your system needs. A message never holds a value of a record, and no secret.
 * `where` says who mends it, `leaves` what becomes of the record or the run.
 */
import { ConnectorError, Lost, type Reason, Refused, Unreadable } from "@waybill/connector"
import { httpErrors } from "@waybill/connector-http"
import { type Catalogue, type ErrorCode, type Issue, issueFrom, toErrorCodes } from "@waybill/model"
import { Option, Schema } from "effect"

import { Refusal } from "./Api.ts"

const catalogue = {
  "WB-ACME-STREAM": [
    "Acme has no such stream, or the stream takes other records.",
    "Take `customers`, `invoices` or `payments`.",
    { where: "pipeline file", leaves: ["not begun", "invalid"] },
  ],
  "WB-ACME-CURSOR": [
    "The place to read on from was not made by this connector.",
    "Read the stream from its start: `waybill run --full`.",
    { where: "machine", leaves: ["flow stopped"] },
  ],
  "WB-ACME-RECORD": [
    "A record is not what Acme's documentation says; the field is named.",
    "Correct the record in Acme, or leave it out.",
    { where: "source system", leaves: ["invalid", "flow stopped"] },
  ],
  "WB-ACME-FIELD": [
    "A field is not what Acme takes.",
    "Correct the field or its mapping.",
    { where: "source data", leaves: ["invalid"] },
  ],
  "WB-ACME-ALLOCATIONS": [
    "Acme takes a payment for one whole invoice at the most, and this one is for several, or for a part of one.",
    "Leave `allocations` out, or split the payment at the source.",
    { where: "source data", leaves: ["invalid"] },
  ],
  "WB-ACME-TAKEN": [
    "Acme has a record of this number that this pipeline did not write.",
    "Compare the two; `waybill match` takes over what is the same.",
    { where: "target system", leaves: ["refused"] },
  ],
  "WB-ACME-PARENT": [
    "The customer or the invoice that the record names is not in Acme.",
    "Deliver it first; the record goes out by itself in a later run.",
    { where: "target system", leaves: ["held"] },
  ],
  "WB-ACME-ABSENT": [
    "Acme does not have the record any more.",
    "Find out who deleted it, and leave the record out or enter it again.",
    { where: "target system", leaves: ["refused"] },
  ],
  "WB-ACME-IN-USE": [
    "Acme keeps the record: other records refer to it.",
    "Take those back first: an invoice's payments, a customer's invoices.",
    { where: "target system", leaves: ["refused"] },
  ],
  "WB-ACME-REFUSED": [
    "Acme refuses the record; its answer stands in the message.",
    "Correct the record or the mapping, and send it again.",
    { where: "source data", leaves: ["refused"] },
  ],
} as const satisfies Catalogue

export type Code = keyof typeof catalogue

export const errors: ReadonlyArray<ErrorCode> = [...httpErrors, ...toErrorCodes(catalogue)]

/** What is wrong with one record; the hint is the catalogue's fix. */
export const issue = issueFrom(catalogue)

const failure = (operation: string, code: Code, message: string, reason: Reason): ConnectorError =>
  new ConnectorError({ connector: "acme", operation, code, message, hint: catalogue[code][1], reason })

/** What is wrong is no record's fault: the flow can't go on. */
export const unreadable = (operation: string, code: Code, message: string): ConnectorError =>
  failure(operation, code, message, new Unreadable({}))

/** A record that can't be written as Acme takes it: nothing was sent. */
export const unsendable = (operation: string): ConnectorError =>
  failure(operation, "WB-ACME-FIELD", catalogue["WB-ACME-FIELD"][0], new Refused({}))

/** An answer that could mean anything: whatever was asked for may have been done. */
export const lost = (operation: string, how: string): ConnectorError =>
  new ConnectorError({
    connector: "acme",
    operation,
    code: "WB-HTTP-LOST",
    message: `the request went out and no answer settles it: ${how}`,
    hint: "run again: what is unknown is settled first, and nothing is sent twice blindly",
    reason: new Lost({ how }),
  })

/** Acme's own codes. */
const meanings: Readonly<Record<string, Code>> = {
  not_found: "WB-ACME-ABSENT",
  number_taken: "WB-ACME-TAKEN",
  unknown_customer: "WB-ACME-PARENT",
  unknown_invoice: "WB-ACME-PARENT",
  in_use: "WB-ACME-IN-USE",
}

const decodeRefusal = Schema.decodeUnknownOption(Schema.fromJsonString(Refusal))

/** Acme looked at the record and said no. A "no" without Acme's own words is about the address or the call: none of these. */
export const refusalOf = (operation: string, status: number, text: string): ConnectorError | undefined => {
  if (![404, 409, 422].includes(status)) return undefined
  const said = Option.getOrUndefined(decodeRefusal(text))?.error
  if (said === undefined) return undefined
  const code = meanings[said.code] ?? "WB-ACME-REFUSED"
  const answer = said.message.slice(0, 300)
  return failure(operation, code, catalogue[code][0], new Refused({ status: `${status} ${said.code}`, answer }))
}

/** An error as it stands beside a record, with Acme's own words. */
export const issueOf = ({ code, message, hint, reason }: ConnectorError): Issue => ({
  code,
  message: reason._tag === "Refused" && reason.answer !== undefined ? `${message} Acme: ${reason.answer}` : message,
  ...(hint === undefined ? {} : { hint }),
})
