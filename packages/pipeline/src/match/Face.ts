/**
 * What tells a record from others, out of a record that may hold anything: the facts that are compared, and the texts that
 * people are shown.
 */
import { Predicate, Record as Records } from "effect"

import { normaliseEmail, normalisePhone, normalisePostcode } from "./contact.ts"
import type { Described } from "./MatchRule.ts"
import { type Name, parseName } from "./Name.ts"

/**
 * What people tell a record by, as the record writes it: `name`, `email`, `phone`, `postalCode` and `city`, as far as it has them.
 */
export type About = Readonly<Record<string, string>>

/** The facts as they are compared; what the record doesn't tell is undefined. */
export interface Face {
  readonly number: string | undefined
  readonly name: Name | undefined
  readonly email: string | undefined
  readonly phone: string | undefined
  readonly postcode: string | undefined
  readonly city: string | undefined
  readonly about: About
}

const textOf = (value: unknown): string | undefined => {
  const text = typeof value === "string" ? value.trim() : ""
  return text === "" ? undefined : text
}

const structOf = (value: unknown): Described => (Predicate.isObject(value) ? value : {})

const fullName = ({ firstName, lastName }: Described): string | undefined =>
  textOf([textOf(firstName), textOf(lastName)].filter(Predicate.isNotUndefined).join(" "))

const aboutOf = (record: Described): About => {
  const billing = structOf(record["billingAddress"])
  const shipping = structOf(record["shippingAddress"])
  const address = (field: string) => textOf(billing[field]) ?? textOf(shipping[field])
  const texts = {
    name: textOf(record["name"]) ?? fullName(record),
    email: textOf(record["email"]),
    phone: textOf(record["phone"]),
    postalCode: address("postalCode"),
    city: address("city"),
  }
  return Records.filter<string, string | undefined, string>(texts, Predicate.isNotUndefined)
}

const mapped = <A, B>(value: A | undefined, read: (value: A) => B | undefined): B | undefined =>
  value === undefined ? undefined : read(value)

/** @param number its number on its own side */
export const faceOf = (record: Described, number: unknown): Face => {
  const about = aboutOf(record)
  return {
    number: textOf(number),
    name: mapped(about["name"], parseName),
    email: mapped(about["email"], normaliseEmail),
    phone: mapped(about["phone"], normalisePhone),
    postcode: mapped(about["postalCode"], normalisePostcode),
    city: mapped(about["city"], parseName)?.key,
    about,
  }
}
