/**
 * One payment on its way: its codes and references first, then one call that writes, which is never repeated (invariant 2).
 */
import type { Delivery } from "@waybill/connector"
import type { Patiently } from "@waybill/connector-http"
import { BigDecimal, Effect, Struct } from "effect"

import type { PaymentInfo } from "../api/Payment.ts"
import type { Calls, New } from "../Calls.ts"
import { noonOf } from "../map/noon.ts"
import { confirmedStatus } from "../map/toPayment.ts"
import type { ErplyBooksSettings } from "../Settings.ts"
import { type CheckCodes, makeCheckCodes, type Used } from "./dictionaries.ts"
import { paymentKey, type SearchDay } from "./findPayments.ts"
import { issue } from "./issues.ts"
import { beforeWriting, ifThere, refused, type Settled, writing } from "./outcomes.ts"
import type { PaymentRecord } from "./record.ts"
import { makeReferences, type References, toId } from "./references.ts"
import { settleWritten } from "./written.ts"

type Sent = New<PaymentInfo>

/** What the published example of a create has, where a record says nothing. */
const otherwise = {
  transactionIdentifier: null,
  transactionEntryId: 0,
  sumWithVat: null,
  currencyRate: null,
  customerName: null,
  entityName: null,
  number: null,
  referenceNumber: null,
  note: "",
  code: null,
  badDebt: false,
  imported: false,
  partnerPaymentId: 0,
  partnerDocumentId: 0,
  projectId: 0,
  parentPaymentId: 0,
} satisfies Partial<Sent>

interface Ids {
  readonly customerId: number
  readonly accountId: number
  /** 0: no invoice. */
  readonly invoiceId: number
}

/** What a record says, in the vendor's terms. */
const saidBy = (record: PaymentRecord, ids: Ids) => {
  const { customerNumber: _customer, invoiceNumber: _invoice, accountNumber: _account, opDate, ...fields } = record
  return { ...fields, ...ids, opDate: noonOf(opDate), originalSum: record.sumPaid }
}

const usedCodes = ({ paymentType }: ErplyBooksSettings, record: PaymentRecord): ReadonlyArray<Used> => {
  const { currencyCode, typeCode, documentStatusTypeCode: status } = record
  return [
    { dictionary: "CURRENCY", code: currencyCode, ofConnection: false },
    { dictionary: "PAYMENT_TYPE", code: typeCode, ofConnection: typeCode === paymentType },
    { dictionary: "DOCUMENT_STATUS_TYPE", code: status, ofConnection: status === confirmedStatus },
  ]
}

const idsOf = Effect.fnUntraced(function* (
  { customer, invoice, account }: References,
  { record, parents }: Pick<Delivery<PaymentRecord>, "record" | "parents">,
): Effect.fn.Return<Ids, Settled> {
  const { customerNumber, invoiceNumber, accountNumber } = record
  const accountId = yield* account(accountNumber)
  const customerId = yield* customer(customerNumber, parents)
  const invoiceId = invoiceNumber === undefined ? 0 : yield* invoice(invoiceNumber, customerId, parents)
  return { accountId, customerId, invoiceId }
})

/** A payment that a bank's import made keeps the bank's own id: an update adds ours where there is none. */
const names = ["archivingId"] as const

/** Whether what was kept pays the same; `undefined` where the answer does not say. */
const isSame = (kept: PaymentInfo, sent: Pick<Sent, "invoiceId" | "currencyCode"> & Pick<PaymentRecord, "sumPaid">) => {
  const { sumPaid, currencyCode, invoiceId } = kept
  if (sumPaid == null || currencyCode == null || invoiceId == null) return undefined
  return BigDecimal.equals(sumPaid, sent.sumPaid) && currencyCode === sent.currencyCode && invoiceId === sent.invoiceId
}

const gone = refused(issue("WB-ERPLYBOOKS-GONE", "ERPLY Books no longer has the payment"))
const several = refused(issue("WB-ERPLYBOOKS-AMBIGUOUS", "several payments in ERPLY Books bear this one's archivingId"))

/** The id of a payment that is there already, where the ledger has none. */
const idOf = Effect.fnUntraced(function* (
  { search, patiently }: { readonly search: SearchDay; readonly patiently: Patiently },
  record: PaymentRecord,
  targetId: string | undefined,
): Effect.fn.Return<number, Settled> {
  if (targetId !== undefined) return toId(targetId) ?? (yield* Effect.fail(gone))
  const [day = ""] = paymentKey(record).split("/")
  const { archivingId } = record
  const borne = Effect.map(search(day, new Set([archivingId])), (found) => found.get(archivingId))
  const [first, ...others] = (yield* Effect.mapError(patiently(borne), beforeWriting)) ?? []
  if (first === undefined) return yield* Effect.fail(gone)
  return others.length === 0 ? first.id : yield* Effect.fail(several)
})

/** Makes what delivers one payment. */
export const paymentDelivery = Effect.fnUntraced(function* (
  settings: ErplyBooksSettings,
  calls: Calls,
  search: SearchDay,
  patiently: Patiently,
): Effect.fn.Return<(delivery: Delivery<PaymentRecord>) => Effect.Effect<Settled>> {
  const { payments } = calls
  const checkCodes: CheckCodes = yield* makeCheckCodes(calls)
  const references = yield* makeReferences(settings, calls)

  const create = Effect.fnUntraced(function* (said: ReturnType<typeof saidBy>): Effect.fn.Return<Settled, Settled> {
    const sent: Sent = { ...otherwise, ...said, statusChangeDatetime: said.opDate }
    const kept = yield* Effect.mapError(payments.create(sent), writing)
    return yield* settleWritten(payments, kept.id, isSame(kept, said))
  })

  const update = Effect.fnUntraced(function* (
    said: ReturnType<typeof saidBy>,
    id: number,
  ): Effect.fn.Return<Settled, Settled> {
    const updated = yield* Effect.mapError(
      patiently(ifThere(payments.update(id, Struct.omit(said, names), Struct.pick(said, names)))),
      writing,
    )
    if (updated === undefined) return gone
    const { record: kept, before } = updated
    return yield* settleWritten(payments, id, isSame(kept, said), before)
  })

  return Effect.fnUntraced(
    function* ({ record, change, targetId, parents }: Delivery<PaymentRecord>) {
      yield* checkCodes(usedCodes(settings, record))
      const ids = yield* idsOf(references, { record, ...(parents === undefined ? {} : { parents }) })
      const said = saidBy(record, ids)
      return change === "create"
        ? yield* create(said)
        : yield* update(said, yield* idOf({ search, patiently }, record, targetId))
    },
    Effect.catch((settled) => Effect.succeed(settled)),
  )
})
