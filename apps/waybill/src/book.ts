/** The pipeline's ledger, for the commands that look into it or write. */
// Compiled schemas are for many records: a command without the ledger reads too few to win back what compiling costs.
import "effect/schema/SchemaJITCompiler/enable"
import { exists, layerCopy, layerSqlite, type Ledger, Operator } from "@waybill/ledger"
import type { Pipeline } from "@waybill/pipeline"
import { Effect } from "effect"

import { OpenLedger } from "./openLedger.ts"
import { operator } from "./operator.ts"

/** The pipeline's own ledger, made where there is none yet. */
export const withLedger = <A, E, R>(pipeline: Pipeline, use: Effect.Effect<A, E, R | Ledger>) =>
  Effect.flatMap(OpenLedger, (open = layerSqlite) => Effect.provide(use, open({ directory: pipeline.state }))).pipe(
    Effect.provideService(Operator, operator),
  )

/** A scratch copy of the ledger: what is written there is gone afterwards. */
export const withLedgerCopy = <A, E, R>(pipeline: Pipeline, use: Effect.Effect<A, E, R | Ledger>) =>
  Effect.provide(use, layerCopy({ directory: pipeline.state })).pipe(Effect.provideService(Operator, operator))

/** Reads from the ledger; gives `empty` where there is none yet, instead of making one. */
export const readLedger = Effect.fnUntraced(function* <A, E, R>(
  pipeline: Pipeline,
  empty: A,
  use: Effect.Effect<A, E, R | Ledger>,
) {
  const found = yield* exists({ directory: pipeline.state })
  return found ? yield* withLedger(pipeline, use) : empty
})
