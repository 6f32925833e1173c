/**
 * An expression over `model` alone, as a key: what is the same for two records is the same record.
 */
import { type Entity, schemas } from "@waybill/model"
import { Option, Result } from "effect"

import type { Diagnostic } from "../Diagnostic.ts"
import type { Expression } from "../file/Pipeline.ts"
import { conversionTo } from "./convert.ts"
import { makeSurroundings } from "./environment.ts"
import { compileExpression } from "./expression.ts"
import type { Tables } from "./literals.ts"
import { References } from "./References.ts"
import { fieldsOf } from "./types.ts"

/** Yields the key of a record in the model's words, also of one that lacks fields; `undefined` where it has none. */
export type Key = (model: Readonly<Record<string, unknown>>) => string | undefined

/** Compiles it. The key is text; an empty one is none. */
export const compileKey = (
  expression: Expression,
  entity: Entity,
  tables: Tables,
): Result.Result<Key, ReadonlyArray<Diagnostic>> => {
  const surroundings = makeSurroundings(new Map([["model", fieldsOf(schemas[entity])]]), {
    tables,
    references: new References(),
  })
  const wanted = conversionTo({ _tag: "Text", identifier: false }, "match")!
  return Result.map(compileExpression(expression, surroundings, wanted, "'match'"), ({ evaluate }): Key => {
    const keyOf = Option.liftThrowable((model: Readonly<Record<string, unknown>>) =>
      wanted.convert(evaluate(surroundings.scope({ model }))),
    )
    return (model) => {
      const key = Option.getOrUndefined(keyOf(model))
      return typeof key === "string" ? key : undefined
    }
  })
}
