/**
 * A pipeline that a program defines: what a pipeline file says, as an object whose names the compiler checks.
 */
import { resolve } from "node:path"

import type { Entity, ModelOf } from "@waybill/model"

import type { Transform } from "../Transform.ts"
import type { Connected } from "./connect.ts"

/** An expression in CEL, as `map` of a pipeline file has it. */
export type ExpressionInput = string | number | boolean

/** Fields, each an expression; an address is nested, `lines` are a list. */
export interface FieldsInput {
  readonly [field: string]: ExpressionInput | FieldsInput | ReadonlyArray<FieldsInput>
}

type AnyField = { [E in Entity]: keyof ModelOf[E] }[Entity]

/** One flow; the keys mean what they mean in a pipeline file. */
export interface FlowDefinition<Connection extends string = string, Flow extends string = string> {
  readonly after?: ReadonlyArray<Flow>
  readonly from: { readonly connection: Connection; readonly stream: string; readonly read?: "full" | "incremental" }
  readonly to: { readonly connection: Connection; readonly stream: string }
  readonly entity?: Entity
  /** Makes the model of a record in the place of the source; `map` overrides it. */
  readonly transform?: Transform
  readonly where?: ExpressionInput
  readonly map?: { readonly [F in AnyField]?: FieldsInput[string] }
  readonly set?: FieldsInput
  readonly match?: ReadonlyArray<string>
  readonly contract?: "strict"
  readonly distinct?: "first"
}

export interface PipelineDefinition<Connection extends string = string, Flow extends string = string> {
  /** The ledger keeps its book under it. */
  readonly name: string
  /** Where relative paths start: `import.meta.dirname`. */
  readonly directory: string
  /** The folder of the ledger; absent: `./.waybill`. */
  readonly state?: string
  readonly connections: { readonly [C in Connection]: Connected }
  /** For `lookup(table, key)`. */
  readonly tables?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly flows: { readonly [F in Flow]: FlowDefinition<NoInfer<Connection>, NoInfer<Flow>> }
}

/** A definition whose names fit; everything else is checked when it is opened. */
export interface DefinedPipeline<Flow extends string = string> {
  readonly _tag: "DefinedPipeline"
  readonly definition: PipelineDefinition<any, Flow>
  /** Absolute. */
  readonly directory: string
  /** The folder of the ledger, absolute. */
  readonly state: string
}

/** Defines a pipeline. Opens nothing and reads nothing. */
export const definePipeline = <Connection extends string, Flow extends string>(
  definition: PipelineDefinition<Connection, Flow>,
): DefinedPipeline<Flow> => {
  const directory = resolve(definition.directory)
  return {
    _tag: "DefinedPipeline",
    definition,
    directory,
    state: resolve(directory, definition.state ?? "./.waybill"),
  }
}
