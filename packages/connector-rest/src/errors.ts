/**
 * The codes of this connector, and what says them. No API's own codes are known here: statuses decide, and `duplicate` and
 * `absent` of a stream.
 */
import { ConnectorError, type Reason, Refused, Unauthorized, Unreachable, Unreadable } from "@waybill/connector"
import { httpErrors } from "@waybill/connector-http"
import { type Catalogue, type ErrorCode, issueFrom, toErrorCodes } from "@waybill/model"

const stops = { where: "pipeline file", leaves: ["flow stopped"] } as const
const invalid = { where: "source system", leaves: ["invalid"] } as const

const reading = {
  "WB-REST-STREAM": [
    "The connection describes no such stream, or not how it is read or written.",
    "Take a name of `streams`; to read, it needs `list` and `fields`, to write `entity`, `body` and `create`.",
    { leaves: ["not begun", "invalid"], where: "pipeline file" },
  ],
  "WB-REST-ANSWER": [
    "An answer is not what the stream's settings say: it is no JSON, or a list, a mark or a count is not where it should be.",
    "Compare the path that the message names with an answer of the API.",
    { ...stops, leaves: ["flow stopped", "unknown"] },
  ],
  "WB-REST-PAGING": [
    "Reading does not move on: an answer holds the same page again, or a mark that was used already.",
    "Check `paging`: the parameter's name, and where the answer has the next mark.",
    stops,
  ],
  "WB-REST-LINK": [
    "The next page's address leads to another host than `baseUrl`: nothing was sent there, credentials before all.",
    "Set `baseUrl` to the host that the answers name, if it is the API's.",
    stops,
  ],
  "WB-REST-SHIFTED": [
    "What was read is not as many records as the list counts, or the count changed meanwhile: one may have been missed.",
    "Read again; where it happens often, ask for a sort order by id in `query`, and see whether `paging` fits the API.",
    { ...stops, where: "source system" },
  ],
  "WB-REST-CURSOR": ["The place to read on from makes no sense.", "Read the stream from its start.", stops],
  "WB-REST-RECORD": ["An entry of the list is no object.", "Check where `records` leads.", invalid],
  "WB-REST-KEY": [
    "A record lacks the field that `key` names.",
    "Correct it at the source, or name another field.",
    invalid,
  ],
  "WB-REST-TYPE": [
    "A field of a record does not hold what `fields` says.",
    "Correct it at the source, or give the field another type; read as text, an expression can make sense of it.",
    {
      ...invalid,
      example: {
        of: "map",
        after: "dueDate: date(record.due, \"yyyy-MM-dd'T00:00:00Z'\")",
        beside: "2026-11-20T00:00:00Z",
      },
    },
  ],
} as const satisfies Catalogue

const refused = { where: "source data", leaves: ["refused"] } as const
const inModel = { where: "source data", leaves: ["invalid"] } as const

