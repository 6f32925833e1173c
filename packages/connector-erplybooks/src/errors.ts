/**
 * What ERPLY Books' refusals mean, and the codes of the client. Statuses, exception types and message codes decide; texts come
 * in several languages and are for people only.
 */
import { ConnectorError, Lost, type Reason, Refused, Unreadable } from "@waybill/connector"
import { httpErrors } from "@waybill/connector-http"
import { type ErrorCode, toErrorCodes } from "@waybill/model"
import { Option } from "effect"

import { destinationErrors } from "./deliver/issues.ts"
import { type Failed, failedOf } from "./internal/failed.ts"
import { sourceErrors } from "./map/sourceErrors.ts"

const ownErrors = toErrorCodes(
  {
    "WB-ERPLYBOOKS-ABSENT": [
      "ERPLY Books says that there is no record with this id.",
      "Check the id, and whether somebody deleted the record.",
    ],
    "WB-ERPLYBOOKS-REFUSED": [
      "ERPLY Books looked at the call and said no; its answer stands beside the record.",
      "Correct the record, the mapping or the setting that the answer speaks of, and send it again.",
      {
        where: "source data",
        leaves: ["refused", "run stopped"],
        example: { of: "command", after: "waybill rejects list --code WB-ERPLYBOOKS-REFUSED" },
      },
    ],
    "WB-ERPLYBOOKS-MODULE": [
      "The organisation's price plan lacks the module that the call needs: nothing was carried out.",
      "Switch the module on that the message names, or leave the stream out.",
      { leaves: ["flow stopped"] },
    ],
    "WB-ERPLYBOOKS-RECORD": [
      "The call can't be written as ERPLY Books' API takes it: nothing was sent.",
      "Correct the field that the message names.",
      { where: "source data" },
    ],
    "WB-ERPLYBOOKS-UNREAD": [
      "A record could not be read whole before its update, so that nothing of it was written.",
      "Run again; the message says what was wrong with the answer.",
      { where: "connection", leaves: ["flow stopped"], related: ["WB-HTTP-LOST"] },
    ],
    "WB-ERPLYBOOKS-SHIFTED": [
      "A list changed while it was read page by page: a record may have been missed or met twice, so nothing of it counts.",
      "Read again; where it happens often, set a larger `pageSize` or read at a quieter time.",
      {
        where: "source system",
        leaves: ["flow stopped", "pending"],
        example: {
          of: "pipeline file",
          after: "connections:\n  ledgers:\n    connector: erplybooks\n    pageSize: 500",
        },
      },
    ],
  },
  { where: "target system", leaves: ["refused"] },
)

export const errors: ReadonlyArray<ErrorCode> = [...httpErrors, ...ownErrors, ...sourceErrors, ...destinationErrors]

const failure = (operation: string, code: string, message: string, hint: string, reason: Reason) =>
  new ConnectorError({ connector: "erplybooks", operation, code, message, hint, reason })

/** Says that a call can't be written; `issue` names fields, never values. */
export const unsendable = (operation: string, issue: string): ConnectorError =>
  failure(
    operation,
    "WB-ERPLYBOOKS-RECORD",
    `the call can't be written as ERPLY Books takes it: ${issue}`,
    "correct the field; nothing was sent",
    new Refused({}),
  )

/** Says that no answer settles the call, which may have been carried out. */
export const lost = (operation: string, how: string): ConnectorError =>
  failure(
    operation,
    "WB-HTTP-LOST",
    `the request went out and no answer settles it: ${how}`,
    "run again: what is unknown is settled first, and nothing is sent twice blindly",
    new Lost({ how }),
  )

/** A lost answer of the reading before an update: nothing was written yet (invariant 2). */
export const unread = (error: ConnectorError): ConnectorError =>
  error.reason._tag === "Lost"
    ? failure(
        error.operation,
        "WB-ERPLYBOOKS-UNREAD",
        `the record could not be read before its update: ${error.reason.how}`,
        "run again; nothing was written",
        new Unreadable({}),
      )
    : error

