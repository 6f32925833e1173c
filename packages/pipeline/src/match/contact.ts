/**
 * E-mail addresses, telephone numbers and postal codes as they are compared.
 */
import { distance } from "../distance.ts"

export type Agreement = "same" | "near" | "other" | "unknown"

/** In small letters; the first where several stand; `undefined` where the text is no address (`n/a`). */
export const normaliseEmail = (text: string): string | undefined => {
  const address = text
    .normalize("NFKC")
    .trim()
    .toLowerCase()
    .split(/[\s,;]+/, 1)[0]!
  return /^[^@]+@[^@]+\.[^@.]+$/.test(address) ? address : undefined
}

/** `undefined` where the text is no telephone number; without the zeros of a prefix. */
export const normalisePhone = (text: string): string | undefined => {
  const digits = text.normalize("NFKC").replace(/\D/g, "").replace(/^0+/, "")
  return digits.length >= 6 ? digits : undefined
}

/** Countries stand before digits only (`EE-10115`, `D-10115`): the letters of `SW1A 1AA` are part of the code. */
const withCountry = /^(?:[A-Z]{2}[\s-]*|[A-Z]-\s*)(?=\d[\d\s-]*$)/

/** In capitals, without spaces and dashes, without the country, and of an American ZIP+4 the ZIP. */
export const normalisePostcode = (text: string): string | undefined => {
  const code = text.normalize("NFKC").trim().toUpperCase().replace(withCountry, "")
  const bare = (/^(\d{5})-\d{4}$/.exec(code)?.[1] ?? code).replace(/[^\p{L}\p{N}]/gu, "")
  return bare === "" ? undefined : bare
}

/** What stands before the @, and the domain without its ending. */
export const emailParts = (email: string): readonly [mailbox: string, domain: string] => {
  const at = email.indexOf("@")
  return [email.slice(0, at), email.slice(at + 1, email.lastIndexOf("."))]
}

const digitsOf = (text: string): string => text.replace(/\D/g, "")
const lettersOf = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, "")

/** Most pairs are told apart without taking them apart: one mailbox begins and ends otherwise than the other. */
const areFar = (a: string, b: string): boolean =>
  Math.abs(a.length - b.length) > 6 || (a[0] !== b[0] && a[a.indexOf("@") - 1] !== b[b.indexOf("@") - 1])

/** Near: a letter or dots otherwise in the mailbox, a letter or two in the domain, or another ending of the domain. */
export const compareEmails = (a: string | undefined, b: string | undefined): Agreement => {
  if (a === undefined || b === undefined) return "unknown"
  if (a === b) return "same"
  if (areFar(a, b)) return "other"
  // mari1@ and mari2@ are two people.
  if (digitsOf(a) !== digitsOf(b)) return "other"
  const [mailboxA, domainA] = emailParts(a)
  const [mailboxB, domainB] = emailParts(b)
  const isNear =
    domainA === domainB
      ? distance(lettersOf(mailboxA), lettersOf(mailboxB), 1) <= 1
      : mailboxA === mailboxB && distance(domainA, domainB, 2) <= 2
  return isNear ? "near" : "other"
}

/** One may have the country's prefix, the other not. */
export const comparePhones = (a: string | undefined, b: string | undefined): Agreement => {
  if (a === undefined || b === undefined) return "unknown"
  return a.endsWith(b) || b.endsWith(a) ? "same" : "other"
}

export const compareTexts = (a: string | undefined, b: string | undefined): Agreement =>
  a === undefined || b === undefined ? "unknown" : a === b ? "same" : "other"
