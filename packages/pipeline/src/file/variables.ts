/**
 * `${NAME}` in a pipeline file: replaced by what the environment, or the `.env` file beside it, says.
 */
import type { Diagnostic } from "../Diagnostic.ts"
import { fault, suggestion } from "./diagnostics.ts"
import type { MapNode, Node, ScalarNode } from "./tree.ts"

/** What `${NAME}` reads. */
export type Environment = Readonly<Record<string, string | undefined>>

const reference = /\$?\$\{([^}]*)\}?/g
const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/
const one = /^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/

const valueOf = (environment: Environment, name: string): string | undefined =>
  Object.hasOwn(environment, name) ? environment[name] : undefined

const namesOf = (environment: Environment): ReadonlyArray<string> =>
  Object.keys(environment).filter((name) => environment[name] !== undefined)

const absent = (name: string, environment: Environment): readonly [message: string, hint: string] => {
  const where = "set it in the environment, or in a .env file beside the pipeline file"
  // Only a near name is shown: what else the environment has is nobody's business.
  const near = suggestion(name, namesOf(environment))
  const hint = near?.startsWith("did you mean") === true ? `${near} Otherwise ${where}` : where
  return [`there is no variable '${name}'`, hint]
}

const replaceScalar = (node: ScalarNode, environment: Environment, found: Array<Diagnostic>): ScalarNode => {
  const { value, placeAt } = node
  if (typeof value !== "string" || !value.includes("${")) return node
  const refuse = (offset: number, message: string, hint: string): void => {
    found.push(fault(placeAt(offset), "WB-FILE-VARIABLE", message, hint))
  }
  const text = value.replace(reference, (all: string, name: string, offset: number) => {
    if (all.startsWith("$$")) return all.slice(1)
    if (!all.endsWith("}") || !variableName.test(name)) {
      refuse(
        offset,
        "'${' begins the name of a variable, and there is none",
        "write ${NAME}, or $${ for the sign itself",
      )
    } else if (valueOf(environment, name) === undefined) refuse(offset, ...absent(name, environment))
    // What can't be replaced stays, so that nothing else is said of it.
    return valueOf(environment, name) ?? all
  })
  return { ...node, value: text, text, fromEnvironment: one.test(value) }
}

type Change = (node: Node) => Node

const everywhere = (node: Node, change: (scalar: ScalarNode) => ScalarNode): Node => {
  if (node.kind === "scalar") return change(node)
  if (node.kind === "list") return { ...node, items: node.items.map((item) => everywhere(item, change)) }
  return changeEntries(
    node,
    () => true,
    (value) => everywhere(value, change),
  )
}

const changeEntries = (node: MapNode, chosen: (key: string) => boolean, change: Change): MapNode => ({
  ...node,
  entries: new Map(
    [...node.entries].map(([key, entry]) => [key, chosen(key) ? { ...entry, value: change(entry.value) } : entry]),
  ),
})

/** Changes the values of the named entries (of all, where none is named); anything but a map stays as it is. */
const under =
  (keys: ReadonlyArray<string> | undefined, change: Change): Change =>
  (node) =>
    node.kind === "map" ? changeEntries(node, (key) => keys?.includes(key) ?? true, change) : node

/**
 * Replaces `${NAME}` in the settings of connections, in `state` and in the names of streams. Names (of flows,
 * connections, connectors), expressions and tables stay as they are: what runs is in the file, where it runs is not.
 */
export const replaceVariables = (
  root: Node,
  environment: Environment,
): { readonly root: Node; readonly diagnostics: ReadonlyArray<Diagnostic> } => {
  const diagnostics: Array<Diagnostic> = []
  const replace: Change = (node) => everywhere(node, (scalar) => replaceScalar(scalar, environment, diagnostics))
  const settings: Change = (node) =>
    node.kind === "map" ? changeEntries(node, (key) => key !== "connector", replace) : node
  const changes: ReadonlyArray<Change> = [
    under(["state"], replace),
    under(["connections"], under(undefined, settings)),
    under(["flows"], under(undefined, under(["from", "to"], under(["stream"], replace)))),
  ]
  return { root: changes.reduce((node, change) => change(node), root), diagnostics }
}
