/**
 * A typed client of CRM.COM's Web API: useful alone, without the rest of Waybill.
 */
import type { ConnectorError } from "@waybill/connector"
import type { Retry } from "@waybill/connector-http"
import { Context, Effect, Layer, Result, Schema, type Scope } from "effect"
import type { HttpClient } from "effect/http"
import { HttpApi, type HttpApiEndpoint } from "effect/http-api"

import { CrmComApi } from "./Api.ts"
import type { Calls } from "./Calls.ts"
import { isSignInRefused } from "./errors.ts"
import { type Exchange, hasCode, makeExchange, type Request } from "./internal/exchange.ts"
import { releaseGate } from "./internal/releaseGate.ts"
import type { Session, Token } from "./internal/session.ts"
import { openSession } from "./internal/signIn.ts"
import { CrmComClientSettings } from "./Settings.ts"

/** What a declared call takes, without the token. */
type Params<E extends HttpApiEndpoint.ConstraintRequest> = Omit<E["~Query"]["Type"] | E["~Payload"]["Type"], "token">

type Data<E extends HttpApiEndpoint.ConstraintRequest> = E["~Success"]["Type"] extends { readonly data?: infer A }
  ? NonNullable<A>
  : never

type Method<E> = E extends HttpApiEndpoint.ConstraintRequest
  ? (params: Params<E>) => Effect.Effect<Data<E>, ConnectorError>
  : never

type Groups = Omit<(typeof CrmComApi)["groups"], "authentication">
/** The declared calls, as functions. */
type Methods = {
  readonly [G in keyof Groups]: { readonly [N in keyof Groups[G]["endpoints"]]: Method<Groups[G]["endpoints"][N]> }
}

/** Calls that the state machine of invoices and payments refuses a second time. */
const once = new Set(["post", "reject"])

/** Whether a call whose token was refused may go out again: a wrong reading of the refusal must do no harm (invariant 2). */
const mayRepeat = ({ method, identifier }: HttpApiEndpoint.Top, request: Request): boolean =>
  method === "GET" || once.has(identifier) || (identifier !== "update" && hasCode(request))

const makeMethod = (settings: CrmComClientSettings, exchange: Exchange, session: Session) => {
  return (group: string, endpoint: HttpApiEndpoint.Top) => {
    const send = exchange({ group, endpoint })
    const gate = releaseGate(group, endpoint, settings.release)
    const part = endpoint.method === "GET" ? "query" : "payload"
    const withToken = (params: object, token: Token): Request => ({ [part]: { ...params, token } })

    return Effect.fn(`CrmCom.${group}.${endpoint.identifier}`)(function* (params: object) {
      yield* Effect.fromResult(gate(params))
      const token = yield* session.token
      const request = withToken(params, token)
      const answer = yield* Effect.result(send(request))
      if (Result.isSuccess(answer) || !isSignInRefused(answer.failure)) return yield* Effect.fromResult(answer)
      yield* session.forget(token)
      if (!mayRepeat(endpoint, request)) return yield* Effect.fromResult(answer)
      const next = yield* session.token
      return yield* Effect.tapError(send(withToken(params, next)), (error) =>
        isSignInRefused(error) ? session.forget(next) : Effect.void,
      )
    })
  }
}

const methodsOf = (method: ReturnType<typeof makeMethod>): Methods => {
  const methods: Record<string, Record<string, unknown>> = {}
  HttpApi.reflect(CrmComApi, {
    predicate: ({ group }) => group.identifier !== "authentication",
    onGroup: ({ group }) => void (methods[group.identifier] = {}),
    onEndpoint: ({ group, endpoint }) =>
      void (methods[group.identifier]![endpoint.identifier] = method(group.identifier, endpoint)),
  })
  // What is made by name has the types of the declaration it is made from.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return methods as unknown as Methods
}

export interface ClientOptions {
  /** How often and how patiently a request that surely was not carried out is tried again. */
  readonly retry?: Retry
}

const make = Effect.fnUntraced(function* (
  settings: CrmComClientSettings,
  { retry }: ClientOptions = {},
): Effect.fn.Return<Calls, never, HttpClient.HttpClient | Scope.Scope> {
  const exchange = yield* makeExchange(settings, retry)
  const session = yield* openSession(settings, exchange)
  const { accountsReceivable, configuration, ...others } = methodsOf(makeMethod(settings, exchange, session))
  return CrmCom.of({
    ...others,
    accountsReceivable: { ...accountsReceivable, showSuspenseAccount: accountsReceivable.showSuspenseAccount({}) },
    configuration: {
      paymentMethods: configuration.paymentMethods,
      paymentPreferences: configuration.paymentPreferences({}),
      invoiceRejectionReasons: configuration.invoiceRejectionReasons({}),
      paymentRejectionReasons: configuration.paymentRejectionReasons({}),
      creditNoteRejectionReasons: configuration.creditNoteRejectionReasons({}),
    },
  })
})

/**
 * CRM.COM's calls. A connection has one client: its token, its rate limit and its tries are shared by all that call.
 */
export class CrmCom extends Context.Service<CrmCom, Calls>()("@waybill/connector-crmcom/CrmCom") {
  /** A client for decoded settings. Signs in at the first call, and gives its tokens back when the scope ends. */
  static readonly make = make
  /** A client for settings as they stand in a file; fails where they are wrong. */
  static readonly layer = (
    settings: typeof CrmComClientSettings.Encoded,
  ): Layer.Layer<CrmCom, Schema.SchemaError, HttpClient.HttpClient> =>
    Layer.effect(
      CrmCom,
      Effect.flatMap(
        Schema.decodeEffect(CrmComClientSettings, { onExcessProperty: "error", errors: "all" })(settings),
        make,
      ),
    )
}
