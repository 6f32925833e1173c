/**
 * One invoice on its way. A new one is saved by our own id of it, so that saving it again makes no second one (invariant 2);
 * what it comes to is read back before it counts (invariant 4).
 */
import type { ConnectorError, Delivery, Found } from "@waybill/connector"
import type { Patiently } from "@waybill/connector-http"
import { Currencies } from "@waybill/model"
import { BigDecimal, Effect, Stream, Struct } from "effect"

import type { InvoiceInfo } from "../api/Invoice.ts"
import type { Calls } from "../Calls.ts"
import { noonOf } from "../map/noon.ts"
import { moneyOf } from "../map/toAmount.ts"
import { confirmedStatus } from "../map/toPayment.ts"
import type { ErplyBooksSettings } from "../Settings.ts"
import { makeCheckCodes, type Used } from "./dictionaries.ts"
import { issue } from "./issues.ts"
import { beforeWriting, ifThere, maybeThere, notSent, refused, type Settled, unknown, writing } from "./outcomes.ts"
import type { InvoiceRecord } from "./record.ts"
import { makeReferences, toId } from "./references.ts"
import { telling } from "./telling.ts"
import { settleWritten } from "./written.ts"

/** What a record says, in the vendor's terms. */
const saidBy = (record: InvoiceRecord, customerId: number) => {
  const { customerNumber: _number, sumWithVat: _total, date, transactionDate, deadlineDate, rows, ...fields } = record
  return {
    ...fields,
    customerId,
    date: noonOf(date),
    transactionDate: noonOf(transactionDate),
    ...(deadlineDate === undefined ? {} : { deadlineDate: noonOf(deadlineDate) }),
    rows: rows.map((row) => ({ id: 0, ...row })),
  }
}

const usedCodes = ({ documentType }: ErplyBooksSettings, record: InvoiceRecord): ReadonlyArray<Used> => {
  const { currencyCode, typeCode, documentStatusTypeCode: status } = record
  return [
    { dictionary: "CURRENCY", code: currencyCode, ofConnection: false },
    { dictionary: "DOCUMENT_TYPE", code: typeCode, ofConnection: typeCode === documentType },
    { dictionary: "DOCUMENT_STATUS_TYPE", code: status, ofConnection: status === confirmedStatus },
  ]
}

/** An invoice that other software made keeps its number and that software's id: an update adds them where there are none. */
const names = ["partnerDocumentId", "number"] as const

/** Whether what was kept is the same to the minor unit; `undefined` where the answer does not say. */
const isSame = (kept: InvoiceInfo, { number, sumWithVat, currencyCode }: InvoiceRecord): boolean | undefined => {
  const money = moneyOf(kept.sumWithVat, kept.currencyCode)
  if (money === undefined || kept.number == null) return undefined
  const scale = Currencies.minorUnits(money.currency)
  const amount = BigDecimal.round(money.amount, { scale, mode: "half-from-zero" })
  return BigDecimal.equals(amount, sumWithVat) && kept.currencyCode === currencyCode && kept.number === number
}

type Search = (partnerDocumentId: string) => Effect.Effect<InvoiceInfo | undefined, ConnectorError>

/** Looks an invoice up by our own id of it. */
export const searchInvoice =
  ({ documentType }: Pick<ErplyBooksSettings, "documentType">, { invoices }: Calls): Search =>
  (partnerDocumentId) =>
    invoices.listAll({ documentType, partnerDocumentId }).pipe(
      telling("invoices.list", "partnerDocumentId"),
      Stream.filter((invoice) => invoice.partnerDocumentId === partnerDocumentId),
      Stream.runCollect,
      Effect.map(([first]) => first),
    )

export const foundInvoice = ({ id, sumWithVat, currencyCode }: InvoiceInfo): Found => {
  const money = moneyOf(sumWithVat, currencyCode)
  return { targetId: String(id), ...(money === undefined ? {} : { money }) }
}

