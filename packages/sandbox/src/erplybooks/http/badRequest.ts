/**
 * A query or a body that does not fit the declaration: what is wrong with it, as a failure.
 */
import { Effect, type Schema, type SchemaIssue } from "effect"
import { HttpApiMiddleware } from "effect/http-api"

import type { Desk } from "../Desk.ts"
import type { Refusal } from "../Refusal.ts"
import { BadRequest } from "../Served.ts"
import { failure } from "./answers.ts"

/** The first thing that is wrong, and where: names of fields, never their values. */
const firstIssue = (
  issue: SchemaIssue.Issue,
  path: ReadonlyArray<PropertyKey> = [],
): { readonly path: string; readonly tag: SchemaIssue.Issue["_tag"] } => {
  switch (issue._tag) {
    case "Pointer":
      return firstIssue(issue.issue, [...path, ...issue.path])
    case "Composite":
      return firstIssue(issue.issues[0], path)
    case "Encoding":
    case "Filter":
      return firstIssue(issue.issue, path)
    case "AnyOf":
      return issue.issues[0] === undefined
        ? { path: path.map(String).join("."), tag: issue._tag }
        : firstIssue(issue.issues[0], path)
    default:
      return { path: path.map(String).join("."), tag: issue._tag }
  }
}

/** Fields that hold a time, by their names. */
const isTimeField = (path: string): boolean => /date|since/i.test(path)

export const toRefusal = (error: Schema.SchemaError): Refusal => {
  const { path, tag } = firstIssue(error.issue)
  if (path === "") return { reason: "UNREADABLE", about: "" }
  if (tag === "UnexpectedKey") return { reason: "UNKNOWNFIELD", about: path }
  if (tag === "MissingKey") return { reason: "NEEDED", about: path }
  return { reason: isTimeField(path) ? "BADDATE" : "WRONGVALUE", about: path }
}

export const answerBadRequest = (desk: Desk) =>
  HttpApiMiddleware.layerSchemaErrorTransform(BadRequest, ({ cause }) =>
    Effect.sync(() => failure(desk, toRefusal(cause))),
  )
