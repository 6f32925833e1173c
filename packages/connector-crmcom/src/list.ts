/**
 * What CRM.COM holds of the accounts that the connection names, whoever made it, as the source of the same stream reads it. A
 * record that is no whole one of the model is listed with what it tells: a draft has no number.
 */
import type { ConnectorError, Listed } from "@waybill/connector"
import { Effect, Stream } from "effect"

import type { Account } from "./api/Account.ts"
import type { Calls } from "./Calls.ts"
import { invoiceKind, type Kind, paymentKind } from "./deliver/kind.ts"
import { lost } from "./errors.ts"
import { beginning } from "./read/cursor.ts"
import { readAccountPages } from "./read/pages.ts"
import { customers, invoices, payments, type StreamSpec } from "./read/streams.ts"
import type { CrmComSettings } from "./Settings.ts"

type Accounts = Effect.Effect<ReadonlyArray<string>, ConnectorError>
type Listing = Stream.Stream<ReadonlyArray<Listed>, ConnectorError>

/** What a record tells; of one whose id is not told nobody knows what it is (invariant 9). */
const toListed =
  <A extends object>({ reader, tell, entity, listing }: StreamSpec<A>) =>
  (answer: A): Effect.Effect<Listed, ConnectorError> => {
    const targetId = listing.idOf(answer)
    if (targetId == null) return Effect.fail(lost(`${entity}s.list`, "the list leaves out a record's id"))
    // A moment that can't be read is left out: it hides no record.
    const { model } = tell(reader.read(answer, () => undefined))
    return Effect.succeed({ targetId, ...(model.number === undefined ? {} : { number: model.number }), model })
  }

/** All that counts. */
const pagesOf = <A extends object>(
  spec: StreamSpec<A>,
  counts: (record: A) => boolean,
  accounts: ReadonlyArray<string>,
  ahead: number,
): Listing => {
  const listed = toListed(spec)
  // An account that CRM.COM does not have holds nothing.
  return readAccountPages(accounts, spec.listing, beginning, ahead).pipe(
    Stream.map(({ records = [] }) => records.filter(counts)),
    Stream.mapEffect((records) => Effect.forEach(records, listed)),
  )
}

/** Not rejected nor cancelled: such a record keeps its number over there, and counts as little as it does for `find`. */
const isAlive =
  <A>({ standingOf }: Kind<A>) =>
  (record: A): boolean =>
    standingOf(record) !== "dead"

/** Accounts by the names that people know: CRM.COM's own begin with the number (`ACR0000000217 Andreas Georgiou`). */
const ownNames = (spec: StreamSpec<Account>): StreamSpec<Account> => ({
  ...spec,
  tell: (record) => {
    const { name, number } = record
    const isNumbered = name !== undefined && number !== undefined && name.startsWith(`${number} `)
    return spec.tell(isNumbered ? { ...record, name: name.slice(number.length).trim() } : record)
  },
})

/** The lists by stream. Without `accounts` they fail when they are read: what is held could not be looked at. */
export const openLists = (
  settings: CrmComSettings,
  calls: Calls,
  accounts: Accounts,
): Readonly<Record<"customers" | "invoices" | "payments", Listing>> => {
  const listing = <A extends object>(spec: StreamSpec<A>, counts: (record: A) => boolean): Listing =>
    Stream.unwrap(Effect.map(accounts, (named) => pagesOf(spec, counts, named, settings.rateLimit.inFlight)))
  return {
    customers: listing(ownNames(customers(settings, calls)), () => true),
    invoices: listing(invoices(settings, calls), isAlive(invoiceKind(settings, calls))),
    payments: listing(payments(settings, calls), isAlive(paymentKind(settings, calls))),
  }
}
