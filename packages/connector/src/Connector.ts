/**
 * A connector: one value that says what a system is, what settings it takes, and how its streams are opened.
 */
import type { Entity, ErrorCode } from "@waybill/model"
import type { Effect, FileSystem, Path, Schema, Scope } from "effect"
import type { HttpClient } from "effect/http"

import type { ConnectorError } from "./ConnectorError.ts"
import type { Destination } from "./Destination.ts"
import type { Source } from "./Source.ts"

/** The contract's version; a connector built for another one is refused before anything runs. */
export const specVersion = "connector/v1"

/** What a connector may use of the platform; provided once, by the program that composes it. */
export type Platform = FileSystem.FileSystem | Path.Path | HttpClient.HttpClient

/** A stream as `waybill connectors` lists it. */
export interface StreamInfo {
  /** The stream's name, or a description of the names it takes where they are free: `*.csv`. */
  readonly name: string
  readonly description: string
  readonly source: boolean
  readonly target: boolean
  /** Absent where the pipeline file says what the records are. */
  readonly entity?: Entity
}

export interface OpenOptions {
  /** The connection's name in the pipeline file: for messages. */
  readonly connection: string
  /** Relative paths in settings start here: the folder of the pipeline file, absolute. */
  readonly baseDirectory: string
}

/** What a flow says of the stream that it opens for writing. */
export interface TargetOptions {
  /** What the flow delivers, where the stream's name alone doesn't say. */
  readonly entity?: Entity
  /** Names and types of the fields that `set` adds to a target of free form, in order. */
  readonly extraFields?: ReadonlyArray<string>
}

/** A connection: a connector with its settings. Streams live as long as the scope they are opened in. */
export interface Connection {
  /**
   * Signs in, or reaches the folder: what `check --online` does. Changes nothing over there. Yields what it could not
   * verify, as sentences: "could not look" is never shown as success (invariant 9).
   */
  readonly check: Effect.Effect<ReadonlyArray<string>, ConnectorError, Platform>
  /** Fails with `Unreadable` where there is no such stream. */
  readonly source?: (stream: string) => Effect.Effect<Source<any>, ConnectorError, Platform | Scope.Scope>
  readonly destination?: (
    stream: string,
    options: TargetOptions,
  ) => Effect.Effect<Destination<any>, ConnectorError, Platform | Scope.Scope>
}

/** `Input`: the settings as a pipeline file writes them, by the settings schema's encoded side. */
export interface Connector<Settings = any, Input = any> {
  readonly specVersion: typeof specVersion
  /** The short name: what `connector:` says in the pipeline file. */
  readonly name: string
  readonly title: string
  readonly description: string
  /**
   * A struct of plain JSON whose fields carry a `description`. A secret is a field of `Schema.RedactedFromValue`: the
   * pipeline file may only write it as `${NAME}`, and its value is never shown.
   */
  readonly settings: Schema.Codec<Settings, Input>
  readonly streams: ReadonlyArray<StreamInfo>
  /** Every code that this connector's errors and issues carry. */
  readonly errors: ReadonlyArray<ErrorCode>
  /** Makes a connection. Reads and sends nothing yet: an error here is a wrong setting. */
  readonly open: (
    settings: Settings,
    options: OpenOptions,
  ) => Effect.Effect<Connection, ConnectorError, Platform | Scope.Scope>
}

/** Declares a connector, with its settings' type carried to `open`. */
export const make = <Settings, Input = any>(
  connector: Omit<Connector<Settings, Input>, "specVersion">,
): Connector<Settings, Input> => ({
  specVersion,
  ...connector,
})
