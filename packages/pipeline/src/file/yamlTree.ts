/**
 * From the parser's nodes to a tree that knows its places.
 */
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Scalar, type YAMLMap } from "yaml"

import type { Diagnostic, Place } from "../Diagnostic.ts"
import { fault } from "./diagnostics.ts"
import { scalarOffsets } from "./scalarOffsets.ts"
import { syntaxWords } from "./syntaxErrors.ts"
import type { Entry, Node, ScalarNode } from "./tree.ts"

/** The place of an offset in the text. */
export type PlaceOf = (offset: number) => Place

/** No pipeline file is deeper or larger; an alias of an alias of an alias would be. */
const maxDepth = 50
const maxNodes = 100_000

const valueOf = ({ value }: Scalar): ScalarNode["value"] =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null

const scalarNode = (text: string, scalar: Scalar, placeOf: PlaceOf): ScalarNode => {
  const value = valueOf(scalar)
  const shown = typeof value === "string" ? value : (scalar.source ?? "")
  let offsets: ReadonlyArray<number> | undefined
  return {
    kind: "scalar",
    place: placeOf(startOf(scalar)),
    value,
    text: shown,
    placeAt: (offset) => {
      offsets ??= scalarOffsets(text, scalar, shown)
      return placeOf(offsets[Math.max(0, Math.min(offset, offsets.length - 1))]!)
    },
    fromEnvironment: false,
  }
}

/** Turns the parser's nodes into ours; what can't be is left out, with a diagnostic. */
export class Converter {
  readonly diagnostics: Array<Diagnostic> = []
  private nodes = 0
  private readonly text: string
  private readonly document: Document.Parsed
  private readonly placeOf: PlaceOf
  constructor(text: string, document: Document.Parsed, placeOf: PlaceOf) {
    this.text = text
    this.document = document
    this.placeOf = placeOf
  }

  private refuse(offset: number, message: string, hint?: string): undefined {
    this.diagnostics.push(fault(this.placeOf(offset), "WB-FILE-SYNTAX", message, hint))
    return undefined
  }

  convert(node: unknown, depth = 0): Node | undefined {
    if (!isNode(node)) return nothing(this.placeOf(0))
    const offset = startOf(node)
    if (depth > maxDepth) return this.refuse(offset, "the file is nested too deeply")
    if (this.nodes++ === maxNodes) return this.refuse(offset, "the file is too large")
    if (this.nodes > maxNodes) return undefined
    if (isAlias(node)) {
      const target = node.resolve(this.document)
      if (target !== undefined) return this.convert(target, depth + 1)
      return this.refuse(offset, "there is no such anchor above", "an expression that begins with * goes into quotes")
    }
    if (node.tag !== undefined) {
      const { message, hint } = syntaxWords("TAG_RESOLVE_FAILED", "")
      return this.refuse(tagOffset(this.text, offset), message, hint)
    }
    if (isMap(node)) return this.map(node, depth)
    if (isSeq(node)) {
      const items = node.items.map((item) => this.convert(item, depth + 1))
      return { kind: "list", place: this.placeOf(offset), items: items.filter((item) => item !== undefined) }
    }
    return scalarNode(this.text, node, this.placeOf)
  }

  private map(map: YAMLMap, depth: number): Node {
    const entries = new Map<string, Entry>()
    for (const { key, value } of map.items) {
      const name = isScalar(key) ? String(key.value) : ""
      const offset = isScalar(key) ? startOf(key) : startOf(map)
      const place = this.placeOf(offset)
      const first = entries.get(name)
      if (name === "<<") {
        const hint = "write the keys out, or use `*name` for a whole map"
        this.refuse(offset, "a pipeline file has no merge keys (`<<`)", hint)
      } else if (first !== undefined) {
        const message = `'${name}' stands twice in this map: in line ${first.key.line} and here`
        this.diagnostics.push(fault(place, "WB-FILE-DUPLICATE-KEY", message, "remove or rename one of the two"))
      } else {
        const node = isEmpty(value) ? nothing(place) : this.convert(value, depth + 1)
        if (node !== undefined) entries.set(name, { key: place, value: node })
      }
    }
    return { kind: "map", place: this.placeOf(startOf(map)), entries }
  }
}

/** Of a key without a value, the key is what there is to point at. */
const isEmpty = (value: unknown): boolean =>
  value === null || (isScalar(value) && value.source === "" && value.type === "PLAIN" && value.tag === undefined)

const startOf = (node: { readonly range?: readonly [number, number, number] | null | undefined }): number =>
  node.range?.[0] ?? 0

const nothing = (place: Place): Node => ({
  kind: "scalar",
  place,
  value: null,
  text: "",
  placeAt: () => place,
  fromEnvironment: false,
})

/** Where the tag before a value begins. */
const tagOffset = (text: string, before: number): number => {
  const sign = text.lastIndexOf("!", before)
  return text[sign - 1] === "!" ? sign - 1 : sign
}
