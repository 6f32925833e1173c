/**
 * From a pipeline file to open flows: everything that can be wrong is found here, before anything is read or sent.
 */
import type { Connection, Platform } from "@waybill/connector"
import { Effect, FileSystem, Path, Predicate, Result, Schema, type Scope } from "effect"

import { type Diagnostic, formatDiagnostic, type Place } from "./Diagnostic.ts"
import { readDotEnv } from "./file/dotEnv.ts"
import { findTransform } from "./file/findTransform.ts"
import type { ModuleImporter } from "./file/modules.ts"
import type { Pipeline, TableSpec } from "./file/Pipeline.ts"
import { readingOf } from "./file/reading.ts"
import { type ReadPipeline, readPipeline } from "./file/readPipeline.ts"
import { type KnownConnectors, type ResolvedConnection, resolveConnections } from "./file/resolveConnections.ts"
import type { Spare } from "./file/spare.ts"
import { diagnose, type OpenFlow, openFlow, type Surroundings } from "./flow/OpenFlow.ts"

/** A connection that flows write to. */
export interface TargetConnection extends ResolvedConnection {
  readonly name: string
  /** Where it stands in the file. */
  readonly place: Place
  /** What of it flows write to, each once. */
  readonly streams: ReadonlyArray<string>
}

/** What the program that embeds the engine brings along: the engine knows no vendor and reads no process. */
export interface Composition {
  /** By the short name that `connector:` says. */
  readonly connectors: KnownConnectors
  /** Imports what the file names: a package or module that exports a connector, a module that exports a transform. */
  readonly importModule: ModuleImporter
  /** What `${NAME}` reads, before the `.env` file beside the pipeline file. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Reads a two-column file for `lookup`; the failure is a sentence. */
  readonly readTable: (path: string) => Effect.Effect<ReadonlyMap<string, string>, string, Platform>
  /**
   * Other settings of the same connector for what flows write to; what they read from stays as the file says, also where one
   * connection is both. Absent: flows write to what the file names.
   */
  readonly targets?: (target: TargetConnection) => Effect.Effect<unknown, Diagnostic, Platform | Scope.Scope>
  /** What settings read whose variable is not set, by the setting's name: of connections that flows only write to. */
  readonly spare?: Spare
}

export interface OpenPipeline {
  readonly pipeline: Pipeline
  readonly connections: ReadonlyMap<string, Connection>
  readonly flows: ReadonlyArray<OpenFlow>
  /** What is read, as one word; another one where the file, a setting or a table is another. */
  readonly reading: string
  /** What of it the file only names, each as one word: `connection books`, `table methods`. No secret is in any. */
  readonly parts: Readonly<Record<string, string>>
  readonly warnings: ReadonlyArray<Diagnostic>
}

/** The pipeline file, or something that it names, is wrong: nothing was read, nothing was sent. */
export class PipelineFault extends Schema.TaggedError<PipelineFault>("@waybill/pipeline/PipelineFault")(
  "PipelineFault",
  { diagnostics: Schema.Array(Schema.declare((value): value is Diagnostic => Predicate.hasProperty(value, "code"))) },
) {
  override get message(): string {
    return this.diagnostics.map(formatDiagnostic).join("\n")
  }
}

const refuse = (diagnostics: ReadonlyArray<Diagnostic>) => new PipelineFault({ diagnostics })

/** Runs every check and fails with all diagnostics, not only the first. */
const collect = Effect.fnUntraced(function* <K, A, R>(
  checks: ReadonlyArray<readonly [K, Effect.Effect<A, ReadonlyArray<Diagnostic>, R>]>,
): Effect.fn.Return<ReadonlyMap<K, A>, PipelineFault, R> {
  const results = yield* Effect.forEach(checks, ([key, check]) =>
    Effect.map(Effect.result(check), (result) => [key, result] as const),
  )
  const failed = results.flatMap(([, result]) => (Result.isFailure(result) ? result.failure : []))
  if (failed.length > 0) return yield* refuse(failed)
  return new Map(results.flatMap(([key, result]) => (Result.isSuccess(result) ? [[key, result.success]] : [])))
})

/** Reads and checks the text of a pipeline file, without opening what it names. */
export const loadPipeline = Effect.fn("loadPipeline")(function* (
  file: string,
  composition: Composition,
): Effect.fn.Return<ReadPipeline, PipelineFault, Platform> {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const text = yield* files.readFileString(file).pipe(
    Effect.mapError(() =>
      refuse([
        {
          code: "WB-FILE-MISSING",
          severity: "error",
          message: `there is no file '${file}' that can be read`,
          hint: "name it with --file, or make one with `waybill init`",
        },
      ]),
    ),
  )
  const directory = path.dirname(path.resolve(file))
  const dotEnv = yield* Effect.orElseSucceed(files.readFileString(path.join(directory, ".env")), () => "")
  const environment = { ...readDotEnv(dotEnv), ...composition.environment }
  const { spare } = composition
  const read = readPipeline({ file, text, directory, environment, ...(spare === undefined ? {} : { spare }) })
  return Result.isFailure(read) ? yield* refuse(read.failure) : read.success
})

