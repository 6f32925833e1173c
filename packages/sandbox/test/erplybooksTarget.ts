/** The real connector of ERPLY Books, opened for writing to a stand-in over loopback. */
import { NodeHttpClient, NodeServices } from "@effect/platform-node"
import { erplybooks, ErplyBooksSettings } from "@waybill/connector-erplybooks"
import { CalendarDate, type Invoice, type Model, Money, type Payment } from "@waybill/model"
import { BigDecimal, type Context, Effect, Layer, Schema, type Scope } from "effect"

import { ErplyBooksSandbox } from "../src/index.ts"
import { type Json, type Options, token, unpaid } from "./erplybooksHttp.ts"

const platform = Layer.mergeAll(NodeHttpClient.layerUndici, NodeServices.layer)

export const parse = (texts: Iterable<string>): ReadonlyArray<Json> => Array.from(texts, (text) => JSON.parse(text))

export const money = (text: string, currency = "EUR") => new Money(BigDecimal.fromStringUnsafe(text), currency)

/** For the one invoice that the stand-in begins with. */
export const paymentOf = (number: string, amount: string, invoiceNumber = "2026-0001"): Payment => ({
  number,
  customerNumber: "C0001",
  amount: money(amount),
  receivedDate: new CalendarDate(2026, 11, 2),
  allocations: [{ invoiceNumber }],
})

export const invoiceOf = (number: string, total = "124", tax = "24"): Invoice => ({
  number,
  customerNumber: "C0001",
  total: money(total),
  tax: money(tax),
  issueDate: new CalendarDate(2026, 3, 1),
  dueDate: new CalendarDate(2026, 3, 31),
})

type Extra = Partial<typeof ErplyBooksSettings.Encoded>

const settingsOf = (baseUrl: string, extra: Extra) =>
  Schema.decodeEffect(ErplyBooksSettings, { onExcessProperty: "error" })({
    baseUrl,
    token,
    rateLimit: { perSecond: 1000, inFlight: 1 },
    paymentAccount: "1020",
    article: "Service",
    usePartnerApi: true,
    ...extra,
  })

type Connection = Effect.Success<ReturnType<typeof erplybooks.open>>
type Destination = Effect.Success<ReturnType<NonNullable<Connection["destination"]>>>
type Delivered = Effect.Success<ReturnType<Destination["deliver"]>>
type Delivery = Parameters<Destination["deliver"]>[0][number]

export const said = ({ outcomes, stop }: Delivered): string => {
  const all = outcomes.map((one) => (one._tag === "Confirmed" ? "Confirmed" : `${one._tag} ${one.issue.code}`))
  return `${all.join(", ")}${stop === undefined ? "" : " stop"}`
}

type How = Partial<Pick<Delivery, "change" | "targetId" | "parents">>

/** One of the connector's destinations, and single records delivered to it. */
export interface Target {
  readonly destination: Destination
  readonly key: (model: Model) => Effect.Effect<string>
  readonly send: (model: Model, how?: How) => Effect.Effect<Delivered>
  /** `Confirmed`, `Refused WB-…`; `stop` behind it where the work ends. */
  readonly deliver: (model: Model, how?: How) => Effect.Effect<string>
}

const targetOf = (destination: Destination): Target => {
  const recordOf = (model: Model) =>
    Effect.orDie(Effect.mapError(Effect.fromResult(destination.fromModel(model)), String))
  const send: Target["send"] = (model, { change = "create", ...how } = {}) =>
    Effect.flatMap(recordOf(model), (record) =>
      destination.deliver([{ key: destination.key(record), record, change, ...how }]),
    )
  return {
    destination,
    key: (model) => Effect.map(recordOf(model), destination.key),
    send,
    deliver: (model, how) => Effect.map(send(model, how), said),
  }
}

export interface World {
  readonly sandbox: ErplyBooksSandbox
  /** Fails with the code of what is wrong, as {@link check} does. */
  readonly open: (stream: string, extra?: Extra) => Effect.Effect<Target, string>
  readonly check: (extra?: Extra) => Effect.Effect<ReadonlyArray<string>, string>
}

type Services = Layer.Success<typeof platform> | Scope.Scope

const worldOf = (sandbox: ErplyBooksSandbox, context: Context.Context<Services>): World => {
  const run = <A, E>(effect: Effect.Effect<A, E, Services>) => Effect.provideContext(effect, context)
  const connect = (extra: Extra = {}) =>
    Effect.flatMap(settingsOf(sandbox.url, extra), (settings) =>
      run(erplybooks.open(settings, { connection: "test", baseDirectory: "/" })),
    ).pipe(Effect.orDie)
  return {
    sandbox,
    open: (stream, extra) =>
      Effect.flatMap(connect(extra), ({ destination }) =>
        Effect.map(run(Effect.mapError(destination!(stream, {}), ({ code }) => code)), targetOf),
      ),
    check: (extra) => Effect.flatMap(connect(extra), ({ check }) => run(Effect.mapError(check, ({ code }) => code))),
  }
}

/** Starts a stand-in that has one customer and one unpaid invoice of 634.68 euros, for a connector to write to. */
export const withTargets = <A, E>(options: Options, use: (world: World) => Effect.Effect<A, E>) =>
  Effect.gen(function* () {
    const sandbox = yield* ErplyBooksSandbox.start({ ...unpaid, ...options })
    const context = yield* Effect.context<Services>()
    return yield* use(worldOf(sandbox, context))
  }).pipe(Effect.scoped, Effect.provide(platform))
