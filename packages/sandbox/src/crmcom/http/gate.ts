/**
 * What stands before every call: whether the release has it, and whether its token is good.
 */
import { CallSince, isFrom } from "@waybill/connector-crmcom"
import { Context, Effect, Layer, Option, Predicate, Schema } from "effect"
import { HttpServerRequest } from "effect/http"
import type { HttpApiEndpoint } from "effect/http-api"

import { RefuseEveryOther } from "../../internal/strike.ts"
import type { Desk } from "../Desk.ts"
import type { Refusal } from "../Refusal.ts"
import { Gate } from "../Served.ts"
import { failure } from "./answers.ts"

export const badToken: Refusal = {
  reason: "INVALIDTOKEN",
  message: "the token is missing, unknown, expired or released",
}

const readJson = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.Unknown))

/** The token of a call, wherever it stands; undefined where the body is not JSON, which is found out later. */
const tokenOf = Effect.fnUntraced(function* () {
  const request = yield* HttpServerRequest.HttpServerRequest
  if (request.method === "GET") return (yield* HttpServerRequest.ParsedSearchParams)["token"] ?? ""
  const body = readJson(yield* Effect.orDie(request.text))
  if (Option.isNone(body)) return undefined
  return Predicate.hasProperty(body.value, "token") ? body.value.token : ""
})

/** Why a call is not even looked at. */
const refusalOf = Effect.fnUntraced(function* (desk: Desk, endpoint: HttpApiEndpoint.Top, isSignIn: boolean) {
  const since = Context.get(endpoint.annotations, CallSince)
  if (!isFrom(desk.settings.release, since)) {
    const refusal: Refusal = { reason: "UNKNOWNCALL", message: "there is no such call" }
    return refusal
  }
  if (isSignIn) return undefined
  const token = yield* tokenOf()
  if (token !== undefined && !(typeof token === "string" && desk.sessions.use(token, desk.now().millis))) {
    return badToken
  }
  if (endpoint.method === "POST" && (yield* RefuseEveryOther) && desk.refusesThisWrite()) {
    const refusal: Refusal = { reason: "REFUSEDONREQUEST", message: "every second write is refused" }
    return refusal
  }
  return undefined
})

export const gate = (desk: Desk) =>
  Layer.succeed(
    Gate,
    Gate.of((app, { endpoint, group }) =>
      Effect.flatMap(refusalOf(desk, endpoint, group.identifier === "authentication"), (refusal) =>
        refusal === undefined ? app : Effect.succeed(failure(desk, refusal)),
      ),
    ),
  )
