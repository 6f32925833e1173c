/**
 * A flow's expressions, compiled once and type-checked against source, model and target before anything is read.
 */
import type { Entity, Issue, Model, Money } from "@waybill/model"
import type { Result, Schema } from "effect"

import type { Diagnostic } from "../Diagnostic.ts"
import type { Expression, StructMap } from "../file/Pipeline.ts"
import type { References } from "./References.ts"

export type Issues = readonly [Issue, ...Array<Issue>]

/** What a flow's mapping is compiled from. */
export interface MappingInput {
  readonly entity: Entity
  /** The source's records, as {@link Source.record}. */
  readonly source: Schema.Schema<any>
  /**
   * How the source's own records become the model, where it knows, or the flow's transform does; then `map` only overrides.
   * `undefined`: the record is skipped.
   */
  readonly toModel?: (record: any) => Result.Result<Model, Issues> | undefined
  /** The target's own record, as {@link Destination.record}: what `set` writes (its type side). */
  readonly target: Schema.Schema<any>
  /** Fields of the model that the target needs beyond the model's own. */
  readonly requires: ReadonlyArray<string>
  readonly where?: Expression
  readonly map: StructMap
  readonly set: StructMap
  readonly tables: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** What `ref` may name; absent: nothing. */
  readonly references?: References
}

/** What became of one record. */
export type Mapped =
  | { readonly _tag: "Skipped"; readonly money?: Money }
  /** `key` and `money` as far as they could be made out. */
  | { readonly _tag: "Invalid"; readonly issues: Issues; readonly key?: string; readonly money?: Money }
  | { readonly _tag: "Mapped"; readonly model: Model; readonly money?: Money }

export interface Mapping {
  readonly warnings: ReadonlyArray<Diagnostic>
  /** Plain and synchronous: runs once per record inside a page. Never throws. */
  readonly toModel: (record: unknown) => Mapped
  /**
   * The number that `toModel` gives a record, alone; `undefined` where it has none. Absent where the source makes models itself.
   * Never throws.
   */
  readonly keyOf?: (record: unknown) => string | undefined
  /** Overrides fields of the target's record by `set`; gives `target` back where there is no `set`. Never throws. */
  readonly applySet: (record: unknown, model: Model, target: unknown) => Result.Result<unknown, Issues>
}
