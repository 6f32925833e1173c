/**
 * PayorCRM's two calls, derived from the connector's declaration: its schemas decide what a body may hold.
 */
import { BadBody, Keys, PayorCrmApi } from "@waybill/connector-payorcrm"
import { Effect, Layer, Redacted } from "effect"
import { HttpServerRequest, HttpServerResponse } from "effect/http"
import { HttpApiBuilder, HttpApiMiddleware } from "effect/http-api"

import { isRaw, parseExact, type Raw } from "../internal/exactJson.ts"
import { RefuseEveryOther, tooMany, type Wording } from "../internal/strike.ts"
import type { PayorCrmSandboxSettings } from "./Settings.ts"
import type { Store, Verdict } from "./Store.ts"

const answer = (message: string, status = 200) => HttpServerResponse.jsonUnsafe({ message }, { status })

/** How it says what a fault makes it say. */
export const wording: Wording = {
  throttled: (fault) => tooMany({ message: "too many requests" }, fault),
  unauthorized: () => answer("the credentials have expired", 401),
  failed: () => answer("internal error", 500),
}

/** As many problems as a person reads. */
const shownProblems = 3

const judge = ({ stored, problems }: Verdict) => {
  if (problems.length === 0) return answer(`${stored} records stored`)
  const more = problems.length > shownProblems ? ` and ${problems.length - shownProblems} more` : ""
  return answer(`${problems.slice(0, shownProblems).join("; ")}${more}`, 400)
}

/** The body was decoded by the declaration already; what is stored is its text, number for number. */
const take = Effect.fnUntraced(function* (
  request: HttpServerRequest.HttpServerRequest,
  maxArray: number,
  upload: (records: ReadonlyArray<Raw>, refuseEveryOther: boolean) => Verdict,
) {
  const body = parseExact(yield* Effect.orDie(request.text))
  const records = Array.isArray(body) ? body.filter(isRaw) : []
  if (records.length > maxArray) return answer(`more than ${maxArray} records`, 413)
  return judge(upload(records, yield* RefuseEveryOther))
})

const handlers = (settings: PayorCrmSandboxSettings, store: Store) =>
  HttpApiBuilder.group(PayorCrmApi, "upload", (group) =>
    group.handleAll({
      customers: ({ request }) =>
        take(request, settings.maxArray, (records, every) => store.uploadCustomers(records, every)),
      invoices: ({ request }) =>
        take(request, settings.maxArray, (records, every) => store.uploadInvoices(records, every)),
    }),
  )

const checkKeys = ({ apiKey, apiSecret }: PayorCrmSandboxSettings) =>
  Layer.succeed(
    Keys,
    Keys.of({
      key: (app, { credential }) =>
        Effect.flatMap(HttpServerRequest.HttpServerRequest, ({ headers }) =>
          Redacted.value(credential) === apiKey && headers["api_secret"] === apiSecret
            ? app
            : Effect.succeed(answer("wrong api_key or api_secret", 401)),
        ),
    }),
  )

const answerBadBody = HttpApiMiddleware.layerSchemaErrorTransform(BadBody, (error) =>
  Effect.succeed(answer(error.cause.message.replace(/\s+/g, " ").slice(0, 1000), 400)),
)

export const uploads = (settings: PayorCrmSandboxSettings, store: Store) =>
  HttpApiBuilder.layer(PayorCrmApi).pipe(
    Layer.provide(handlers(settings, store).pipe(Layer.provide([checkKeys(settings), answerBadBody]))),
  )
