/**
 * The own id of a record over there: `archivingId` of a payment, `partnerDocumentId` of an invoice, `partnerCustomerId` of
 * a customer. It is made from the record's number at the source, so that it is the same in every run and can be looked up.
 *
 * Capitals, digits and hyphens, at most 32 characters: neither length nor alphabet of the fields are published.
 */
import { hash } from "node:crypto"

/** C: customers. I: invoices. P: payments. */
export type Kind = "C" | "I" | "P"

const maxLength = 32

const clean = /^[A-Z0-9-]+$/

const hashLength = 19

/** 95 bits of the SHA-256 in base 32 (digits, then A to V). UTF-16 keeps what UTF-8 would replace. */
const hashOf = (text: string): string =>
  BigInt(`0x${hash("sha256", Buffer.from(text, "utf16le"), "hex")}`)
    .toString(32)
    .toUpperCase()
    .padStart(hashLength, "0")
    .slice(-hashLength)

/** `WBP-2026-0001`, or a hash where the number is long or holds other characters: `WBPX-…`. */
export const codeOf = (prefix: string, kind: Kind, number: string): string => {
  const readable = `${prefix}${kind}-${number}`
  return clean.test(number) && readable.length <= maxLength ? readable : `${prefix}${kind}X-${hashOf(number)}`
}
