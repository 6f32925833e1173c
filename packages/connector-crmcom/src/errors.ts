/**
 * What CRM.COM's answers mean, and the codes of the client. The vendor publishes no list of failures, so they are told by
 * words of `status.code` and `status.message`, which are settings.
 */
import { ConnectorError, Lost, type Reason, Refused, Unauthorized, Unreachable } from "@waybill/connector"
import { httpErrors } from "@waybill/connector-http"
import { type ErrorCode, toErrorCodes } from "@waybill/model"

import type { Status } from "./api/envelope.ts"
import { destinationErrors } from "./deliver/issues.ts"
import { sourceErrors } from "./map/sourceErrors.ts"
import type { CrmComClientSettings } from "./Settings.ts"

const ownErrors = toErrorCodes(
  {
    "WB-CRMCOM-SIGN-IN": [
      "CRM.COM refuses the credentials, or the token that it gave for them: nothing was carried out.",
      "Check webApiKey, or username, password and organisation, and `unit` where it is set.",
      {
        where: "connection",
        leaves: ["run stopped"],
        example: { of: "command", after: "waybill check --online" },
        related: ["WB-CRMCOM-NO-TOKEN"],
      },
    ],
    "WB-CRMCOM-NO-TOKEN": [
      "The sign-in gave no token, and not because of the credentials: the call itself was not sent.",
      "Check that `baseUrl` ends in /crmapi/rest/v2 and that the installation runs; then run again.",
      { where: "connection", leaves: ["run stopped"], example: { of: "command", after: "waybill check --online" } },
    ],
    "WB-CRMCOM-ABSENT": [
      "CRM.COM says that there is no such record.",
      "Check the number that names it, and by which field the connection's settings name it.",
      { leaves: ["refused", "run stopped"], related: ["WB-CRMCOM-ACCOUNT-ABSENT"] },
    ],
    "WB-CRMCOM-DUPLICATE": [
      "CRM.COM already has a record with this back_office_code: nothing was made.",
      "Look the record up by its code. Where it belongs to somebody else, set another `codePrefix`.",
      { related: ["WB-CRMCOM-TAKEN", "WB-CRMCOM-UNSEEN"] },
    ],
    "WB-CRMCOM-REFUSED": [
      "CRM.COM looked at the call and said no; its answer stands beside the record.",
      "Correct the record, the mapping or the setting that the answer speaks of, and send it again.",
      {
        where: "source data",
        leaves: ["refused", "run stopped"],
        example: { of: "command", after: "waybill rejects list --code WB-CRMCOM-REFUSED" },
      },
    ],
    "WB-CRMCOM-RECORD": [
      "The call can't be written as CRM.COM's API takes it: nothing was sent.",
      "Correct the field that the message names.",
      { where: "source data" },
    ],
    "WB-CRMCOM-RELEASE": [
      "The call, or one of its parameters, is newer than the installation: nothing was sent.",
      "Leave the parameter out, or set `release` to the installation's own release.",
      {
        where: "pipeline file",
        leaves: ["refused", "run stopped"],
        example: {
          of: "pipeline file",
          after: "connections:\n  billing:\n    connector: crmcom\n    release: R13.0.0",
        },
      },
    ],
  },
  { where: "target system", leaves: ["refused"] },
)

export const errors: ReadonlyArray<ErrorCode> = [...httpErrors, ...ownErrors, ...sourceErrors, ...destinationErrors]

const failure = (operation: string, code: string, message: string, hint: string, reason: Reason) =>
  new ConnectorError({ connector: "crmcom", operation, code, message, hint, reason })

/** Says that the credentials, or a token, were refused. */
export const signInRefused = (operation: string): ConnectorError =>
  failure(
    operation,
    "WB-CRMCOM-SIGN-IN",
    "CRM.COM refuses to sign the connection in, or the token that it gave",
    "check webApiKey, or username, password and organisation, and `unit` where it is set",
    new Unauthorized({}),
  )

/** Whether an answer says that its token is refused. */
export const isSignInRefused = ({ code }: ConnectorError): boolean => code === "WB-CRMCOM-SIGN-IN"

/**
 * A failed sign-in as the failure of the call that waited for it: that call was not sent (invariant 2), and no record of it
 * is to blame.
 */
