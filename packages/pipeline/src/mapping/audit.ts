/**
 * What the library would let pass: functions that are not offered, divisions, deep loops, untyped access.
 */
import type { Diagnostic } from "../Diagnostic.ts"
import { didYouMean } from "../didYouMean.ts"
import type { StructType } from "./adapt.ts"
import { callOf, children, descendants, keyOf, keyOffset, type Node, sourceOf } from "./ast.ts"
import { listed, type Report } from "./diagnose.ts"
import { auditLiterals, auditMixing, type Names } from "./literals.ts"
import { functions, loops, methods } from "./offered.ts"

const functionHint = (name: string, isMethod: boolean): string => {
  const [here, there] = isMethod ? [methods, functions] : [functions, methods]
  const other = there.get(name)
  if (other !== undefined) return `write ${other}`
  const nearest = didYouMean(name, here.keys())
  if (nearest !== undefined) return `did you mean ${here.get(nearest)}?`
  const elsewhere = didYouMean(name, there.keys())
  return elsewhere === undefined ? `known are ${[...here.keys()].join(", ")}` : `did you mean ${there.get(elsewhere)}?`
}

const auditCall = (node: Node, report: Report): ReadonlyArray<Diagnostic> => {
  const call = callOf(node)
  if (call === undefined) return []
  const { name, receiver } = call
  if ((receiver === undefined ? functions : methods).has(name)) return []
  const offset = receiver === undefined ? node.start : node.input.indexOf(name, receiver.end)
  if (name === "matches") {
    const hint = "use contains, startsWith, endsWith, split or a table"
    return [report(offset, "WB-MAP-REGEX", "matches() is left out: a regular expression can run for ever", hint)]
  }
  return [
    report(offset, "WB-MAP-FUNCTION", `there is no function '${name}'`, functionHint(name, receiver !== undefined)),
  ]
}

const auditOperator = (node: Node, report: Report): ReadonlyArray<Diagnostic> => {
  if (node.op === "/") {
    const offset: number = node.args[1].start
    const hint = "multiply instead, by 0.5 or 0.01, or have the source divide"
    return [report(offset, "WB-MAP-DIVIDE", "division is left out, because its result may not be exact", hint)]
  }
  return node.op === "value" && node.args === null
    ? [report(node.start, "WB-MAP-NULL", "null is not used: an absent field is left out", 'write "" or default(…)')]
    : []
}

/** How deep loops stand within each other. */
const depthOf = (node: Node): number => {
  const call = callOf(node)
  const own = call?.receiver !== undefined && loops.has(call.name) ? 1 : 0
  return own + Math.max(0, ...children(node).map(depthOf))
}

/** Three loops over a hundred items each would be a million steps for one record. */
const deepest = 2

const auditDepth = (root: Node, report: Report): ReadonlyArray<Diagnostic> =>
  depthOf(root) > deepest
    ? [
        report(
          root.start,
          "WB-MAP-DEPTH",
          `loops stand more than ${deepest} deep in each other`,
          "a mapping goes over every record: keep it simple, or shape the data before",
        ),
      ]
    : []

/** Everything that can be told before types are. Compiles the literals on its way. */
export const auditTree = (root: Node, names: Names, report: Report): ReadonlyArray<Diagnostic> => [
  ...auditDepth(root, report),
  ...descendants(root).flatMap((node) => [
    ...auditCall(node, report),
    ...auditOperator(node, report),
    ...auditLiterals(node, names, report),
    ...auditMixing(node, report),
  ]),
]

type Structs = ReadonlyMap<string, StructType>

export const missingField = (node: Node, struct: StructType, report: Report): Diagnostic => {
  const key = keyOf(node)!
  const owner = sourceOf(node.args[0])
  if (struct.fields.has(key)) {
    const message = `the field '${key}' holds something that expressions can't read`
    return report(keyOffset(node), "WB-MAP-UNREADABLE", message, "leave it to the connector, or use another field")
  }
  const nearest = didYouMean(key, struct.fields.keys())
  const written =
    nearest !== undefined && /^[A-Za-z_]\w*$/.test(nearest) ? `${owner}.${nearest}` : `${owner}["${nearest}"]`
  const hint = nearest === undefined ? `known are ${listed(struct.fields.keys())}` : `did you mean ${written}?`
  return report(keyOffset(node), "WB-MAP-COLUMN", `'${owner}' has no field '${key}'`, hint)
}

/** `has(record.field)`, which the library takes unseen: is there such a field, and may it be absent? */
const auditHas = (node: Node, structs: Structs, report: Report): ReadonlyArray<Diagnostic> => {
  const findings: Array<Diagnostic> = []
  const structOf = (selection: Node): StructType | undefined => {
    const key = keyOf(selection)
    if (key === undefined) return structs.get(selection.checkedType?.name ?? "")
    const struct = structOf(selection.args[0])
    if (struct === undefined) return undefined
    const field = struct.fields.get(key)
    if (field === undefined || struct.read(key) === undefined) findings.push(missingField(selection, struct, report))
    else if (selection === argument && !field.optional) {
      const hint = `an empty one is "": write ${sourceOf(selection)} != ""`
      findings.push({
        ...report(node.start, "WB-MAP-HAS", "has() is always true of this field", hint),
        severity: "warning",
      })
    }
    return struct.inner(key)
  }
  const argument = callOf(node)!.args[0]!
  structOf(argument)
  return findings
}

/** What is left when types are known: the holes of the library's own check. */
export const auditTyped = (root: Node, structs: Structs, report: Report): ReadonlyArray<Diagnostic> =>
  descendants(root).flatMap((node) => {
    if (callOf(node)?.name === "has") return auditHas(node, structs, report)
    return node.checkedType?.kind === "dyn"
      ? [
          report(
            node.start,
            "WB-MAP-DYNAMIC",
            "which field this reads can't be told before the run",
            'write the field\'s name: record["Customer No"]',
          ),
        ]
      : []
  })
