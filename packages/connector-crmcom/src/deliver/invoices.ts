/**
 * One invoice on its way: created as a draft, compared, and posted where the connection says so.
 */
import type { ConnectorError, Delivery } from "@waybill/connector"
import type { Patiently } from "@waybill/connector-http"
import { BigDecimal, DateTime, Effect, Schema } from "effect"

import { createInvoice, type Invoice } from "../api/Invoice.ts"
import type { Calls, CreateInvoice } from "../Calls.ts"
import { unsendable } from "../errors.ts"
import { dayIn } from "../map/zone.ts"
import type { CrmComSettings } from "../Settings.ts"
import { atAccount } from "./atAccount.ts"
import { invoiceMemory } from "./before.ts"
import { replaced } from "./changes.ts"
import { byId, invoiceKind } from "./kind.ts"
import type { Settled } from "./outcomes.ts"
import { invoiceRecord, type InvoiceRecord } from "./record.ts"
import { isAccount, isDay, newNote } from "./same.ts"
import { create, type Item, update, type Writer } from "./write.ts"

const { life_cycle_state: _state, back_office_code: _code, fields_set: _fields, ...recordFields } = createInvoice

/** What a record says of the call. */
const Params = Schema.Struct(recordFields)

/** What the answer must say. */
const asked = ["id", "number", "reference_number", "life_cycle_state", "back_office_code", "total_amount"] as const

type Sent = Pick<CreateInvoice, keyof typeof recordFields>

/** Makes the parameters of a record: what it says as JSON is what the call takes. */
const paramsOf = (settings: CrmComSettings): ((record: InvoiceRecord) => Effect.Effect<Sent, ConnectorError>) => {
  const encode = Schema.encodeEffect(invoiceRecord(settings))
  const decode = Schema.decodeEffect(Params, { onExcessProperty: "error" })
  return (record) =>
    encode(record).pipe(
      Effect.flatMap(({ number: _number, total: _total, ...json }) => decode(json)),
      // The schemas' checks say of the prices what the types do.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      Effect.map((params) => params as Sent),
      Effect.mapError(({ message }) => unsendable("invoices.create", message)),
    )
}

/** Makes what delivers one invoice. */
export const invoiceDelivery = (
  settings: CrmComSettings,
  calls: Calls,
  patiently: Patiently,
): ((delivery: Delivery<InvoiceRecord>) => Effect.Effect<Settled>) => {
  const { invoices } = calls
  const params = paramsOf(settings)
  const memory = invoiceMemory(calls)
  const dayOf = dayIn(DateTime.zoneMakeNamedUnsafe(settings.timeZone))
  const writer: Writer<Invoice> = {
    kind: invoiceKind(settings, calls),
    land: settings.land,
    createdAs: "draft",
    patiently,
  }

  const change = Effect.fnUntraced(function* (record: InvoiceRecord, shown: Invoice, id: string) {
    const { invoice_item_set: items, notes, ...rest } = yield* params(record)
    const changes = replaced(shown, items)
    if (changes === undefined) return yield* unsendable("invoices.update", "CRM.COM does not show the draft's items")
    return yield* invoices.update({
      ...rest,
      ...newNote(notes, shown.notes),
      invoice_identifier: byId(id),
      invoice_item_set: changes,
    })
  })

  const itemOf = ({ record, key }: Delivery<InvoiceRecord>): Item<Invoice> => ({
    code: key,
    amount: record.total,
    create: (code) =>
      Effect.flatMap(params(record), (sent) =>
        invoices.create({ ...sent, life_cycle_state: "DRAFT", back_office_code: code, fields_set: asked }),
      ),
    update: (shown, id) => change(record, shown, id),
    before: (shown) => memory.before(shown, record),
    isSame: (shown) =>
      isAccount(record.accounts_receivable_identifier, shown.accounts_receivable) &&
      isDay(record.due_on, shown.due_on, dayOf) &&
      shown.total_amount != null &&
      BigDecimal.equals(shown.total_amount, record.total),
  })

  return (delivery) => {
    const item = itemOf({ ...delivery, record: atAccount(delivery.record, settings, delivery.parents) })
    return delivery.change === "create" ? create(writer, item) : update(writer, item, delivery.targetId)
  }
}
