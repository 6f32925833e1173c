/**
 * From a call's parameters to its envelope: what is too new is refused, and left out of the answer; `fields_set` is
 * honoured; a failure looks like an answer.
 */
import { Effect, Result, type Schema } from "effect"
import { HttpServerResponse } from "effect/http"
import type { HttpApiEndpoint } from "effect/http-api"

import { writeExact } from "../../internal/exactJson.ts"
import { tooMany, type Wording } from "../../internal/strike.ts"
import type { Desk } from "../Desk.ts"
import type { Moment } from "../Moment.ts"
import type { Office } from "../Office.ts"
import { codeOf, refuse, type Refusal } from "../Refusal.ts"
import { fieldNames, fieldShape, newerField, shapeOf, withoutNewer } from "./since.ts"

type Response = HttpServerResponse.HttpServerResponse

const envelope = (body: object, status: number): Response =>
  HttpServerResponse.text(writeExact(body), { status, contentType: "application/json;charset=UTF-8" })

export const success = (data: unknown): Response =>
  envelope({ data, status: { code: "OK", description: "", message: "" } }, 200)

export const failure = (desk: Desk, refusal: Refusal): Response => {
  desk.countRefusal(refusal.reason)
  const { message } = refusal
  return envelope({ status: { code: codeOf(refusal), description: "", message } }, desk.settings.httpStatusOfFailures)
}

/** How the system says what a fault makes it say. */
export const wordingOf = (desk: Desk): Wording => ({
  throttled: (fault) => {
    const refusal: Refusal = { reason: "TOOMANYREQUESTS", message: "too many requests" }
    if (desk.settings.throttleAs === "envelope") return failure(desk, refusal)
    desk.countRefusal(refusal.reason)
    return tooMany({ message: refusal.message }, fault)
  },
  unauthorized: () => failure(desk, { reason: "INVALIDTOKEN", message: "the token has expired" }),
  failed: () => failure(desk, { reason: "INTERNALERROR", message: "the system failed" }),
})

/** What a call does: it gives all fields it can answer with. */
type Action<Params> = (office: Office, params: Params, at: Moment) => Result.Result<unknown, Refusal>

const fieldsSetOf = (params: object): ReadonlyArray<string> | undefined =>
  "fields_set" in params && Array.isArray(params.fields_set) ? params.fields_set.map(String) : undefined

interface Request {
  readonly endpoint: HttpApiEndpoint.Top
}

const pick = (record: unknown, names: ReadonlyArray<string>): unknown => {
  if (Array.isArray(record)) return record.map((entry: unknown) => pick(entry, names))
  return Object.fromEntries(Object.entries(Object(record)).filter(([name]) => names.includes(name)))
}

const answer = <P extends object>(
  desk: Desk,
  { endpoint }: Request,
  schema: Schema.Top | undefined,
  params: P,
  action: Action<P>,
  shown: ReadonlyArray<string> | undefined,
): Result.Result<unknown, Refusal> => {
  const { release } = desk.settings
  const newer = schema && newerField(params, shapeOf(schema), release)
  if (newer !== undefined) return refuse("UNKNOWNFIELD", `${newer} is not a field of this call`)
  const [success] = endpoint.success
  const data = success === undefined ? undefined : fieldShape(shapeOf(success), "data")
  const names = data && fieldNames(data)
  const fieldsSet = fieldsSetOf(params)
  if (fieldsSet?.some((name) => names?.has(name) !== true)) {
    return refuse("UNKNOWNFIELD", "fields_set names a field that the answer does not have")
  }
  const wanted = fieldsSet ?? shown
  return Result.map(action(desk.office, params, desk.now()), (record) => {
    const picked = wanted === undefined ? record : pick(record, wanted)
    return data === undefined ? picked : withoutNewer(picked, data, release)
  })
}

/** Makes handlers of the declared calls. `shown` names what is answered where `fields_set` names nothing. */
export const answering = (desk: Desk) => {
  const toResponse = (result: Result.Result<unknown, Refusal>): Response =>
    Result.match(result, { onSuccess: success, onFailure: (refusal) => failure(desk, refusal) })
  return {
    get:
      <P extends object>(action: Action<P>) =>
      (request: Request & { readonly query: P }) =>
        Effect.sync(() => toResponse(answer(desk, request, request.endpoint.query, request.query, action, undefined))),
    post:
      <P extends object>(action: Action<P>, shown?: ReadonlyArray<string>) =>
      (request: Request & { readonly payload: P }) => {
        const [body] = request.endpoint.payload.values()
        return Effect.sync(() => toResponse(answer(desk, request, body?.schemas[0], request.payload, action, shown)))
      },
  }
}
