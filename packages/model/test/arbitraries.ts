/**
 * Values for property tests, with named bounds: generators put weight on both ends of a range, so the edges are met.
 */
import { Arbitrary, BigDecimal, Schema } from "effect"

import { Address, CalendarDate, Currencies, Dates, Identifier, Money, Text } from "../src/index.ts"

const int = (minimum: number, maximum: number) =>
  Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum, maximum })))

const sixtyDigits = 10n ** 60n - 1n

/** Up to 60 digits of either sign. */
const unscaled = Arbitrary.schema(
  Schema.BigInt.check(Schema.isBetweenBigInt({ minimum: -sixtyDigits, maximum: sixtyDigits })),
)

/** Up to 60 digits, as small as 10^-39 and as large as 10^99: whatever `parse` has room for. */
export const decimal = Arbitrary.map(Arbitrary.all([unscaled, int(-39, 39)]), ([value, scale]) =>
  BigDecimal.make(value, scale),
)

export const digits = int(0, 12)

const currency = Arbitrary.schema(Schema.Literals(Currencies.all))

export const money = Arbitrary.map(Arbitrary.all([decimal, currency]), ([amount, code]) => new Money(amount, code))

/** An amount that its currency can pay. */
export const amount = Arbitrary.map(
  Arbitrary.all([unscaled, currency]),
  ([units, code]) => new Money(BigDecimal.make(units, Currencies.minorUnits(code)), code),
)

/** 0001-01-01 and 9999-12-31, as days since 1970-01-01. */
export const firstDay = -719_162
export const lastDay = 2_932_896

export const date = Arbitrary.map(int(firstDay, lastDay), (day) => Dates.fromEpochDay(day)!)

/** Far enough to leave the calendar from anywhere. */
export const days = int(-4_000_000, 4_000_000)

export const text = Arbitrary.schema(Text)
export const identifier = Arbitrary.schema(Identifier)
export const address = Arbitrary.schema(Address)

export const oneOf = <const A extends string>(values: ReadonlyArray<A>) => Arbitrary.schema(Schema.Literals(values))

export const listOf = <A>(item: Arbitrary.Arbitrary<A>) => Arbitrary.array(item, { maxLength: 4 })

/** A record of `schema`, in which each field but the needed ones may be absent. Throws where a field's type is wrong. */
export const struct = <A>(
  schema: Schema.Schema<A>,
  needed: ReadonlyArray<string>,
  fields: Readonly<Record<string, Arbitrary.Arbitrary<unknown>>>,
): Arbitrary.Arbitrary<A> => {
  const valid = Schema.decodeUnknownSync(Schema.toType(schema))
  const { length } = Object.keys(fields)
  const kept = Arbitrary.array(Arbitrary.schema(Schema.Boolean), { minLength: length, maxLength: length })
  return Arbitrary.map(Arbitrary.all([Arbitrary.all(fields), kept]), ([all, keep]) =>
    valid(Object.fromEntries(Object.entries(all).filter(([name], index) => keep[index] || needed.includes(name)))),
  )
}

/** Deep equality by value: a decimal equals itself in any scale. */
export const same = (a: unknown, b: unknown): boolean => {
  if (BigDecimal.isBigDecimal(a) && BigDecimal.isBigDecimal(b)) return BigDecimal.equals(a, b)
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b
  const sameClass = [Money, CalendarDate, Array].every((type) => a instanceof type === b instanceof type)
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))]
  return sameClass && left.length === right.size && left.every(([key, value]) => same(value, right.get(key)))
}
