/**
 * What is known of a call, a parameter or a field of a vendor's API beside its shape: the release that brought it, the one
 * that deprecated it, and what the vendor's pages leave open. Clients switch by it, and reference pages are made from it.
 */
import { Context, Schema } from "effect"

/** @typeParam Release how the vendor names its releases */
export interface Notes<Release extends string = string> {
  /** The first release that has it; absent: all. */
  readonly since?: Release
  /** The first release that advises against it; it is sent and read all the same. */
  readonly deprecated?: Release
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

/** A parameter of an update: left out, the value stays; null clears it. */
export const changed = <S extends Schema.Top>(
  schema: S,
  notes: Notes = {},
): Schema.optionalKey<Schema.NullOr<S["Rebuild"]>> => Schema.optionalKey(Schema.NullOr(needed(schema, notes)))

/** A field of an answer: it may be absent, and null where it has no value. */
export const answered = changed

/** What is assumed of a call, as a sentence; empty: it is documented. */
export const CallAssumed = Context.Reference<string>("@waybill/connector-http/CallAssumed", { defaultValue: () => "" })
