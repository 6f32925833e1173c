/**
 * What a schema finds wrong, at its place in the file.
 */
import type { Diagnostic, Place } from "../Diagnostic.ts"
import { fault, suggestion } from "./diagnostics.ts"
import type { Problem } from "./schemaProblems.ts"
import { keyPlaceOf, type Node, nodeAt, type Path, placeOf } from "./tree.ts"

/** Where the values of a schema stand in the file. */
export interface Places {
  /** What the schema describes, in words. */
  readonly root: string
  readonly value: (path: Path) => Place
  readonly key: (path: Path) => Place
  /** The value at a path: looked at for suggestions and for its kind, never shown. */
  readonly look: (path: Path) => unknown
}

export const placesIn = (root: Node): Places => ({
  root: "the file",
  value: (path) => placeOf(root, path),
  key: (path) => keyPlaceOf(root, path),
  look: (path) => {
    const node = nodeAt(root, path)
    if (node === undefined) return undefined
    return node.kind === "scalar" ? node.value : node.kind === "list" ? [] : {}
  },
})

const kindOf = (value: unknown): string => {
  if (value === null || value === undefined) return "nothing"
  if (typeof value === "string") return "text"
  if (typeof value === "object") return Array.isArray(value) ? "a list" : "a map"
  return typeof value === "number" ? "a number" : "true or false"
}

/** `'allocations[2]'`: a path as people read it, from its last name on; entries of a list count from 1. */
const nameOf = (path: Path, root: string): string => {
  const from = path.findLastIndex((key) => typeof key === "string")
  if (from < 0) return root
  const name = path.slice(from).map((key) => (typeof key === "number" ? `[${key + 1}]` : key))
  return `'${name.join("")}'`
}

const wrongValue = ({ path, kind, expected, known }: Problem, places: Places): Diagnostic => {
  const value = places.look(path)
  const instead = kind === "type" && known.length === 0 ? `, found ${kindOf(value)}` : ""
  const hint = typeof value === "string" && known.length > 0 ? suggestion(value, known) : undefined
  return fault(
    places.value(path),
    "WB-FILE-VALUE",
    `${nameOf(path, places.root)}: expected ${expected}${instead}`,
    hint,
  )
}

export const diagnoseProblem = (problem: Problem, places: Places): Diagnostic => {
  const { path, kind, known, expected } = problem
  const [key, parent] = [String(path.at(-1)), path.slice(0, -1)]
  switch (kind) {
    case "missing":
      return fault(places.key(parent), "WB-FILE-REQUIRED", `'${key}' is missing in ${nameOf(parent, places.root)}`)
    case "unknown": {
      const message = `there is no key '${key}' in ${nameOf(parent, places.root)}`
      return fault(places.key(path), "WB-FILE-KEY", message, suggestion(key, known))
    }
    case "name":
      return fault(places.key(path), "WB-FILE-NAME", `'${key}' is not ${expected}`)
    default:
      return wrongValue(problem, places)
  }
}
