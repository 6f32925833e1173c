/**
 * CRM.COM `accounts_receivable` and `contact_information`: accounts, and the people and companies that own them.
 */
import { answered, CallAssumed, changed, needed, optional } from "@waybill/connector-http"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"

import { CallSince } from "./CallSince.ts"
import { answer } from "./envelope.ts"
import { exactlyOne } from "./exclusive.ts"
import * as Id from "./identifiers.ts"
import { Contact, Demographics } from "./related.ts"
import {
  Amount,
  answeredUserFields,
  changedContactUserFields,
  contactUserFields,
  FieldsSet,
  queryPaging,
  Token,
  userFields,
} from "./values.ts"

const text = answered(Schema.String)
const number = answered(Amount)
const fields_set = optional(FieldsSet)
const token = Token

/** An accounts-receivable account. `balance`: posted debits and credits; `outstanding_amount`: posted, unpaid, past due. */
export const Account = Schema.Struct({
  id: text,
  number: text,
  name: text,
  description: text,
  notes: text,
  type: answered(Schema.String, { description: "CUSTOMER, SYSTEM or, from R15.0.0 on, ORGANISATIONAL" }),
  life_cycle_state: answered(Schema.String, { description: "ACTIVE, SUSPENDED or TERMINATED" }),
  balance: number,
  opening_balance: answered(Amount, { since: "R10.0.0" }),
  opening_balance_date: answered(Schema.String, { since: "R10.0.0" }),
  outstanding_amount: number,
  credit_limit_status: answered(Schema.String, { description: "NOT_EXCEEDED or EXCEEDED" }),
  credit_limit: number,
  credit_period: number,
  account_owner: answered(Contact),
  ...answeredUserFields,
}).annotate({ identifier: "Account" })
export type Account = typeof Account.Type

export const showAccount = { accounts_receivable_identifier: needed(Id.AccountIdentifier.query), fields_set }

const accountFilters = [
  "subscription_identifier",
  "contact_information_identifier",
  "payment_preference_identifier",
  "presentment_preference_identifier",
  "wallet_identifier",
  "email_address",
] as const

/** Exactly one of the identifiers, or the address. */
export const listAccounts = {
  subscription_identifier: optional(Id.SubscriptionIdentifier.query),
  contact_information_identifier: optional(Id.ContactIdentifier.query),
  payment_preference_identifier: optional(Id.PaymentPreferenceIdentifier.query),
  presentment_preference_identifier: optional(Id.PresentmentPreferenceIdentifier.query),
  wallet_identifier: optional(Id.WalletIdentifier.query, { since: "R10.0.0" }),
  email_address: optional(Schema.String),
  fields_set,
}

export const listGroupMembers = {
  accounts_receivable_identifier: needed(Id.AccountIdentifier.query),
  funding_scope: optional(Schema.Literals(["FULLY_FUNDED", "PARTIALLY_FUNDED"])),
  ...queryPaging,
}

/** `accounts_receivable/create`, without the token: a customer account, active at once. */
export const createAccount = {
  contact_information_identifier: optional(Id.ContactIdentifier.body, {
    assumed:
      "the parameter that ties an account to its owner is not published; this is its name in the list of accounts",
  }),
  name: optional(Schema.String, { description: "needed unless the system makes names itself" }),
  description: optional(Schema.String),
  notes: optional(Schema.String),
  vat_number: optional(Schema.String, { deprecated: "R15.0.0" }),
  credit_limit: optional(Amount, { deprecated: "R11.0.0" }),
  credit_period_operator: optional(Schema.Literals(["PLUS", "MINUS"]), { deprecated: "R14.0.0" }),
  credit_period: optional(Amount, { deprecated: "R14.0.0" }),
  classification_identifier: optional(Id.ClassificationIdentifier.body),
  credit_rating_code: optional(Schema.Literals(["AAA", "AA", "A", "BAA", "BA", "B", "CAA", "CA", "C"])),
  owned_by_group_identifier: optional(Id.GroupIdentifier.body),
  privacy_level_identifier: optional(Id.PrivacyLevelIdentifier.body, { deprecated: "R18.0.0" }),
  currency_identifier: optional(Id.CurrencyIdentifier.body, { since: "R10.0.0" }),
  account_manager: optional(Id.UserIdentifier.body, { since: "R14.0.0", description: "the owner must be a company" }),
  billing_address: optional(Schema.Record(Schema.String, Schema.Json)),
  presentment_preferences_set: optional(Schema.Array(Schema.Record(Schema.String, Schema.Json))),
  payment_preferences_set: optional(Schema.Array(Schema.Record(Schema.String, Schema.Json))),
  ...userFields,
}

