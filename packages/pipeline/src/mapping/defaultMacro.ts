/**
 * `default(value, otherwise)`: the value, or `otherwise` where it is empty or absent.
 */
import type { Environment } from "@marcbachmann/cel-js"
import { BigDecimal } from "effect"

import { type CelType, keyOf, type Node } from "./ast.ts"
import { toFailure } from "./failure.ts"
import { isBlank } from "./functions.ts"
import { CellValue, DecimalValue } from "./values.ts"

interface Checker {
  readonly check: (node: Node, context: unknown) => CelType
  readonly createError: (code: string, message: string, node: Node) => Error
}

interface Evaluator {
  readonly run: (node: Node, context: unknown) => unknown
}

/** What may stand for an empty value of another type, and how it becomes one. */
const conversions: Readonly<Record<string, (otherwise: any) => unknown>> = {
  "Cell string": (text: string) => new CellValue(text),
  "Cell bool": (truth: boolean) => new CellValue(truth),
  "Cell Date": (date) => new CellValue(date),
  "Cell Decimal": ({ value }: DecimalValue) => new CellValue(value),
  "Cell int": (whole: bigint) => new CellValue(BigDecimal.fromBigInt(whole)),
  "Decimal int": (whole: bigint) => new DecimalValue(BigDecimal.fromBigInt(whole)),
}

const isEmpty = (value: unknown): boolean => {
  const text = value instanceof CellValue ? value.cell : value
  return text === undefined || (typeof text === "string" && isBlank(text))
}

/** Reads a selection without the cost of a thrown error where a field is absent. */
const read = (evaluator: Evaluator, node: Node, context: unknown): unknown => {
  const key = keyOf(node)
  if (key === undefined) return evaluator.run(node, context)
  const struct: any = read(evaluator, node.args[0], context)
  return struct?.[key]
}

const evaluate = (evaluator: Evaluator, value: Node, context: unknown): unknown => {
  try {
    return read(evaluator, value, context)
  } catch (thrown) {
    if (toFailure(thrown).isNothing) return undefined
    throw thrown
  }
}

/** A macro: only so can it look at an absent field without failing. */
export const registerDefault = (environment: Environment): void => {
  environment.registerFunction("default(ast, ast): dyn", ({ args }: { readonly args: readonly [Node, Node] }) => {
    const [value, otherwise] = args
    let convert: ((otherwise: unknown) => unknown) | undefined
    return {
      async: false,
      typeCheck: (checker: Checker, _macro: unknown, context: unknown): CelType => {
        const type = checker.check(value, context)
        const other = checker.check(otherwise, context)
        convert = conversions[`${type.name} ${other.name}`]
        if (type.name === other.name || convert !== undefined) return type
        throw checker.createError("default_types", `${type.name} ${other.name}`, otherwise)
      },
      evaluate: (evaluator: Evaluator, _macro: unknown, context: unknown): unknown => {
        const found = evaluate(evaluator, value, context)
        if (!isEmpty(found)) return found
        const instead = evaluator.run(otherwise, context)
        return convert === undefined ? instead : convert(instead)
      },
    }
  })
}
