/** The real connector of CRM.COM, opened for writing to a stand-in over loopback. */
import { NodeHttpClient, NodeServices } from "@effect/platform-node"
import { crmcom, CrmComSettings } from "@waybill/connector-crmcom"
import { CalendarDate, type Invoice, type Model, Money, type Payment } from "@waybill/model"
import { BigDecimal, type Context, Effect, Layer, Schema, type Scope } from "effect"

import { CrmComSandbox } from "../src/index.ts"
import { empty, type Front, frontOf, type Json, type Options, signIn } from "./crmcomHttp.ts"

const platform = Layer.mergeAll(NodeHttpClient.layerUndici, NodeServices.layer)

/** Settings that post at once. */
export const posted = { land: "posted" } as const

export const parse = (texts: Iterable<string>): ReadonlyArray<Json> => [...texts].map((text) => JSON.parse(text))

export const money = (text: string) => new Money(BigDecimal.fromStringUnsafe(text), "EUR")

export const invoiceOf = (number: string, total = "57"): Invoice => ({
  number,
  customerNumber: "ACR0000000001",
  total: money(total),
  dueDate: new CalendarDate(2026, 3, 1),
})

export const paymentOf = (number: string, amount: string, invoiceNumber?: string): Payment => ({
  number,
  customerNumber: "ACR0000000001",
  amount: money(amount),
  receivedDate: new CalendarDate(2026, 1, 31),
  ...(invoiceNumber === undefined ? {} : { allocations: [{ invoiceNumber }] }),
})

type Extra = Partial<typeof CrmComSettings.Encoded>

/** Everything that writing needs, and names that the stand-in knows. */
const settingsOf = (baseUrl: string, extra: Extra) =>
  Schema.decodeEffect(CrmComSettings, { onExcessProperty: "error" })({
    baseUrl,
    webApiKey: "sandbox-key",
    currency: "EUR",
    timeZone: "Asia/Nicosia",
    release: "R13.0.0",
    rateLimit: { perSecond: 1000, inFlight: 8 },
    invoiceType: { name: "Invoice" },
    product: { code: "Smartcard" },
    paymentType: { name: "Payment" },
    paymentMethod: { name: "Cash" },
    invoicesBy: "back_office_code",
    ...extra,
  })

type Connection = Effect.Success<ReturnType<typeof crmcom.open>>
type Destination = Effect.Success<ReturnType<NonNullable<Connection["destination"]>>>
type Delivered = Effect.Success<ReturnType<Destination["deliver"]>>

type Delivery = Parameters<Destination["deliver"]>[0][number]
type How = Partial<Pick<Delivery, "change" | "targetId" | "parents">>

/** One of the connector's destinations, and single records delivered to it. */
export interface Target {
  readonly destination: Destination
  readonly key: (model: Model) => Effect.Effect<string>
  /** `Confirmed draft`, `Refused WB-…`; `stop` behind it where the work ends. */
  readonly deliver: (model: Model, how?: How) => Effect.Effect<string>
}

export const said = ({ outcomes, stop }: Delivered): string => {
  const all = outcomes.map((outcome) => {
    if (outcome._tag === "Confirmed") return outcome.draft === true ? "Confirmed draft" : "Confirmed"
    return `${outcome._tag} ${outcome.issue.code}`
  })
  return `${all.join(", ")}${stop === undefined ? "" : " stop"}`
}

const targetOf = (destination: Destination): Target => {
  const recordOf = (model: Model) =>
    Effect.orDie(Effect.mapError(Effect.fromResult(destination.fromModel(model)), String))
  return {
    destination,
    key: (model) => Effect.map(recordOf(model), destination.key),
    deliver: (model, { change = "create", ...how } = {}) =>
      Effect.flatMap(recordOf(model), (record) =>
        Effect.map(destination.deliver([{ key: destination.key(record), record, change, ...how }]), said),
      ),
  }
}

/** The id under which a record is found. */
export const idOf = Effect.fnUntraced(function* ({ destination, key }: Target, model: Model) {
  const name = yield* key(model)
  return (yield* Effect.orDie(destination.find!([name]))).get(name)?.targetId
})

/** The connector's targets on a running stand-in, and what `check` says. */
export interface Open {
  readonly customers: Target
  readonly invoices: Target
  readonly payments: Target
  readonly check: Effect.Effect<ReadonlyArray<string>>
}

export interface World {
  readonly sandbox: CrmComSandbox
  readonly front: Front
  readonly open: (extra?: Extra) => Effect.Effect<Open>
}

const openOn = (sandbox: CrmComSandbox, context: Context.Context<Layer.Success<typeof platform> | Scope.Scope>) =>
  Effect.fnUntraced(
    function* (extra: Extra = {}) {
      const settings = yield* settingsOf(sandbox.url, extra)
      const { destination, check } = yield* crmcom.open(settings, { connection: "test", baseDirectory: "/" })
      return {
        customers: targetOf(yield* destination!("customers", {})),
        invoices: targetOf(yield* destination!("invoices", {})),
        payments: targetOf(yield* destination!("payments", {})),
        check: Effect.orDie(Effect.provideContext(check, context)),
      }
    },
    Effect.orDie,
    Effect.provideContext(context),
  )

/** Starts a stand-in that has one account and nothing else, for a connector to write to. */
export const withTargets = <A, E>(options: Options, use: (world: World) => Effect.Effect<A, E>) =>
  Effect.gen(function* () {
    const sandbox = yield* CrmComSandbox.start({ ...empty, ...options })
    const { data } = yield* signIn(sandbox)
    const context = yield* Effect.context<Layer.Success<typeof platform> | Scope.Scope>()
    return yield* use({ sandbox, front: frontOf(sandbox, data.token), open: openOn(sandbox, context) })
  }).pipe(Effect.scoped, Effect.provide(platform))
