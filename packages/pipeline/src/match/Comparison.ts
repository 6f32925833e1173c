/**
 * Two records side by side: which facts agree, how alike that makes them, and how it is said.
 */
import { type Agreement, compareEmails, comparePhones, compareTexts } from "./contact.ts"
import type { Face } from "./Face.ts"
import { compareNames, type NameLikeness } from "./Name.ts"

export interface Comparison {
  /** `other` only for numbers of one form (`K-1001`, `K-1002`): those of two systems tell nothing. */
  readonly number: Agreement
  readonly name: NameLikeness
  readonly email: Agreement
  readonly phone: Agreement
  readonly postcode: Agreement
  readonly city: Agreement
  /** Whether one of them is a company, as far as its name tells. */
  readonly isCompany: boolean
  /** Whether they are companies of two legal forms. */
  readonly isOtherForm: boolean
}

const isDigit = /\p{N}/u

/** Whether both are made alike: digits where the other has digits, and elsewhere as long. */
const isOfOneForm = (a: string, b: string): boolean => {
  if (a.length !== b.length) return false
  for (let at = 0; at < a.length; at++)
    if (a[at] !== b[at] && isDigit.test(a[at]!) !== isDigit.test(b[at]!)) return false
  return true
}

const compareNumbers = (a: string | undefined, b: string | undefined): Agreement => {
  if (a === undefined || b === undefined) return "unknown"
  return a === b ? "same" : isOfOneForm(a, b) ? "other" : "unknown"
}

export const compareFaces = (ours: Face, theirs: Face): Comparison => {
  const [form, other] = [ours.name?.form, theirs.name?.form]
  return {
    number: compareNumbers(ours.number, theirs.number),
    name: compareNames(ours.name, theirs.name),
    email: compareEmails(ours.email, theirs.email),
    phone: comparePhones(ours.phone, theirs.phone),
    postcode: compareTexts(ours.postcode, theirs.postcode),
    city: compareTexts(ours.city, theirs.city),
    isCompany: form !== undefined || other !== undefined,
    isOtherForm: form !== undefined && other !== undefined && form !== other,
  }
}

type Weights = Readonly<Record<Agreement, number>>

const weights = {
  number: { same: 5, near: 0, other: -3, unknown: 0 },
  email: { same: 6, near: 4, other: -1, unknown: 0 },
  phone: { same: 4, near: 0, other: -1, unknown: 0 },
  name: { same: 7, near: 5, contained: 3, part: 0, other: -5, unknown: 0 },
} as const satisfies Readonly<Record<"number" | "email" | "phone", Weights>> & Readonly<Record<"name", object>>

/** Where a postcode differs within one city, people have moved, or it is mistyped. */
const placeWeight = ({ postcode, city }: Comparison): number => {
  if (postcode === "same") return 3
  if (city === "same") return 1
  return postcode === "other" || city === "other" ? -2 : 0
}

/** How much speaks for one and the same, less what speaks against it. */
export const likeness = (comparison: Comparison): number =>
  weights.number[comparison.number] +
  weights.email[comparison.email] +
  weights.phone[comparison.phone] +
  weights.name[comparison.name.level] +
  // A company's name says more than a person's: few share it.
  (comparison.name.level === "same" && comparison.isCompany ? 1 : 0) +
  placeWeight(comparison)

/**
 * From here on a person looks at two records that no rule brought together. The same name reaches it alone, a mistyped one with
 * the same place, neither against a telephone, an e-mail and a place that are all others.
 */
export const nearFrom = 4

/** Whether they are people of one name with nothing else in common. */
export const areNamesakes = ({ name, isCompany, number, ...facts }: Comparison): boolean =>
  name.level === "same" &&
  !isCompany &&
  ![number, facts.email, facts.phone, facts.postcode, facts.city].some((fact) => fact === "same" || fact === "near")

const sayName = ({ level, letters }: NameLikeness): string | undefined => {
  if (level === "near") return `name differs by ${letters} letter${letters === 1 ? "" : "s"}`
  if (level === "contained") return "one name is within the other"
  if (level === "part") return "a word of the name is the same"
  return undefined
}

/** `same e-mail, name differs by 1 letter; another postcode`: what agrees, then what doesn't. Tells no value. */
export const sayWhy = (comparison: Comparison): string => {
  const { name, number, email, phone, postcode, city, isOtherForm } = comparison
  const facts: ReadonlyArray<readonly [string, NameLikeness["level"]]> = [
    ["number", number],
    ["e-mail", email],
    ["name", name.level],
    ["postcode", postcode],
    ["city", postcode === "same" ? "unknown" : city],
    ["phone", phone],
  ]
  const agreeing = facts.flatMap(([fact, level]) => {
    if (level === "same") return [`same ${fact}`]
    if (fact === "name") return sayName(name) ?? []
    return level === "near" ? [`${fact} differs by little`] : []
  })
  const differing = facts.flatMap(([fact, level]) => (level === "other" ? [`another ${fact}`] : []))
  if (isOtherForm) differing.push("another legal form")
  return [agreeing.join(", "), differing.join(", ")].filter((part) => part !== "").join("; ")
}
