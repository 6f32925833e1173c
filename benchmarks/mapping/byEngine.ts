/** The same expressions evaluated by the CEL library alone: the values are neither converted nor checked. */
import {
  type Expression,
  type FieldMap,
  isExpression,
  type StructMap,
} from "../../packages/pipeline/src/file/Pipeline.ts"
import type { OpenFlow } from "../../packages/pipeline/src/flow/OpenFlow.ts"
import { auditTree } from "../../packages/pipeline/src/mapping/audit.ts"
import { reporter } from "../../packages/pipeline/src/mapping/diagnose.ts"
import { makeSurroundings } from "../../packages/pipeline/src/mapping/environment.ts"
import { References } from "../../packages/pipeline/src/mapping/References.ts"
import { fieldsOf } from "../../packages/pipeline/src/mapping/types.ts"
import type { Records } from "./flow.ts"

const expressionsIn = (value: FieldMap): ReadonlyArray<Expression> => {
  if (isExpression(value)) return [value]
  const structs: ReadonlyArray<StructMap> = "fields" in value ? [value] : value
  return structs.flatMap(({ fields }) => [...fields.values()].flatMap((field) => expressionsIn(field.value)))
}

export const byEngine = ({ spec, source }: OpenFlow) => {
  const names = { tables: new Map<string, ReadonlyMap<string, string>>(), references: new References() }
  const surroundings = makeSurroundings(new Map([["record", fieldsOf(source.record)]]), names)
  surroundings.use("record", undefined)
  const evaluators = expressionsIn(spec.map).map((expression) => {
    const parsed: any = surroundings.environment.parse(expression.text)
    // Compiles the literal patterns of dates.
    auditTree(parsed.ast, names, reporter(expression))
    if (!parsed.check().valid) throw new Error(`not valid: ${expression.text}`)
    return parsed
  })
  return (record: Records[number]): ReadonlyArray<unknown> => {
    const { context } = surroundings.scope({ record })
    return evaluators.map((evaluate) => evaluate(context))
  }
}
