/**
 * The fields that are looked for in a file, and which things they may come from.
 */
import type { Entity } from "@waybill/model"

import type { AddressOf, Header } from "./header.ts"
import type { Thing } from "./words/Words.ts"

/** What the values of a field must look like. */
export type Kind =
  | "key"
  | "parent"
  | "amount"
  | "date"
  | "currency"
  | "email"
  | "phone"
  | "code"
  | "person"
  | "name"
  | "street"
  | "place"
  | "postalCode"
  | "country"
  | "choice"
  | "type"
  | "reference"
  | "prose"

export interface WantedField {
  /** With a dot between levels. `currency` of an invoice or a payment is no field: amounts need it. */
  readonly name: string
  readonly kind: Kind
  readonly from: Readonly<Partial<Record<Thing, number>>>
  readonly addressOf?: AddressOf
}

const field = (name: string, kind: Kind, from: WantedField["from"]): WantedField => ({ name, kind, from })

const addressParts: ReadonlyArray<readonly [Thing, Kind]> = [
  ["line1", "street"],
  ["line2", "prose"],
  ["city", "place"],
  ["region", "place"],
  ["postalCode", "postalCode"],
  ["country", "country"],
]

const address = (addressOf: AddressOf): ReadonlyArray<WantedField> =>
  addressParts.map(([part, kind]) => ({ ...field(`${addressOf}Address.${part}`, kind, { [part]: 1 }), addressOf }))

const currency = field("currency", "currency", { currency: 1 })

/** A share below 1: the word alone does not say that it is this. */
export const wantedFields: Readonly<Record<Entity, ReadonlyArray<WantedField>>> = {
  customer: [
    field("number", "key", { customerNumber: 1, number: 0.9, party: 0.7 }),
    field("name", "name", { name: 1, party: 0.9 }),
    field("firstName", "person", { firstName: 1 }),
    field("lastName", "person", { lastName: 1 }),
    field("email", "email", { email: 1 }),
    field("phone", "phone", { phone: 1 }),
    field("companyCode", "code", { companyCode: 1 }),
    currency,
    ...address("billing"),
    ...address("shipping"),
    field("status", "choice", { status: 1 }),
  ],
  invoice: [
    field("number", "key", { invoiceNumber: 1, number: 0.8 }),
    field("customerNumber", "parent", { customerNumber: 1, party: 0.8 }),
    field("total", "amount", { total: 1, amount: 0.8 }),
    currency,
    field("issueDate", "date", { issueDate: 1, date: 0.75 }),
    field("dueDate", "date", { dueDate: 1 }),
    field("postingDate", "date", { postingDate: 1 }),
    field("balance", "amount", { balance: 1 }),
    field("tax", "amount", { tax: 1 }),
    field("type", "type", { type: 1 }),
    field("terms", "choice", { terms: 1 }),
    field("status", "choice", { status: 1 }),
    field("reference", "reference", { reference: 1 }),
    field("note", "prose", { note: 1 }),
  ],
  payment: [
    field("number", "key", { paymentNumber: 1, number: 0.8 }),
    field("customerNumber", "parent", { customerNumber: 1, party: 0.8 }),
    field("amount", "amount", { amount: 1, paid: 0.9, total: 0.7 }),
    currency,
    field("receivedDate", "date", { receivedDate: 1, date: 0.8, postingDate: 0.6 }),
    field("method", "choice", { method: 1 }),
    field("reference", "reference", { reference: 1 }),
    field("status", "choice", { status: 1 }),
    field("note", "prose", { note: 1 }),
  ],
}

/**
 * How much a column's name speaks for a field, 0 to 1. Nothing where it says another thing at least as clearly: `VAT No` is no
 * tax.
 */
export const nameScore = ({ meanings, addressOf }: Header, { from, addressOf: wantedOf }: WantedField): number => {
  if (wantedOf === undefined ? addressOf !== undefined : (addressOf ?? "billing") !== wantedOf) return 0
  let [score, clearest] = [0, 0]
  for (const [thing, likeness] of meanings) {
    const share = from[thing]
    if (share === undefined) clearest = Math.max(clearest, likeness)
    else score = Math.max(score, likeness * share)
  }
  return score < clearest ? 0 : score
}
