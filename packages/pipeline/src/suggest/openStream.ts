/**
 * One stream of a pipeline file's connection, opened alone: the flows around it may still lack their maps.
 */
import type { Connection, Platform, Row, Source } from "@waybill/connector"
import type { Entity } from "@waybill/model"
import { Effect, Option, type Scope, Stream } from "effect"

import { fault, suggestion } from "../file/diagnostics.ts"
import type { FlowSpec, Pipeline } from "../file/Pipeline.ts"
import { resolveConnections } from "../file/resolveConnections.ts"
import { diagnose } from "../flow/OpenFlow.ts"
import { fieldsOf } from "../mapping/types.ts"
import { type Composition, loadPipeline, PipelineFault } from "../open.ts"
import { sampleSize } from "./suggestMap.ts"

export interface OpenStream {
  readonly pipeline: Pipeline
  readonly source: Source<object>
  /** The flows that read it, in the order of the file. */
  readonly flows: ReadonlyArray<FlowSpec>
}

const refuse = (...diagnostics: PipelineFault["diagnostics"]) => new PipelineFault({ diagnostics })

const openConnection = Effect.fnUntraced(function* (
  pipeline: Pipeline,
  name: string,
  composition: Composition,
): Effect.fn.Return<Connection, PipelineFault, Platform | Scope.Scope> {
  const spec = pipeline.connections.get(name)!
  const alone = { ...pipeline, connections: new Map([[name, spec]]) }
  const resolved = yield* Effect.mapError(
    resolveConnections(alone, composition.connectors, composition.importModule),
    (diagnostics) => refuse(...diagnostics),
  )
  const { connector, settings } = resolved.get(name)!
  return yield* connector
    .open(settings, { connection: name, baseDirectory: pipeline.directory })
    .pipe(Effect.mapError((error) => refuse(diagnose(spec.place, error))))
})

/** Opens a stream for reading by the names of its connection and itself. */
export const openStream = Effect.fn("openStream")(function* (
  file: string,
  composition: Composition,
  { connection, stream }: { readonly connection: string; readonly stream: string },
): Effect.fn.Return<OpenStream, PipelineFault, Platform | Scope.Scope> {
  const { pipeline } = yield* loadPipeline(file, composition)
  const spec = pipeline.connections.get(connection)
  if (spec === undefined) {
    const place = { file, line: 1, column: 1 }
    const hint = suggestion(connection, pipeline.connections.keys())
    return yield* refuse(fault(place, "WB-SUGGEST-CONNECTION", `there is no connection '${connection}'`, hint))
  }
  const { source } = yield* openConnection(pipeline, connection, composition)
  if (source === undefined) {
    return yield* refuse(fault(spec.place, "WB-FLOW-DIRECTION", `'${connection}' can't be read from`))
  }
  const opened = yield* Effect.mapError(source(stream), (error) => refuse(diagnose(spec.place, error)))
  const flows = pipeline.flows.filter(
    ({ from }) => from.connection.value === connection && from.stream.value === stream,
  )
  return { pipeline, source: opened, flows }
})

export interface Sample {
  /** All columns, those without values too. */
  readonly columns: ReadonlyArray<string>
  readonly rows: ReadonlyArray<Readonly<Record<string, unknown>>>
  /** Rows that could not be read. */
  readonly bad: number
}

/** The first rows of a source, at most {@link sampleSize} good and bad ones together. */
export const sampleOf = (source: Source<object>, pipeline: Pipeline): Effect.Effect<Sample, PipelineFault> =>
  source.read(Option.none()).pipe(
    Stream.map(({ rows }) => rows),
    Stream.flattenIterable,
    Stream.take(sampleSize),
    Stream.runCollect,
    Effect.map((rows: ReadonlyArray<Row<object>>) => {
      const good = rows.flatMap((row) => ("record" in row ? [{ ...row.record }] : []))
      return { columns: [...fieldsOf(source.record).keys()], rows: good, bad: rows.length - good.length }
    }),
    Effect.mapError((error) => refuse(diagnose({ file: pipeline.file, line: 1, column: 1 }, error))),
  )

export interface Target {
  readonly entity: Entity
  /** Fields that it needs beyond the model's own. */
  readonly requires: ReadonlyArray<string>
}

/** What a flow's target takes; `undefined` where it can't be told yet, because its settings are not there. */
export const targetOf = (
  flow: FlowSpec,
  pipeline: Pipeline,
  composition: Composition,
): Effect.Effect<Target | undefined, never, Platform> =>
  Effect.gen(function* () {
    const { destination } = yield* openConnection(pipeline, flow.to.connection.value, composition)
    const entity = flow.entity?.value
    if (destination === undefined) return undefined
    const opened = yield* destination(flow.to.stream.value, entity === undefined ? {} : { entity })
    return { entity: opened.entity, requires: opened.requires }
  }).pipe(
    Effect.orElseSucceed(() => undefined),
    Effect.scoped,
  )
