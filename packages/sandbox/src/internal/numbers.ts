/** Customers that are to be there, by their own numbers. */
import { Schema } from "effect"

const Numbered = Schema.Struct({ number: Schema.NonEmptyString, name: Schema.optionalKey(Schema.NonEmptyString) })
export type Numbered = typeof Numbered.Type

/** `["C-1", { "number": "C-2", "name": "Acme" }]`, at most 100,000. */
export const Numbers = Schema.Array(Schema.Union([Schema.NonEmptyString, Numbered])).check(Schema.isMaxLength(100_000))
export type Numbers = typeof Numbers.Type

/** Each number once, with its name. */
export const numbered = (numbers: Numbers): ReadonlyArray<Numbered> => [
  ...new Map(
    numbers.map((entry) => (typeof entry === "string" ? [entry, { number: entry }] : [entry.number, entry])),
  ).values(),
]