const gone = refused(issue("WB-ERPLYBOOKS-GONE", "ERPLY Books no longer has the invoice"))
const taken = refused(
  issue("WB-ERPLYBOOKS-TAKEN", "ERPLY Books has an invoice of this number that this connection did not write"),
)
const unseen = notSent(
  issue("WB-ERPLYBOOKS-UNSEEN", "ERPLY Books has an invoice of this number, and does not show which"),
)
const unread = issue("WB-ERPLYBOOKS-STATE", "it is saved, and could not be read to compare its total")

/** Makes what delivers one invoice. */
export const invoiceDelivery = Effect.fnUntraced(function* (
  settings: ErplyBooksSettings,
  calls: Calls,
  search: Search,
  patiently: Patiently,
): Effect.fn.Return<(delivery: Delivery<InvoiceRecord>) => Effect.Effect<Settled>> {
  const { invoices } = calls
  const checkCodes = yield* makeCheckCodes(calls)
  const { customer } = yield* makeReferences(settings, calls)

  /** A number is used once: saving does not look, and ours are known by our own id. Fails where it can't be saved. */
  const checkNumber = Effect.fnUntraced(function* ({
    number,
    typeCode,
    partnerDocumentId,
  }: InvoiceRecord): Effect.fn.Return<void, Settled> {
    const { exists, existingDocumentId: id } = yield* Effect.mapError(
      invoices.checkNumber(number, typeCode),
      beforeWriting,
    )
    if (exists !== true) return
    const look = id == null || id === 0 ? search(partnerDocumentId) : ifThere(invoices.get(id))
    const shown = yield* Effect.mapError(look, beforeWriting)
    // Ours, where an earlier answer was lost, may be late in showing.
    if (shown === undefined) return yield* Effect.fail(unseen)
    if (shown.partnerDocumentId !== partnerDocumentId) return yield* Effect.fail(taken)
  })

  const readBack = Effect.fnUntraced(function* (id: number | undefined, own: string) {
    const known = id ?? (yield* search(own))?.id
    return known === undefined ? undefined : yield* ifThere(invoices.get(known))
  })

  const create = Effect.fnUntraced(function* (
    record: InvoiceRecord,
    said: ReturnType<typeof saidBy>,
  ): Effect.fn.Return<Settled, Settled> {
    yield* checkNumber(record)
    const { id } = yield* Effect.mapError(invoices.savePartner({ id: 0, ...said }), writing)
    const kept = yield* Effect.mapError(readBack(id, record.partnerDocumentId), (error) => maybeThere(error, unread))
    return kept === undefined ? unknown(unread) : yield* settleWritten(invoices, kept.id, isSame(kept, record))
  })

  const update = Effect.fnUntraced(function* (
    record: InvoiceRecord,
    said: ReturnType<typeof saidBy>,
    id: number,
  ): Effect.fn.Return<Settled, Settled> {
    const change = Struct.omit(said, names)
    const updated = yield* Effect.mapError(
      patiently(ifThere(invoices.update(id, change, Struct.pick(said, names)))),
      writing,
    )
    if (updated === undefined) return gone
    const { record: kept, before } = updated
    return yield* settleWritten(invoices, id, isSame(kept, { ...record, number: kept.number ?? "" }), before)
  })

  return Effect.fnUntraced(
    function* ({ record, change, targetId, parents }: Delivery<InvoiceRecord>) {
      yield* checkCodes(usedCodes(settings, record))
      const said = saidBy(record, yield* customer(record.customerNumber, parents))
      if (change === "create") return yield* create(record, said)
      const found = patiently(targetId === undefined ? search(record.partnerDocumentId) : Effect.undefined)
      const id = targetId === undefined ? (yield* Effect.mapError(found, beforeWriting))?.id : toId(targetId)
      return id === undefined ? gone : yield* update(record, said, id)
    },
    Effect.catch((settled) => Effect.succeed(settled)),
  )
})
