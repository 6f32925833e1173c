/**
 * From the connections of a pipeline file to connectors with their settings decoded. Opens nothing.
 */
import type { Connector } from "@waybill/connector"
import { Effect, Result } from "effect"

import { copyOf } from "../copies.ts"
import type { Diagnostic } from "../Diagnostic.ts"
import { diagnoseProblem, type Places } from "./diagnoseProblems.ts"
import { fault, sorted } from "./diagnostics.ts"
import { findConnector, type KnownConnectors } from "./findConnector.ts"
import type { ModuleImporter } from "./modules.ts"
import type { ConnectionSpec, Pipeline } from "./Pipeline.ts"
import { type Problem, problemsOf } from "./schemaProblems.ts"
import { readTexts, settingsIn, valueAt } from "./settings.ts"

export type { KnownConnectors } from "./findConnector.ts"

export interface ResolvedConnection {
  readonly connector: Connector
  /** What `connector.open` takes. */
  readonly settings: unknown
}

const placesOf = (spec: ConnectionSpec): Places => ({
  root: `'${spec.name}'`,
  value: spec.settingPlace,
  key: (path) => (path.length === 0 ? spec.place : spec.settingKeyPlace(path)),
  look: (path) => valueAt(spec.settings, path),
})

const literalSecret = (name: string, spec: ConnectionSpec, path: ReadonlyArray<string | number>): Diagnostic => {
  const place = spec.settingPlace(path)
  const [message, hint] =
    place.path === undefined
      ? [
          `'${name}' is a secret, and a secret never stands in the file`,
          "write ${NAME} and nothing else, and set NAME in the environment or in a .env file beside the pipeline file",
        ]
      : [`'${name}' is a secret, and must not be plain text`, "give it as a Redacted: Redacted.make(…)"]
  return fault(place, "WB-FILE-LITERAL-SECRET", message, hint)
}

const strict = { onExcessProperty: "error", errors: "all" } as const

const decodeSettings = Effect.fnUntraced(function* (
  spec: ConnectionSpec,
  connector: Connector,
): Effect.fn.Return<ResolvedConnection, ReadonlyArray<Diagnostic>> {
  const secrets = new Set(
    settingsIn(connector.settings)
      .filter(({ secret }) => secret)
      .map(({ path }) => path.join(".")),
  )
  const literal = [...secrets].filter(
    (name) => valueAt(spec.settings, name.split(".")) !== undefined && !spec.fromEnvironment.has(name),
  )
  const texts = readTexts(connector.settings.ast, spec.settings, spec.fromEnvironment)
  const decoded = yield* Effect.result(
    copyOf(connector.settings).Schema.decodeUnknownEffect(connector.settings, strict)(texts),
  )
  // A connector's own words for a secret could quote it.
  const guarded = (problem: Problem): Problem =>
    secrets.has(problem.path.join(".")) && problem.kind !== "missing"
      ? { ...problem, kind: "value", expected: "a secret of another form; is the variable empty?", known: [] }
      : problem
  const problems = Result.isFailure(decoded) ? problemsOf(decoded.failure.issue) : []
  const faults = [
    ...literal.map((name) => literalSecret(name, spec, name.split("."))),
    ...problems
      .filter(({ path }) => !literal.includes(path.join(".")))
      .map((problem) => diagnoseProblem(guarded(problem), placesOf(spec))),
  ]
  return Result.isFailure(decoded) || faults.length > 0
    ? yield* Effect.fail(faults)
    : { connector, settings: decoded.success }
})

/**
 * Finds the connector of every connection and decodes its settings, strictly. Fails with every diagnostic of all
 * connections, in the order of the file; no value is ever shown.
 */
export const resolveConnections = Effect.fn("resolveConnections")(function* (
  pipeline: Pipeline,
  connectors: KnownConnectors,
  importer: ModuleImporter,
): Effect.fn.Return<ReadonlyMap<string, ResolvedConnection>, ReadonlyArray<Diagnostic>> {
  const results = yield* Effect.forEach(pipeline.connections, ([name, spec]) =>
    findConnector(spec.connector, pipeline.directory, connectors, importer).pipe(
      Effect.mapError((diagnostic) => [diagnostic]),
      Effect.flatMap((connector) => decodeSettings(spec, connector)),
      Effect.result,
      Effect.map((result) => [name, result] as const),
    ),
  )
  const faults = results.flatMap(([, result]) => (Result.isFailure(result) ? result.failure : []))
  if (faults.length > 0) return yield* Effect.fail(sorted(faults))
  return new Map(results.flatMap(([name, result]) => (Result.isSuccess(result) ? [[name, result.success]] : [])))
})
