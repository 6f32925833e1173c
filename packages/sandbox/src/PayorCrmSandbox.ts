/**
 * A local stand-in of PayorCRM: one HTTP server on 127.0.0.1, everything in memory.
 */
import { Dates } from "@waybill/model"
import { Effect, Layer, Result, Schema, type Scope } from "effect"
import { HttpRouter, type HttpServerError, HttpServerRequest } from "effect/http"

import { type Draw, Faults, makeDraw } from "./Faults.ts"
import { serve } from "./internal/serve.ts"
import { applyStrike } from "./internal/strike.ts"
import { admin, type Control } from "./payorcrm/admin.ts"
import { PayorCrmSandboxSettings } from "./payorcrm/Settings.ts"
import { type PayorCrmState, Store } from "./payorcrm/Store.ts"
import { uploads, wording } from "./payorcrm/uploads.ts"

/** A running stand-in. It ends with its scope. */
export interface PayorCrmSandbox {
  /** The connection's `baseUrl`. */
  readonly url: string
  readonly port: number
  readonly state: () => PayorCrmState
  /** How often each invoice was stored as a document of its own, by `customerNumber/invoiceNumber`. */
  readonly invoiceCopies: () => ReadonlyMap<string, number>
  readonly customerCopies: () => ReadonlyMap<string, number>
  /** Stored records as JSON texts, at most `limit`. */
  readonly customerTexts: (limit: number) => Iterable<string>
  readonly invoiceTexts: (limit: number) => Iterable<string>
  /** Replaces all faults. */
  readonly setFaults: (faults: typeof Faults.Encoded) => void
  /** Forgets every record, count and fault. */
  readonly reset: () => void
}

const strict = { onExcessProperty: "error", errors: "all" } as const

/** Strikes uploads as the faults say; other requests pass. */
const withFaults = (store: Store, draw: Draw, lifetime: Scope.Scope) =>
  HttpRouter.middleware(
    (app) =>
      Effect.flatMap(HttpServerRequest.HttpServerRequest, ({ url }) => {
        if (!url.startsWith("/jsonApi/")) return app
        store.request()
        return applyStrike(draw(url), { wording, lifetime }, app)
      }),
    { global: true },
  )

/** Starts a stand-in; fails where a setting is wrong or the port is taken. */
const start = Effect.fn("PayorCrmSandbox.start")(function* (
  options: typeof PayorCrmSandboxSettings.Encoded = {},
): Effect.fn.Return<PayorCrmSandbox, Schema.SchemaError | HttpServerError.ServeError, Scope.Scope> {
  const settings = yield* Schema.decodeEffect(PayorCrmSandboxSettings, strict)(options)
  const store = new Store(settings, Result.getOrThrow(Dates.compile(settings.dateFormat)))
  let draw = makeDraw(settings)
  const control: Control = {
    state: () => store.state(),
    customerTexts: (limit) => store.customerTexts(limit),
    invoiceTexts: (limit) => store.invoiceTexts(limit),
    setFaults: (faults) => void (draw = makeDraw(faults)),
    reset: () => {
      store.reset()
      draw = makeDraw({ seed: settings.seed, faults: [] })
    },
  }
  const routes = Layer.mergeAll(
    uploads(settings, store),
    admin(control),
    withFaults(store, (path) => draw(path), yield* Effect.scope),
  )
  const { port, origin } = yield* serve(routes, settings.port)
  return {
    ...control,
    url: origin,
    port,
    invoiceCopies: () => store.invoiceCopies(),
    customerCopies: () => store.customerCopies(),
    setFaults: (faults) => control.setFaults(Schema.decodeSync(Faults, strict)(faults)),
  }
})

export const PayorCrmSandbox = { start }