export const signInFailure = (error: ConnectorError): ConnectorError => {
  const { operation, reason, code } = error
  if (["Unreachable", "Throttled", "Superseded"].includes(reason._tag)) return error
  if (reason._tag === "Unauthorized" || code.startsWith("WB-CRMCOM")) return signInRefused(operation)
  const how = reason._tag === "Lost" ? reason.how : `status ${reason._tag === "Refused" ? reason.status : "unknown"}`
  return failure(
    operation,
    "WB-CRMCOM-NO-TOKEN",
    `the sign-in gave no token: ${how}`,
    "check that `baseUrl` ends in /crmapi/rest/v2 and that the installation runs; nothing was sent",
    new Unreachable({}),
  )
}

/** Says that a call can't be written; `issue` names fields, never values. */
export const unsendable = (operation: string, issue: string): ConnectorError =>
  failure(
    operation,
    "WB-CRMCOM-RECORD",
    `the call can't be written as CRM.COM takes it: ${issue}`,
    "correct the field; nothing was sent",
    new Refused({}),
  )

/** Says that the call or its parameter `what` came with release `since`. */
export const tooNew = (operation: string, what: string, since: string, release: string): ConnectorError =>
  failure(
    operation,
    "WB-CRMCOM-RELEASE",
    `${what} came with ${since}, and the installation is ${release} according to the connection's \`release\``,
    "leave it out, or set `release` to the installation's own; nothing was sent",
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

type Patterns = CrmComClientSettings["failures"]

/** What a failure is. */
export type Kind = "signIn" | "duplicate" | "unknown" | "absent" | "refused"

/** What decides how a failure is read. */
export interface Asked {
  readonly operation: string
  /** Whether the call only reads: then a record may be absent. */
  readonly reads: boolean
  /** Whether the call carries a back_office_code: then that may be taken. */
  readonly coded: boolean
  /** HTTP's status of the answer. */
  readonly status: number
}

const saysOneOf = (text: string, words: ReadonlyArray<string>): boolean => {
  const capitals = text.toUpperCase()
  return words.some((word) => capitals.includes(word.toUpperCase()))
}

/** Whether CRM.COM asks to wait, told by the code alone: the request is sent again for it. */
export const isThrottled = (code: string, patterns: Patterns): boolean => saysOneOf(code, patterns.throttled)

/** Where no word tells. */
const kindOfStatus = (status: number): Kind => {
  if (status === 401 || status === 403) return "signIn"
  return status >= 500 || status === 408 ? "unknown" : "refused"
}

/**
 * The code tells, in capitals, what a failure is. A message is for people and quotes their records, so it is only asked
 * whether it speaks of the sign-in, which costs a new token where it is wrong. Absent comes last: every other reading is
 * the safer one (invariant 9).
 */
export const kindOf = ({ code, message }: Status, { reads, coded, status }: Asked, patterns: Patterns): Kind => {
  if (saysOneOf(code, patterns.signIn)) return "signIn"
  if (coded && saysOneOf(code, patterns.duplicate)) return "duplicate"
  if (saysOneOf(code, patterns.unknown)) return "unknown"
  if (saysOneOf(message ?? "", patterns.signIn)) return "signIn"
  const kind = kindOfStatus(status)
  return reads && kind === "refused" && saysOneOf(code, patterns.absent) ? "absent" : kind
}

/** An answer is kept only as far as a person reads it. */
const answerLength = 300

const shorten = (text: string): string => {
  const line = text.replace(/\s+/g, " ").trim()
  return line.length <= answerLength ? line : `${line.slice(0, answerLength)}…`
}

const spoken = ({ code, message, description }: Status): Refused => {
  const answer = shorten(message || description || "")
  return new Refused({ status: shorten(code), ...(answer === "" ? {} : { answer }) })
}

/** A failure in CRM.COM's own words as the contract's error. */
export const failureOf = (asked: Asked, status: Status, patterns: Patterns): ConnectorError => {
  const { operation } = asked
  const kind = kindOf(status, asked, patterns)
  if (kind === "signIn") return signInRefused(operation)
  if (kind === "unknown") return lost(operation, "CRM.COM's own failure")
  const [code, message, hint] = refusals[kind]
  return failure(operation, code, message, hint, spoken(status))
}

const refusals = {
  absent: ["WB-CRMCOM-ABSENT", "CRM.COM has no such record", "check what names it"],
  duplicate: [
    "WB-CRMCOM-DUPLICATE",
    "CRM.COM already has a record with this back_office_code",
    "look it up by its code: an earlier call may have made it",
  ],
  refused: [
    "WB-CRMCOM-REFUSED",
    "CRM.COM refuses the call",
    "read CRM.COM's answer beside the record; nothing was carried out",
  ],
} as const satisfies Partial<Record<Kind, readonly [string, string, string]>>
