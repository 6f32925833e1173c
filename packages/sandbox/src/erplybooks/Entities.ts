/**
 * The records that the stand-in of ERPLY Books holds.
 */
import type { Raw } from "../internal/exactJson.ts"
import type { CustomerInfo, InvoiceInfo, InvoiceRow, PaymentInfo } from "./Served.ts"

/** A record: what is declared of it, and what the vendor answers besides, kept as it was written. */
interface Kept<Info> {
  readonly id: number
  info: Info
  undeclared: Raw
  /** Last written, `yyyy-MM-ddTHH:mm:ss` in the organisation's zone. */
  changed: string
}

export type Customer = Kept<CustomerInfo>
export type Payment = Kept<PaymentInfo>

export interface Invoice extends Kept<InvoiceInfo> {
  rows: ReadonlyArray<InvoiceRow>
  /** Those that name it, whatever their status. */
  readonly payments: Set<Payment>
}

/** What is written: the declared fields, decoded, and the others as they stood in the body. */
export interface Written<Info> {
  readonly info: Info
  readonly undeclared: Raw
}

/** Fields that are answered although no page declares them: a client must not lose them when it writes back. */
export const undeclaredFields = ["organisationId", "attributes"] as const

/** Whoever writes nothing of them gets no attributes; the organisation is always this one. */
export const organisationId = 1001
