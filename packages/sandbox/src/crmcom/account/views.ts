/**
 * Contacts and accounts as the calls answer them.
 */
import type { Account, Contact } from "../Entities.ts"
import { outstandingOfAccount } from "../invoice/openAmounts.ts"
import { zero } from "../invoice/prices.ts"
import type { AccountData, ContactData } from "../Served.ts"

export const contactView = ({ number: _number, email: _email, ...contact }: Contact): ContactData => contact

/** The owner of an account, as records show one. */
export const ownerOf = (contact: Contact): ContactData => ({
  id: contact.id,
  type: contact.type ?? null,
  name: contact.name ?? null,
  life_cycle_state: contact.life_cycle_state ?? null,
  title: contact.title ?? null,
  first_name: contact.first_name ?? null,
  middle_name: contact.middle_name ?? null,
  last_name: contact.last_name ?? null,
  company_name: contact.company_name ?? null,
  company_profile: null,
  demographics: contact.demographics ?? null,
})

export const accountView = (account: Account, now: string): AccountData => ({
  id: account.id,
  number: account.number,
  name: account.name,
  description: account.description,
  notes: account.notes,
  type: account.type,
  life_cycle_state: "ACTIVE",
  balance: account.balance,
  opening_balance: zero,
  opening_balance_date: null,
  outstanding_amount: outstandingOfAccount(account, now),
  credit_limit_status: "NOT_EXCEEDED",
  credit_limit: null,
  credit_period: null,
  account_owner: account.owner === null ? null : ownerOf(account.owner),
  ...account.udf,
})
