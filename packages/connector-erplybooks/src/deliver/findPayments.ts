/**
 * Looks payments up by `archivingId`, which holds our own id of them: nothing filters by it, so the payments of a day are
 * read. The key of a payment is the day and the id: `2026-11-20/WBP-17`.
 */
import type { ConnectorError, Found } from "@waybill/connector"
import { Dates, Money } from "@waybill/model"
import { BigDecimal, Effect, Stream } from "effect"

import type { PaymentInfo } from "../api/Payment.ts"
import type { Calls } from "../Calls.ts"
import { moneyOf } from "../map/toAmount.ts"
import type { ErplyBooksSettings } from "../Settings.ts"
import { failure } from "./issues.ts"
import { codes } from "./outcomes.ts"
import type { PaymentRecord } from "./record.ts"
import { telling } from "./telling.ts"

export const paymentKey = ({ opDate, archivingId }: Pick<PaymentRecord, "opDate" | "archivingId">): string =>
  `${Dates.toIso(opDate)}/${archivingId}`

/** The payments that bear an id: of one that was split over there, or made twice, there are several. */
export type Borne = ReadonlyMap<string, ReadonlyArray<PaymentInfo>>

/** Reads the payments of a day that bear one of the ids. */
export type SearchDay = (day: string, ids: ReadonlySet<string>) => Effect.Effect<Borne, ConnectorError>

type Filter = Omit<Parameters<Calls["payments"]["listAll"]>[0], "dateFrom" | "dateTo">

/** Payments that come and go while a day is read. */
const tries = 3

/** @param own fields that `set` writes */
export const searchDay = (
  { paymentType }: Pick<ErplyBooksSettings, "paymentType">,
  { payments }: Calls,
  own: ReadonlySet<string>,
): SearchDay => {
  const read = (day: string, ids: ReadonlySet<string>, filter: Filter) =>
    payments.listAll({ ...filter, dateFrom: `${day}T00:00:00`, dateTo: `${day}T23:59:59` }).pipe(
      telling("payments.list", "archivingId"),
      Stream.filter(({ archivingId }) => archivingId != null && ids.has(archivingId)),
      Stream.runFold(
        () => new Map<string, Array<PaymentInfo>>(),
        (borne, payment) => borne.set(payment.archivingId!, [...(borne.get(payment.archivingId!) ?? []), payment]),
      ),
      Effect.retry({ times: tries, while: ({ code }) => code === codes.shifted }),
    )
  // One page says that lists need a type. Ours are of one, unless `set` writes others.
  const readAny = (day: string, ids: ReadonlySet<string>, filter: Filter) =>
    Effect.catchIf(
      read(day, ids, filter),
      ({ code }) => code === codes.refused && !own.has("typeCode"),
      () => read(day, ids, { ...filter, paymentType }),
    )
  return Effect.fnUntraced(function* (day, ids) {
    const seen = yield* readAny(day, ids, {})
    const unseen = new Set([...ids].filter((id) => !seen.has(id)))
    if (unseen.size === 0) return seen
    // What `getEverything` adds is not published: what is sent again must be in neither list (invariant 2).
    return new Map([...seen, ...(yield* readAny(day, unseen, { getEverything: true }))])
  })
}

/** What payments come to; `undefined` where one does not say it, or says it in another currency. */
const sumOf = (payments: ReadonlyArray<PaymentInfo>): Money | undefined => {
  const monies = payments.map(({ sumPaid, currencyCode }) => moneyOf(sumPaid, currencyCode))
  const currency = monies[0]?.currency
  if (currency === undefined || monies.some((money) => money?.currency !== currency)) return undefined
  return new Money(BigDecimal.sumAll(monies.flatMap((money) => money?.amount ?? [])), currency)
}

const ambiguous = failure(
  "payments.find",
  "WB-ERPLYBOOKS-AMBIGUOUS",
  "several payments bear one archivingId of ours, and do not say what they come to in one currency",
)

/** The money that arrived is what all payments that bear the id come to; only a single one has an id to go by. */
const foundOf = (payments: ReadonlyArray<PaymentInfo>): Effect.Effect<Found, ConnectorError> => {
  const money = sumOf(payments)
  const [first] = payments
  if (payments.length > 1) return money === undefined ? Effect.fail(ambiguous) : Effect.succeed({ money })
  return Effect.succeed({ targetId: String(first!.id), ...(money === undefined ? {} : { money }) })
}

/** {@link Destination.find}: a key that is absent from the answer is surely not there. */
export const findPayments =
  (search: SearchDay, concurrency: number) =>
  (keys: ReadonlyArray<string>): Effect.Effect<ReadonlyMap<string, Found>, ConnectorError> => {
    const days = Map.groupBy(keys, (key) => key.slice(0, key.indexOf("/")))
    const ofDay = Effect.fnUntraced(function* ([day, ofIt]: readonly [string, ReadonlyArray<string>]) {
      const ids = ofIt.map((key) => key.slice(day.length + 1))
      const borne = yield* search(day, new Set(ids))
      return yield* Effect.forEach(borne, ([id, payments]) =>
        Effect.map(foundOf(payments), (found) => [`${day}/${id}`, found] as const),
      )
    })
    return Effect.map(Effect.forEach(days, ofDay, { concurrency }), (found) => new Map(found.flat()))
  }
