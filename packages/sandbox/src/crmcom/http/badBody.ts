/**
 * A body or a query that does not fit the declaration: what is wrong with it, as a failure.
 */
import { Effect, type SchemaIssue } from "effect"
import { type HttpApiError, HttpApiMiddleware } from "effect/http-api"

import type { Desk } from "../Desk.ts"
import type { Refusal } from "../Refusal.ts"
import { BadBody } from "../Served.ts"
import { failure } from "./answers.ts"
import { badToken } from "./gate.ts"

/** The first thing that is wrong, and where: names of fields, never their values. */
const firstIssue = (
  issue: SchemaIssue.Issue,
  path: ReadonlyArray<PropertyKey> = [],
): { readonly path: string; readonly issue: SchemaIssue.Issue } => {
  switch (issue._tag) {
    case "Pointer":
      return firstIssue(issue.issue, [...path, ...issue.path])
    case "Composite":
      return firstIssue(issue.issues[0], path)
    case "Encoding":
    case "Filter":
      return firstIssue(issue.issue, path)
    case "AnyOf":
      return issue.issues[0] === undefined ? leaf(issue, path) : firstIssue(issue.issues[0], path)
    default:
      return leaf(issue, path)
  }
}

const leaf = (issue: SchemaIssue.Issue, path: ReadonlyArray<PropertyKey>) => ({
  path: path.map(String).join("."),
  issue,
})

/** How the declaration says that fields exclude each other. */
const excluding = /exactly one of|not both/

/** What a field can have wrong with it, but for its value. */
const wrongs: Partial<Record<SchemaIssue.Issue["_tag"], Refusal>> = {
  MissingKey: { reason: "MANDATORYFIELDMISSING", message: "is missing" },
  UnexpectedKey: { reason: "UNKNOWNFIELD", message: "is not a field of this call" },
}
const wrongValue: Refusal = { reason: "WRONGVALUE", message: "has a value that it can't have" }

const toRefusal = ({ kind, cause }: HttpApiError.HttpApiSchemaError): Refusal => {
  if (kind === "Headers") return { reason: "AUTHENTICATIONFAILED", message: "Authorization is missing" }
  const { path, issue } = firstIssue(cause.issue)
  if (path === "token") return badToken
  const message = issue._tag === "InvalidValue" ? issue.annotations?.message : undefined
  if (typeof message === "string" && excluding.test(message)) return { reason: "ONLYONEIDENTIFIERALLOWED", message }
  if (path === "") return { reason: "MALFORMEDREQUEST", message: "the body can't be read" }
  const { reason, message: wrong } = wrongs[issue._tag] ?? wrongValue
  return { reason, message: `${path} ${wrong}` }
}

export const answerBadBody = (desk: Desk) =>
  HttpApiMiddleware.layerSchemaErrorTransform(BadBody, (error) => Effect.sync(() => failure(desk, toRefusal(error))))
