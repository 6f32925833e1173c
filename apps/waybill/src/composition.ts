/**
 * The one place that wires everything together: connectors, platform, ledger.
 */
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as NodeServices from "@effect/platform-node/NodeServices"
import type { Connector } from "@waybill/connector"
import { crmcom } from "@waybill/connector-crmcom"
import { csv, readTable } from "@waybill/connector-csv"
import { erplybooks } from "@waybill/connector-erplybooks"
import { excel } from "@waybill/connector-excel"
import { payorcrm } from "@waybill/connector-payorcrm"
import { exists, layerCopy, layerSqlite, type Ledger } from "@waybill/ledger"
import { type Composition, openPipeline, type OpenPipeline, type Pipeline } from "@waybill/pipeline"
import { Effect, Layer } from "effect"

import { root } from "./root.ts"

export const connectors: ReadonlyArray<Connector> = [csv, excel, payorcrm, crmcom, erplybooks]

export const composition: Composition = {
  connectors: new Map(connectors.map((connector) => [connector.name, connector])),
  importConnector: (name) => Effect.tryPromise(() => import(name)),
  environment: process.env,
  readTable,
}

/** Files, paths, terminal and HTTP of this machine. */
export const platform = Layer.mergeAll(NodeServices.layer, NodeHttpClient.layerUndici)

/** Opens the pipeline file that the command line names, for as long as `use` runs. */
export const withPipeline = <A, E, R>(use: (open: OpenPipeline) => Effect.Effect<A, E, R>) =>
  Effect.scoped(
    Effect.gen(function* () {
      const { file } = yield* root
      return yield* use(yield* openPipeline(file, composition))
    }),
  )

/** The pipeline's own ledger, made where there is none yet. */
export const withLedger = <A, E, R>(pipeline: Pipeline, use: Effect.Effect<A, E, R | Ledger>) =>
  Effect.provide(use, layerSqlite({ directory: pipeline.state }))

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
