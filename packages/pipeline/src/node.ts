/**
 * What a pipeline runs on where a program has no wishes of its own: Node's files and HTTP, and the ledger as SQLite in the state
 * folder. Needs `@effect/platform-node`.
 */
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { CallsOfDay, type DayBudget, type Platform } from "@waybill/connector"
import { layerSqlite, type Ledger, type LedgerError } from "@waybill/ledger"
import { Effect, type FileSystem, Layer, type Path, type Scope } from "effect"

import { openDayBudget } from "./dayBudget.ts"

/** Opened for the first call: most pipelines count none. */
const countingCalls = Effect.fnUntraced(function* (
  state: string,
): Effect.fn.Return<DayBudget, never, FileSystem.FileSystem | Path.Path | Scope.Scope> {
  const services = yield* Effect.context<FileSystem.FileSystem | Path.Path | Scope.Scope>()
  const opened = yield* openDayBudget(state).pipe(
    Effect.uninterruptible,
    Effect.provideContext(services),
    Effect.cached,
  )
  return { take: (name, most) => Effect.flatMap(opened, ({ take }) => take(name, most)) }
})

/**
 * Everything that `run`, `runStream` and `plan` ask for.
 *
 * @param pipeline one that was defined, or what a pipeline file came to
 */
export const layerNode = ({ state }: { readonly state: string }): Layer.Layer<Ledger | Platform, LedgerError> =>
  Layer.merge(layerSqlite({ directory: state }), Layer.effect(CallsOfDay, countingCalls(state))).pipe(
    Layer.provideMerge(Layer.merge(NodeServices.layer, NodeHttpClient.layerUndici)),
  )
