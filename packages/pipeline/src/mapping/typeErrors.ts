/**
 * The library's errors about an expression, in the words of this product, at the place of the offending name.
 */
import type { Diagnostic } from "../Diagnostic.ts"
import { didYouMean } from "../didYouMean.ts"
import type { StructType } from "./adapt.ts"
import { callOf, type Node } from "./ast.ts"
import { missingField } from "./audit.ts"
import type { Report } from "./diagnose.ts"
import { functions, methods, nameOfType } from "./offered.ts"

/** What the errors of parsing and checking have in common. */
interface CelError {
  readonly code?: string
  readonly summary?: string
  readonly node?: Node
  readonly range?: { readonly start: number }
}

const typed = (node: Node): string => (node.checkedType === undefined ? "something" : nameOfType(node.checkedType))

const unknownVariable = (node: Node, variables: ReadonlyArray<string>, report: Report): Diagnostic => {
  const name: string = node.args
  const nearest = didYouMean(name, variables)
  const model = name === "model" ? "this source says nothing of the model: read `record`" : undefined
  const hint = model ?? (nearest === undefined ? `text stands in quotes: "${name}"` : `did you mean ${nearest}?`)
  return report(node.start, "WB-MAP-VARIABLE", `there is no variable '${name}'`, hint)
}

const wrongArguments = (node: Node, report: Report): Diagnostic => {
  const { name, receiver, args } = callOf(node)!
  const all = receiver === undefined ? args : [receiver, ...args]
  const got = all.length === 0 ? "nothing" : all.map(typed).join(", ")
  const usage = (receiver === undefined ? functions : methods).get(name)
  const offset = receiver === undefined ? node.start : node.input.indexOf(name, receiver.end)
  return report(offset, "WB-MAP-ARGUMENTS", `${name}() does not take ${got}`, `write ${usage}`)
}

const operatorHint = (types: ReadonlyArray<string>): string => {
  const [numeric, text] = [types.some((type) => ["money", "a decimal"].includes(type)), types.includes("text")]
  if (types.includes("a cell")) return 'say what the cell holds: string(…), decimal(…), money(…, "EUR") or date(…, …)'
  if (numeric && text) return "make a number of the text by decimal(…), or a text of the number by string(…)"
  if (types.includes("money")) return "money goes with money (+ - < ==) and with numbers (*)"
  return "both sides must be of one type"
}

const wrongOperator = (node: Node, report: Report): Diagnostic => {
  const unary = node.op.endsWith("_")
  const types: ReadonlyArray<string> = [node.args].flat().map(typed)
  const written = unary ? `${node.op[0]} ${types[0]}` : types.join(` ${node.op} `)
  return report(node.start, "WB-MAP-OPERATOR", `${written} can't be worked out`, operatorHint(types))
}

const lower = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1)

export interface Known {
  readonly variables: ReadonlyArray<string>
  readonly structs: ReadonlyMap<string, StructType>
}

/** One diagnostic for what `parse` or `check` threw. */
export const explainError = (thrown: any, { variables, structs }: Known, report: Report): Diagnostic => {
  const { code, summary = "it can't be read", node, range }: CelError = thrown
  const offset = range?.start ?? node?.start ?? 0
  if (node?.op === undefined) {
    return report(
      offset,
      "WB-MAP-SYNTAX",
      `this is no expression: ${lower(summary)}`,
      "text stands in quotes: '\"NET30\"'",
    )
  }
  if (code === "unknown_variable") return unknownVariable(node, variables, report)
  if (code === "no_such_key") {
    const struct = structs.get(node.args[0].checkedType?.name ?? "")
    if (struct !== undefined) return missingField(node, struct, report)
  }
  if (code === "no_matching_overload") return wrongArguments(node, report)
  if (code === "no_such_overload") return wrongOperator(node, report)
  if (code === "incompatible_ternary_branches") {
    const [, yes, no]: readonly [Node, Node, Node] = node.args
    const hint = "give both the same type; string(…) makes text of anything, 1.0 is a decimal"
    return report(no.start, "WB-MAP-BRANCHES", `one branch is ${typed(yes)}, the other ${typed(no)}`, hint)
  }
  if (code === "default_types") {
    const [value, otherwise] = summary.split(" ").map((name) => nameOfType({ name }))
    const message = `the value is ${value}, and what stands for it when it is empty is ${otherwise}`
    return report(offset, "WB-MAP-BRANCHES", message, "give both the same type")
  }
  return report(offset, "WB-MAP-TYPE", lower(summary))
}
