/**
 * A pipeline file as a tree of values that know where they stand.
 */
import type { Place } from "../Diagnostic.ts"

export type Path = ReadonlyArray<string | number>

export interface ScalarNode {
  readonly kind: "scalar"
  readonly place: Place
  readonly value: string | number | boolean | null
  /** The value as text: what an expression or a table takes of a number, digit for digit. */
  readonly text: string
  /** The place of the character at `offset` of `text`. */
  readonly placeAt: (offset: number) => Place
  /** Whether the file had one `${NAME}` here and nothing else. */
  readonly fromEnvironment: boolean
}

export interface Entry {
  readonly key: Place
  readonly value: Node
}

export interface MapNode {
  readonly kind: "map"
  readonly place: Place
  /** In the order of the file. */
  readonly entries: ReadonlyMap<string, Entry>
}

export interface ListNode {
  readonly kind: "list"
  readonly place: Place
  readonly items: ReadonlyArray<Node>
}

export type Node = ScalarNode | MapNode | ListNode

const noEntries: MapNode["entries"] = new Map()

/** The entries of a map; none of anything else. */
export const entriesOf = (node: Node | undefined): MapNode["entries"] =>
  node?.kind === "map" ? node.entries : noEntries

export const child = (node: Node | undefined, key: string | number): Node | undefined => {
  if (node?.kind === "list") return node.items[Number(key)]
  return entriesOf(node).get(String(key))?.value
}

export const nodeAt = (root: Node, path: Path): Node | undefined => path.reduce<Node | undefined>(child, root)

/** Where the value at `path` stands; of a path that leads out of the tree, where the last node on it stands. */
export const placeOf = (root: Node, path: Path): Place => {
  const node = nodeAt(root, path)
  return node === undefined ? placeOf(root, path.slice(0, -1)) : node.place
}

/** Where the key at the end of `path` stands; where there is none (a list, the root) the value. */
export const keyPlaceOf = (root: Node, path: Path): Place => {
  const key = path.at(-1)
  const entry = key === undefined ? undefined : entriesOf(nodeAt(root, path.slice(0, -1))).get(String(key))
  return entry?.key ?? placeOf(root, path)
}

/** The tree as plain JSON values. */
export const plain = (node: Node): unknown => {
  if (node.kind === "scalar") return node.value
  if (node.kind === "list") return node.items.map(plain)
  return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, plain(value)]))
}

/** Paths of every scalar whose text in the file was one `${NAME}`, with a dot between levels. */
export const environmentPaths = (node: Node, path: Path = []): ReadonlyArray<string> => {
  if (node.kind === "scalar") return node.fromEnvironment ? [path.join(".")] : []
  const children: ReadonlyArray<readonly [string | number, Node]> =
    node.kind === "list" ? [...node.items.entries()] : [...node.entries].map(([key, { value }]) => [key, value])
  return children.flatMap(([key, value]) => environmentPaths(value, [...path, key]))
}
