/**
 * The one place that wires everything together: connectors, platform, calls of a day. What a command may do without is loaded
 * when it is used.
 */
import { CallsOfDay, type Connector, type DayBudget } from "@waybill/connector"
import {
  type Composition,
  importerFrom,
  loadPipeline,
  openPipeline,
  type OpenPipeline,
  type Pipeline,
} from "@waybill/pipeline"
import { Effect, type FileSystem, type Path, type Scope } from "effect"

import { root } from "./root.ts"

const connectors: Readonly<Record<string, () => Promise<Connector>>> = {
  csv: () => import("@waybill/connector-csv").then(({ csv }) => csv),
  excel: () => import("@waybill/connector-excel").then(({ excel }) => excel),
  payorcrm: () => import("@waybill/connector-payorcrm").then(({ payorcrm }) => payorcrm),
  crmcom: () => import("@waybill/connector-crmcom").then(({ crmcom }) => crmcom),
  erplybooks: () => import("@waybill/connector-erplybooks").then(({ erplybooks }) => erplybooks),
  rest: () => import("@waybill/connector-rest").then(({ rest }) => rest),
}

const loadReadTable = Effect.promise(() => import("@waybill/connector-csv").then(({ readTable }) => readTable))

export const composition: Composition = {
  connectors: new Map(Object.entries(connectors).map(([name, load]) => [name, Effect.promise(load)])),
  importModule: importerFrom(import.meta.url),
  environment: process.env,
  readTable: (path) => Effect.flatMap(loadReadTable, (readTable) => readTable(path)),
}

/** Calls a day are counted in the state folder, for all runs together; it is opened for the first one. */
const countingCalls = Effect.fnUntraced(function* ({
  state,
}: Pipeline): Effect.fn.Return<DayBudget, never, FileSystem.FileSystem | Path.Path | Scope.Scope> {
  const services = yield* Effect.context<FileSystem.FileSystem | Path.Path | Scope.Scope>()
  const opened = yield* Effect.promise(() => import("./callsOfDay.ts")).pipe(
    Effect.flatMap(({ openDayBudget }) => openDayBudget(state)),
    Effect.uninterruptible,
    Effect.provideContext(services),
    Effect.cached,
  )
  return { take: (name, most) => Effect.flatMap(opened, ({ take }) => take(name, most)) }
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
