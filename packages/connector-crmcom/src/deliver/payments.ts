/**
 * One payment on its way: created as the connection says, or made by paying one invoice whole.
 */
import type { ConnectorError, Delivery, Parent } from "@waybill/connector"
import type { Patiently } from "@waybill/connector-http"
import { BigDecimal, DateTime, Effect, Schema } from "effect"

import type { Invoice } from "../api/Invoice.ts"
import { createPayment, type Payment } from "../api/Payment.ts"
import type { Calls } from "../Calls.ts"
import { unsendable } from "../errors.ts"
import { invoiceName } from "../map/toPayment.ts"
import { dayIn } from "../map/zone.ts"
import type { CrmComSettings } from "../Settings.ts"
import { atAccount } from "./atAccount.ts"
import { paymentMemory } from "./before.ts"
import { changesOf, type InvoiceName } from "./changes.ts"
import { search } from "./find.ts"
import { issue } from "./issues.ts"
import { byId, ifThere, invoiceKind, paymentKind } from "./kind.ts"
import { beforeWriting, held, refused, type Settled } from "./outcomes.ts"
import { paymentRecord, type PaymentRecord } from "./record.ts"
import { isAccount, isDay, newNote } from "./same.ts"
import { create, type Item, unlessThere, update, type Writer } from "./write.ts"

const {
  life_cycle_state: _state,
  back_office_code: _code,
  fields_set: _fields,
  wallet_identifier: _wallet,
  bills_to_pay_set: _bills,
  accounts_receivable_identifier,
  ...others
} = createPayment

/** What a record says of the call: its account is always named. */
const Params = Schema.Struct({ ...others, accounts_receivable_identifier: accounts_receivable_identifier.schema })
type Sent = typeof Params.Type

/** What the answer must say. */
const asked = ["id", "number", "reference_number", "life_cycle_state", "back_office_code", "payment_amount"] as const

/** Makes the parameters of a record: what it says as JSON is what the call takes. */
const paramsOf = (settings: CrmComSettings): ((record: PaymentRecord) => Effect.Effect<Sent, ConnectorError>) => {
  const encode = Schema.encodeEffect(paymentRecord(settings))
  const decode = Schema.decodeEffect(Params, { onExcessProperty: "error" })
  return (record) =>
    encode(record).pipe(
      Effect.flatMap(({ number: _number, ...json }) => decode(json)),
      Effect.mapError(({ message }) => unsendable("payments.create", message)),
    )
}

/** It may be late in showing: it is never a refusal. */
const absent = held(issue("WB-CRMCOM-INVOICE-ABSENT", "an invoice that the payment is for is not in CRM.COM"))

/**
 * The invoices by what names them over there: a code has attempts, of which one counts. The id of one that a flow of the
 * same pipeline delivered or matched is known; CRM.COM may not show it yet, or under another number.
 */
const resolve = (calls: Calls, settings: CrmComSettings) => {
  const kind = invoiceKind(settings, calls)
  const nameOf = invoiceName(settings)
  const live = Effect.fnUntraced(function* (
    name: InvoiceName,
    parents: ReadonlyArray<Parent>,
  ): Effect.fn.Return<InvoiceName, Settled> {
    const parent = parents.find(({ entity, key }) => entity === "invoice" && nameOf(key) === name.value)
    if (parent !== undefined && name.by === settings.invoicesBy) return byId(parent.targetId)
    if (name.by !== "back_office_code") return name
    const { held: shown } = yield* Effect.mapError(search(kind, name.value), beforeWriting)
    const id = shown === undefined ? undefined : kind.idOf(shown)
    return id === undefined ? yield* Effect.fail(absent) : byId(id)
  })
  return (names: ReadonlyArray<InvoiceName>, parents: ReadonlyArray<Parent>) =>
    Effect.forEach(names, (name) => live(name, parents))
}

/** What is open of an invoice; the published examples differ in its sign. */
const isOpenAmount = ({ unsettled_amount: open }: Invoice, amount: BigDecimal.BigDecimal): boolean =>
  open != null && BigDecimal.equals(BigDecimal.abs(open), BigDecimal.abs(amount))

