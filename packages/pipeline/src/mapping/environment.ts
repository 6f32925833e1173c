/**
 * What expressions see: the variables `record` and `model`, typed, and the functions and operators.
 */
import { Environment } from "@marcbachmann/cel-js"
import { CalendarDate } from "@waybill/model"

import { Structs, type StructType } from "./adapt.ts"
import { registerDefault } from "./defaultMacro.ts"
import { registerFunctions } from "./functions.ts"
import type { Names } from "./literals.ts"
import { registerOperators } from "./operators.ts"
import type { Fields } from "./types.ts"
import { CellValue, DatePattern, DecimalValue, FlowIds, MoneyValue, NumberFormat, Table } from "./values.ts"

type Raw = Readonly<Record<string, unknown>>

/** The variables of one record, as they came. */
export interface Variables {
  readonly record?: any
  readonly model?: any
}

/** One record, as it came and as the engine reads it. */
export interface Scope {
  readonly raw: Variables
  readonly context: Readonly<Record<string, object>>
}

export interface Surroundings {
  readonly environment: Environment
  readonly names: Names
  readonly variables: ReadonlyArray<string>
  /** The structs that the variables hold. */
  readonly roots: ReadonlyMap<string, StructType>
  /** Every struct, by its CEL type. */
  readonly structs: ReadonlyMap<string, StructType>
  /** Says that an expression reads a field of a variable, or the whole of it: only what is read is copied. */
  readonly use: (variable: string, key: string | undefined) => void
  /** What the expressions of one record are evaluated in. To be called when all expressions are compiled. */
  readonly scope: (raw: Variables) => Scope
}

const noContext: Scope["context"] = {}

const variableNames = ["record", "model"] as const

/** Small enough that no expression takes long, large enough for any that a person writes. */
const limits = { maxAstNodes: 2000, maxDepth: 64, maxListElements: 500, maxMapEntries: 100, maxCallArguments: 8 }

const makeEnvironment = (): Environment => {
  const environment = new Environment({ limits })
  environment.registerType("Decimal", { ctor: DecimalValue, fields: {} })
  environment.registerType("Money", { ctor: MoneyValue, fields: { amount: "Decimal", currency: "string" } })
  environment.registerType("Date", { ctor: CalendarDate, fields: {} })
  environment.registerType("Cell", { ctor: CellValue, fields: {} })
  environment.registerType("DatePattern", { ctor: DatePattern, fields: {} })
  environment.registerType("NumberFormat", { ctor: NumberFormat, fields: {} })
  environment.registerType("Table", { ctor: Table, fields: {} })
  environment.registerType("FlowIds", { ctor: FlowIds, fields: {} })
  registerFunctions(environment)
  registerOperators(environment)
  registerDefault(environment)
  return environment
}

/** Makes the surroundings of a flow's expressions; `variables` are the fields that each variable has. */
export const makeSurroundings = (variables: ReadonlyMap<string, Fields>, names: Names): Surroundings => {
  const environment = makeEnvironment()
  const structs = new Structs(environment)
  const roots = new Map<string, StructType>()
  const used = new Map<string, Set<string> | "all">()
  for (const [name, fields] of variables) {
    const struct = structs.declare(name === "record" ? "Record" : "Model", fields)
    environment.registerVariable(name, struct.celType)
    roots.set(name, struct)
  }
  let copiers: ReadonlyArray<readonly [keyof Variables, (raw: Raw) => object]> | undefined
  const copierOf = (name: keyof Variables) => {
    const [struct, only] = [roots.get(name), used.get(name)]
    return struct === undefined || only === undefined
      ? []
      : [[name, struct.copy(only === "all" ? undefined : only)] as const]
  }
  return {
    environment,
    names,
    variables: [...roots.keys()],
    roots,
    structs: structs.byName,
    use: (variable, key) => {
      const keys = used.get(variable) ?? new Set()
      if (key === undefined || keys === "all") used.set(variable, "all")
      else used.set(variable, keys.add(key))
    },
    scope: (raw) => {
      copiers ??= variableNames.flatMap(copierOf)
      if (copiers.length === 0) return { raw, context: noContext }
      const context: Record<string, object> = {}
      for (const [name, copy] of copiers) if (raw[name] !== undefined) context[name] = copy(raw[name])
      return { raw, context }
    },
  }
}
