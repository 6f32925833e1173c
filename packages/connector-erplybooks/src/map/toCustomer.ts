/**
 * The model's customer as ERPLY Books'.
 */
import type { Address, Customer, Issue } from "@waybill/model"
import { Result } from "effect"

import { issue } from "../deliver/issues.ts"
import type { CustomerRecord } from "../deliver/record.ts"
import type { ErplyBooksSettings } from "../Settings.ts"
import { codeOf } from "./code.ts"

type CustomerSettings = Pick<ErplyBooksSettings, "customersBy" | "codePrefix">

const joined = (parts: ReadonlyArray<string | undefined>, between: string): string =>
  parts.filter((part) => part !== undefined).join(between)

const countryCode = /^[A-Z]{2}$/

type Prefix = "legal" | "actual"

/** An address in three fields: ERPLY Books keeps street, town and region as one text. */
const addressOf = (
  { line1, line2, city, region, postalCode, country }: Address,
  prefix: Prefix,
  field: string,
): Result.Result<Partial<CustomerRecord>, Issue> => {
  if (country !== undefined && !countryCode.test(country)) {
    return Result.fail(
      issue("WB-ERPLYBOOKS-COUNTRY", "the country is no code of two capitals", { field: `${field}.country` }),
    )
  }
  const lines = joined([line1, line2, city, region], ", ")
  return Result.succeed({
    ...(lines === "" ? {} : { [`${prefix}Address`]: lines }),
    ...(postalCode === undefined ? {} : { [`${prefix}Postcode`]: postalCode }),
    ...(country === undefined ? {} : { [`${prefix}CountryCode`]: country }),
  })
}

const legalEntity = "ENTITY_TYPE_LEGAL"

/** @param own fields that `set` writes */
export const toCustomer =
  ({ codePrefix, customersBy }: CustomerSettings, own: ReadonlySet<string>) =>
  (customer: Customer): Result.Result<CustomerRecord, readonly [Issue, ...Array<Issue>]> => {
    const { number, firstName, lastName, email, phone, billingAddress = {}, shippingAddress = {} } = customer
    const name = customer.name ?? joined([firstName, lastName], " ")
    if (name === "" && !own.has("name")) {
      return Result.fail([issue("WB-ERPLYBOOKS-NAME", "the customer has no name", { field: "name" })])
    }
    const legal = addressOf(billingAddress, "legal", "billingAddress")
    const actual = addressOf(shippingAddress, "actual", "shippingAddress")
    if (Result.isFailure(legal)) return Result.fail([legal.failure])
    if (Result.isFailure(actual)) return Result.fail([actual.failure])
    return Result.succeed({
      partnerCustomerId: codeOf(codePrefix, "C", number),
      name,
      [customersBy]: number,
      customer: true,
      // The code of persons is not published.
      ...(customer.name === undefined ? {} : { entityTypeCode: legalEntity }),
      ...(email === undefined ? {} : { email }),
      ...(phone === undefined ? {} : { phone1: phone }),
      ...legal.success,
      ...actual.success,
    })
  }
