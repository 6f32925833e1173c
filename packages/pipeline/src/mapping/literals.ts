/**
 * Literals that mean something: patterns, formats, tables and currencies are checked and compiled before anything is
 * read, and every number with a point becomes an exact decimal.
 */
import { Currencies, Dates, Decimals } from "@waybill/model"
import { BigDecimal, Option, Result } from "effect"

import type { Diagnostic } from "../Diagnostic.ts"
import { didYouMean } from "../didYouMean.ts"
import { type Call, callOf, type Node, sourceOf, textOf } from "./ast.ts"
import { listed, type Report } from "./diagnose.ts"
import type { References } from "./References.ts"
import { DatePattern, DecimalValue, FlowIds, NumberFormat, Table } from "./values.ts"

export type Tables = ReadonlyMap<string, ReadonlyMap<string, string>>

/** What expressions may name: tables for `lookup`, flows for `ref`. */
export interface Names {
  readonly tables: Tables
  readonly references: References
}

/** Puts a value that is known now in the place of a node. */
const become = (node: Node, type: string, value: object): void => {
  node.constant = value
  node
    .setMeta("check", (checker: { readonly getType: (name: string) => unknown }) => checker.getType(type))
    .setMeta("evaluate", () => value)
}

type Audit = (node: Node, report: Report) => ReadonlyArray<Diagnostic>

const auditPattern: Audit = (node, report) => {
  const pattern = textOf(node)
  if (pattern === undefined) {
    return [
      report(node.start, "WB-MAP-PATTERN", "the pattern of a date is a text in quotes", 'write it out: "dd/MM/yyyy"'),
    ]
  }
  const parser = Dates.compile(pattern)
  if (Result.isFailure(parser)) {
    const hint = "day, month and year: dd/MM/yyyy, d.M.yyyy, yyyyMMdd, d MMM yyyy"
    return [report(node.start, "WB-MAP-PATTERN", `"${pattern}" is no pattern of a date: ${parser.failure}`, hint)]
  }
  become(node, "DatePattern", new DatePattern(pattern, parser.success))
  return []
}

const formatHint = 'write {"decimal": ",", "group": "."}'

const formatOf = (node: Node): Partial<Decimals.DecimalFormat> | undefined => {
  if (node.op !== "map") return undefined
  const pairs: ReadonlyArray<readonly [Node, Node]> = node.args
  const entries = pairs.map(([key, value]) => [textOf(key), textOf(value)])
  const known = entries.every(([key, value]) => (key === "decimal" || key === "group") && value !== undefined)
  return known ? Object.fromEntries(entries) : undefined
}

const auditFormat: Audit = (node, report) => {
  const written = formatOf(node)
  if (written === undefined) {
    return [report(node.start, "WB-MAP-FORMAT", "the format of a number is written out in braces", formatHint)]
  }
  const format = { ...Decimals.plainFormat, ...written }
  if (!/^[^\s\d+-]$/.test(format.decimal) || !/^[^\d+-]?$/.test(format.group) || format.decimal === format.group) {
    const message = "the marks of a format are one character each, no digit, no sign, and differ"
    return [report(node.start, "WB-MAP-FORMAT", message, formatHint)]
  }
  become(node, "NumberFormat", new NumberFormat(format, Decimals.compile(format)))
  return []
}

const auditCurrency: Audit = (node, report) => {
  const code = textOf(node)
  if (code === undefined || Currencies.isCurrency(code)) return []
  const nearest = didYouMean(code, Currencies.all)
  const hint = nearest === undefined ? 'write a code such as "EUR"' : `did you mean "${nearest}"?`
  return [report(node.start, "WB-MAP-CURRENCY-CODE", `"${code}" is not an ISO 4217 code in capitals`, hint)]
}

