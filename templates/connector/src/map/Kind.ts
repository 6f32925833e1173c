/**
 * A kind of record: how Acme's and the model's become each other. There is one for each stream.
 *
 * To change: nothing, unless your system needs more of a kind than this.
 */
import type { ParentRef } from "@waybill/connector"
import type { Entity, Issue, Model } from "@waybill/model"
import { Result, Schema, SchemaIssue } from "effect"

import type { List } from "../Client.ts"
import { type Code, issue } from "../errors.ts"

export type Issues = readonly [Issue, ...Array<Issue>]

export interface Kind<M extends Model, Sent, Kept> extends List<Sent, Kept> {
  readonly entity: Entity
  /** Fields of the model without which Acme takes no record. */
  readonly requires: ReadonlyArray<keyof M & string>
  readonly is: (model: Model) => model is M
  readonly toModel: (record: Kept) => M
  readonly fromModel: (model: M) => Result.Result<Sent, Issues>
  /** What must be in Acme first. */
  readonly parents: (model: M) => ReadonlyArray<ParentRef>
  /** Fields of the model that come back exactly as they were sent, and the field of {@link sent} that each is sent in. */
  readonly readBack: { readonly [Field in keyof M]?: keyof Sent & string }
}

const format = SchemaIssue.makeFormatterStandardSchemaV1()

/** What a schema says of a record, field by field and without its values. */
export const issuesOf = ({ issue: found }: Schema.SchemaError, code: Code, at: "column" | "field"): Issues => {
  const [first, ...others] = format(found).issues.map(({ message, path = [] }) => {
    const place = path.map(String).join(".")
    return issue(code, `${place || "the record"}: ${message}`, place === "" ? {} : { [at]: place })
  })
  return first === undefined ? [issue(code, "the record does not fit")] : [first, ...others]
}

/** Holds a record to the schema of what is sent, so that a limit is told before anything is. */
export const fitting = <Sent>(schema: Schema.Codec<Sent, unknown>) => {
  const decode = Schema.decodeUnknownResult(Schema.toType(schema), { errors: "all" })
  return (record: Sent): Result.Result<Sent, Issues> =>
    Result.mapError(decode(record), (error) => issuesOf(error, "WB-ACME-FIELD", "field"))
}

/** `fields` without those that are absent. */
export const given = <Fields extends object>(
  fields: Fields,
): { readonly [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } =>
  // The types can't follow entries that are left out.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    readonly [Name in keyof Fields]?: Exclude<Fields[Name], undefined>
  }
