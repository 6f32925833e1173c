/**
 * A typed client of ERPLY Books' accounting API: useful alone, without the rest of Waybill.
 */
import type { Retry } from "@waybill/connector-http"
import { Context, Effect, Layer, Schema, type Scope } from "effect"
import type { HttpClient } from "effect/http"

import type { Calls } from "./Calls.ts"
import { makeCustomers } from "./internal/customers.ts"
import { makeExchange } from "./internal/exchange.ts"
import { makeInvoices } from "./internal/invoices.ts"
import { makeLedger } from "./internal/ledger.ts"
import { makePayments } from "./internal/payments.ts"
import { ErplyBooksClientSettings } from "./Settings.ts"

export interface ClientOptions {
  /** How often and how patiently a request that surely was not carried out is tried again. */
  readonly retry?: Retry
}

const make = Effect.fnUntraced(function* (
  settings: ErplyBooksClientSettings,
  { retry }: ClientOptions = {},
): Effect.fn.Return<Calls, never, HttpClient.HttpClient | Scope.Scope> {
  const exchange = yield* makeExchange(settings, retry)
  const { pageSize } = settings
  return ErplyBooks.of({
    payments: makePayments(exchange, pageSize),
    customers: makeCustomers(exchange, pageSize),
    invoices: makeInvoices(exchange, pageSize),
    ledger: makeLedger(exchange, pageSize),
  })
})

/**
 * ERPLY Books' calls. A connection has one client: its rate limit and its tries are shared by all that call.
 */
export class ErplyBooks extends Context.Service<ErplyBooks, Calls>()("@waybill/connector-erplybooks/ErplyBooks") {
  /** A client for decoded settings. Nothing is sent before the first call. */
  static readonly make = make
  /** A client for settings as they stand in a file; fails where they are wrong. */
  static readonly layer = (
    settings: typeof ErplyBooksClientSettings.Encoded,
  ): Layer.Layer<ErplyBooks, Schema.SchemaError, HttpClient.HttpClient> =>
    Layer.effect(
      ErplyBooks,
      Effect.flatMap(
        Schema.decodeEffect(ErplyBooksClientSettings, { onExcessProperty: "error", errors: "all" })(settings),
        (decoded) => make(decoded),
      ),
    )
}
