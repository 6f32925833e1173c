/**
 * Accounts: what `accounts_receivable/…` does.
 */
import { Result } from "effect"

import type { Account, Contact } from "../Entities.ts"
import { zero } from "../invoice/prices.ts"
import { listed } from "../lists.ts"
import type { Moment } from "../Moment.ts"
import type { Office } from "../Office.ts"
import { refuse, type Refusal } from "../Refusal.ts"
import type { Body, Query } from "../Served.ts"
import { type UserFields, userFieldsOf } from "../userFields.ts"
import { accountView } from "./views.ts"

interface New {
  readonly owner: Contact | null
  readonly params: UserFields & { readonly name?: string; readonly description?: string; readonly notes?: string }
}

/** The next number that no account has. */
const nextNumber = (office: Office): string => {
  for (;;) {
    const value = `ACR${String(office.next("account number")).padStart(10, "0")}`
    if (office.accounts.get({ by: "number", value }) === undefined) return value
  }
}

/** A new account; one without a name gets its number and its owner's name, as the vendor's examples have it. */
export const addAccount = (office: Office, { owner, params }: New, number = nextNumber(office)): Account =>
  office.accounts.add({
    id: office.id("account"),
    number,
    name: params.name ?? [number, owner?.first_name, owner?.last_name, owner?.company_name].filter(Boolean).join(" "),
    description: params.description ?? null,
    notes: params.notes ?? null,
    type: "CUSTOMER",
    owner,
    udf: userFieldsOf(params),
    balance: zero,
    invoices: [],
    payments: [],
  })

export const createAccount = (office: Office, params: Body<"accountsReceivable", "create">, at: Moment) =>
  Result.gen(function* () {
    const owner = yield* office.contacts.findAny(params.contact_information_identifier)
    yield* office.checkCurrency(params.currency_identifier)
    return accountView(addAccount(office, { owner, params }), at.utc)
  })

export const showAccount = (
  office: Office,
  { accounts_receivable_identifier }: Query<"accountsReceivable", "show">,
  at: Moment,
) => Result.map(office.accounts.find(accounts_receivable_identifier), (account) => accountView(account, at.utc))

type Filters = Query<"accountsReceivable", "list">

const isFilter = (name: string): boolean => name !== "token" && name !== "fields_set"

/** Those of one owner. Subscriptions, preferences and wallets there are none. */
const filtered = (office: Office, filters: Filters): Result.Result<ReadonlyArray<Account>, Refusal> => {
  const { contact_information_identifier: contact, email_address } = filters
  if (Object.keys(filters).filter(isFilter).length !== 1) {
    return refuse("ONLYONEIDENTIFIERALLOWED", "exactly one of the identifiers")
  }
  if (contact !== undefined) {
    return Result.map(office.contacts.find(contact), (owner) =>
      office.accounts.all.filter((account) => account.owner === owner),
    )
  }
  return email_address === undefined
    ? refuse("ENTITYNOTFOUND", "there is no such record")
    : Result.succeed(office.accounts.all.filter(({ owner }) => owner?.email === email_address))
}

export const listAccounts = (office: Office, params: Filters, at: Moment) =>
  Result.map(filtered(office, params), (accounts) => accounts.map((account) => accountView(account, at.utc)))

/** No account of the stand-in's funds another. */
export const listGroupMembers = (office: Office, params: Query<"accountsReceivable", "listGroupMembers">, at: Moment) =>
  Result.map(office.accounts.find(params.accounts_receivable_identifier), () =>
    listed<Account>([], office.settings, params).map((account) => accountView(account, at.utc)),
  )

export const showSuspenseAccount = (office: Office, _params: unknown, at: Moment) =>
  Result.succeed(accountView(office.suspense, at.utc))
