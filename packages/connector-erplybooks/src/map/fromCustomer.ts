/**
 * ERPLY Books' customer as the model's.
 */
import type { Address, Customer } from "@waybill/model"

import type { CustomerInfo } from "../api/Customer.ts"
import type { ErplyBooksSettings } from "../Settings.ts"
import { given, type Told } from "./fields.ts"
import type { RecordOf } from "./record.ts"
import { sourceIssue } from "./sourceErrors.ts"

export type CustomerRecord = RecordOf<CustomerInfo>

/** An address, unless all of it is missing. Countries are written as ERPLY Books has them. */
const addressOf = (parts: {
  readonly line1: string | undefined
  readonly postalCode: string | undefined
  readonly country: string | undefined
}): Address | undefined => {
  const address = given(parts)
  return Object.keys(address).length === 0 ? undefined : address
}

/** The customer's number is the field that `customersBy` names. */
export const fromCustomer =
  ({ customersBy }: Pick<ErplyBooksSettings, "customersBy">) =>
  (record: CustomerRecord): Told<Customer> => {
    const number = record[customersBy]
    const missing = `the customer has no ${customersBy}, which is what numbers customers`
    const at = { column: customersBy, field: "number" }
    const model = given({
      number,
      name: record.name,
      email: record.email,
      phone: record.phone1 || record.phone2,
      billingAddress: addressOf({
        line1: record.legalAddress,
        postalCode: record.legalPostcode,
        country: record.legalCountryCode,
      }),
      shippingAddress: addressOf({
        line1: record.actualAddress,
        postalCode: record.actualPostcode,
        country: record.actualCountryCode,
      }),
    })
    return { model, issues: number ? [] : [sourceIssue("WB-ERPLYBOOKS-CUSTOMER-NUMBER", missing, at)] }
  }
