/**
 * What an update of a draft writes over, so that undo can write it back: as JSON, the parameters of an update that makes the draft
 * what it was. Notes are a log that CRM.COM only adds to: they stay.
 */
import type { ConnectorError } from "@waybill/connector"
import { BigDecimal, Effect, Option, Schema, Struct } from "effect"

import * as Id from "../api/identifiers.ts"
import { type Invoice, NewInvoiceItem, updateInvoice } from "../api/Invoice.ts"
import { type Payment, updatePayment } from "../api/Payment.ts"
import { Amount, changedUserFields } from "../api/values.ts"
import type { Calls, NewInvoiceItem as Item } from "../Calls.ts"
import { unsendable } from "../errors.ts"
import { changesOf, replaced } from "./changes.ts"
import { byId } from "./kind.ts"

/** An earlier content of a draft. */
export interface Earlier<Shown> {
  readonly amount: BigDecimal.BigDecimal
  readonly writeBack: (shown: Shown, id: string) => Effect.Effect<Shown, ConnectorError>
}

/** How one kind of draft is remembered. */
export interface Memory<Shown> {
  /** What a draft holds, before `record` is written over it. */
  readonly before: (shown: Shown, record: object) => string
  /** The content that was remembered; none where the draft did not tell enough. */
  readonly earlier: (before: string) => Option.Option<Earlier<Shown>>
}

/** What is remembered of a draft that does not tell what an update writes over. */
const untold = "{}"

const userFields = Struct.keys(changedUserFields)

const invoiceDays = ["due_on", "posted_on"] as const
const InvoiceParams = Schema.Struct({
  accounts_receivable_identifier: Id.AccountIdentifier.body,
  type_identifier: Id.TypeIdentifier.body,
  ...Struct.pick(updateInvoice, ["category_identifier", ...invoiceDays]),
  ...changedUserFields,
})
const EarlierInvoice = Schema.fromJsonString(
  Schema.Struct({ total: Amount, params: InvoiceParams, items: Schema.Array(NewInvoiceItem) }),
)

const PaymentParams = Schema.Struct({
  accounts_receivable_identifier: Id.AccountIdentifier.body,
  type_identifier: Id.TypeIdentifier.body,
  payment_method_identifier: Id.PaymentMethodIdentifier.body,
  payment_amount: Amount,
  ...Struct.pick(updatePayment, ["category_identifier", "received_on"]),
  ...changedUserFields,
})
const EarlierPayment = Schema.fromJsonString(
  Schema.Struct({ params: PaymentParams, invoices: Schema.Array(Schema.NonEmptyString) }),
)

/** What a record says beside the parameters: none of these is lost by an update, or each is told by other means. */
const beside = ["number", "total", "notes", "intended_currency_identifier", "invoice_item_set", "invoices_to_pay_set"]

/** Whether a draft shows all that a record writes over; a card, or who received the money, it does not. */
const isTold = (record: object, params: { readonly fields: object }): boolean =>
  Object.keys(record).every((name) => Object.hasOwn(params.fields, name) || beside.includes(name))

const idOf = (named: { readonly id?: string | null } | null | undefined) =>
  named?.id == null ? undefined : byId(named.id)

/** Without what the answer leaves out: that is not written back. */
const shownOf = (fields: object) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

const common = ({ accounts_receivable, type, category }: Invoice | Payment) => ({
  accounts_receivable_identifier: idOf(accounts_receivable),
  type_identifier: idOf(type),
  category_identifier: category === null ? null : idOf(category),
})

/** By its sub_total an item comes to the same to the last digit, whatever its cost and tax were. */
const itemOf = ({ product, quantity, sub_total, discount_amount }: NonNullable<Invoice["invoice_item_set"]>[number]) =>
  quantity == null || sub_total == null
    ? undefined
    : {
        product_identifier: idOf(product),
        quantity,
        sub_total,
        ...(discount_amount == null || BigDecimal.isZero(discount_amount) ? {} : { discount_amount }),
      }

export const invoiceMemory = ({ invoices }: Calls): Memory<Invoice> => {
  const encode = Schema.encodeUnknownOption(EarlierInvoice)
  const decode = Schema.decodeOption(EarlierInvoice)
  return {
    before: (shown, record) => {
      const params = shownOf({ ...Struct.pick(shown, [...userFields, ...invoiceDays]), ...common(shown) })
      const held = { total: shown.total_amount, params, items: shown.invoice_item_set?.map(itemOf) }
      return isTold(record, InvoiceParams) ? Option.getOrElse(encode(held), () => untold) : untold
    },
    earlier: (before) =>
      Option.map(decode(before), ({ total, params, items }) => ({
        amount: total,
        writeBack: (shown, id) => {
          // The schema's checks say of the prices what the types do.
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion
          const changes = replaced(shown, items as ReadonlyArray<Item>)
          return changes === undefined
            ? Effect.fail(unsendable("invoices.update", "CRM.COM does not show the draft's items"))
            : invoices.update({ ...params, invoice_identifier: byId(id), invoice_item_set: changes })
        },
      })),
  }
}

export const paymentMemory = ({ payments }: Calls): Memory<Payment> => {
  const encode = Schema.encodeUnknownOption(EarlierPayment)
  const decode = Schema.decodeOption(EarlierPayment)
  return {
    before: (shown, record) => {
      const { payment_amount, payment_method, received_on, invoices_to_pay_set } = shown
      const own = { payment_amount, payment_method_identifier: idOf(payment_method), received_on }
      const params = shownOf({ ...Struct.pick(shown, userFields), ...common(shown), ...own })
      const held = { params, invoices: (invoices_to_pay_set ?? []).map(({ id }) => id) }
      return isTold(record, PaymentParams) ? Option.getOrElse(encode(held), () => untold) : untold
    },
    earlier: (before) =>
      Option.map(decode(before), ({ params, invoices }) => ({
        amount: params.payment_amount,
        writeBack: (shown, id) =>
          payments.update({ ...params, ...changesOf(shown, invoices.map(byId)), payment_identifier: byId(id) }),
      })),
  }
}