export const accounts = HttpApiGroup.make("accountsReceivable").add(
  HttpApiEndpoint.get("show", "/accounts_receivable/show", {
    query: { token, ...showAccount },
    success: answer(Account),
  }),
  HttpApiEndpoint.get("list", "/accounts_receivable/list", {
    query: Schema.Struct({ token, ...listAccounts }).check(exactlyOne(...accountFilters)),
    success: answer(Schema.Array(Account)),
  }),
  HttpApiEndpoint.post("create", "/accounts_receivable/create", {
    payload: Schema.Struct({ token, ...createAccount }),
    success: answer(Account),
  }).annotate(CallAssumed, "what is answered is the account, its id at least"),
  HttpApiEndpoint.get("listGroupMembers", "/accounts_receivable/group_members/list", {
    query: { token, ...listGroupMembers },
    success: answer(Schema.Array(Account)),
  })
    .annotate(CallSince, "R13.1.0")
    .annotate(CallAssumed, "what is answered are accounts"),
  HttpApiEndpoint.get("showSuspenseAccount", "/accounts_receivable/suspense_account/show", {
    query: { token, fields_set },
    success: answer(Account),
  }),
)

const contact = {
  title: optional(Schema.String),
  first_name: optional(Schema.String, { description: "needed for a person" }),
  middle_name: optional(Schema.String),
  last_name: optional(Schema.String, { description: "needed for a person" }),
  company_name: optional(Schema.String),
  category_identifier: optional(Id.ContactCategoryIdentifier.body),
  owned_by_group_identifier: optional(Id.GroupIdentifier.body),
  privacy_level_identifier: optional(Id.PrivacyLevelIdentifier.body),
  notes: optional(Schema.String),
  demographics: optional(Demographics),
  address_set: optional(Schema.Array(Schema.Record(Schema.String, Schema.Json)), {
    assumed: "the inner names are not published",
  }),
  ...contactUserFields,
}

export const createContact = { type: Schema.Literals(["PERSON", "COMPANY"]), ...contact }

export const updateContact = {
  contact_information_identifier: Id.ContactIdentifier.body,
  type: optional(Schema.Literals(["PERSON", "COMPANY"])),
  title: changed(Schema.String),
  first_name: changed(Schema.String),
  middle_name: changed(Schema.String),
  last_name: changed(Schema.String),
  company_name: changed(Schema.String),
  category_identifier: changed(Id.ContactCategoryIdentifier.body),
  owned_by_group_identifier: changed(Id.GroupIdentifier.body),
  privacy_level_identifier: changed(Id.PrivacyLevelIdentifier.body),
  notes: changed(Schema.String),
  demographics: changed(Demographics),
  address_set: contact.address_set,
  ...changedContactUserFields,
}

export const showContact = { contact_information_identifier: needed(Id.ContactIdentifier.query), fields_set }

export const contacts = HttpApiGroup.make("contactInformation").add(
  HttpApiEndpoint.get("show", "/contact_information/show", {
    query: { token, ...showContact },
    success: answer(Contact),
  }),
  HttpApiEndpoint.post("create", "/contact_information/create", {
    payload: Schema.Struct({ token, ...createContact }),
    success: answer(Contact),
  }),
  HttpApiEndpoint.post("update", "/contact_information/update", {
    payload: Schema.Struct({ token, ...updateContact }),
    success: answer(Contact),
  }).annotate(CallAssumed, "what is answered is the contact"),
)
