/**
 * A week later the file that was delivered may be gone. What it held can't be tied out any more; what ledger and target say of
 * each other can, so that such a source is opened by the columns it had when it was read last, and fails only when it is read.
 */
import type { Connection, Connector, Source } from "@waybill/connector"
import { Effect, Schema, Stream } from "effect"

import type { Pipeline } from "../file/Pipeline.ts"
import { columnsOfShape } from "../flow/shape.ts"
import type { Composition } from "../open.ts"

type Columns = (connection: string, stream: string) => ReadonlyArray<string>

const columnsIn = ({ flows }: Pipeline, shapes: ReadonlyMap<string, string>): Columns => {
  const kept = flows.flatMap(({ name, from }) => {
    const shape = shapes.get(name)
    return shape === undefined ? [] : [[JSON.stringify([from.connection.value, from.stream.value]), shape] as const]
  })
  const byStream = new Map(kept)
  return (connection, stream) => columnsOfShape(byStream.get(JSON.stringify([connection, stream])) ?? "")
}

const tolerant = (connection: Connection, columnsOf: (stream: string) => ReadonlyArray<string>): Connection => {
  const { source } = connection
  if (source === undefined) return connection
  return {
    ...connection,
    source: (stream) =>
      Effect.catchTag(source(stream), "ConnectorError", (error) => {
        const record = Schema.Struct(Object.fromEntries(columnsOf(stream).map((column) => [column, Schema.String])))
        const lost: Source<object> = { record, read: () => Stream.fail(error) }
        return Effect.succeed(lost)
      }),
  }
}

/** @param shapes what the sources of the flows looked like, as `Ledger.shapes` gives it */
export const withLostSources = (
  composition: Composition,
  pipeline: Pipeline,
  shapes: ReadonlyMap<string, string>,
): Composition => {
  const columns = columnsIn(pipeline, shapes)
  const wrapped = (connector: Connector): Connector => ({
    ...connector,
    open: (settings, options) =>
      Effect.map(connector.open(settings, options), (connection) =>
        tolerant(connection, (stream) => columns(options.connection, stream)),
      ),
  })
  return {
    ...composition,
    connectors: new Map(
      [...composition.connectors].map(([name, known]) => [
        name,
        Effect.isEffect(known) ? Effect.map(known, wrapped) : wrapped(known),
      ]),
    ),
  }
}
