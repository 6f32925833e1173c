/**
 * What ERPLY Books holds, whoever made it, as the source of the same stream reads it: all of it, invoices and payments from the
 * connection's `since` on, or single records by id. A record that is no whole one of the model is told as far as it goes.
 */
import type { ConnectorError, Destination, Listed } from "@waybill/connector"
import type { Patiently } from "@waybill/connector-http"
import { Effect, Stream } from "effect"

import type { CustomerInfo } from "./api/Customer.ts"
import type { Calls } from "./Calls.ts"
import { paymentKey } from "./deliver/findPayments.ts"
import { ifThere } from "./deliver/outcomes.ts"
import { toId } from "./deliver/references.ts"
import { lost } from "./errors.ts"
import type { NumberedInvoice } from "./map/fromInvoice.ts"
import type { NumberedPayment } from "./map/fromPayment.ts"
import { dayOf } from "./map/noon.ts"
import { beginningOf } from "./read/cursor.ts"
import { readPages } from "./read/pages.ts"
import {
  customers,
  invoices,
  payments,
  sinceOf,
  type StreamSpec,
  tellInvoices,
  tellPayments,
  type Telling,
} from "./read/streams.ts"
import type { ErplyBooksSettings } from "./Settings.ts"

/** {@link Destination.list} and {@link Destination.show}. */
type Looks = Required<Pick<Destination<unknown>, "list" | "show">>
type Numbered = { readonly id: number }
/** The natural key over there, as the destination makes it. */
type KeyOf<B> = (record: B) => string | null | undefined

const toListed =
  <A extends Numbered, B extends Numbered>({ reader, tell }: Telling<A, B>, keyOf: KeyOf<B>) =>
  (answer: B): Listed => {
    // A date that can't be read is left out: it hides no record.
    const { model } = tell(reader.read(answer, () => undefined))
    const key = keyOf(answer) || undefined
    return {
      targetId: String(answer.id),
      ...(model.number === undefined ? {} : { number: model.number }),
      ...(key === undefined ? {} : { key }),
      model,
    }
  }

const listOf = <A extends Numbered, B extends Numbered>(
  { begin, ...telling }: StreamSpec<A, B>,
  keyOf: KeyOf<B>,
  since: string,
): Looks["list"] =>
  Stream.unwrap(
    Effect.map(begin(undefined), ({ listing, complete }) =>
      readPages(listing, beginningOf(listing.windows.at(since), 0)).pipe(
        Stream.mapEffect(({ records }) => complete(records)),
        Stream.map((records) => records.map(toListed(telling, keyOf))),
      ),
    ),
  )

/** Without `since` it fails when it is read: what is held could not be looked at (invariant 9). */
const dated = <A extends Numbered, B extends Numbered>(
  settings: ErplyBooksSettings,
  stream: string,
  spec: (since: string) => StreamSpec<A, B>,
  keyOf: KeyOf<B>,
): Looks["list"] => Stream.unwrap(Effect.map(sinceOf(settings, stream), (since) => listOf(spec(since), keyOf, since)))

/** How records of one kind are read by id. */
interface Showing<A extends Numbered, B extends Numbered> {
  readonly telling: Telling<A, B>
  readonly keyOf: KeyOf<B>
  /** Gives `undefined`, or fails with WB-ERPLYBOOKS-ABSENT, where there is no such record. */
  readonly get: (id: number) => Effect.Effect<A | undefined, ConnectorError>
}

/** Each is looked for until it would surely be shown: one that was made a moment ago may not be yet. */
const showOf = <A extends Numbered, B extends Numbered>(
  { telling, keyOf, get }: Showing<A, B>,
  { rateLimit }: ErplyBooksSettings,
  patiently: Patiently,
): Looks["show"] => {
  const complete = telling.completing("alone")
  const listed = toListed(telling, keyOf)
  const one = (text: string) => {
    const id = toId(text)
    // ERPLY Books has no other ids.
    return id === undefined ? Effect.undefined : patiently(ifThere(get(id)))
  }
  return Effect.fn(`erplybooks.show ${telling.entity}`)(function* (ids) {
    const all = yield* Effect.forEach(ids, one, { concurrency: rateLimit.inFlight })
    const there = yield* complete(all.filter((answer) => answer !== undefined))
    return new Map(there.map((answer) => [String(answer.id), listed(answer)]))
  })
}

/** No call reads one customer by its id: the list does, with the id as its filter. Only an empty one says that there is none. */
export const customerOfId =
  ({ customers: { list } }: Calls) =>
  (id: number): Effect.Effect<CustomerInfo | undefined, ConnectorError> =>
    Effect.flatMap(list({ id, limit: 1 }), ({ items, totalCount }) => {
      const found = items.find((customer) => customer.id === id)
      return found === undefined && totalCount > 0
        ? Effect.fail(lost("customers.list", "the answer is another record"))
        : Effect.succeed(found)
    })

const keyOfCustomer: KeyOf<CustomerInfo> = ({ partnerCustomerId }) => partnerCustomerId

const keyOfInvoice: KeyOf<NumberedInvoice> = ({ partnerDocumentId }) => partnerDocumentId

const keyOfPayment: KeyOf<NumberedPayment> = ({ opDate, archivingId }) => {
  const day = opDate == null ? undefined : dayOf(opDate)
  return day === undefined || !archivingId ? undefined : paymentKey({ opDate: day, archivingId })
}

export const lookAtCustomers = (settings: ErplyBooksSettings, calls: Calls, patiently: Patiently): Looks => {
  const telling = customers(settings, calls)
  const showing = { telling, keyOf: keyOfCustomer, get: customerOfId(calls) }
  return { list: listOf(telling, keyOfCustomer, ""), show: showOf(showing, settings, patiently) }
}

export const lookAtInvoices = (settings: ErplyBooksSettings, calls: Calls, patiently: Patiently): Looks => {
  const showing = { telling: tellInvoices(settings, calls), keyOf: keyOfInvoice, get: calls.invoices.get }
  return {
    list: dated(settings, "invoices", (since) => invoices(settings, calls, since), keyOfInvoice),
    show: showOf(showing, settings, patiently),
  }
}

export const lookAtPayments = (settings: ErplyBooksSettings, calls: Calls, patiently: Patiently): Looks => {
  const showing = { telling: tellPayments(settings, calls), keyOf: keyOfPayment, get: calls.payments.get }
  return {
    list: dated(settings, "payments", (since) => payments(settings, calls, since), keyOfPayment),
    show: showOf(showing, settings, patiently),
  }
}