const otherOpenAmount = refused(
  issue("WB-CRMCOM-PAY-AMOUNT", "the payment's amount is not what is open of its invoice"),
)

/** Makes what delivers one payment. */
export const paymentDelivery = (
  settings: CrmComSettings,
  calls: Calls,
  patiently: Patiently,
): ((delivery: Delivery<PaymentRecord>) => Effect.Effect<Settled>) => {
  const { payments } = calls
  const { land, payWith, timeZone } = settings
  const params = paramsOf(settings)
  const memory = paymentMemory(calls)
  const resolved = resolve(calls, settings)
  const dayOf = dayIn(DateTime.zoneMakeNamedUnsafe(timeZone))
  const createdAs = payWith === "create" ? land : "posted"
  const writer: Writer<Payment> = { kind: paymentKind(settings, calls), land, createdAs, patiently }

  const send = (sent: Sent, invoices: ReadonlyArray<InvoiceName>, code: string) => {
    const { invoices_to_pay_set: _set, ...rest } = sent
    const marks = { back_office_code: code, fields_set: asked }
    if (payWith === "pay_invoice") {
      const { payment_amount: _amount, intended_currency_identifier: _currency, ...pay } = rest
      return payments.payInvoice({ ...pay, ...marks, invoice_identifier: invoices[0]! })
    }
    return payments.create({
      ...rest,
      ...marks,
      life_cycle_state: land === "draft" ? "DRAFT" : "POSTED",
      ...(invoices.length === 0
        ? {}
        : { invoices_to_pay_set: invoices.map((invoice_identifier) => ({ invoice_identifier })) }),
    })
  }

  const change = (sent: Sent, invoices: ReadonlyArray<InvoiceName>, shown: Payment, id: string) => {
    const { invoices_to_pay_set: _set, notes, ...rest } = sent
    return payments.update({
      ...rest,
      ...newNote(notes, shown.notes),
      ...changesOf(shown, invoices),
      payment_identifier: byId(id),
    })
  }

  /** Why an invoice can't be paid whole by this payment. */
  const whyNot = Effect.fnUntraced(function* (
    invoice: InvoiceName | undefined,
    amount: BigDecimal.BigDecimal,
  ): Effect.fn.Return<Settled | undefined, Settled> {
    if (invoice === undefined) return absent
    const shown = yield* Effect.mapError(ifThere(calls.invoices.show({ invoice_identifier: invoice })), beforeWriting)
    if (shown === undefined) return absent
    return isOpenAmount(shown, amount) ? undefined : otherOpenAmount
  })

  return Effect.fnUntraced(
    function* ({ record: given, key, ...delivery }: Delivery<PaymentRecord>) {
      const record = atAccount(given, settings, delivery.parents)
      const sent = yield* Effect.mapError(params(record), beforeWriting)
      const { payment_amount: amount } = record
      const names = (sent.invoices_to_pay_set ?? []).map((named) => named.invoice_identifier)
      const invoices = yield* resolved(names, delivery.parents ?? [])
      const item: Item<Payment> = {
        code: key,
        amount,
        create: (code) => send(sent, invoices, code),
        update: (shown, id) => change(sent, invoices, shown, id),
        before: (shown) => memory.before(shown, record),
        isSame: (shown) =>
          isAccount(record.accounts_receivable_identifier, shown.accounts_receivable) &&
          isDay(record.received_on, shown.received_on, dayOf) &&
          shown.payment_amount != null &&
          BigDecimal.equals(shown.payment_amount, amount),
      }
      if (delivery.change === "update") return yield* update(writer, item, delivery.targetId)
      const reason = payWith === "create" ? undefined : yield* whyNot(invoices[0], amount)
      return reason === undefined ? yield* create(writer, item) : yield* unlessThere(writer, item, reason)
    },
    Effect.catch((settled) => Effect.succeed(settled)),
  )
}