const readTable = (pipeline: Pipeline, table: TableSpec, composition: Composition) => {
  if (table._tag === "Inline") return Effect.succeed(table.rows)
  return Effect.flatMap(Path.Path, (path) => composition.readTable(path.resolve(pipeline.directory, table.path))).pipe(
    Effect.mapError((message): ReadonlyArray<Diagnostic> => [
      { code: "WB-FILE-TABLE", severity: "error", place: table.place, message },
    ]),
  )
}

type Resolved = ReadonlyMap<string, ResolvedConnection>

const openConnections = (pipeline: Pipeline, resolved: Resolved) =>
  collect(
    [...resolved].map(([name, { connector, settings }]) => {
      const place: Place = pipeline.connections.get(name)!.place
      const open = connector.open(settings, { connection: name, baseDirectory: pipeline.directory })
      return [name, Effect.mapError(open, (error) => [diagnose(place, error)])] as const
    }),
  )

/** What flows write to, with the settings that `targets` gives. */
const openTargets = Effect.fnUntraced(function* (
  pipeline: Pipeline,
  resolved: Resolved,
  targets: NonNullable<Composition["targets"]>,
) {
  const flows = Map.groupBy(pipeline.flows, ({ to }) => to.connection.value)
  const others = yield* collect(
    [...flows].map(([name, of]) => {
      const { connector, settings } = resolved.get(name)!
      const streams = [...new Set(of.map(({ to }) => to.stream.value))]
      const other = targets({ name, connector, settings, streams, place: pipeline.connections.get(name)!.place })
      return [
        name,
        Effect.mapBoth(other, {
          onFailure: (diagnostic) => [diagnostic],
          onSuccess: (settings) => ({ connector, settings }),
        }),
      ] as const
    }),
  )
  return yield* openConnections(pipeline, others)
})

const openSurroundings = Effect.fnUntraced(function* (
  pipeline: Pipeline,
  composition: Composition,
): Effect.fn.Return<
  Omit<Surroundings, "flows"> & Pick<OpenPipeline, "reading" | "parts">,
  PipelineFault,
  Platform | Scope.Scope
> {
  const resolved = yield* Effect.mapError(
    resolveConnections(pipeline, composition.connectors, composition.importModule),
    refuse,
  )
  const connections = yield* openConnections(pipeline, resolved)
  const { targets } = composition
  const written = targets === undefined ? connections : yield* openTargets(pipeline, resolved, targets)
  const tables = yield* collect(
    [...pipeline.tables].map(([name, table]) => [name, readTable(pipeline, table, composition)] as const),
  )
  const transforms = yield* collect(
    pipeline.flows.flatMap(({ name, transform }) => {
      if (transform === undefined) return []
      const found = findTransform(transform, pipeline.directory, composition.importModule)
      return [[name, Effect.mapError(found, (diagnostic) => [diagnostic])] as const]
    }),
  )
  const made = readingOf(pipeline, resolved, tables, transforms)
  return { connections, targets: written, tables, transforms, ...made }
})

/** Flows that refer to records of flows that run after them. */
const tooEarly = (flows: ReadonlyArray<OpenFlow>): ReadonlyArray<Diagnostic> =>
  flows.flatMap(({ spec, references }, index) =>
    flows
      .slice(index + 1)
      .filter((later) => references.used.has(later.spec.name))
      .map((later) => ({
        code: "WB-FLOW-REF",
        severity: "error",
        place: spec.place,
        message: `'${spec.name}' refers to records of '${later.spec.name}', which runs after it`,
        hint: `write \`after: [${later.spec.name}]\` in '${spec.name}'`,
      })),
  )

/** Opens what was read and checked. */
export const openLoaded = Effect.fnUntraced(function* (
  { pipeline, warnings }: ReadPipeline,
  composition: Composition,
): Effect.fn.Return<OpenPipeline, PipelineFault, Platform | Scope.Scope> {
  const surroundings = yield* openSurroundings(pipeline, composition)
  const names = pipeline.flows.map(({ name }) => name)
  const opening = pipeline.flows.map((spec) => [spec.name, openFlow(spec, { ...surroundings, flows: names })] as const)
  const flows = yield* collect(opening)
  const early = tooEarly([...flows.values()])
  if (early.length > 0) return yield* refuse(early)
  return {
    pipeline,
    connections: surroundings.connections,
    flows: [...flows.values()],
    reading: surroundings.reading,
    parts: surroundings.parts,
    warnings: [...warnings, ...[...flows.values()].flatMap((flow) => flow.mapping.warnings)],
  }
})

/** Opens a pipeline file: connections, streams, expressions. Changes nothing anywhere. */
export const openPipeline = Effect.fn("openPipeline")(function* (
  file: string,
  composition: Composition,
): Effect.fn.Return<OpenPipeline, PipelineFault, Platform | Scope.Scope> {
  return yield* openLoaded(yield* loadPipeline(file, composition), composition)
})
