/**
 * The one place that wires everything together: connectors, platform, ledger.
 */
import { CallsOfDay, type Connector, ConnectorError, type Platform, Throttled } from "@waybill/connector"
import { crmcom } from "@waybill/connector-crmcom"
import { csv, readTable } from "@waybill/connector-csv"
import { erplybooks } from "@waybill/connector-erplybooks"
import { excel } from "@waybill/connector-excel"
import { payorcrm } from "@waybill/connector-payorcrm"
import {
  exists,
  layerCopy,
  layerSqlite,
  type Ledger,
  type LedgerError,
  type LedgerOptions,
  openCallsOfDay,
} from "@waybill/ledger"
import { type Composition, loadPipeline, openPipeline, type OpenPipeline, type Pipeline } from "@waybill/pipeline"
import { Context, Effect, type Layer } from "effect"

import { root } from "./root.ts"

export const connectors: ReadonlyArray<Connector> = [csv, excel, payorcrm, crmcom, erplybooks]

export const composition: Composition = {
  connectors: new Map(connectors.map((connector) => [connector.name, connector])),
  importConnector: (name) => Effect.tryPromise(() => import(name)),
  environment: process.env,
  readTable,
}

export type LedgerOpener = (options: LedgerOptions) => Layer.Layer<Ledger, LedgerError, Platform>

/** How the ledger of a state folder is opened. */
export const OpenLedger = Context.Reference<LedgerOpener>("@waybill/waybill/OpenLedger", {
  defaultValue: () => layerSqlite,
})

const uncounted = ({ code, message, hint, cause }: LedgerError): ConnectorError =>
  new ConnectorError({
    connector: "waybill",
    operation: "count calls",
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    reason: new Throttled(cause === undefined ? {} : { cause }),
  })

/** Calls a day are counted in the state folder, for all runs together. */
const countingCalls = Effect.fnUntraced(function* (pipeline: Pipeline) {
  const { take } = yield* openCallsOfDay({ directory: pipeline.state })
  return { take: (name: string, most: number) => Effect.mapError(take(name, most), uncounted) }
})

const openNamed = Effect.flatMap(root, ({ file }) => openPipeline(file, composition))

/** Opens the pipeline file that the command line names, for as long as `use` runs. */
export const withPipeline = <A, E, R>(use: (open: OpenPipeline) => Effect.Effect<A, E, R>) => withOpened(openNamed, use)

/** The same for one that is opened in another way. */
export const withOpened = <E0, R0, A, E, R>(
  opening: Effect.Effect<OpenPipeline, E0, R0>,
  use: (open: OpenPipeline) => Effect.Effect<A, E, R>,
) =>
  Effect.scoped(
    Effect.gen(function* () {
      const open = yield* opening
      return yield* Effect.provideService(use(open), CallsOfDay, yield* countingCalls(open.pipeline))
    }),
  )

/** The pipeline file that the command line names, read and checked; nothing is opened. */
export const namedPipeline = Effect.gen(function* () {
  const { file } = yield* root
  return (yield* loadPipeline(file, composition)).pipeline
})

/** The pipeline's own ledger, made where there is none yet. */
export const withLedger = <A, E, R>(pipeline: Pipeline, use: Effect.Effect<A, E, R | Ledger>) =>
  Effect.flatMap(OpenLedger, (open) => Effect.provide(use, open({ directory: pipeline.state })))

/** A scratch copy of the ledger: what is written there is gone afterwards. */
export const withLedgerCopy = <A, E, R>(pipeline: Pipeline, use: Effect.Effect<A, E, R | Ledger>) =>
  Effect.provide(use, layerCopy({ directory: pipeline.state }))

/** Reads from the ledger; gives `empty` where there is none yet, instead of making one. */
export const readLedger = Effect.fnUntraced(function* <A, E, R>(
  pipeline: Pipeline,
  empty: A,
  use: Effect.Effect<A, E, R | Ledger>,
) {
  const found = yield* exists({ directory: pipeline.state })
  return found ? yield* withLedger(pipeline, use) : empty
})
