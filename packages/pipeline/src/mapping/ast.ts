/**
 * The tree of a parsed CEL expression, as far as the checks look at it.
 */

/** A type as the checker has it. `kind` is `dyn` where it is not known. */
export interface CelType {
  readonly name: string
  readonly kind: string
}

/** A node as the library really has it: its published types leave out what checking adds. */
export interface Node {
  readonly op: string
  /** As the operator needs it: nodes, names, a literal's value. */
  args: any
  /** Offsets in the expression. `pos` is where the name stands in `record.name`. */
  readonly start: number
  readonly end: number
  readonly pos: number
  readonly input: string
  readonly checkedType?: CelType
  /** What a literal became: a compiled pattern, format or table. */
  constant?: object
  readonly setMeta: (key: "check" | "evaluate", value: unknown) => Node
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "op" in value && "setMeta" in value

const nodesIn = (value: unknown): ReadonlyArray<Node> =>
  Array.isArray(value) ? value.flatMap(nodesIn) : isNode(value) ? [value] : []

export const children = (node: Node): ReadonlyArray<Node> => nodesIn(node.args)

/** The node and everything below it, in the order of the text. */
export const descendants = (node: Node): ReadonlyArray<Node> => [node, ...children(node).flatMap(descendants)]

/** The part of the expression that a node was read from. */
export const sourceOf = (node: Node): string => node.input.slice(node.start, node.end)

export interface Call {
  readonly name: string
  /** Of `record.Name.contains("x")`: `record.Name`. */
  readonly receiver?: Node
  readonly args: ReadonlyArray<Node>
}

/** What a node calls, if it is a call. */
export const callOf = (node: Node): Call | undefined => {
  if (node.op === "call") {
    const [name, args] = node.args
    return { name, args }
  }
  if (node.op === "rcall") {
    const [name, receiver, args] = node.args
    return { name, receiver, args }
  }
  return undefined
}

/** The text of a literal: `"EUR"`. */
export const textOf = (node: Node | undefined): string | undefined =>
  node?.op === "value" && typeof node.args === "string" ? node.args : undefined

/** The key of `x.key` or `x["key"]`. */
export const keyOf = (node: Node): string | undefined => {
  if (node.op !== "." && node.op !== "[]") return undefined
  const key: string | Node = node.args[1]
  return typeof key === "string" ? key : textOf(key)
}

/** Where the name of `x.name` or `x["name"]` stands. */
export const keyOffset = (node: Node): number => (node.op === "[]" ? node.args[1].start : node.pos)

/** A variable and the fields that are read of it: `record.address["post code"]`. */
export interface Selection {
  readonly root: string
  readonly path: ReadonlyArray<string>
}

/** The selection that a node is, if it is nothing else. */
export const selectionOf = (node: Node): Selection | undefined => {
  if (node.op === "id") return { root: node.args, path: [] }
  const key = keyOf(node)
  if (key === undefined) return undefined
  const base = selectionOf(node.args[0])
  return base === undefined ? undefined : { root: base.root, path: [...base.path, key] }
}

/** The longest selections in a tree: of `record.a.b` only itself, not `record.a`. */
export const selectionsIn = (node: Node): ReadonlyArray<Selection> => {
  const selection = selectionOf(node)
  return selection === undefined ? children(node).flatMap(selectionsIn) : [selection]
}

/** The nodes that may become the value of the expression: its end points behind `? :` and `default()`. */
export const resultsOf = (node: Node): ReadonlyArray<Node> => {
  if (node.op === "?:") return node.args.slice(1).flatMap(resultsOf)
  const call = callOf(node)
  return call?.name === "default" ? call.args.flatMap(resultsOf) : [node]
}
