/**
 * A local stand-in of ERPLY Books: one HTTP server on 127.0.0.1, everything in memory.
 */
import { Clock, Effect, Layer, type Result, Schema, type Scope } from "effect"
import type { HttpServerError, HttpServerRequest } from "effect/http"

import { admin, type Control } from "./erplybooks/admin.ts"
import { Desk } from "./erplybooks/Desk.ts"
import { wordingOf } from "./erplybooks/http/answers.ts"
import { routes } from "./erplybooks/http/routes.ts"
import { basePath, pathOf } from "./erplybooks/Served.ts"
import { Arrivals, ErplyBooksSandboxSettings, ErplyBooksSeeds } from "./erplybooks/Settings.ts"
import { copies, type ErplyBooksState, stateOf } from "./erplybooks/state.ts"
import { tamperOf } from "./erplybooks/tamper.ts"
import { customerView, invoiceView, paymentView } from "./erplybooks/views.ts"
import { Faults, makeDraw } from "./Faults.ts"
import { writeExact } from "./internal/exactJson.ts"
import { serve } from "./internal/serve.ts"
import { striking } from "./internal/strike.ts"
import { type NotTampered, Tamper } from "./Tamper.ts"

/** A running stand-in. It ends with its scope. */
export interface ErplyBooksSandbox {
  /** The connection's `baseUrl`; it ends in `/api`. */
  readonly url: string
  /** Where the admin routes are. */
  readonly origin: string
  readonly port: number
  readonly state: () => ErplyBooksState
  /** Calls by name since the start or the last reset, those that a fault ended included: `POST payments`. */
  readonly calls: () => Readonly<Record<string, number>>
  /** How many records there are of each `partnerCustomerId`, `partnerDocumentId` and `archivingId`. */
  readonly customerCopies: () => ReadonlyMap<string, number>
  readonly invoiceCopies: () => ReadonlyMap<string, number>
  readonly paymentCopies: () => ReadonlyMap<string, number>
  /** Records with all their fields, as JSON texts, in the order they were made, at most `limit`. */
  readonly customerTexts: (limit: number) => Iterable<string>
  readonly invoiceTexts: (limit: number) => Iterable<string>
  readonly paymentTexts: (limit: number) => Iterable<string>
  /** Replaces all faults. */
  readonly setFaults: (faults: typeof Faults.Encoded) => void
  /** Says anew what comes in while payments are listed. */
  readonly setArrivals: (arrivals: typeof Arrivals.Encoded) => void
  /** Adds records to those that are there. */
  readonly seed: (seeds: typeof ErplyBooksSeeds.Encoded) => void
  /** Loses, changes or doubles records: their texts as they are then, or why nothing was done. */
  readonly tamper: (tamper: typeof Tamper.Encoded) => Result.Result<ReadonlyArray<string>, NotTampered>
  /** As it was at the start, without faults. */
  readonly reset: () => void
}

const strict = { onExcessProperty: "error", errors: "all" } as const

/** `PUT payments/:id`. */
const callOf = ({ method, url }: HttpServerRequest.HttpServerRequest): string | undefined =>
  url.startsWith(`${basePath}/`) ? `${method} ${pathOf(url).slice(basePath.length + 1)}` : undefined

const makeControl = (desk: Desk, setFaults: (faults: Faults) => void): Control => {
  const texts = <A>(records: ReadonlyArray<A>, limit: number, view: (record: A) => unknown) =>
    records.slice(0, limit).map((record) => writeExact(view(record), 6))
  return {
    state: () => stateOf(desk),
    customerTexts: (limit) => texts(desk.books.customers.all(), limit, customerView),
    invoiceTexts: (limit) => texts(desk.books.invoices.all(), limit, (invoice) => invoiceView(invoice, null)),
    paymentTexts: (limit) => texts(desk.books.payments.all(), limit, paymentView),
    setFaults,
    setArrivals: (arrivals) => desk.setArrivals(arrivals),
    seed: (seeds) => desk.seed(seeds),
    tamper: (tamper) => tamperOf(desk, tamper),
    reset: () => {
      desk.reset()
      setFaults({ seed: desk.settings.seed, faults: [] })
    },
  }
}

/** Starts a stand-in; fails where a setting is wrong or the port is taken. */
const start = Effect.fn("ErplyBooksSandbox.start")(function* (
  options: typeof ErplyBooksSandboxSettings.Encoded = {},
): Effect.fn.Return<ErplyBooksSandbox, Schema.SchemaError | HttpServerError.ServeError, Scope.Scope> {
  const settings = yield* Schema.decodeEffect(ErplyBooksSandboxSettings, strict)(options)
  const desk = new Desk(settings, yield* Clock.Clock)
  let draw = makeDraw(settings)
  const control = makeControl(desk, (faults) => void (draw = makeDraw(faults)))
  const lifetime = yield* Effect.scope
  const strikes = striking({
    callOf,
    tally: desk.tally,
    draw: (call) => draw(call),
    wording: wordingOf(desk),
    lifetime,
  })
  const layers = Layer.mergeAll(routes(desk), admin(control), strikes)
  const { port, origin } = yield* serve(layers, settings.port)
  return {
    ...control,
    customerCopies: () => copies.customers(desk),
    invoiceCopies: () => copies.invoices(desk),
    paymentCopies: () => copies.payments(desk),
    url: `${origin}${basePath}`,
    origin,
    port,
    setFaults: (faults) => control.setFaults(Schema.decodeSync(Faults, strict)(faults)),
    setArrivals: (arrivals) => control.setArrivals(Schema.decodeSync(Arrivals, strict)(arrivals)),
    calls: () => desk.tally.tallied().calls,
    seed: (seeds) => control.seed(Schema.decodeSync(ErplyBooksSeeds, strict)(seeds)),
    tamper: (tamper) => control.tamper(Schema.decodeSync(Tamper, strict)(tamper)),
  }
})

export const ErplyBooksSandbox = { start }
