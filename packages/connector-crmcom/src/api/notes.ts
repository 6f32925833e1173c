/**
 * What is known of a call, a parameter or a field beside its shape: the release that brought it, the one that deprecated
 * it, and what the vendor's pages leave open. The client switches by it, and the reference page is made from it.
 */
import { Context, Schema } from "effect"

import type { ReleaseName } from "../Release.ts"

export interface Notes {
  /** The first release that has it; absent: all. */
  readonly since?: ReleaseName
  /** The first release that advises against it; it is sent and read all the same. */
  readonly deprecated?: ReleaseName
  /** Not documented: what is assumed, as a sentence. */
  readonly assumed?: string
  readonly description?: string
}

/** A parameter that a call needs. */
export const needed = <S extends Schema.Top>(schema: S, notes: Notes = {}): S["Rebuild"] =>
  schema.annotate({ ...notes })

/** A parameter that may be left out. */
export const optional = <S extends Schema.Top>(schema: S, notes: Notes = {}): Schema.optionalKey<S["Rebuild"]> =>
  Schema.optionalKey(needed(schema, notes))

/** A parameter of an update: left out, the value stays; null clears it (documented of contacts, assumed of the others). */
export const changed = <S extends Schema.Top>(
  schema: S,
  notes: Notes = {},
): Schema.optionalKey<Schema.NullOr<S["Rebuild"]>> => Schema.optionalKey(Schema.NullOr(needed(schema, notes)))

/** A field of an answer: absent where `fields_set` or the release leaves it out, null where it has no value. */
export const answered = changed

/** The release that brought a call. */
export const CallSince = Context.Reference<ReleaseName>("@waybill/connector-crmcom/CallSince", {
  defaultValue: () => "R0.0.0",
})

/** What is assumed of a call, as a sentence; empty: it is documented. */
export const CallAssumed = Context.Reference<string>("@waybill/connector-crmcom/CallAssumed", {
  defaultValue: () => "",
})
