/**
 * From whatever can go wrong with a request to the contract's reasons: the one place that decides whether it may have
 * been carried out.
 */
import { ConnectorError, Lost, Refused, Throttled, Unauthorized, Unreachable } from "@waybill/connector"
import { Cause, DateTime, Effect, Schema } from "effect"
import { HttpClientError, type HttpClientResponse } from "effect/http"

import { BudgetSpent } from "./internal/dayBudget.ts"
import { pauseAsked } from "./internal/retryAfter.ts"
import { fateOf } from "./internal/wasSent.ts"

/** What was being done, for messages. */
export interface Call {
  /** The connector's short name. */
  readonly connector: string
  /** `uploadInvoices`, … */
  readonly operation: string
  /** The base URL, as text. */
  readonly address: string
}

type Response = HttpClientResponse.HttpClientResponse

/** An answer is kept only as far as a person reads it. */
const answerLength = 300

const shorten = (text: string): string => {
  const line = text.replace(/\s+/g, " ").trim()
  return line.length <= answerLength ? line : `${line.slice(0, answerLength)}…`
}

const unreachable = (call: Call, code: string) =>
  new ConnectorError({
    ...named(call),
    code: "WB-HTTP-UNREACHABLE",
    message: `nobody answers at ${call.address} (${code})`,
    hint: "check `baseUrl` and the network; nothing was sent",
    reason: new Unreachable({}),
  })

const lost = (call: Call, how: string) =>
  new ConnectorError({
    ...named(call),
    code: "WB-HTTP-LOST",
    message: `the request went out and no answer settles it: ${how}`,
    hint: "run again: what is unknown is settled first, and nothing is sent twice blindly",
    reason: new Lost({ how }),
  })

const named = ({ connector, operation }: Call) => ({ connector, operation })

const unauthorized = (call: Call, status: number) =>
  new ConnectorError({
    ...named(call),
    code: "WB-HTTP-UNAUTHORIZED",
    message: `${call.address} refuses the credentials (status ${status})`,
    hint: "check the credentials of the connection, and what they may do",
    reason: new Unauthorized({}),
  })

const throttled = (call: Call, millis: number | undefined) =>
  new ConnectorError({
    ...named(call),
    code: "WB-HTTP-THROTTLED",
    message: `${call.address} keeps turning requests away as too many`,
    hint:
      millis === undefined
        ? "lower `rateLimit.perSecond`, or run again later"
        : `it asks to wait ${Math.ceil(millis / 1000)} seconds; lower \`rateLimit.perSecond\`, or run again later`,
    reason: new Throttled(millis === undefined ? {} : { retryAfter: millis }),
  })

const overBudget = (call: Call, { perDay, nextDay, millis }: BudgetSpent) =>
  new ConnectorError({
    ...named(call),
    code: "WB-HTTP-BUDGET",
    message: `today's budget of ${perDay} requests for ${call.address} is used up`,
    hint: `run again on ${DateTime.formatIsoDateUtc(DateTime.makeUnsafe(nextDay))}, which begins at 00:00 UTC, or raise \`rateLimit.perDay\``,
    reason: new Throttled({ retryAfter: millis }),
  })

const refused = (call: Call, status?: number, answer?: string) =>
  new ConnectorError({
    ...named(call),
    code: "WB-HTTP-REFUSED",
    message:
      status === undefined
        ? "the request could not be made: the address or the record is not one that can be sent"
        : `${call.address} refuses the request (status ${status})`,
    hint: "read the system's answer beside the record; nothing was carried out",
    reason: new Refused({
      ...(status === undefined ? {} : { status: String(status) }),
      ...(answer === undefined || answer === "" ? {} : { answer }),
    }),
  })

/** By status alone: 408, 3xx and 5xx may have been carried out, 401, 403, 429 and every other 4xx were not. */
const byStatus = (call: Call, response: Response): Effect.Effect<ConnectorError> => {
  const { status } = response
  if (status === 401 || status === 403) return Effect.succeed(unauthorized(call, status))
  if (status === 429) return Effect.map(pauseAsked(response), (millis) => throttled(call, millis))
  if (status < 400 || status >= 500 || status === 408) return Effect.succeed(lost(call, `status ${status}`))
  const answer = Effect.orElseSucceed(response.text, () => "")
  return Effect.map(answer, (text) => refused(call, status, shorten(text)))
}

/**
 * Any failure of a request as the contract's error. What is not known to have stayed here may have been carried out
 * (invariant 2).
 *
 * A `SchemaError` counts as an answer that could not be read: encode what you send first, so that it can't be the
 * request's.
 */
export const classify = (call: Call, failure: unknown): Effect.Effect<ConnectorError> => {
  if (failure instanceof ConnectorError) return Effect.succeed(failure)
  if (failure instanceof BudgetSpent) return Effect.succeed(overBudget(call, failure))
  if (Cause.isTimeoutError(failure)) return Effect.succeed(lost(call, "timeout"))
  if (Schema.isSchemaError(failure)) return Effect.succeed(lost(call, "unreadable answer"))
  if (HttpClientError.isHttpClientError(failure) && failure.response !== undefined) {
    const { response } = failure
    return isOk(response) ? Effect.succeed(lost(call, "unreadable answer")) : byStatus(call, response)
  }
  const fate = fateOf(failure)
  if (fate._tag === "Unmade") return Effect.succeed(refused(call))
  if (fate._tag === "Unsent") return Effect.succeed(unreachable(call, fate.code))
  return Effect.succeed(lost(call, fate.code === undefined ? "connection cut" : `connection cut (${fate.code})`))
}

const isOk = ({ status }: Response): boolean => status >= 200 && status < 300

/** A page for people: an error page of a proxy, a sign-in form. No API answers with one. */
const page = /^\s*<(?:!doctype\s+html|html)\b/i

/** Turns every failure of a request into the contract's error. */
export const classified =
  (call: Call) =>
  <A, E, R>(request: Effect.Effect<A, E, R>): Effect.Effect<A, ConnectorError, R> =>
    Effect.catch(request, (failure) => Effect.flatMap(classify(call, failure), Effect.fail))

/**
 * Judges a request by its answer's status, and gives the answer where that is 2xx and no page of HTML; fails with the
 * contract's error otherwise.
 */
export const accepted =
  (call: Call) =>
  <E, R>(request: Effect.Effect<Response, E, R>): Effect.Effect<Response, ConnectorError, R> =>
    Effect.gen(function* () {
      const response = yield* classified(call)(request)
      if (!isOk(response)) return yield* yield* byStatus(call, response)
      const text = yield* classified(call)(response.text)
      return page.test(text) ? yield* lost(call, `a page of HTML with status ${response.status}`) : response
    })
