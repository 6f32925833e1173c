/** Models with awkward values, for what is read back. */
import { CalendarDate, Currencies, Dates, Decimals, type Entity, type Model, Money, moneyField } from "@waybill/model"
import { Arbitrary, BigDecimal, Predicate, Schema } from "effect"

type Any = Arbitrary.Arbitrary<unknown>

const int = (minimum: number, maximum: number) =>
  Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum, maximum })))

const pieces = [
  "a",
  "Ü",
  "😀",
  " ",
  "\t",
  "\n",
  "\r\n",
  "\r",
  '"',
  "'",
  "=",
  "+",
  "-",
  "@",
  ",",
  ";",
  "|",
  "_x000D_",
  "<",
  "&",
  "0",
  "1.5",
  "\uFEFF",
]
const text = Arbitrary.map(
  Arbitrary.array(Arbitrary.schema(Schema.Literals(pieces)), { minLength: 1, maxLength: 12 }),
  (parts) => parts.join(""),
)
/** Days from the first one of a year on. */
const daysFrom = (year: number) =>
  Arbitrary.map(
    int(Dates.toEpochDay(new CalendarDate(year, 1, 1)), Dates.toEpochDay(new CalendarDate(9999, 12, 31))),
    (day) => Dates.fromEpochDay(day)!,
  )
const currency = Arbitrary.schema(Schema.Literals(Currencies.all))
const decimal = Arbitrary.map(
  Arbitrary.all([int(-999_999_999_999_999, 999_999_999_999_999), int(0, 12)]),
  ([units, scale]) => BigDecimal.make(BigInt(units), scale),
)

/** Some of the fields, others absent. */
const some = (fields: Readonly<Record<string, Any>>): Arbitrary.Arbitrary<Readonly<Record<string, unknown>>> => {
  const each = Object.entries(fields).map(([name, value]) =>
    Arbitrary.map(Arbitrary.all([Arbitrary.schema(Schema.Boolean), value]), ([isThere, given]) =>
      isThere ? [[name, given] as const] : [],
    ),
  )
  return Arbitrary.map(Arbitrary.all(each), (all) => Object.fromEntries(all.flat()))
}
const list = (item: Any) => Arbitrary.array(item, { maxLength: 3 })

const address = some({ line1: text, city: text, country: text })
const line = some({
  description: text,
  quantity: decimal,
  unitPrice: Arbitrary.map(decimal, (price) => new Money(price, "USD")),
})
const texts = (names: string): Readonly<Record<string, Any>> =>
  Object.fromEntries(names.split(" ").map((name) => [name, text]))

const fields = (
  amount: Any,
  date: Any,
): Readonly<Record<Entity, Arbitrary.Arbitrary<Readonly<Record<string, unknown>>>>> => ({
  customer: some({
    ...texts("name firstName lastName email phone companyCode status"),
    currency,
    billingAddress: address,
    shippingAddress: address,
  }),
  invoice: some({
    ...texts("terms status reference note"),
    issueDate: date,
    dueDate: date,
    postingDate: date,
    balance: amount,
    tax: amount,
    type: Arbitrary.schema(Schema.Literals(["invoice", "credit note"])),
    lines: list(line),
  }),
  payment: some({
    ...texts("method reference status note"),
    receivedDate: date,
    allocations: list(Arbitrary.map(amount, (given) => ({ invoiceNumber: "I-1", amount: given }))),
  }),
})

/** Models of an entity, all of whose amounts are in one currency. */
const modelOf = (entity: Entity, since: number): Arbitrary.Arbitrary<Model> =>
  Arbitrary.flatMap(currency, (code) => {
    const digits = Currencies.minorUnits(code)
    const amount = Arbitrary.map(
      int(-999_999_999_999_999, 999_999_999_999_999),
      (units) => new Money(BigDecimal.make(BigInt(units), digits), code),
    )
    const own = moneyField[entity]
    return Arbitrary.map(Arbitrary.all([fields(amount, daysFrom(since))[entity], amount]), ([some, money]) => {
      const needed = { number: "", customerNumber: "007 x", ...(own === undefined ? {} : { [own]: money }) }
      return { ...some, ...needed }
    })
  })

/**
 * Several, each with a number of its own.
 *
 * @param since the year of the first day that occurs
 */
export const modelsOf = (entity: Entity, since = 1) =>
  Arbitrary.map(Arbitrary.array(modelOf(entity, since), { minLength: 1, maxLength: 6 }), (models) =>
    models.map((model, index): Model => ({ ...model, number: `0${index} "=N` })),
  )

/** A value as plain text: equal texts are equal values. */
export const plain = (value: unknown): unknown => {
  if (value instanceof Money) return `${Decimals.toText(value.amount)} ${value.currency}`
  if (BigDecimal.isBigDecimal(value)) return Decimals.toText(value)
  if (Dates.isCalendarDate(value)) return Dates.toIso(value)
  if (Array.isArray(value)) return value.map(plain)
  if (!Predicate.isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]))
}
