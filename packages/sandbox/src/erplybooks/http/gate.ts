/**
 * What stands before every call: the token, the price plan, the rate limit, and days without a time in lists.
 */
import { Token } from "@waybill/connector-erplybooks"
import { Effect, Layer, Redacted } from "effect"
import { HttpServerRequest, type HttpServerResponse } from "effect/http"
import type { HttpApiEndpoint } from "effect/http-api"

import { RefuseEveryOther } from "../../internal/strike.ts"
import type { Desk } from "../Desk.ts"
import { Gate } from "../Served.ts"
import { failure, modulePage, throttled } from "./answers.ts"

/** The first is known from a public client; the others follow its pattern. */
const modules: Readonly<Record<string, string>> = {
  payments: "MODULE_PAID_MONEY_REPORT",
  customers: "MODULE_CUSTOMERS",
  invoices: "MODULE_SALES",
  ledger: "MODULE_LEDGER",
}

const isJson = ({ headers }: HttpServerRequest.HttpServerRequest): boolean =>
  /^application\/json\b/i.test(headers["content-type"] ?? "application/json")

const takesJson = ({ headers }: HttpServerRequest.HttpServerRequest): boolean =>
  /\*\/\*|application\/(?:\*|json)/i.test(headers["accept"] ?? "*/*")

/** The answer of a call that is not even looked at. */
const turnedAway = Effect.fnUntraced(function* (
  desk: Desk,
  { method }: HttpApiEndpoint.Top,
  group: string,
): Effect.fn.Return<HttpServerResponse.HttpServerResponse | undefined, never, HttpServerRequest.HttpServerRequest> {
  if (desk.isFull()) return throttled(desk, 1)
  if (desk.settings.withoutModules.some((without) => without === group)) return modulePage(desk, modules[group] ?? "")
  const request = yield* HttpServerRequest.HttpServerRequest
  if (!takesJson(request)) return failure(desk, { reason: "WRONGACCEPT", about: "" })
  if (method === "GET") return undefined
  if (!isJson(request)) return failure(desk, { reason: "WRONGTYPE", about: "" })
  return (yield* RefuseEveryOther) && desk.refusesThisWrite()
    ? failure(desk, { reason: "REFUSEDONREQUEST", about: "" })
    : undefined
})

/** Parameters that hold a time, of lists: elsewhere a day alone is refused. */
const timeParameter = /^(?:transactionD|d)ate(?:From|To)$|^changedSince(?:Date)?$/

const withTimes = (params: Readonly<Record<string, string | Array<string>>>) =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === "string" && timeParameter.test(name) && /^\d{4}-\d{2}-\d{2}$/.test(value)
        ? `${value}T00:00:00`
        : value,
    ]),
  )

export const gate = (desk: Desk) =>
  Layer.succeed(
    Gate,
    Gate.of((app, { endpoint, group }) =>
      Effect.gen(function* () {
        const answer = yield* turnedAway(desk, endpoint, group.identifier)
        if (answer !== undefined) return answer
        if (desk.settings.bareDates === "refuse") return yield* app
        const params = yield* HttpServerRequest.ParsedSearchParams
        return yield* Effect.provideService(app, HttpServerRequest.ParsedSearchParams, withTimes(params))
      }),
    ),
  )

/** In the header only: as a parameter of the query it would stand in logs, so it is refused here. */
export const checkToken = (desk: Desk) =>
  Layer.succeed(
    Token,
    Token.of({
      token: (app, { credential }) =>
        Effect.flatMap(HttpServerRequest.HttpServerRequest, ({ url }) =>
          Redacted.value(credential) === desk.settings.token && !/[?&]token=/.test(url)
            ? app
            : Effect.succeed(failure(desk, { reason: "UNAUTHORIZED", about: "" })),
        ),
    }),
  )
