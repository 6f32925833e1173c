/**
 * One customer on its way. Nothing over there keeps a second one of the same number out, so it is looked for first.
 */
import type { ConnectorError, Delivery, Found } from "@waybill/connector"
import type { Patiently } from "@waybill/connector-http"
import { Effect, Stream } from "effect"

import type { CustomerInfo } from "../api/Customer.ts"
import type { Calls } from "../Calls.ts"
import type { ErplyBooksSettings } from "../Settings.ts"
import { type CheckCodes, makeCheckCodes } from "./dictionaries.ts"
import { failure, issue } from "./issues.ts"
import { beforeWriting, ifThere, refused, type Settled, writing } from "./outcomes.ts"
import type { CustomerRecord } from "./record.ts"
import { toId } from "./references.ts"
import { telling } from "./telling.ts"
import { settleWritten } from "./written.ts"

type Listed = Effect.Effect<ReadonlyArray<CustomerInfo>, ConnectorError>

/** Looks customers up by our own id of them. */
export const searchCustomers =
  ({ customers }: Calls) =>
  (partnerCustomerId: string): Listed =>
    customers.listAll({ partnerCustomerId }).pipe(
      telling("customers.list", "partnerCustomerId"),
      Stream.filter((customer) => customer.partnerCustomerId === partnerCustomerId),
      Stream.runCollect,
    )

type Search = ReturnType<typeof searchCustomers>

const ambiguous = failure("customers.find", "WB-ERPLYBOOKS-AMBIGUOUS", "several customers bear one id of ours")

/** The one customer of these, for {@link Destination.find}. */
export const foundCustomer = ([first, ...others]: ReadonlyArray<CustomerInfo>): Effect.Effect<
  Found | undefined,
  ConnectorError
> =>
  others.length > 0
    ? Effect.fail(ambiguous)
    : Effect.succeed(first === undefined ? first : { targetId: String(first.id) })

/** Customers that have the record's number. */
const ofNumber = ({ customers }: Calls, { customersBy }: ErplyBooksSettings, record: CustomerRecord): Listed => {
  const by = customersBy === "registrationCode" ? "registrationCode" : "code"
  const number = record[by]
  if (number === undefined) return Effect.succeed([])
  return customers.listAll(by === "code" ? { code: number } : { keyword: number }).pipe(
    Stream.filter((customer) => customer[by] === number),
    Stream.runCollect,
  )
}

const gone = refused(issue("WB-ERPLYBOOKS-GONE", "ERPLY Books no longer has the customer"))
const several = refused(issue("WB-ERPLYBOOKS-AMBIGUOUS", "several customers in ERPLY Books bear our id of this one"))
const taken = refused(
  issue("WB-ERPLYBOOKS-TAKEN", "ERPLY Books has a customer of this number that this connection did not write"),
)

/** Whether our id was kept: by it alone the customer is found again. */
const isSame = ({ partnerCustomerId: kept }: CustomerInfo, { partnerCustomerId: own }: CustomerRecord) =>
  kept == null ? undefined : kept === own

/** Makes what delivers one customer. */
export const customerDelivery = Effect.fnUntraced(function* (
  settings: ErplyBooksSettings,
  calls: Calls,
  search: Search,
  patiently: Patiently,
): Effect.fn.Return<(delivery: Delivery<CustomerRecord>) => Effect.Effect<Settled>> {
  const { customers } = calls
  const checkCodes: CheckCodes = yield* makeCheckCodes(calls)

  /** The id of the customer that we wrote; `undefined` where it may be created. */
  const idOf = Effect.fnUntraced(function* (record: CustomerRecord): Effect.fn.Return<number | undefined, Settled> {
    const [own, ...others] = yield* Effect.mapError(search(record.partnerCustomerId), beforeWriting)
    if (others.length > 0) return yield* Effect.fail(several)
    if (own !== undefined) return own.id
    const [stranger] = yield* Effect.mapError(ofNumber(calls, settings, record), beforeWriting)
    return stranger === undefined ? undefined : yield* Effect.fail(taken)
  })

  const update = Effect.fnUntraced(function* (record: CustomerRecord, id: number): Effect.fn.Return<Settled, Settled> {
    const updated = yield* Effect.mapError(patiently(ifThere(customers.update(id, record))), writing)
    if (updated === undefined) return gone
    const { record: kept, before } = updated
    return yield* settleWritten(customers, id, isSame(kept, record), before)
  })

  return Effect.fnUntraced(
    function* ({ record, change, targetId }: Delivery<CustomerRecord>) {
      const { entityTypeCode } = record
      if (entityTypeCode !== undefined) {
        yield* checkCodes([{ dictionary: "ENTITY_TYPE", code: entityTypeCode, ofConnection: false }])
      }
      const id = targetId === undefined ? yield* idOf(record) : toId(targetId)
      if (id !== undefined) return yield* update(record, id)
      if (change === "update") return gone
      const kept = yield* Effect.mapError(customers.create(record), writing)
      return yield* settleWritten(customers, kept.id, isSame(kept, record))
    },
    Effect.catch((settled) => Effect.succeed(settled)),
  )
})
