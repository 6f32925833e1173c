/**
 * The stand-in of PayorCRM: what the vendor leaves undocumented is a switch, set to what the connector expects.
 */
import { dateFormats, optionalField } from "@waybill/connector-http"
import { Schema } from "effect"

import { Faults } from "../Faults.ts"
import { Numbers } from "../internal/numbers.ts"

/** Customers that a stand-in begins with, or gets in addition. */
export const PayorCrmSeeds = Schema.Struct({
  customerNumbers: optionalField(
    Numbers,
    "Numbers that customers shall have, with their names; one that is there stays as it is",
    [],
  ),
})
export type PayorCrmSeeds = typeof PayorCrmSeeds.Type

export const PayorCrmSandboxSettings = Schema.Struct({
  port: optionalField(
    Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 65_535 })),
    "The port on 127.0.0.1; 0: any that is free",
    0,
  ),
  apiKey: optionalField(Schema.NonEmptyString, "The API key that is accepted", "sandbox-key"),
  apiSecret: optionalField(Schema.NonEmptyString, "The API secret that is accepted", "sandbox-secret"),
  onDuplicate: optionalField(
    Schema.Literals(["upsert", "refuse", "duplicate"]),
    "What happens to a record that is there already; upsert keeps the fields that are absent from the new one",
    "upsert",
  ),
  allOrNothing: optionalField(
    Schema.Boolean,
    "Whether one bad record keeps the whole array out; otherwise the good ones are stored, and the call is refused all the same",
    true,
  ),
  unknownCustomer: optionalField(
    Schema.Literals(["refuse", "store"]),
    "What happens to an invoice whose customer is not there",
    "refuse",
  ),
  amounts: optionalField(
    Schema.Literals(["integer", "decimal"]),
    "Whether invoiceAmount and localAmount may have a fraction",
    "decimal",
  ),
  dateFormat: optionalField(Schema.Literals(dateFormats), "How dates must be written", "yyyy-MM-dd"),
  maxArray: optionalField(
    Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 })),
    "The longest array that is taken; a longer one is answered 413",
    10_000,
  ),
  ...PayorCrmSeeds.fields,
  ...Faults.fields,
}).annotate({ identifier: "PayorCrmSandboxSettings" })

export type PayorCrmSandboxSettings = typeof PayorCrmSandboxSettings.Type
