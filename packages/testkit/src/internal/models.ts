/**
 * Records of the kit's own: plain ones, and hostile ones.
 */
import { CalendarDate, type Customer, type Entity, type Invoice, type Model, Money, type Payment } from "@waybill/model"
import { BigDecimal } from "effect"

export const euros = (amount: string): Money => new Money(BigDecimal.fromStringUnsafe(amount), "EUR")

const customer = (index: number): Customer => ({
  number: `C-${index}`,
  name: `Customer ${index}`,
  email: `customer${index}@example.test`,
})

const invoice = (index: number): Invoice => ({
  number: `INV-${index}`,
  customerNumber: "C-0",
  total: euros(`${100 + index}.25`),
  tax: euros("0.00"),
  issueDate: new CalendarDate(2026, 1 + (index % 12), 1 + (index % 28)),
  dueDate: new CalendarDate(2027, 1, 31),
  note: `Note ${index}`,
})

const payment = (index: number): Payment => ({
  number: `PAY-${index}`,
  customerNumber: "C-0",
  amount: euros(`${10 + index}.75`),
  receivedDate: new CalendarDate(2026, 1 + (index % 12), 1 + (index % 28)),
  note: `Note ${index}`,
})

/** Distinct by number and by money. */
export const plain: Readonly<Record<Entity, (index: number) => Model>> = { customer, invoice, payment }

/** Texts that something on the way may trim, fold, quote, cut, run or choke on. */
export const hostileTexts: Readonly<Record<string, string>> = {
  emoji: "Ünï 👩‍👩‍👧 漢字 Co",
  "right to left": "\u202Bشركة الأمل\u202C 12",
  "combining marks": "Cafe\u0301 Z\u0351\u036F\u0310",
  formula: "=1+1",
  quotes: `"a","b";'c'\\`,
  "line breaks": "first\r\nsecond\nthird\tend",
  markup: "<b>&amp;</b>]]>",
  "words of languages": "null",
  "control character": "a\u0001b",
  NUL: "a\u0000b",
  "half a character": "a\uD83Db",
  long: "long ".repeat(1200).trim(),
}

/** Amounts that a JavaScript number can't hold. */
export const hostileAmounts: Readonly<Record<string, string>> = {
  "30 digits": "1234567890123456789012345678.91",
  "17 digits": "123456789012345.67",
  // Rounded, it looks like any other amount.
  "18 digits": "9007199254740993.01",
  "a cent": "0.01",
}

/** A record with an awkward value in the place of a plain one, and where. */
export interface Hostile {
  /** `emoji in note`. */
  readonly name: string
  readonly field: string
  readonly value: string
  readonly model: Model
}

const textField: Readonly<Record<Entity, string>> = { customer: "name", invoice: "note", payment: "note" }
const moneyField: Readonly<Record<Entity, string | undefined>> = {
  customer: undefined,
  invoice: "total",
  payment: "amount",
}

/** Numbers as a source may write them: no white space around them, and no control characters within. */
const hostileNumbers = ["emoji", "right to left", "formula", "quotes", "markup"]

/** Each hostile value in a record of its own, made of `modelAt`. */
export const hostileModels = (entity: Entity, modelAt: (index: number) => Model): ReadonlyArray<Hostile> => {
  const money = moneyField[entity]
  const values = [
    ...Object.entries(hostileTexts).map(([name, value]) => ({ name, field: textField[entity], value })),
    ...hostileNumbers.map((name) => ({ name, field: "number", value: hostileTexts[name]!.trim() })),
    ...(money === undefined
      ? []
      : Object.entries(hostileAmounts).map(([name, value]) => ({ name, field: money, value }))),
  ]
  return values.map(({ name, field, value }, index) => ({
    name: `${name} in ${field}`,
    field,
    value,
    model: { ...modelAt(index), [field]: field === money ? euros(value) : value },
  }))
}
