/**
 * Stand-ins for variables that are not set, where a connection is only written to and somebody else takes its place: a
 * rehearsal needs no credentials.
 */
import { child, entriesOf, type Node } from "./tree.ts"
import type { Environment } from "./variables.ts"

/** What a setting reads whose variable is not set, by the setting's name. */
export type Spare = ReadonlyMap<string, string>

const whole = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/

const isUnset = (value: Node, environment: Environment): boolean => {
  const name = value.kind === "scalar" && typeof value.value === "string" ? whole.exec(value.value)?.[1] : undefined
  return name !== undefined && (!Object.hasOwn(environment, name) || environment[name] === undefined)
}

const filled = (connection: Node, spare: Spare, environment: Environment): Node =>
  changed(connection, (setting, value) => {
    const text = spare.get(setting)
    return text !== undefined && value.kind === "scalar" && isUnset(value, environment)
      ? { ...value, value: text, text, fromEnvironment: true }
      : value
  })

/** A map with its values changed; anything else as it is. */
const changed = (node: Node, change: (key: string, value: Node) => Node): Node =>
  node.kind === "map"
    ? {
        ...node,
        entries: new Map(
          [...node.entries].map(([key, entry]) => [key, { ...entry, value: change(key, entry.value) }] as const),
        ),
      }
    : node

/** The connections that some flow reads from. */
const sourcesOf = (root: Node): ReadonlySet<unknown> =>
  new Set(
    [...entriesOf(child(root, "flows")).values()].map(({ value }) => {
      const name = child(child(value, "from"), "connection")
      return name?.kind === "scalar" ? name.value : undefined
    }),
  )

/** Fills the settings in of connections that no flow reads from, where the whole of one is a variable that is not set. */
export const fillSpare = (root: Node, spare: Spare, environment: Environment): Node => {
  const sources = sourcesOf(root)
  return changed(root, (key, value) =>
    key === "connections"
      ? changed(value, (name, connection) => (sources.has(name) ? connection : filled(connection, spare, environment)))
      : value,
  )
}
