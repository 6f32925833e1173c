/**
 * The source is read once and mapped, before anything stands in for the targets: what its records name must be known there,
 * and how quickly each target may be called stands in the file.
 */
import type { Delivered, Delivery } from "@waybill/connector"
import { layerCopy } from "@waybill/ledger"
import type { Customer, Invoice, Model, Payment } from "@waybill/model"
import { type FlowDrift, type OpenFlow, type OpenPipeline, runPipeline, type Stopped } from "@waybill/pipeline"
import { Effect } from "effect"

import type { OnProgress } from "../output/progress.ts"
import { version } from "../version.ts"
import type { Named } from "./standIns/StandIn.ts"

/** How quickly a flow's target may be called, as the file says. */
export interface Limits {
  readonly connection: string
  readonly perSecond?: number
  readonly perDay?: number
  readonly inFlight: number
}

export interface Survey {
  /** By connection that is written to. */
  readonly named: ReadonlyMap<string, Named>
  /** By flow. */
  readonly limits: ReadonlyMap<string, Limits>
  readonly drift: ReadonlyArray<FlowDrift>
  /** What keeps the source from being read. */
  readonly stopped: ReadonlyArray<Stopped>
  readonly outside: boolean
  /** How long reading took. */
  readonly seconds: number
}

const confirmAll = (batch: ReadonlyArray<Delivery<unknown>>): Effect.Effect<Delivered> =>
  Effect.succeed({ outcomes: batch.map(() => ({ _tag: "Confirmed" })) })

/** The flow with a target that nobody calls. */
const uncalled = (flow: OpenFlow): OpenFlow => {
  const { finish: _, find: __, list: ___, ...destination } = flow.destination
  return { ...flow, match: [], destination: { ...destination, deliver: confirmAll } }
}

const nothingNamed = (makesCustomers: boolean): Named => ({
  makesCustomers,
  customers: new Map(),
  methods: new Set(),
  products: new Set(),
  currencies: new Set(),
})

const addDay = (named: Named, day: string | undefined): void => {
  if (day === undefined) return
  const { first, last } = named.days ?? { first: day, last: day }
  named.days = { first: day < first ? day : first, last: day > last ? day : last }
}

const isInvoice = (model: Model): model is Invoice => "total" in model
const isPayment = (model: Model): model is Payment => "amount" in model

const nameOf = ({ name, firstName, lastName }: Customer): string | undefined =>
  name ?? ([firstName, lastName].filter((part) => part !== undefined).join(" ") || undefined)

/** A customer that a record only names; a flow of customers may say what it is called. */
const addCustomer = ({ customers }: Named, number: string): void => {
  if (!customers.has(number)) customers.set(number, undefined)
}

const addModel = (named: Named, model: Model): void => {
  if (isInvoice(model)) {
    addCustomer(named, model.customerNumber)
    named.currencies.add(model.total.currency)
    for (const { productCode } of model.lines ?? []) if (productCode !== undefined) named.products.add(productCode)
    addDay(named, model.issueDate?.toString())
  } else if (isPayment(model)) {
    addCustomer(named, model.customerNumber)
    named.currencies.add(model.amount.currency)
    if (model.method !== undefined) named.methods.add(model.method)
    addDay(named, model.receivedDate?.toString())
  } else named.customers.set(model.number, nameOf(model))
}

/** What holds for a connection holds for all its flows, also where one of them alone says so. */
const limitsOf = (connection: string, flows: ReadonlyArray<OpenFlow>): Limits => {
  const targets = flows.filter(({ spec }) => spec.to.connection.value === connection).map((flow) => flow.destination)
  const perSecond = targets.find((target) => target.perSecond !== undefined)?.perSecond
  const perDay = targets.find((target) => target.perDay !== undefined)?.perDay
  return {
    connection,
    inFlight: Math.max(...targets.map(({ batch }) => batch.inFlight)),
    ...(perSecond === undefined ? {} : { perSecond }),
    ...(perDay === undefined ? {} : { perDay }),
  }
}

/** Reads all sources over a scratch copy of the ledger, which knows how they looked in the last run. Calls no target. */
export const survey = Effect.fn("rehearse.survey")(function* (
  { flows, ...open }: OpenPipeline,
  onProgress: OnProgress,
) {
  const named = new Map<string, Named>()
  for (const { spec, entity } of flows) {
    const connection = spec.to.connection.value
    const one = named.get(connection) ?? nothingNamed(false)
    named.set(connection, one)
    if (entity === "customer") one.makesCustomers = true
  }
  const ofFlow = new Map(flows.map(({ spec }) => [spec.name, named.get(spec.to.connection.value)!]))
  const read = runPipeline(
    { ...open, flows: flows.map(uncalled) },
    {
      version,
      full: true,
      planning: true,
      acceptDrift: true,
      onProgress,
      onDecided: (flow, decisions) => {
        for (const { model } of decisions) if (model !== undefined) addModel(ofFlow.get(flow)!, model)
        return Effect.undefined
      },
    },
  )
  const { summary, outside } = yield* Effect.provide(read, layerCopy({ directory: open.pipeline.state }))
  return {
    named,
    limits: new Map(flows.map(({ spec }) => [spec.name, limitsOf(spec.to.connection.value, flows)])),
    drift: summary.drift ?? [],
    stopped: summary.stopped,
    outside,
    seconds: summary.seconds,
  } satisfies Survey
})
