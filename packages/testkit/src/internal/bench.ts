/**
 * What a check works with: systems that it starts, each with the connector opened on it, and records for them.
 */
import { NodeHttpClient, NodeServices } from "@effect/platform-node"
import { type Connection, ConnectorError, type Destination, type Platform, type Source } from "@waybill/connector"
import type { Entity, Issue, Model } from "@waybill/model"
import { Cause, Effect, Layer, Result, Schema, type Scope } from "effect"

import { Broken, Inapplicable, type NotPassed } from "../Check.ts"
import type { Conformance, System } from "../Conformance.ts"
import { type FaultyProxy, startFaultyProxy } from "../FaultyProxy.ts"
import { plain } from "./models.ts"

/** What a connector gets of the machine. */
export const platform: Layer.Layer<Platform> = Layer.mergeAll(NodeServices.layer, NodeHttpClient.layerUndici)

export type Needs = Platform | Scope.Scope
export type Checking<A = void> = Effect.Effect<A, NotPassed, Needs>

export type Settings = Readonly<Record<string, unknown>>

/** Fails the check: what was expected, what happened, what to look at. */
export const broken = (message: string): Effect.Effect<never, Broken> => Effect.fail(new Broken({ message }))
export const inapplicable = (reason: string): Effect.Effect<never, Inapplicable> =>
  Effect.fail(new Inapplicable({ reason }))
export const expect = (holds: boolean, message: string | (() => string)): Effect.Effect<void, Broken> =>
  holds ? Effect.void : broken(typeof message === "string" ? message : message())

/** A stream under check. */
export interface StreamUnderCheck {
  readonly name: string
  readonly entity: Entity
}

/** A system with the connector opened on it. */
export interface World {
  readonly system: System
  /** Absent where the settings have no `baseUrl`. */
  readonly proxy: FaultyProxy | undefined
  /** Settings that lead to the system, through the proxy. */
  readonly settings: Settings
  readonly connect: (more?: Settings) => Checking<Connection>
  readonly source: (stream: string, more?: Settings) => Checking<Source<unknown>>
  readonly destination: (stream: string, more?: Settings) => Checking<Destination<unknown>>
}

/** The proxy in front of a system that is asked over HTTP. */
export const proxyOf = ({ proxy }: World): Effect.Effect<FaultyProxy, Inapplicable> =>
  proxy === undefined
    ? inapplicable("the system's settings have no `baseUrl`: nothing goes over a wire")
    : Effect.succeed(proxy)

/** Everything that the checks of one connector share, for one check. */
export interface Bench {
  readonly suite: Conformance
  readonly streams: ReadonlyArray<StreamUnderCheck & { readonly source: boolean; readonly target: boolean }>
  /** Codes that the connector said, by the way. */
  readonly codes: Set<string>
  /** Starts a system, empty, with the connector ready to be opened on it. */
  readonly start: Checking<World>
}

/** Remembers the codes of what the connector says. */
export const hear = ({ codes }: Pick<Bench, "codes">, said: ConnectorError | ReadonlyArray<Issue>): void => {
  for (const { code } of said instanceof ConnectorError ? [said] : said) codes.add(code)
}

const strict = { onExcessProperty: "error", errors: "all" } as const

/** Decodes settings as a pipeline file's are. */
export const decodeSettings = ({ connector }: Conformance, settings: Settings) =>
  Effect.result(
    Schema.decodeEffect(connector.settings)(settings, strict).pipe(
      Effect.mapError(({ message }) => message),
      Effect.provide(Layer.empty),
    ),
  )

/** Whether the connector takes these settings beside those of the system. */
export const takes = ({ suite }: Pick<Bench, "suite">, { settings }: World, more: Settings) =>
  Effect.map(decodeSettings(suite, { ...settings, ...more }), Result.isSuccess)

const said = (error: unknown): string =>
  error instanceof ConnectorError ? `${error.code}: ${error.message}` : Cause.pretty(Cause.fail(error))

/** What the connector must be able to do; where it can't, the check fails with its words. */
export const must =
  (bench: Pick<Bench, "codes">, what: string) =>
  <A, R>(effect: Effect.Effect<A, ConnectorError, R>): Effect.Effect<A, Broken, R> =>
    Effect.catch(effect, (error) => {
      hear(bench, error)
      return broken(`${what} was to succeed, and failed with ${said(error)}`)
    })

const opened = (bench: Pick<Bench, "suite" | "codes">, settings: Settings) =>
  Effect.gen(function* () {
    const decoded = yield* decodeSettings(bench.suite, settings)
    if (Result.isFailure(decoded)) return yield* broken(`the settings of \`system\` are wrong: ${decoded.failure}`)
    const options = { connection: "conformance", baseDirectory: "/" }
    return yield* must(bench, "opening the connection")(bench.suite.connector.open(decoded.success, options))
  })

const started = (system: Conformance["system"]) =>
  Effect.catchCause(system, (cause) => broken(`the system did not start: ${Cause.pretty(cause)}`))

/** Makes what starts a system, and opens the connector on it. */
const starter = (bench: Omit<Bench, "start">): Checking<World> =>
  Effect.gen(function* () {
    const system = yield* started(bench.suite.system)
    const { baseUrl } = system.settings
    const proxy = typeof baseUrl === "string" ? yield* startFaultyProxy(baseUrl) : undefined
    const settings = proxy === undefined ? system.settings : { ...system.settings, baseUrl: proxy.url }
    const connect = (more: Settings = {}) => opened(bench, { ...settings, ...more })
    return {
      system,
      proxy,
      settings,
      connect,
      source: (stream, more) =>
        Effect.flatMap(connect(more), ({ source }) =>
          source === undefined
            ? broken("the connection has no `source`, and the connector lists a stream to read")
            : must(bench, `opening ${stream} for reading`)(source(stream)),
        ),
      destination: (stream, more) =>
        Effect.flatMap(connect(more), ({ destination }) => {
          const entity = bench.streams.find(({ name }) => name === stream)?.entity
          return destination === undefined
            ? broken("the connection has no `destination`, and the connector lists a stream to write")
            : must(bench, `opening ${stream} for writing`)(destination(stream, entity === undefined ? {} : { entity }))
        }),
    } satisfies World
  })

/** The streams that a suite checks. */
export const streamsOf = ({ connector, streams }: Conformance): Bench["streams"] => {
  const listed = connector.streams.flatMap(({ name, entity, source, target }) =>
    entity === undefined ? [] : [{ name, entity, source, target }],
  )
  if (streams === undefined) return listed
  const any = {
    source: connector.streams.some(({ source }) => source),
    target: connector.streams.some(({ target }) => target),
  }
  return Object.entries(streams).map(([name, entity]) => {
    const { source, target } = connector.streams.find((one) => one.name === name) ?? any
    return { name, entity, source, target }
  })
}

export const makeBench = (suite: Conformance): Bench => {
  const bench = { suite, streams: streamsOf(suite), codes: new Set<string>() }
  return { ...bench, start: starter(bench) }
}

/** The record number `index` of a stream. */
export const modelAt = ({ suite }: Pick<Bench, "suite">, { name, entity }: StreamUnderCheck, index: number): Model =>
  (suite.records?.[name] ?? plain[entity])(index)

export const modelsOf = (bench: Pick<Bench, "suite">, stream: StreamUnderCheck, count: number): ReadonlyArray<Model> =>
  Array.from({ length: count }, (_, index) => modelAt(bench, stream, index))
