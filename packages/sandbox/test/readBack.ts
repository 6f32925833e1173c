/** Models with awkward values, and whether a target gives back what it was given. */
import { assert } from "@effect/vitest"
import type { Destination, Listed } from "@waybill/connector"
import { Dates, Decimals, type Model, Money } from "@waybill/model"
import { Arbitrary, BigDecimal, Effect, Option, Schema, Stream } from "effect"

const int = (minimum: number, maximum: number) =>
  Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum, maximum })))

/** Euros from a cent on, of up to so many digits. */
export const amountOf = (digits: number) =>
  Arbitrary.map(int(1, 10 ** digits - 1), (cents) => new Money(BigDecimal.make(BigInt(cents), 2), "EUR"))

/** Days of the years from `first` to `last`. */
export const dayFrom = (first: number, last: number) => {
  const [from, to] = [Dates.make(first, 1, 1)!, Dates.make(last, 12, 31)!]
  return Arbitrary.map(int(Dates.toEpochDay(from), Dates.toEpochDay(to)), (day) => Dates.fromEpochDay(day)!)
}

const pieces = [
  "a",
  "Ü",
  "漢",
  "😀",
  "e\u0301",
  " ",
  "\t",
  "\n",
  "\r\n",
  '"',
  "'",
  "\\",
  "<b>",
  "&amp;",
  "=1+1",
  "0",
  "null",
  "%20",
]

/** Texts that something on the way may trim, fold, quote or cut. */
export const text = Arbitrary.map(
  Arbitrary.array(Arbitrary.schema(Schema.Literals(pieces)), { minLength: 1, maxLength: 40 }),
  (parts) => parts.join(""),
)

type Fields = Readonly<Record<string, Arbitrary.Arbitrary<unknown>>>

/** Some of the fields, others absent. */
export const some = (fields: Fields): Arbitrary.Arbitrary<Readonly<Record<string, unknown>>> => {
  const each = Object.entries(fields).map(([name, value]) =>
    Arbitrary.map(Arbitrary.all([Arbitrary.schema(Schema.Boolean), value]), ([isThere, given]) =>
      isThere ? Option.some([name, given] as const) : Option.none(),
    ),
  )
  return Arbitrary.map(Arbitrary.all(each), (all) => Object.fromEntries(all.flatMap((one) => Option.toArray(one))))
}

/** A value as plain text: equal texts are equal values. */
const plain = (value: unknown): string => {
  if (value instanceof Money) return `${Decimals.toText(value.amount)} ${value.currency}`
  return Dates.isCalendarDate(value) ? Dates.toIso(value) : JSON.stringify(value)
}

/** Everything that is listed. */
export const everything = ({ list }: Pick<Destination<never>, "list">) =>
  Effect.map(Stream.runCollect(list!), (pages) => pages.flat())

/** Fails where the target tells another value of a field that it promises to give back. */
export const sameAs = (
  { readBack = [] }: Pick<Destination<never>, "readBack">,
  model: Model,
  listed: Listed | undefined,
) => {
  assert.isDefined(listed, "it is not there")
  for (const [field, value] of Object.entries(model).filter(([name]) => readBack.includes(name))) {
    assert.strictEqual(plain(listed.model[field]), plain(value), field)
  }
}

/** What a target tells of a record, with its fields as plain text: BigDecimal remembers how it was looked at. */
export const told = (one: Listed | undefined) =>
  one && {
    ...one,
    model: Object.fromEntries(Object.entries(one.model).map(([name, value]) => [name, plain(value)])),
  }
