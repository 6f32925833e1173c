/**
 * The rules of `match:`: what tells that a record of the source and one of the target are the same.
 */
import type { Listed } from "@waybill/connector"

/** A record in the words of the model: one of the source, or one as far as the target tells it. */
export type Described = Listed["model"]

/** The rules that have a name of their own; each compares what `normalise` makes of the values. */
export type NamedRule = "number" | "email" | "name and postcode"

/** Any text that is worked out for both records: equal and not empty is the same. */
export interface KeyRule {
  /** What people read: the expression as it stands in the pipeline file. */
  readonly name: string
  /** `undefined` or an empty text: the rule says nothing about this record. */
  readonly key: (record: Described) => string | undefined
}

export type MatchRule = NamedRule | KeyRule

const spellings: ReadonlyMap<string, NamedRule> = new Map([
  ["number", "number"],
  ["email", "email"],
  ["name and postcode", "name and postcode"],
  ["name and postalCode", "name and postcode"],
])

/** The rule that `text` names; `undefined`: it is an expression. */
export const parseRule = (text: string): NamedRule | undefined => spellings.get(text.trim().replace(/\s+/g, " "))

export const ruleName = (rule: MatchRule): string => (typeof rule === "string" ? rule : rule.name)