/** Says that a list is not the one that its first page was of. */
export const shifted = (operation: string): ConnectorError =>
  failure(
    operation,
    "WB-ERPLYBOOKS-SHIFTED",
    "the list changed while it was read",
    "read it again; where it happens often, set a larger `pageSize`",
    new Unreadable({}),
  )

/** What a refusal says: its status and type, and words for people. */
interface Said {
  readonly status?: string
  readonly answer?: string
}

/** Says that a record read by its id is not there: the one failure that means so (invariant 9). */
export const absent = (operation: string, said: Said = {}): ConnectorError =>
  failure(
    operation,
    "WB-ERPLYBOOKS-ABSENT",
    "ERPLY Books has no record with this id",
    "check the id, and whether somebody deleted the record",
    new Refused(said),
  )

/** It is no record's fault, so the flow stops instead of refusing one record after the other. */
const moduleMissing = (operation: string, module: string): ConnectorError =>
  failure(
    operation,
    "WB-ERPLYBOOKS-MODULE",
    `the organisation's price plan lacks ${module}`,
    "switch the module on, or leave the stream out; nothing was carried out",
    new Unreadable({}),
  )

const refused = (operation: string, said: Said & { readonly status: string }): ConnectorError =>
  failure(
    operation,
    "WB-ERPLYBOOKS-REFUSED",
    `ERPLY Books refuses the call (${said.status})`,
    "read ERPLY Books' answer beside the record; nothing was carried out",
    new Refused(said),
  )

/** An answer is kept only as far as a person reads it. */
const answerLength = 300

const shorten = (text: string): string => {
  const line = text.replace(/\s+/g, " ").trim()
  return line.length <= answerLength ? line : `${line.slice(0, answerLength)}…`
}

const moduleCode = /\bMODULE_[A-Z0-9_]{1,80}\b/

/** A page names the module somewhere, a message code begins with it. */
const moduleOf = (text: string, failed: Option.Option<Failed>): string | undefined =>
  Option.match(failed, {
    onNone: () => moduleCode.exec(text)?.[0],
    onSome: ({ messageCodes }) =>
      messageCodes.map((code) => moduleCode.exec(code)).find((found) => found?.index === 0)?.[0],
  })

/** Statuses that mean the same of every system: credentials, time, too many. */
const everySystems = new Set([401, 403, 408, 429])

const saidBy = (status: number, exceptionType: string, words: ReadonlyArray<string>) => {
  const answer = shorten(words.filter((part) => part !== "").join("; "))
  return { status: `${status} ${exceptionType}`.trim(), ...(answer === "" ? {} : { answer }) }
}

const saidIn =
  (status: number) =>
  ({ exceptionType, messageCodes, message }: Failed) =>
    saidBy(status, exceptionType, [message, ...messageCodes])

/** An answer that may be a refusal. */
export interface Judged {
  readonly operation: string
  readonly status: number
  readonly text: string
  /** Message codes that mean "no such record"; none where the call does not read one record by its id. */
  readonly absentCodes: ReadonlyArray<string>
}

/** ERPLY Books' own "no"; none where it is an answer, or a failure that any system may send. */
export const refusalOf = ({ operation, status, text, absentCodes }: Judged): Option.Option<ConnectorError> => {
  if (status < 400 || status >= 500 || everySystems.has(status)) return Option.none()
  const failed = failedOf(text)
  // Another status without the vendor's words is about the address or the call: every system's.
  if (status !== 409 && Option.isNone(failed)) return Option.none()
  const module = moduleOf(text, failed)
  if (module !== undefined) return Option.some(moduleMissing(operation, module))
  const said = Option.match(failed, { onNone: () => saidBy(status, "", [text]), onSome: saidIn(status) })
  const isAbsent = Option.exists(failed, ({ messageCodes }) => messageCodes.some((code) => absentCodes.includes(code)))
  return Option.some(isAbsent ? absent(operation, said) : refused(operation, said))
}
