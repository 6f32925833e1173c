/**
 * Objects that invoices and payments carry along. All fields of an answer may be absent or null.
 */
import { answered } from "@waybill/connector-http"
import { Schema } from "effect"

import { Amount, answeredUserFields } from "./values.ts"

const text = answered(Schema.String)
const number = answered(Amount)
const truth = answered(Schema.Boolean)

const named = { id: text, name: text, description: text }

/** Something with an id, a name and an alternative code: a VAT rate, a payment method, a rejection reason. */
export const Named = Schema.Struct({ ...named, alternative_code: text }).annotate({ identifier: "Named" })

/** The type of a financial transaction; an invoice's has the classification `INVOICE`. */
export const TransactionType = Schema.Struct({ ...named, alternative_code: text, classification: text }).annotate({
  identifier: "TransactionType",
})

export const TransactionCategory = Schema.Struct({ ...named, code: text }).annotate({
  identifier: "TransactionCategory",
})

export const User = Schema.Struct({ id: text, username: text, person_name: text, email: text }).annotate({
  identifier: "User",
})

export const Unit = Schema.Struct({
  ...named,
  alternative_code: text,
  group_name: text,
  community_name: text,
}).annotate({ identifier: "Unit" })

/** Who made and changed a record, and when (UTC). */
export const LogInformation = Schema.Struct({
  created_date: text,
  updated_date: text,
  created_by_user: answered(User),
  updated_by_user: answered(User),
  created_by_unit: answered(Unit),
  updated_by_unit: answered(Unit),
}).annotate({ identifier: "LogInformation" })

const NameDay = Schema.Struct({ day: number, month: number })
const Day = Schema.Struct({ ...NameDay.fields, year: number })

export const Demographics = Schema.Struct({
  gender: text,
  id_number: text,
  id_issued_by_country: answered(Schema.Unknown),
  passport_number: text,
  passport_issued_by_country: answered(Schema.Unknown),
  social_security_number: text,
  date_of_birth: answered(Day),
  name_day: answered(NameDay),
  industry: answered(Schema.Unknown),
  industry_sector: answered(Schema.Unknown),
}).annotate({ identifier: "Demographics" })

/** Who owns an account: `contact_information`. */
export const Contact = Schema.Struct({
  id: text,
  type: answered(Schema.String, { description: "PERSON or COMPANY" }),
  life_cycle_state: answered(Schema.String, { description: "MARKETING or FINANCIAL" }),
  name: text,
  title: text,
  first_name: text,
  middle_name: text,
  last_name: text,
  company_name: text,
  company_profile: answered(Schema.Unknown),
  notes: text,
  organizational_unit: number,
  preferred_language: answered(Schema.String, { since: "R12.0.0" }),
  demographics: answered(Demographics),
  ...answeredUserFields,
  udf_string_9: text,
  udf_string_10: text,
  udf_string_11: text,
  udf_string_12: text,
  udf_string_13: text,
  udf_string_14: text,
  udf_string_15: text,
  udf_string_16: text,
}).annotate({ identifier: "Contact" })
export type Contact = typeof Contact.Type

/** An accounts-receivable account as an invoice or a payment shows it. */
export const AccountOfRecord = Schema.Struct({
  id: text,
  number: text,
  name: text,
  life_cycle_state: text,
  account_owner: answered(Contact),
}).annotate({ identifier: "AccountOfRecord" })

export const ProductType = Schema.Struct({
  ...named,
  alternative_code: text,
  classification: text,
  physical_good_type: text,
  service_type: text,
  composition_method: text,
  used_for_provisioning: truth,
}).annotate({ identifier: "ProductType" })

export const Product = Schema.Struct({
  id: text,
  code: text,
  description: text,
  alternative_code: text,
  product_type: answered(ProductType),
}).annotate({ identifier: "Product" })

/** An invoice as a payment or the answer of a state change shows it. */
export const ShortInvoice = Schema.Struct({
  id: text,
  number: text,
  reference_number: text,
  life_cycle_state: text,
  total_amount: number,
  outstanding_amount: number,
  unsettled_amount: number,
  issued_on: text,
  posted_on: text,
  due_on: text,
  back_office_code: answered(Schema.String, {
    since: "R9.1.0",
    assumed: "answered where `fields_set` asks for it: the examples do not show it",
  }),
  currency_rate_period: answered(Schema.Unknown),
}).annotate({ identifier: "ShortInvoice" })
export type ShortInvoice = typeof ShortInvoice.Type
