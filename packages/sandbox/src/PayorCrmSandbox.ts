/**
 * A local stand-in of PayorCRM: one HTTP server on 127.0.0.1, everything in memory.
 */
import { Dates } from "@waybill/model"
import { Effect, Layer, Result, Schema, type Scope } from "effect"
import type { HttpServerError, HttpServerRequest } from "effect/http"

import { Faults, makeDraw } from "./Faults.ts"
import { serve } from "./internal/serve.ts"
import { striking } from "./internal/strike.ts"
import { admin, type Control } from "./payorcrm/admin.ts"
import { PayorCrmSandboxSettings, PayorCrmSeeds } from "./payorcrm/Settings.ts"
import { type PayorCrmState, Store } from "./payorcrm/Store.ts"
import { tamperOf } from "./payorcrm/tamper.ts"
import { uploads, wording } from "./payorcrm/uploads.ts"
import { type NotTampered, Tamper } from "./Tamper.ts"

/** A running stand-in. It ends with its scope. */
export interface PayorCrmSandbox {
  /** The connection's `baseUrl`. */
  readonly url: string
  /** Where the admin routes are. */
  readonly origin: string
  readonly port: number
  readonly state: () => PayorCrmState
  /** Calls by name since the start or the last reset, those that a fault ended included: `upload/invoices`. */
  readonly calls: () => Readonly<Record<string, number>>
  /** How often each invoice was stored as a document of its own, by `customerNumber/invoiceNumber`. */
  readonly invoiceCopies: () => ReadonlyMap<string, number>
  readonly customerCopies: () => ReadonlyMap<string, number>
  /** Stored records as JSON texts, at most `limit`. */
  readonly customerTexts: (limit: number) => Iterable<string>
  readonly invoiceTexts: (limit: number) => Iterable<string>
  /** Replaces all faults. */
  readonly setFaults: (faults: typeof Faults.Encoded) => void
  /** Adds customers, but for those that are there. */
  readonly seed: (seeds: typeof PayorCrmSeeds.Encoded) => void
  /** Loses, changes or doubles records: their texts as they are then, or why nothing was done. */
  readonly tamper: (tamper: typeof Tamper.Encoded) => Result.Result<ReadonlyArray<string>, NotTampered>
  /** As it was at the start, without faults. */
  readonly reset: () => void
}

const strict = { onExcessProperty: "error", errors: "all" } as const

/** `upload/invoices`. */
const callOf = ({ url }: HttpServerRequest.HttpServerRequest): string | undefined =>
  url.startsWith("/jsonApi/") ? url.slice("/jsonApi/".length).replace(/\/?(\?.*)?$/, "") : undefined

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
    seed: (seeds) => store.seed(seeds),
    tamper: (tamper) => tamperOf(store, settings, tamper),
    reset: () => {
      store.reset()
      draw = makeDraw({ seed: settings.seed, faults: [] })
    },
  }
  const lifetime = yield* Effect.scope
  const strikes = striking({ callOf, tally: store.tally, draw: (call) => draw(call), wording, lifetime })
  const routes = Layer.mergeAll(uploads(settings, store), admin(control), strikes)
  const { port, origin } = yield* serve(routes, settings.port)
  return {
    ...control,
    url: origin,
    origin,
    port,
    calls: () => store.tally.tallied().calls,
    invoiceCopies: () => store.invoiceCopies(),
    customerCopies: () => store.customerCopies(),
    setFaults: (faults) => control.setFaults(Schema.decodeSync(Faults, strict)(faults)),
    seed: (seeds) => control.seed(Schema.decodeSync(PayorCrmSeeds, strict)(seeds)),
    tamper: (tamper) => control.tamper(Schema.decodeSync(Tamper, strict)(tamper)),
  }
})

export const PayorCrmSandbox = { start }
