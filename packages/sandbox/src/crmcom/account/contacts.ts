/**
 * People and companies: what `contact_information/…` does.
 */
import { Result } from "effect"

import type { Contact } from "../Entities.ts"
import type { Office } from "../Office.ts"
import { refuse, type Refusal } from "../Refusal.ts"
import type { Body, Query } from "../Served.ts"
import { changed } from "../transactions.ts"
import { userFieldsOf } from "../userFields.ts"
import { contactView } from "./views.ts"

type Create = Body<"contactInformation", "create">
type Update = Body<"contactInformation", "update">

/** A person needs both names; what a company needs is not documented. */
const checkName = ({ type, first_name, last_name }: Pick<Contact, "type" | "first_name" | "last_name">) =>
  type === "PERSON" && (!first_name || !last_name)
    ? refuse("MANDATORYFIELDMISSING", "first_name and last_name are needed for a person")
    : Result.succeed(undefined)

export const addContact = (office: Office, params: Create, email: string | null): Contact =>
  office.contacts.add({
    id: office.id("contact"),
    number: `CI${String(office.next("contact number")).padStart(6, "0")}`,
    email,
    type: params.type,
    life_cycle_state: "FINANCIAL",
    name: null,
    title: params.title ?? null,
    first_name: params.first_name ?? null,
    middle_name: params.middle_name ?? null,
    last_name: params.last_name ?? null,
    company_name: params.company_name ?? null,
    company_profile: null,
    notes: params.notes ?? null,
    organizational_unit: null,
    preferred_language: null,
    demographics: params.demographics ?? null,
    ...userFieldsOf(params),
  })

export const createContact = (office: Office, params: Create) =>
  Result.gen(function* () {
    yield* checkName(params)
    yield* office.catalogue.categories.findAny(params.category_identifier)
    return contactView(addContact(office, params, null))
  })

/** Fields that are left out stay, null clears one. */
const after = (contact: Contact, params: Update): Contact => ({
  ...contact,
  title: changed(params.title, contact.title ?? null),
  first_name: changed(params.first_name, contact.first_name ?? null),
  middle_name: changed(params.middle_name, contact.middle_name ?? null),
  last_name: changed(params.last_name, contact.last_name ?? null),
  company_name: changed(params.company_name, contact.company_name ?? null),
  notes: changed(params.notes, contact.notes ?? null),
  demographics: changed(params.demographics, contact.demographics ?? null),
  ...userFieldsOf(params, contact),
})

export const updateContact = (office: Office, params: Update): Result.Result<ReturnType<typeof contactView>, Refusal> =>
  Result.gen(function* () {
    const contact = yield* office.contacts.find(params.contact_information_identifier)
    const next = after(contact, params)
    yield* checkName(next)
    yield* office.catalogue.categories.findAny(params.category_identifier)
    return contactView(office.contacts.change(contact, (record) => void Object.assign(record, next)))
  })

export const showContact = (office: Office, params: Query<"contactInformation", "show">) =>
  Result.map(office.contacts.find(params.contact_information_identifier), contactView)
