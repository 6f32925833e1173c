/** Text as records carry it: never empty (an empty value is an absent one). */
import { Schema } from "effect"

/** A text that says something: not empty. */
export const Text = Schema.NonEmptyString

/**
 * A number or code that names a record: not empty, and no white space around it, since `C1 ` and `C1` would be two
 * customers in one system and one in the next.
 */
export const Identifier = Schema.NonEmptyString.check(
  Schema.makeFilter((text: string) => text.trim() === text || "without white space around it"),
)
