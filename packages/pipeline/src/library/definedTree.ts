/**
 * A definition as the tree that a pipeline file becomes, so that both meet the same checks. A place is a path in the object.
 */
import { Predicate, Redacted } from "effect"

import type { Diagnostic, Place } from "../Diagnostic.ts"
import { fault } from "../file/diagnostics.ts"
import type { Entry, Node, Path, ScalarNode } from "../file/tree.ts"
import type { PipelineDefinition } from "./definePipeline.ts"

/** `flows.invoices.map["Invoice No"]`. */
const pathText = (path: Path): string =>
  path
    .map((key) => (/^[\w$-]+$/.test(String(key)) && typeof key === "string" ? `.${key}` : `[${JSON.stringify(key)}]`))
    .join("")
    .replace(/^\./, "")

/** What is deeper is a mistake, or goes in circles. */
const deepest = 20

const isStruct = (value: unknown): value is Readonly<Record<string, unknown>> =>
  Predicate.isObject(value) && [null, Object.prototype].includes(Object.getPrototypeOf(value))

const scalar = (value: ScalarNode["value"], placeAt: (offset: number) => Place, secret: boolean): ScalarNode => ({
  kind: "scalar",
  place: placeAt(0),
  value,
  text: String(value ?? ""),
  placeAt,
  fromEnvironment: secret,
})

/** Makes the node of a value; what can't stand in a pipeline file is a fault, and left out. */
const nodeMaker = (name: string, faults: Array<Diagnostic>) => {
  const placer = (path: Path) => (offset: number) => ({ file: name, line: 1, column: offset + 1, path: pathText(path) })

  const entriesOf = (value: Readonly<Record<string, unknown>>, path: Path): ReadonlyArray<readonly [string, Entry]> =>
    Object.entries(value).flatMap(([key, each]) => {
      const node = nodeOf(each, [...path, key])
      return node === undefined ? [] : [[key, { key: placer([...path, key])(0), value: node }] as const]
    })

  const nodeOf = (value: unknown, path: Path): Node | undefined => {
    const place = placer(path)(0)
    if (value === undefined) return undefined
    if (Redacted.isRedacted(value)) {
      // As a file names the environment: the only form that a secret may have.
      return scalar(String(Redacted.value(value)), placer(path), true)
    }
    if (value === null || Predicate.isString(value) || Predicate.isNumber(value) || Predicate.isBoolean(value)) {
      return scalar(value, placer(path), false)
    }
    if (path.length < deepest && Array.isArray(value)) {
      const items = value.map((item, index) => nodeOf(item, [...path, index])).filter(Predicate.isNotUndefined)
      return { kind: "list", place, items }
    }
    if (path.length < deepest && isStruct(value))
      return { kind: "map", place, entries: new Map(entriesOf(value, path)) }
    faults.push(fault(place, "WB-FILE-VALUE", "expected what a pipeline file can hold: text, numbers, maps, lists"))
    return undefined
  }
  return nodeOf
}

/** What the tree holds, as JSON text without secrets: another one where anything of it is another. */
export const definedText = (root: Node): string =>
  JSON.stringify(root, (key, value: unknown) => {
    if (key === "place" || key === "key") return undefined
    if (value instanceof Map) return [...value]
    return isStruct(value) && value["fromEnvironment"] === true ? "a secret" : value
  })

export interface DefinedTree {
  readonly root: Node
  readonly faults: ReadonlyArray<Diagnostic>
}

export const definedTree = (definition: PipelineDefinition): DefinedTree => {
  const { name, state, tables } = definition
  const connections = Object.entries(definition.connections).map(
    ([connection, { settings }]) => [connection, { ...settings, connector: connection }] as const,
  )
  const flows = Object.entries(definition.flows).map(([flow, { transform: _, ...rest }]) => [flow, rest] as const)
  const faults: Array<Diagnostic> = []
  const value = {
    version: 1,
    name,
    state,
    tables,
    connections: Object.fromEntries(connections),
    flows: Object.fromEntries(flows),
  }
  return { root: nodeMaker(name, faults)(value, [])!, faults }
}
