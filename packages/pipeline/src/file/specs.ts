/**
 * From the tree of a pipeline file to connections, tables and flows. What is missing or of the wrong kind is left out:
 * the schema has said so already, and the rest can still be checked.
 */
import { entities, type Entity } from "@waybill/model"

import type { Place } from "../Diagnostic.ts"
import type {
  ConnectionSpec,
  Expression,
  FieldMap,
  FlowSpec,
  Located,
  SourceRef,
  StreamRef,
  StructMap,
  TableSpec,
  TransformSpec,
} from "./Pipeline.ts"
import { child, entriesOf, environmentPaths, keyPlaceOf, type MapNode, type Node, plain, placeOf } from "./tree.ts"

const textOf = (node: Node | undefined): Located<string> | undefined =>
  node?.kind === "scalar" && typeof node.value === "string" ? { value: node.value, place: node.place } : undefined

const expressionOf = (node: Node | undefined): Expression | undefined =>
  node?.kind === "scalar" && node.value !== null ? { text: node.text, placeAt: node.placeAt } : undefined

const isDefined = <A>(value: A | undefined): value is A => value !== undefined

const fieldOf = (node: Node): FieldMap | undefined => {
  if (node.kind === "scalar") return expressionOf(node)
  return node.kind === "list"
    ? node.items.filter((item) => item.kind === "map").map((item) => structOf(item, item.place))
    : structOf(node, node.place)
}

const structOf = (node: Node | undefined, place: Place): StructMap => {
  const fields = [...entriesOf(node)].flatMap(([name, { key, value }]) => {
    const field = fieldOf(value)
    return field === undefined ? [] : [[name, { key, value: field }] as const]
  })
  return { place: node?.place ?? place, fields: new Map(fields) }
}

export const connectionsOf = (root: Node): ReadonlyMap<string, ConnectionSpec> =>
  new Map(
    [...entriesOf(child(root, "connections"))].flatMap(([name, { key, value }]) => {
      const connector = textOf(child(value, "connector"))
      if (connector === undefined) return []
      const entries = new Map([...entriesOf(value)].filter(([setting]) => setting !== "connector"))
      const settings: MapNode = { kind: "map", place: value.place, entries }
      const spec: ConnectionSpec = {
        name,
        place: key,
        connector,
        settings: Object.fromEntries([...entries].map(([setting, entry]) => [setting, plain(entry.value)])),
        fromEnvironment: new Set(environmentPaths(settings)),
        settingPlace: (path) => placeOf(settings, path),
        settingKeyPlace: (path) => keyPlaceOf(settings, path),
      }
      return [[name, spec] as const]
    }),
  )

const rowsOf = (table: MapNode): ReadonlyMap<string, string> =>
  new Map(
    [...table.entries].flatMap(([key, { value }]) => (value.kind === "scalar" ? [[key, value.text] as const] : [])),
  )

export const tablesOf = (root: Node): ReadonlyMap<string, TableSpec> =>
  new Map(
    [...entriesOf(child(root, "tables"))].flatMap(
      ([name, { key, value }]): ReadonlyArray<readonly [string, TableSpec]> => {
        const path = textOf(value)
        if (path !== undefined) return [[name, { _tag: "File", place: path.place, path: path.value }]]
        return value.kind === "map" ? [[name, { _tag: "Inline", place: key, rows: rowsOf(value) }]] : []
      },
    ),
  )

const streamOf = (node: Node | undefined): StreamRef | undefined => {
  const [connection, stream] = [textOf(child(node, "connection")), textOf(child(node, "stream"))]
  return connection === undefined || stream === undefined ? undefined : { connection, stream }
}

const sourceOf = (node: Node | undefined): SourceRef | undefined => {
  const [stream, read] = [streamOf(node), textOf(child(node, "read"))?.value]
  return stream === undefined || read !== "incremental" ? stream : { ...stream, read }
}

/** A flow as far as it could be read. */
export interface FlowSketch {
  readonly name: string
  readonly place: Place
  readonly after: ReadonlyArray<Located<string>>
  readonly from?: SourceRef
  readonly to?: StreamRef
  readonly body: Node
}

export const sketchesOf = (root: Node): ReadonlyArray<FlowSketch> =>
  [...entriesOf(child(root, "flows"))].map(([name, { key, value }]) => {
    const [from, to, after] = [sourceOf(child(value, "from")), streamOf(child(value, "to")), child(value, "after")]
    return {
      name,
      place: key,
      after: after?.kind === "list" ? after.items.map(textOf).filter(isDefined) : [],
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      body: value,
    }
  })

const entityOf = (node: Node | undefined): Located<Entity> | undefined => {
  const text = textOf(node)
  const value = entities.find((entity) => entity === text?.value)
  return text === undefined || value === undefined ? undefined : { value, place: text.place }
}

/** The rules of `match`; absent where there is none. */
const matchOf = (node: Node | undefined): Pick<FlowSpec, "match"> => {
  const rules = node?.kind === "list" ? node.items.map(expressionOf).filter(isDefined) : []
  return rules.length === 0 ? {} : { match: rules }
}

const transformOf = (node: Node | undefined): { readonly transform?: TransformSpec } => {
  const path = textOf(node)
  return path === undefined ? {} : { transform: { _tag: "Module", path } }
}

/** The flow of a sketch with both ends. */
export const flowOf = (sketch: FlowSketch): ReadonlyArray<FlowSpec> => {
  const { name, place, after, from, to, body } = sketch
  if (from === undefined || to === undefined) return []
  const [entity, where] = [entityOf(child(body, "entity")), expressionOf(child(body, "where"))]
  return [
    {
      name,
      place,
      after,
      from,
      to,
      ...(entity === undefined ? {} : { entity }),
      ...transformOf(child(body, "transform")),
      ...(where === undefined ? {} : { where }),
      map: structOf(child(body, "map"), place),
      set: structOf(child(body, "set"), place),
      ...matchOf(child(body, "match")),
      ...(child(body, "contract") === undefined ? {} : { contract: "strict" as const }),
      ...(child(body, "distinct") === undefined ? {} : { distinct: "first" as const }),
    },
  ]
}
