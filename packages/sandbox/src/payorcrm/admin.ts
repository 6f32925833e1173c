/**
 * What a test or an operator asks the stand-in itself: under `/sandbox/`, without credentials, never struck by a fault.
 */
import { Effect, Layer, Schema } from "effect"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"

import { Faults } from "../Faults.ts"
import type { PayorCrmState } from "./Store.ts"

/** What the admin routes do, as the running stand-in offers it. */
export interface Control {
  readonly state: () => PayorCrmState
  readonly customerTexts: (limit: number) => Iterable<string>
  readonly invoiceTexts: (limit: number) => Iterable<string>
  readonly setFaults: (faults: Faults) => void
  readonly reset: () => void
}

const Limit = Schema.Struct({
  limit: Schema.optionalKey(
    Schema.NumberFromString.check(Schema.isInt(), Schema.isBetween({ minimum: 0, maximum: 100_000 })),
  ),
})

const bad = (error: { readonly message: string }) =>
  HttpServerResponse.jsonUnsafe({ message: error.message }, { status: 400 })

/** The stored texts as they are: no number is read and written again. */
const list = (texts: (limit: number) => Iterable<string>) =>
  HttpServerRequest.schemaSearchParams(Limit).pipe(
    Effect.map(({ limit }) =>
      HttpServerResponse.text(`[${[...texts(limit ?? 1000)].join(",")}]`, { contentType: "application/json" }),
    ),
    Effect.catch((error) => Effect.succeed(bad(error))),
  )

const faultsFromBody = HttpServerRequest.schemaBodyJson(Faults, { onExcessProperty: "error", errors: "all" })

export const admin = (control: Control) =>
  Layer.mergeAll(
    HttpRouter.add(
      "GET",
      "/sandbox/state",
      Effect.sync(() => HttpServerResponse.jsonUnsafe(control.state())),
    ),
    HttpRouter.add("GET", "/sandbox/customers", list(control.customerTexts)),
    HttpRouter.add("GET", "/sandbox/invoices", list(control.invoiceTexts)),
    HttpRouter.add(
      "POST",
      "/sandbox/faults",
      faultsFromBody.pipe(
        Effect.map((faults) => {
          control.setFaults(faults)
          return HttpServerResponse.jsonUnsafe(faults)
        }),
        Effect.catch((error) => Effect.succeed(bad(error))),
      ),
    ),
    HttpRouter.add(
      "POST",
      "/sandbox/reset",
      Effect.sync(() => {
        control.reset()
        return HttpServerResponse.jsonUnsafe(control.state())
      }),
    ),
  )