const writing = {
  "WB-REST-CURRENCY": [
    "An amount is in another currency than the record, or than the one that the stream takes.",
    "Map all amounts of a record in one currency, and leave records in others out with `where`.",
    inModel,
  ],
  "WB-REST-ALLOCATIONS": [
    "A payment is for several invoices, and the API takes one.",
    "Split the payment at the source, or leave the invoice out of `body`.",
    inModel,
  ],
  "WB-REST-AMOUNT": [
    "The amount has more than 15 significant digits: a JSON number does not carry it exactly.",
    "Correct the amount, or set `amounts: text` where the API takes amounts as text.",
    inModel,
  ],
  "WB-REST-PATH": [
    "The record's key or id can't stand in a path: it is empty, or dots.",
    "Look for the record by a parameter of the query, or correct its number.",
    refused,
  ],
  "WB-REST-REFUSED": [
    "The API looked at the record and said no; its answer stands in the message.",
    "Correct the record or the mapping, and send it again.",
    { ...refused, example: { of: "command", after: "waybill rejects list --code WB-REST-REFUSED" } },
  ],
  "WB-REST-DUPLICATE": [
    "The API has a record with this key already, which Waybill did not send.",
    "Match it (`match:` in the flow), or give the record another number.",
    { ...refused, related: ["WB-REST-REFUSED"] },
  ],
  "WB-REST-NO-UPDATE": [
    "The record changed since it was delivered, and the stream names no call that changes records.",
    "Give the stream an `update` call, or change the record over there by hand.",
    { where: "pipeline file", leaves: ["refused"] },
  ],
  "WB-REST-GONE": [
    "The API no longer has the record that is to be changed.",
    "Find out who deleted it; `waybill crosswalk` shows which record it was.",
    { where: "target system", leaves: ["refused"] },
  ],
  "WB-REST-NO-ID": [
    "The record's id over there is not known, and nothing tells it.",
    "Say where the answer of `create` has the id, or give the stream a `find` call.",
    { where: "pipeline file", leaves: ["refused"] },
  ],
  "WB-REST-UNTOLD": [
    "The API took the record, and its answer has no id where `create` says: whether it was carried out is not certain.",
    "Compare `create.id` with an answer of the API; then run again, or settle the record with `waybill resolve`.",
    {
      where: "pipeline file",
      leaves: ["unknown"],
      example: { of: "command", after: "waybill resolve list" },
      related: ["WB-HTTP-LOST"],
    },
  ],
  "WB-REST-FIND": [
    "A look-up was answered with other records than the one that was asked for: it can't mean that there is none.",
    "Check that `find` filters by the number exactly, and where a record shows it (`shows`).",
    { ...stops, leaves: ["flow stopped", "unknown"] },
  ],
  "WB-REST-AMBIGUOUS": [
    "Several records over there bear the same number.",
    "Delete those that are too many, then run again.",
    { ...stops, where: "target system" },
  ],
  "WB-REST-SIGN-IN": [
    "No token was given for the client's id and secret: nothing else was sent.",
    "Check `signInUrl`, `clientId`, `clientSecret`, `scope` and `credentialsIn`.",
    {
      where: "connection",
      leaves: ["run stopped"],
      example: { of: "command", after: "waybill check --online" },
      related: ["WB-HTTP-UNAUTHORIZED"],
    },
  ],
} as const satisfies Catalogue

const catalogue = { ...reading, ...writing }
type Code = keyof typeof catalogue

export const errors: ReadonlyArray<ErrorCode> = [...httpErrors, ...toErrorCodes(catalogue)]

/** What is wrong with one record. */
export const issue = issueFrom<Code>(catalogue)

const failure = (operation: string, code: Code, message: string, reason: Reason): ConnectorError =>
  new ConnectorError({ connector: "rest", operation, code, message, hint: catalogue[code][1], reason })

/** A setting or an answer makes no sense: nothing that writes was sent. */
export const unreadable = (operation: string, code: Code, message: string): ConnectorError =>
  failure(operation, code, message, new Unreadable({}))

/** A record that can't be asked for or sent. */
export const unsendable = (operation: string, code: Code, message: string): ConnectorError =>
  failure(operation, code, message, new Refused({}))

/** The sign-in's failure, as one of whatever needed the token: that was not sent (invariant 2). */
export const noToken = (error: ConnectorError): ConnectorError => {
  const { reason } = error
  if (reason._tag === "Unreachable" || reason._tag === "Throttled" || reason._tag === "Superseded") return error
  const how = reason._tag === "Refused" ? `status ${reason.status}` : reason._tag === "Lost" ? reason.how : "refused"
  const isRefused = reason._tag === "Refused" || reason._tag === "Unauthorized"
  return failure(
    error.operation,
    "WB-REST-SIGN-IN",
    `no token was given: ${how}`,
    isRefused ? new Unauthorized({}) : new Unreachable({}),
  )
}
