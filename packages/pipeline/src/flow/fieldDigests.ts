/**
 * Digests of a model's fields: a few bytes that say later which fields of a record are others now, without keeping what stood
 * in them. Per field 32 bits of FNV-1a over its plain text: not for anybody who wants to deceive.
 */
import { Dates, Decimals, type Entity, type Model, Money } from "@waybill/model"
import { BigDecimal, Predicate } from "effect"

/** The order is kept in ledgers: new fields go to the end. */
const fields = {
  customer: [
    "name",
    "firstName",
    "lastName",
    "email",
    "phone",
    "companyCode",
    "currency",
    "billingAddress",
    "shippingAddress",
    "status",
  ],
  invoice: [
    "customerNumber",
    "total",
    "issueDate",
    "dueDate",
    "postingDate",
    "balance",
    "tax",
    "type",
    "terms",
    "status",
    "reference",
    "note",
    "lines",
  ],
  payment: ["customerNumber", "amount", "receivedDate", "method", "reference", "status", "note", "allocations"],
} as const satisfies Record<Entity, ReadonlyArray<string>>

/** The same text for the same value, however it was written: 12.50 is 12.5. */
const textOf = (value: unknown): string => {
  if (typeof value === "string") return value
  if (value instanceof Money) return `${Decimals.toText(value.amount)} ${value.currency}`
  if (BigDecimal.isBigDecimal(value)) return Decimals.toText(value)
  if (Dates.isCalendarDate(value)) return Dates.toIso(value)
  if (Array.isArray(value)) return JSON.stringify(value.map(textOf))
  if (Predicate.isObject(value)) {
    const present = Object.entries(value).filter(([, inner]) => inner !== undefined)
    return JSON.stringify(present.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, inner]) => [name, textOf(inner)]))
  }
  return String(value)
}

const fnv = (text: string): number => {
  let sum = 0x811c9dc5
  for (let index = 0; index < text.length; index++) sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193)
  return sum >>> 0
}

/** Written anew for each record: making numbers into text one by one would cost more than all the rest. */
const bytes = Buffer.alloc(2 + 4 * Math.max(...Object.values(fields).map((names) => names.length)))

/** 16 bits say which fields are there, from the first on; 32 bits follow for each of them. Hexadecimal. */
export const digestFields = (entity: Entity, model: Model | Readonly<Record<string, unknown>>): string => {
  const names = fields[entity]
  const values: Readonly<Record<string, unknown>> = { ...model }
  let present = 0
  let length = 2
  for (let place = 0; place < names.length; place++) {
    const value = values[names[place]!]
    if (value === undefined || value === null) continue
    present |= 1 << place
    length = bytes.writeUInt32BE(fnv(textOf(value)), length)
  }
  bytes.writeUInt16BE(present, 0)
  return bytes.toString("hex", 0, length)
}

/** By field: the digest; fields that were not there are absent. */
const read = (entity: Entity, digests: string): ReadonlyMap<string, string> => {
  const present = Number.parseInt(digests.slice(0, 4), 16)
  const read = new Map<string, string>()
  let at = 4
  for (const [place, name] of fields[entity].entries()) {
    if ((present & (1 << place)) === 0) continue
    read.set(name, digests.slice(at, at + 8))
    at += 8
  }
  return read
}

/**
 * The fields that are others now, one that came or went among them, in the model's order.
 *
 * @param among only these are compared; absent: all
 */
export const changedFields = (
  entity: Entity,
  before: string,
  after: string,
  among?: ReadonlyArray<string>,
): ReadonlyArray<string> => {
  const [was, is] = [read(entity, before), read(entity, after)]
  return fields[entity].filter((name) => was.get(name) !== is.get(name) && among?.includes(name) !== false)
}

/** Of `among`, the fields that were there: what was not delivered, a target may fill by itself. */
export const deliveredFields = (
  entity: Entity,
  digests: string,
  among: ReadonlyArray<string>,
): ReadonlyArray<string> => {
  const there = read(entity, digests)
  return among.filter((name) => there.has(name))
}
