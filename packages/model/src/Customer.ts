import { Schema } from "effect"

import { Address } from "./Address.ts"
import { Currency } from "./Currency.ts"
import { Identifier, Text } from "./Text.ts"

/** Somebody who owes: the buyer of EN 16931 (BG-7), or an accounts-receivable account. */
export const Customer = Schema.Struct({
  /** The seller's number for the customer, the natural key (BT-46, buyer identifier). */
  number: Identifier,
  /** Company name, or a person's full name (BT-44). */
  name: Schema.optionalKey(Text),
  /** Given name of a person, or of the contact (BT-56). */
  firstName: Schema.optionalKey(Text),
  /** Family name of a person, or of the contact (BT-56). */
  lastName: Schema.optionalKey(Text),
  /** Contact e-mail address (BT-58). */
  email: Schema.optionalKey(Text),
  /** Contact telephone number (BT-57). */
  phone: Schema.optionalKey(Text),
  /** The seller's own company that the customer belongs to (SAP: company code), where several share a ledger. */
  companyCode: Schema.optionalKey(Text),
  /** The currency the customer is billed in. */
  currency: Schema.optionalKey(Currency),
  /** Postal address (BG-8). */
  billingAddress: Schema.optionalKey(Address),
  /** Deliver-to address (BG-15). */
  shippingAddress: Schema.optionalKey(Address),
  /** In the words of the source: `active`, `closed`, … */
  status: Schema.optionalKey(Text),
}).annotate({ identifier: "Customer" })
export type Customer = typeof Customer.Type
