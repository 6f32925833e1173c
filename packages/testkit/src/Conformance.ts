/**
 * What an author says of a connector so that the kit can check it.
 */
import type { Connector, Platform } from "@waybill/connector"
import type { Entity, Model } from "@waybill/model"
import type { Effect, Scope } from "effect"

/** The system under the connector: a stand-in, a folder of files. */
export interface System {
  /**
   * Settings that lead to it, as a pipeline file writes them, secrets in plain; paths absolute. With `baseUrl` the kit puts its
   * own faulty proxy between.
   */
  readonly settings: Readonly<Record<string, unknown>>
  /**
   * What it holds of a stream, asked on another way than through the connector: natural keys as the destination makes them,
   * each as often as it is held. What was taken back is not among them.
   */
  readonly holds: (stream: string) => Effect.Effect<ReadonlyArray<string>>
  /**
   * Adds records there on another way than through the connector: for sources, and for what must be there first. It dies of a
   * record that the system can't hold. None: the stream is to be there, and empty.
   */
  readonly put?: (stream: string, models: ReadonlyArray<Model>) => Effect.Effect<void>
}

export interface Conformance {
  readonly connector: Connector
  /** Starts the system, empty, for one check; closed with the scope. */
  readonly system: Effect.Effect<System, unknown, Platform | Scope.Scope>
  /** The streams to check and what they hold; absent: those that the connector lists with their entity. */
  readonly streams?: Readonly<Record<string, Entity>>
  /** The model record number `index` (0, 1, …) of a stream, as that target takes it; absent: the kit's own plain ones. */
  readonly records?: Readonly<Record<string, (index: number) => Model>>
  /** A record of a stream that `fromModel` takes and the system refuses; absent: the kit looks for one. */
  readonly refused?: Readonly<Record<string, (index: number) => Model>>
  /** How many records a source needs to give several pages; absent: 7. */
  readonly severalPages?: number
  /** Checks that can't be made for this system, `check name` or `stream: check name` -> reason; shown as skipped with it. */
  readonly skip?: Readonly<Record<string, string>>
}
