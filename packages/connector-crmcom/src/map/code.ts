/**
 * `back_office_code`: what makes a second record of the same number impossible over there. It is made from the record's
 * number at the source, so that it is the same in every run and can be looked up.
 *
 * Capitals, digits and hyphens, at most 32 characters: neither length, alphabet nor case rules of the field are published.
 */
import { codeHash, ownCode } from "@waybill/connector-http"

/** I: invoices. P: payments. */
export type Kind = "I" | "P"

/** Two of the 32 characters are kept for the attempt. */
const maxLength = 30

/** How many records may carry the codes of one number, all but the last rejected or cancelled. */
export const attempts = 9

/** What an attempt's code ends with. */
const reserved = /-[2-9]$/

/** The code of a record's first attempt: `WBI-2026-0001`, or a hash where the number is long or holds other characters. */
export const codeOf = (prefix: string, kind: Kind, number: string): string =>
  ownCode(`${prefix}${kind}`, number, { longest: maxLength, reserved })

/** A rejected or cancelled record keeps its code: the next attempt's is `…-2`, up to `…-9`. */
export const attemptCode = (code: string, attempt: number): string => (attempt === 1 ? code : `${code}-${attempt}`)

/** Whose code it is: the key of a record, and which of its attempts. */
export interface Attempt {
  readonly key: string
  readonly attempt: number
}

/** What a code that is there says. One that this connection did not give is a key as it stands. */
export const attemptOf = (prefix: string, kind: Kind, code: string): Attempt => {
  const own = code.toUpperCase()
  const isOwn = own.startsWith(`${prefix}${kind}-`) || own.startsWith(`${prefix}${kind}X-`)
  if (!isOwn) return { key: code, attempt: 1 }
  const later = reserved.exec(own)
  return later === null
    ? { key: own, attempt: 1 }
    : { key: own.slice(0, later.index), attempt: Number(later[0].slice(1)) }
}

/** The code of what takes a record back: one for each record, so that a second try is refused. */
export const reversalCode = (prefix: string, kind: Kind, id: string): string => `${prefix}${kind}C-${codeHash(id)}`
