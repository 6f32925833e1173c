/**
 * What invoices and payments have in common over there: they are shown by id or code, posted and rejected alike.
 */
import type { ConnectorError } from "@waybill/connector"
import { BigDecimal, Effect } from "effect"

import type { Invoice } from "../api/Invoice.ts"
import type { Payment } from "../api/Payment.ts"
import type { Calls } from "../Calls.ts"
import type { CrmComSettings } from "../Settings.ts"
import { codes } from "./outcomes.ts"

/**
 * How a record stands. `dead`: rejected or cancelled. `closed`: posted, and nothing of it is open: paid, or closed by a
 * cancellation or a write-off, which the published examples show like this. `unclear`: the answer does not say.
 */
export type Standing = "draft" | "posted" | "closed" | "dead" | "unclear"

type Answer<A> = Effect.Effect<A, ConnectorError>

/** One kind of record: its calls, and how its answers are read. */
export interface Kind<Shown> {
  readonly entity: "invoice" | "payment"
  readonly show: (by: "id" | "back_office_code", value: string) => Answer<Shown>
  readonly post: (id: string) => Answer<unknown>
  readonly reject: (id: string) => Answer<unknown>
  readonly idOf: (shown: Shown) => string | undefined
  readonly codeOf: (shown: Shown) => string | undefined
  readonly amountOf: (shown: Shown) => BigDecimal.BigDecimal | undefined
  readonly standingOf: (shown: Shown) => Standing
}

const states = { DRAFT: "draft", POSTED: "posted", REJECTED: "dead", CANCELLED: "dead" } as const

const isState = (text: string): text is keyof typeof states => text in states

const byState = ({ life_cycle_state: state }: Pick<Invoice, "life_cycle_state">): Standing =>
  state != null && isState(state) ? states[state] : "unclear"

/** Judged by the unsettled amount alone: the outstanding one is what is past due. */
const isClosed = ({ unsettled_amount: open, total_amount: total }: Invoice): boolean =>
  open != null && BigDecimal.isZero(open) && total != null && !BigDecimal.isZero(total)

const invoiceStanding = (invoice: Invoice): Standing => {
  const standing = byState(invoice)
  return standing === "posted" && isClosed(invoice) ? "closed" : standing
}

const reason = ({ rejectionReason: given }: CrmComSettings) => {
  const identifier = tagged(given)
  return identifier === undefined ? {} : { rejection_reason_identifier: identifier }
}

type Named = { readonly id?: string; readonly name?: string; readonly alternative_code?: string }

/** A setting of one field as the identifier that the client takes. */
export const tagged = (named: Named | undefined) => {
  if (named?.id !== undefined) return { by: "id", value: named.id } as const
  if (named?.name !== undefined) return { by: "name", value: named.name } as const
  if (named?.alternative_code !== undefined) return { by: "alternative_code", value: named.alternative_code } as const
  return undefined
}

export const byId = (value: string) => ({ by: "id", value }) as const

export const invoiceKind = (settings: CrmComSettings, { invoices }: Calls): Kind<Invoice> => ({
  entity: "invoice",
  show: (by, value) => invoices.show({ invoice_identifier: { by, value } }),
  post: (id) => invoices.post({ invoice_identifier: byId(id) }),
  reject: (id) => invoices.reject({ invoice_identifier: byId(id), ...reason(settings) }),
  idOf: ({ id }) => id ?? undefined,
  codeOf: ({ back_office_code: code }) => code ?? undefined,
  amountOf: ({ total_amount: total }) => total ?? undefined,
  standingOf: invoiceStanding,
})

export const paymentKind = (settings: CrmComSettings, { payments }: Calls): Kind<Payment> => ({
  entity: "payment",
  show: (by, value) => payments.show({ payment_identifier: { by, value } }),
  post: (id) => payments.post({ payment_identifier: byId(id) }),
  reject: (id) => payments.reject({ payment_identifier: byId(id), ...reason(settings) }),
  idOf: ({ id }) => id ?? undefined,
  codeOf: ({ back_office_code: code }) => code ?? undefined,
  amountOf: ({ payment_amount: amount }) => amount ?? undefined,
  standingOf: (payment) => (payment.payment_cancellation == null ? byState(payment) : "dead"),
})

/** What a reading call shows, or `undefined` where it says that there is no such record: nothing else counts as absent. */
export const ifThere = <A>(shown: Answer<A>): Answer<A | undefined> =>
  Effect.catchIf(
    shown,
    ({ code }) => code === codes.absent,
    () => Effect.undefined,
  )
