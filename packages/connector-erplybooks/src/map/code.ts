/**
 * The own id of a record over there: `archivingId` of a payment, `partnerDocumentId` of an invoice, `partnerCustomerId` of
 * a customer. At most 32 characters: the length of the fields is not published.
 */
import { ownCode } from "@waybill/connector-http"

/** C: customers. I: invoices. P: payments. */
export type Kind = "C" | "I" | "P"

/** `WBP-2026-0001`, or a hash where the number is long or holds other characters: `WBPX-…`. */
export const codeOf = (prefix: string, kind: Kind, number: string): string =>
  ownCode(`${prefix}${kind}`, number, { longest: 32 })
