/**
 * A local stand-in of CRM.COM: one HTTP server on 127.0.0.1, everything in memory.
 */
import { Clock, Effect, Layer, type Result, Schema, type Scope } from "effect"
import type { HttpServerError, HttpServerRequest } from "effect/http"

import { accountView } from "./crmcom/account/views.ts"
import { admin, type Control } from "./crmcom/admin.ts"
import { Desk } from "./crmcom/Desk.ts"
import { wordingOf } from "./crmcom/http/answers.ts"
import { routes } from "./crmcom/http/routes.ts"
import { invoiceView } from "./crmcom/invoice/views.ts"
import { paymentView } from "./crmcom/payment/views.ts"
import { basePath } from "./crmcom/Served.ts"
import { CrmComSandboxSettings, Seeds } from "./crmcom/Settings.ts"
import { copiesOf, type CrmComState, stateOf } from "./crmcom/state.ts"
import { tamperOf } from "./crmcom/tamper.ts"
import { Faults, makeDraw } from "./Faults.ts"
import { writeExact } from "./internal/exactJson.ts"
import { serve } from "./internal/serve.ts"
import { striking } from "./internal/strike.ts"
import { type NotTampered, Tamper } from "./Tamper.ts"

/** A running stand-in. It ends with its scope. */
export interface CrmComSandbox {
  /** The connection's `baseUrl`; it ends in `/crmapi/rest/v2`. */
  readonly url: string
  /** Where the admin routes are. */
  readonly origin: string
  readonly port: number
  readonly state: () => CrmComState
  /** Calls by name since the start or the last reset, those that a fault ended included: `invoices/create`. */
  readonly calls: () => Readonly<Record<string, number>>
  /** How many drafts and posted records there are of each `back_office_code`, whatever its attempt (`-2` to `-9`). */
  readonly invoiceCopies: () => ReadonlyMap<string, number>
  readonly paymentCopies: () => ReadonlyMap<string, number>
  /** Records with all their fields, as JSON texts, in the order they were made, at most `limit`. */
  readonly accountTexts: (limit: number) => Iterable<string>
  readonly invoiceTexts: (limit: number) => Iterable<string>
  readonly paymentTexts: (limit: number) => Iterable<string>
  /** Replaces all faults. */
  readonly setFaults: (faults: typeof Faults.Encoded) => void
  /** Makes all tokens unusable. */
  readonly expireTokens: () => void
  /** Adds records to those that are there. */
  readonly seed: (seeds: typeof Seeds.Encoded) => void
  /** Loses, changes or doubles records: their texts as they are then, or why nothing was done. */
  readonly tamper: (tamper: typeof Tamper.Encoded) => Result.Result<ReadonlyArray<string>, NotTampered>
  /** As it was at the start, without faults. */
  readonly reset: () => void
}

const strict = { onExcessProperty: "error", errors: "all" } as const

const isSignIn = (call: string): boolean => call.startsWith("authentication/")

/** `invoices/create`. */
const callOf = ({ url }: HttpServerRequest.HttpServerRequest): string | undefined =>
  url.startsWith(`${basePath}/`) ? url.slice(basePath.length + 1).replace(/\/?(\?.*)?$/, "") : undefined

const makeControl = (desk: Desk, setFaults: (faults: Faults) => void): Control => {
  const texts = <A>(records: ReadonlyArray<A>, limit: number, view: (record: A) => unknown) =>
    records.slice(0, limit).map((record) => writeExact(view(record)))
  return {
    state: () => stateOf(desk),
    accountTexts: (limit) => texts(desk.office.accounts.all, limit, (one) => accountView(one, desk.now().utc)),
    invoiceTexts: (limit) =>
      texts(desk.office.invoices.all, limit, (one) => invoiceView(desk.office, one, desk.now().utc)),
    paymentTexts: (limit) =>
      texts(desk.office.payments.all, limit, (one) => paymentView(desk.office, one, desk.now().utc)),
    setFaults,
    expireTokens: () => desk.sessions.expire(),
    seed: (seeds) => desk.seed(seeds),
    tamper: (tamper) => tamperOf(desk, tamper),
    reset: () => {
      desk.reset()
      setFaults({ seed: desk.settings.seed, faults: [] })
    },
  }
}

/** Starts a stand-in; fails where a setting is wrong or the port is taken. */
const start = Effect.fn("CrmComSandbox.start")(function* (
  options: typeof CrmComSandboxSettings.Encoded = {},
): Effect.fn.Return<CrmComSandbox, Schema.SchemaError | HttpServerError.ServeError, Scope.Scope> {
  const settings = yield* Schema.decodeEffect(CrmComSandboxSettings, strict)(options)
  const desk = new Desk(settings, yield* Clock.Clock)
  let draw = makeDraw(settings, isSignIn)
  const control = makeControl(desk, (faults) => void (draw = makeDraw(faults, isSignIn)))
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
    invoiceCopies: () => copiesOf(desk.office.invoices.all),
    paymentCopies: () => copiesOf(desk.office.payments.all),
    url: `${origin}${basePath}`,
    origin,
    port,
    setFaults: (faults) => control.setFaults(Schema.decodeSync(Faults, strict)(faults)),
    calls: () => desk.tally.tallied().calls,
    seed: (seeds) => control.seed(Schema.decodeSync(Seeds, strict)(seeds)),
    tamper: (tamper) => control.tamper(Schema.decodeSync(Tamper, strict)(tamper)),
  }
})

export const CrmComSandbox = { start }
