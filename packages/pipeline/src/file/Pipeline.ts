/**
 * A pipeline file after it was read: every name and expression still knows its place in the text.
 */
import type { Entity } from "@waybill/model"

import type { Place } from "../Diagnostic.ts"
import type { Transform } from "../Transform.ts"

/** A CEL expression, and how an offset in it becomes a place in the file. */
export interface Expression {
  readonly text: string
  /** The place of the character at `offset` of `text`, whatever the YAML quoting or folding. */
  readonly placeAt: (offset: number) => Place
}

/** A value with the place where it stands. */
export interface Located<A> {
  readonly value: A
  readonly place: Place
}

/** What `map` and `set` say of one field: an expression, a struct (an address), or a list of structs (lines). */
export type FieldMap = Expression | StructMap | ReadonlyArray<StructMap>

export interface StructMap {
  readonly place: Place
  readonly fields: ReadonlyMap<string, { readonly key: Place; readonly value: FieldMap }>
}

export const isExpression = (value: FieldMap): value is Expression => "text" in value

/** One connection, its settings still as the file has them but with `${NAME}` filled in. */
export interface ConnectionSpec {
  readonly name: string
  readonly place: Place
  readonly connector: Located<string>
  /** Plain JSON values; a value that came from `${NAME}` as a whole or in part is already text. */
  readonly settings: Readonly<Record<string, unknown>>
  /**
   * Settings whose text in the file was one `${NAME}` and nothing else: the only form a secret may have. Nested ones with
   * a dot between levels: `rateLimit.perSecond`.
   */
  readonly fromEnvironment: ReadonlySet<string>
  /** The value of a setting. */
  readonly settingPlace: (path: ReadonlyArray<string | number>) => Place
  /** The key of a setting. */
  readonly settingKeyPlace: (path: ReadonlyArray<string | number>) => Place
}

export interface StreamRef {
  readonly connection: Located<string>
  readonly stream: Located<string>
}

export interface SourceRef extends StreamRef {
  /** `incremental`: each run reads on from where everything was settled. Absent: from the start. */
  readonly read?: "full" | "incremental"
}

/** A flow's own function: in a module beside the file, or of the program that defines the pipeline. */
export type TransformSpec =
  | { readonly _tag: "Module"; readonly path: Located<string> }
  | { readonly _tag: "Value"; readonly place: Place; readonly transform: Transform }

export const placeOfTransform = (spec: TransformSpec): Place => (spec._tag === "Value" ? spec.place : spec.path.place)

export interface FlowSpec {
  readonly name: string
  readonly place: Place
  readonly after: ReadonlyArray<Located<string>>
  readonly from: SourceRef
  readonly to: StreamRef
  /** What the records are, where neither side's stream says so. */
  readonly entity?: Located<Entity>
  /** What makes the model of a record in the place of the source; `map` overrides it. */
  readonly transform?: TransformSpec
  readonly where?: Expression
  readonly map: StructMap
  readonly set: StructMap
  /** How records are found that the target held before: a known word, or an expression over `model`. */
  readonly match?: ReadonlyArray<Expression>
  /** `strict`: a source that looks otherwise than in the last run stops the run. */
  readonly contract?: "strict"
  /** `first`: of several records with one key the later ones are skipped. */
  readonly distinct?: "first"
}

/** A table for `lookup`: written in the file, or a two-column CSV beside it. */
export type TableSpec =
  | { readonly _tag: "Inline"; readonly place: Place; readonly rows: ReadonlyMap<string, string> }
  | { readonly _tag: "File"; readonly place: Place; readonly path: string }

export interface Pipeline {
  /** The path as it was given, for messages. */
  readonly file: string
  /** The folder of the file, absolute: relative paths start there. */
  readonly directory: string
  readonly name: string
  /** SHA-256 of the file's text, hexadecimal: which version of the file a run used. */
  readonly hash: string
  /** The ledger's folder, absolute. */
  readonly state: string
  readonly connections: ReadonlyMap<string, ConnectionSpec>
  readonly tables: ReadonlyMap<string, TableSpec>
  /** In the order in which they run: after what `after` names, otherwise as written. */
  readonly flows: ReadonlyArray<FlowSpec>
}
