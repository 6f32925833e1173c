/**
 * What ERPLY Books holds, whoever made it, as the source of the same stream reads it: invoices and payments from the
 * connection's `since` on. A record that is no whole one of the model is listed with what it tells.
 */
import type { ConnectorError, Listed } from "@waybill/connector"
import { Effect, Stream } from "effect"

import type { Calls } from "./Calls.ts"
import { beginningOf } from "./read/cursor.ts"
import { readPages } from "./read/pages.ts"
import { customers, invoices, payments, sinceOf, type StreamSpec } from "./read/streams.ts"
import type { ErplyBooksSettings } from "./Settings.ts"

type Listing = Stream.Stream<ReadonlyArray<Listed>, ConnectorError>

const toListed =
  <B extends { readonly id: number }>({ reader, tell }: Pick<StreamSpec<B, B>, "reader" | "tell">) =>
  (answer: B): Listed => {
    // A date that can't be read is left out: it hides no record.
    const { model } = tell(reader.read(answer, () => undefined))
    return { targetId: String(answer.id), ...(model.number === undefined ? {} : { number: model.number }), model }
  }

const pagesOf = <A extends { readonly id: number }, B extends { readonly id: number }>(
  { begin, ...spec }: StreamSpec<A, B>,
  since: string,
): Listing =>
  Stream.unwrap(
    Effect.map(begin(undefined), ({ listing, complete }) =>
      readPages(listing, beginningOf(listing.windows.at(since), 0)).pipe(
        Stream.mapEffect(({ records }) => complete(records)),
        Stream.map((records) => records.map(toListed(spec))),
      ),
    ),
  )

/** Without `since` it fails when it is read: what is held could not be looked at (invariant 9). */
const dated = <A extends { readonly id: number }, B extends { readonly id: number }>(
  settings: ErplyBooksSettings,
  stream: string,
  spec: (since: string) => StreamSpec<A, B>,
): Listing => Stream.unwrap(Effect.map(sinceOf(settings, stream), (since) => pagesOf(spec(since), since)))

export const listCustomers = (settings: ErplyBooksSettings, calls: Calls): Listing =>
  pagesOf(customers(settings, calls), "")

export const listInvoices = (settings: ErplyBooksSettings, calls: Calls): Listing =>
  dated(settings, "invoices", (since) => invoices(settings, calls, since))

export const listPayments = (settings: ErplyBooksSettings, calls: Calls): Listing =>
  dated(settings, "payments", (since) => payments(settings, calls, since))