const auditTable =
  (tables: Tables): Audit =>
  (node, report) => {
    const name = textOf(node)
    const rows = name === undefined ? undefined : tables.get(name)
    if (name !== undefined && rows !== undefined) {
      become(node, "Table", new Table(name, rows))
      return []
    }
    if (name === undefined) {
      return [
        report(node.start, "WB-MAP-TABLE", "the table of lookup() is a name in quotes", 'write lookup("table", key)'),
      ]
    }
    const nearest = didYouMean(name, tables.keys())
    const known = tables.size === 0 ? "the file has no `tables:`" : `known are ${listed(tables.keys())}`
    const hint = nearest === undefined ? known : `did you mean "${nearest}"?`
    return [report(node.start, "WB-MAP-TABLE", `there is no table '${name}'`, hint)]
  }

const auditFlow =
  (references: References): Audit =>
  (node, report) => {
    const flow = textOf(node)
    if (flow !== undefined && references.flows.has(flow)) {
      references.use(flow)
      become(node, "FlowIds", new FlowIds(flow, references))
      return []
    }
    if (flow === undefined) {
      return [report(node.start, "WB-MAP-FLOW", "the flow of ref() is a name in quotes", 'write ref("flow", key)')]
    }
    const nearest = didYouMean(flow, references.flows)
    const hint = nearest === undefined ? `known are ${listed(references.flows)}` : `did you mean ${nearest}?`
    return [report(node.start, "WB-MAP-FLOW", `there is no flow '${flow}'`, hint)]
  }

const auditArguments = ({ name, args }: Call, names: Names, report: Report): ReadonlyArray<Diagnostic> => {
  const at = (index: number, audit: Audit) => (args[index] === undefined ? [] : audit(args[index], report))
  if (name === "date") return at(1, auditPattern)
  if (name === "decimal") return at(1, auditFormat)
  if (name === "money") return [...at(1, auditCurrency), ...at(2, auditFormat)]
  if (name === "ref") return at(0, auditFlow(names.references))
  return name === "lookup" ? at(0, auditTable(names.tables)) : []
}

/** `0.1` and `1e3` are exact: a double never comes to be. */
const auditNumber: Audit = (node, report) => {
  const exact = BigDecimal.fromString(sourceOf(node))
  if (Option.isNone(exact) || Math.abs(exact.value.scale) > Decimals.maxLength) {
    return [report(node.start, "WB-MAP-LITERAL", "the number is too long", `at most ${Decimals.maxLength} digits`)]
  }
  node.args = new DecimalValue(exact.value)
  return []
}

/** Checks and compiles what a node has of literals. */
export const auditLiterals = (node: Node, names: Names, report: Report): ReadonlyArray<Diagnostic> => {
  if (node.op === "value" && typeof node.args === "number") return auditNumber(node, report)
  const call = callOf(node)
  return call === undefined || call.receiver !== undefined ? [] : auditArguments(call, names, report)
}

const mixing = new Set(["+", "-", "<", "<=", ">", ">=", "==", "!="])

/** The currency that a node's money surely has, because it is written there. */
const currencyOf = (node: Node): string | undefined => {
  const call = callOf(node)
  if (call?.name === "money" && call.receiver === undefined) return textOf(call.args[1])
  const parts: ReadonlyArray<Node> | undefined =
    call?.name === "default" ? call.args : node.op === "?:" ? node.args.slice(1) : undefined
  if (parts !== undefined) {
    const [first, second] = parts.map(currencyOf)
    return first === second ? first : undefined
  }
  if (node.op === "-_") return currencyOf(node.args)
  if (node.op !== "*" && node.op !== "+" && node.op !== "-") return undefined
  const [left, right]: readonly [Node, Node] = node.args
  return currencyOf(left) ?? currencyOf(right)
}

/** Amounts of two currencies, both written in the expression, in one sum or comparison. */
export const auditMixing = (node: Node, report: Report): ReadonlyArray<Diagnostic> => {
  if (!mixing.has(node.op)) return []
  const [left, right]: readonly [Node, Node] = node.args
  const [one, other] = [currencyOf(left), currencyOf(right)]
  return one === undefined || other === undefined || one === other
    ? []
    : [
        report(
          right.start,
          "WB-MAP-CURRENCY",
          `${one} and ${other} are mixed`,
          "amounts of different currencies can't be added or compared",
        ),
      ]
}
