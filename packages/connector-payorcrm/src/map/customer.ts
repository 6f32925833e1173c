/**
 * The model's customer as PayorCRM's.
 */
import type { Customer, Issue } from "@waybill/model"
import { Result } from "effect"

import type { CustomerRecord } from "./record.ts"

const noEmail: Issue = {
  code: "WB-PAYORCRM-EMAIL",
  message: "the customer has no e-mail address, and PayorCRM takes none without",
  hint: "map `email`, or leave the customer out with `where`",
  field: "email",
}

export const toCustomer = (customer: Customer): Result.Result<CustomerRecord, readonly [Issue]> => {
  const { number, name, firstName, lastName, email, phone, companyCode } = customer
  if (email === undefined) return Result.fail([noEmail])
  return Result.succeed({
    customerno: number,
    emailaddress1: email,
    ...(companyCode === undefined ? {} : { cocode: companyCode }),
    ...(name === undefined ? {} : { companyname: name }),
    ...(firstName === undefined ? {} : { firstname: firstName }),
    ...(lastName === undefined ? {} : { lastname: lastName }),
    ...(phone === undefined ? {} : { phoneno: phone }),
  })
}
