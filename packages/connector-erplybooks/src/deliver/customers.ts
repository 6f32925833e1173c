/**
 * One customer on its way. Nothing over there keeps a second one of the same number out, so it is looked for first.
 */
import type { ConnectorError, Delivery, Found } from "@waybill/connector"
import type { Patiently } from "@waybill/connector-http"
import { Effect, Stream, Struct } from "effect"

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

/** The field that is the customer's number; ids are none that could be written. */
const numberField = ({ customersBy }: Pick<ErplyBooksSettings, "customersBy">) =>
  customersBy === "registrationCode" ? "registrationCode" : "code"

/** Customers that have the record's number. */
const ofNumber = ({ customers }: Calls, settings: ErplyBooksSettings, record: CustomerRecord): Listed => {
  const by = numberField(settings)
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

/** Whether our id was kept: by it alone a customer that was made is found again. */
const isOurs = ({ partnerCustomerId: kept }: CustomerInfo, { partnerCustomerId: own }: CustomerRecord) =>
  kept == null ? undefined : kept === own

/**
 * A record in two: what an update writes, and what it only adds where there is nothing. A customer that other software made
 * keeps its number and that software's id of it, by which it is known there, and its type, which is only guessed here.
 */
const split = (record: CustomerRecord, settings: ErplyBooksSettings, own: ReadonlySet<string>) => {
  const names = (["partnerCustomerId", numberField(settings), "entityTypeCode"] as const).filter(
    (name) => !own.has(name),
  )
  return { change: Struct.omit(record, names), missing: Struct.pick(record, names) }
}

/** What delivering needs beside the calls. */
interface Delivering {
  readonly search: Search
  readonly patiently: Patiently
  /** Fields that `set` writes. */
  readonly own: ReadonlySet<string>
}

/** Makes what delivers one customer. */
export const customerDelivery = Effect.fnUntraced(function* (
  settings: ErplyBooksSettings,
  calls: Calls,
  { search, patiently, own }: Delivering,
): Effect.fn.Return<(delivery: Delivery<CustomerRecord>) => Effect.Effect<Settled>> {
  const { customers } = calls
  const checkCodes: CheckCodes = yield* makeCheckCodes(calls)

  /** The id of the customer that we wrote; `undefined` where it may be created. */
  const idOf = Effect.fnUntraced(function* (record: CustomerRecord): Effect.fn.Return<number | undefined, Settled> {
    const [ours, ...others] = yield* Effect.mapError(search(record.partnerCustomerId), beforeWriting)
    if (others.length > 0) return yield* Effect.fail(several)
    if (ours !== undefined) return ours.id
    const [stranger] = yield* Effect.mapError(ofNumber(calls, settings, record), beforeWriting)
    return stranger === undefined ? undefined : yield* Effect.fail(taken)
  })

  const update = Effect.fnUntraced(function* (record: CustomerRecord, id: number): Effect.fn.Return<Settled, Settled> {
    const { change, missing } = split(record, settings, own)
    const updated = yield* Effect.mapError(patiently(ifThere(customers.update(id, change, missing))), writing)
    if (updated === undefined) return gone
    const { record: kept, before } = updated
    // Ours, or the one that was there: ERPLY Books' own id is what the customer is found by.
    return yield* settleWritten(customers, id, kept.partnerCustomerId == null ? undefined : true, before)
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
      return yield* settleWritten(customers, kept.id, isOurs(kept, record))
    },
    Effect.catch((settled) => Effect.succeed(settled)),
  )
})
