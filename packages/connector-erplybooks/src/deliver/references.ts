/**
 * From the numbers that a record names others by to the ids that are sent: from what flows of the same pipeline delivered,
 * or looked up. Filters may match parts, so what they give is compared whole; several matches are for a person.
 */
import type { ConnectorError, Parent } from "@waybill/connector"
import type { Entity, Issue } from "@waybill/model"
import { Effect, Stream } from "effect"

import type { Calls } from "../Calls.ts"
import type { ErplyBooksSettings } from "../Settings.ts"
import { issue } from "./issues.ts"
import { beforeWriting, held, refused, type Settled } from "./outcomes.ts"
import { remember } from "./remember.ts"

type Found = Effect.Effect<number, Settled>
type Parents = ReadonlyArray<Parent> | undefined

/** What looks ids up. */
export interface References {
  readonly customer: (number: string, parents: Parents) => Found
  /** An invoice of the customer. */
  readonly invoice: (number: string, customerId: number, parents: Parents) => Found
  readonly account: (number: string) => Found
}

/** An id as the ledger keeps it; `undefined` where it is none. */
export const toId = (text: string): number | undefined => {
  const id = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : Number.NaN
  return Number.isSafeInteger(id) ? id : undefined
}

const delivered = (parents: Parents, entity: Entity, number: string): number | undefined => {
  const parent = parents?.find((one) => one.entity === entity && one.key === number)
  return parent === undefined ? undefined : toId(parent.targetId)
}

type Numbered = { readonly id?: number | null }

/** The ids of a list's records by their number. */
const idsBy = <A extends Numbered>(
  listed: Stream.Stream<A, ConnectorError>,
  numberOf: (record: A) => string | null | undefined,
): Effect.Effect<ReadonlyMap<string, ReadonlyArray<number>>, Settled> =>
  Stream.runFold(
    listed,
    () => new Map<string, Array<number>>(),
    (ids, record) => {
      const [number, { id }] = [numberOf(record), record]
      if (number != null && id != null) ids.set(number, [...(ids.get(number) ?? []), id])
      return ids
    },
  ).pipe(Effect.mapError(beforeWriting))

const ambiguous = (count: number): Issue =>
  issue("WB-ERPLYBOOKS-AMBIGUOUS", `${count} records in ERPLY Books have the number that the record refers to`)

/** The one record that has the number. */
const only =
  (number: string, otherwise: Issue) =>
  (ids: ReadonlyMap<string, ReadonlyArray<number>>): Found => {
    const [first, ...others] = ids.get(number) ?? []
    if (first === undefined) return Effect.fail(held(otherwise))
    return others.length === 0 ? Effect.succeed(first) : Effect.fail(refused(ambiguous(others.length + 1)))
  }

const absent = {
  customer: issue("WB-ERPLYBOOKS-CUSTOMER-ABSENT", "the customer is not in ERPLY Books"),
  invoice: issue("WB-ERPLYBOOKS-INVOICE-ABSENT", "the customer has no such invoice in ERPLY Books"),
  account: issue("WB-ERPLYBOOKS-ACCOUNT-ABSENT", "the account is not in ERPLY Books"),
}

type LookUpSettings = Pick<ErplyBooksSettings, "customersBy" | "documentType">

/** Makes what finds customers by the field that the connection names. */
const makeCustomerOf = Effect.fnUntraced(function* ({ customers }: Calls, { customersBy }: LookUpSettings) {
  // `keyword` is said to look at names and codes; whether at registration codes, too, is not, so that all are read, once.
  const all = yield* remember((_: "all") => idsBy(customers.listAll({}), ({ registrationCode }) => registrationCode))
  const listed = {
    code: (number: string) => idsBy(customers.listAll({ code: number }), ({ code }) => code),
    registrationCode: () => all("all"),
    id: (number: string) => {
      const id = toId(number)
      return id === undefined
        ? Effect.succeed(new Map<string, never>())
        : idsBy(customers.listAll({ id }), (customer) => String(customer.id))
    },
  }
  return (number: string): Found => Effect.flatMap(listed[customersBy](number), only(number, absent.customer))
})

/** An invoice's number, and its customer's id in front: one text to remember it by. */
const ofCustomer = (customerId: number, number: string): string => `${customerId}/${number}`

/** Makes what resolves the references of one open destination. */
export const makeReferences = Effect.fnUntraced(function* (
  settings: LookUpSettings,
  calls: Calls,
): Effect.fn.Return<References> {
  const { documentType } = settings
  const customers = yield* remember(yield* makeCustomerOf(calls, settings))
  const accounts = yield* remember((_: "all") => idsBy(calls.ledger.accounts({}), ({ number }) => number))
  const invoices = yield* remember((key: string) => {
    const [customerId, number] = [Number(key.slice(0, key.indexOf("/"))), key.slice(key.indexOf("/") + 1)]
    const listed = calls.invoices.listAll({ documentType, number, customerId })
    const ids = idsBy(listed, (invoice) => (invoice.customerId === customerId ? invoice.number : undefined))
    return Effect.flatMap(ids, only(number, absent.invoice))
  })
  const orLookUp = (id: number | undefined, found: Found): Found => (id === undefined ? found : Effect.succeed(id))
  return {
    account: (number) => Effect.flatMap(accounts("all"), only(number, absent.account)),
    customer: (number, parents) => orLookUp(delivered(parents, "customer", number), customers(number)),
    invoice: (number, customerId, parents) =>
      orLookUp(delivered(parents, "invoice", number), invoices(ofCustomer(customerId, number))),
  }
})
